"""A refusal is an answer, not a crash: what is refused, why, and what would change it.

Services raise subclasses named ``Cannot…``; pages show the sentence at the place of the mistake and keep
what was typed. ``status`` is the HTTP status a page or the API answers with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

    from django.utils.functional import _StrPromise

    Sentence: TypeAlias = str | _StrPromise
else:
    Sentence = str


class Refusal(Exception):
    """The platform says no.

    ``sentence`` says why, in words of the person who asked; ``remedy`` what would change the answer;
    ``code`` is stable for tests and the API; ``field`` names the form field the refusal belongs to.
    """

    status = 422

    def __init__(
        self, sentence: Sentence, *, code: str, remedy: Sentence = "", field: str = "", status: int | None = None
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
        self.remedy = remedy
        self.field = field
        if status is not None:
            self.status = status

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".strip()


class NotAllowed(Refusal):
    """The policy denies the action to this person."""

    status = 403


class NotNow(Refusal):
    """The transition is not declared from the subject's present state."""

    status = 409


class Stale(Refusal):
    """Somebody else changed the subject since the page was loaded; nothing was overwritten."""

    status = 409


class UnusableIntent(Refusal):
    """The key that came with the form is damaged, or belongs to another act."""

    status = 409

"""Change the words of a challenge that is not validated yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.challenges.models import Challenge

MOST_CHARACTERS = {
    "title": 300,
    "scope": 20_000,
    "expected_outcome": 20_000,
    "acceptance": 5_000,
    "owner": 200,
    "test_site": 200,
}
WORDS = tuple(MOST_CHARACTERS)


class CannotEditChallenge(Refusal):
    """A text is missing or too long, or there is no such text."""


def edit_challenge(
    *,
    challenge: Challenge,
    changes: Mapping[str, str],
    actor: Actor,
    at: datetime,
    intent: str = "",
    version: int | None = None,
) -> Challenge:
    """Change some of :data:`WORDS`. Raises :class:`CannotEditChallenge` naming the field."""
    for name, text in changes.items():
        _check(name, text)

    def write(row: Challenge) -> None:
        for name, text in changes.items():
            setattr(row, name, text.strip())

    note = Note(details={"changed": sorted(changes)})
    return perform(challenge, "edit", actor=actor, at=at, write=write, note=note, intent=intent, version=version)


def _check(name: str, text: str) -> None:
    if name not in WORDS:
        raise CannotEditChallenge(
            _("“%(name)s” of a challenge is not edited here.") % {"name": name}, code="unknown_field"
        )
    if name == "title" and not text.strip():
        raise CannotEditChallenge(_("A challenge needs a title."), code="title_missing", field="title")
    if len(text) > MOST_CHARACTERS[name]:
        raise CannotEditChallenge(
            _("This has %(length)d characters; at most %(most)d are kept.")
            % {"length": len(text), "most": MOST_CHARACTERS[name]},
            code="too_long",
            field=name,
        )

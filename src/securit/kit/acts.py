"""What every act on a page does: a form, one service call, then onward with a sentence, or the page again with the
refusal at its place.

A view reads ``form = XForm.received(request, subject)``, calls :func:`attempt` with the form and the service, and
answers: ``onward(request, url, sentence)`` for :class:`Done`, its page with ``status=tried.status`` for
:class:`NotDone`. What several people may change at once is changed in an :class:`EditForm`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, Self, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.utils.formats import localize
from django.utils.translation import gettext as _

from securit.kernel.models import Subject
from securit.kernel.refusals import Refusal, Stale

T = TypeVar("T")


class Refusable(Protocol):
    """A form that can show a refusal."""

    @property
    def is_bound(self) -> bool:
        """Whether something was sent."""

    def is_valid(self) -> bool:
        """Whether what was sent has the right shape."""

    def refuse(self, refusal: Refusal) -> None:
        """Put the refusal at its place."""


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """The service said yes; ``made`` is what it returned."""

    made: T


@dataclass(frozen=True, slots=True)
class NotDone:
    """Nothing was sent (200), the shape was wrong (422), or the service refused (its own status)."""

    status: int


def attempt(form: Refusable, act: Callable[[], T]) -> Done[T] | NotDone:
    """Carry the act out if the form was sent and is well shaped; a refusal goes to its place in the form."""
    if not form.is_bound:
        return NotDone(200)
    if not form.is_valid():
        return NotDone(422)
    try:
        return Done(act())
    except Refusal as refusal:
        form.refuse(refusal)
        return NotDone(refusal.status)


def onward(request: HttpRequest, url: str, sentence: str) -> HttpResponseRedirect:
    """To the next page, which says first what was done."""
    messages.success(request, sentence)
    return HttpResponseRedirect(url)


class ActForm(forms.Form):
    """A form for one act; without further fields it is a button.

    ``intent`` is the key of this press of the button, ``version`` what the page was loaded with. The ids begin with
    the form's name, so that several forms stand on one page.
    """

    intent = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def fresh(cls, subject: Subject | None = None, *, of: Mapping[str, Any] | None = None, **initial: Any) -> Self:
        """An unbound form for the subject as it stands; ``of`` is what the form is made with (its choices)."""
        version = subject.version if subject else None
        known = {"intent": secrets.token_hex(16), "version": version, **initial}
        return cls(initial=known, auto_id=f"{cls.__name__}_%s", **(of or {}))

    @classmethod
    def received(
        cls,
        request: HttpRequest,
        subject: Subject | None = None,
        *,
        of: Mapping[str, Any] | None = None,
        **initial: Any,
    ) -> Self:
        """The form as it was sent, files included, or a fresh one where nothing was."""
        if request.method != "POST":
            return cls.fresh(subject, of=of, **initial)
        return cls(request.POST, request.FILES, auto_id=f"{cls.__name__}_%s", **(of or {}))

    @property
    def press(self) -> str:
        """The key of this press, for the service."""
        return str(self.cleaned_data["intent"])

    @property
    def seen(self) -> int | None:
        """The version that the page was loaded with, for the service."""
        found: int | None = self.cleaned_data["version"]
        return found

    @property
    def given(self) -> dict[str, Any]:
        """What was given, by field, without the two keys."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ActForm.base_fields}

    def renew(self, **values: Any) -> None:
        """Replace what was sent in hidden fields, for the next press; everything typed stays."""
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        for name, value in values.items():
            sent[name] = str(value)
        self.data = sent

    def refuse(self, refusal: Refusal) -> None:
        """At the field that the refusal names, else above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class EditForm(ActForm):
    """A form for what a subject says of itself, which somebody else may change meanwhile.

    After a stale press each field that now reads otherwise says so beside what was typed, and another press
    overwrites knowingly.
    """

    subject: Subject | None = None

    @classmethod
    def standing(cls, subject: Any) -> Mapping[str, Any]:
        """What the fields read now: what the subject has under their names, unless a form says otherwise."""
        return {name: getattr(subject, name) for name in cls.base_fields if name not in ActForm.base_fields}

    def typed(self) -> Mapping[str, Any]:
        """What was typed, by field, comparable to what stands; only these fields are compared."""
        return self.cleaned_data

    def in_words(self, name: str, value: Any) -> str:
        """What stands in a field, for people: the labels of what was chosen, days and hours as they are written."""
        choices = getattr(self.fields[name], "choices", ())
        labels = {str(code): str(label) for code, label in choices}
        many = value if isinstance(value, list | tuple) else [value]
        return ", ".join(labels.get(str(one), str(localize(one))) for one in many if one not in (None, ""))

    @classmethod
    def fresh(cls, subject: Subject | None = None, *, of: Mapping[str, Any] | None = None, **initial: Any) -> Self:
        """An unbound form with what stands, if the subject is there yet."""
        stands = cls.standing(subject) if subject else {}
        return super().fresh(subject, of=of, **{**stands, **initial})

    @classmethod
    def received(
        cls,
        request: HttpRequest,
        subject: Subject | None = None,
        *,
        of: Mapping[str, Any] | None = None,
        **initial: Any,
    ) -> Self:
        """The form as it was sent, or a fresh one where nothing was."""
        form = super().received(request, subject, of=of, **initial)
        form.subject = subject
        return form

    def refuse(self, refusal: Refusal) -> None:
        """At its field; after a stale press beside what now stands."""
        if isinstance(refusal, Stale) and self.subject is not None:
            self.subject.refresh_from_db()
            self.renew(version=self.subject.version)
            self._show_what_stands(self.subject)
        super().refuse(refusal)

    def _show_what_stands(self, subject: Subject) -> None:
        stands = self.standing(subject)
        for name, text in self.typed().items():
            if name in stands and stands[name] != text:
                shown = self.in_words(name, stands[name]) or "–"
                self[name].help_text = _("It now reads: %(text)s") % {"text": shown}

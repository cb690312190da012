"""The shape of what is posted about a call. Field names of texts are those of the programme file, ``.`` as ``__``."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.refusals import Refusal, Stale
from securit.money import plain
from securit.stages.calls.contracts import Place
from securit.stages.calls.definition_changes import CORRECTABLE, EDITABLE
from securit.stages.calls.models import Call

MOMENTS = ("opens_at", "deadline_at")
SHORT = ("title", "announced_month", "planned_decision_on", "budget")


class ActForm(forms.Form):
    """A form for one act: the key of this press of the button, and what the page was loaded with."""

    intent = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def fresh(cls, call: Call) -> Self:
        """An unbound form for the call as it stands."""
        return cls(initial={"intent": secrets.token_hex(16), "version": call.version}, auto_id=f"{cls.__name__}_%s")

    @classmethod
    def posted(cls, data: Any, call: Call) -> Self:
        """The form as it was sent."""
        return cls(data, auto_id=f"{cls.__name__}_%s")

    def refuse(self, refusal: Refusal, call: Call) -> None:
        """Put a refusal at its place."""
        place = refusal.field.replace(".", "__")
        self.add_error(place if place in self.fields else None, str(refusal))


def moment_field(label: Any, **more: Any) -> forms.DateTimeField:
    """A moment in Brussels time."""
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, widget=widget, help_text=gettext_lazy("Brussels time."), **more)


class NoticeForm(ActForm):
    """Where and when a call was seen."""

    place = forms.ChoiceField(label=gettext_lazy("Where"), choices=[(place.value, place.label) for place in Place])
    url = forms.CharField(label=gettext_lazy("Address of the page or document"), max_length=200)
    seen_at = moment_field(gettext_lazy("First seen"))


class CancelForm(ActForm):
    """Why a call is cancelled."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Everyone affected reads it."),
        widget=forms.Textarea(attrs={"rows": 3, "data-max-characters": 2000}),
        max_length=2000,
    )


class ChangesForm(ActForm):
    """Texts and dates of the definition. ``changes()`` names what is different from the page's state."""

    names: Iterable[str] = ()

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call
        for name in self.names:
            self.fields[_key(name)] = _field(name)
            self.fields[_key(name)].initial = _value(call, name)

    @classmethod
    def fresh(cls, call: Call) -> Self:
        """An unbound form with what stands now."""
        initial = {"intent": secrets.token_hex(16), "version": call.version}
        return cls(initial=initial, call=call, auto_id=f"{cls.__name__}_%s")

    @classmethod
    def posted(cls, data: Any, call: Call) -> Self:
        """The form as it was sent."""
        return cls(data, call=call, auto_id=f"{cls.__name__}_%s")

    def changes(self) -> dict[str, str]:
        """Names as in the programme file with their new texts; only those that differ from what stands now."""
        typed = {name: _text(self.cleaned_data[_key(name)]) for name in self.names}
        return {name: text for name, text in typed.items() if text != _text(_value(self.call, name))}

    def refuse(self, refusal: Refusal, call: Call) -> None:
        """Put a refusal at its place; after a stale one, say what it now reads, and let a second press overwrite."""
        if isinstance(refusal, Stale):
            call.refresh_from_db()
            self.data = {**dict(self.data.items()), "version": call.version, "intent": secrets.token_hex(16)}
            for name in self.names:
                now = _value(call, name)
                if _text(now) != _text(self.cleaned_data[_key(name)]):
                    self[_key(name)].help_text = _("It now reads: %(text)s") % {"text": _text(now)}
        super().refuse(refusal, call)


class EditForm(ChangesForm):
    """What may change before publication."""

    names = tuple(EDITABLE)


class CorrectionForm(ChangesForm):
    """What a corrigendum may change, and why."""

    names = tuple(CORRECTABLE)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It is published with the change and mailed to everyone affected."),
        widget=forms.Textarea(attrs={"rows": 3, "data-max-characters": 2000}),
        max_length=2000,
    )


class FollowForm(forms.Form):
    """An address and what it wants to follow."""

    topic = forms.CharField(widget=forms.HiddenInput, max_length=60)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("You get a link to confirm. Every mail has a link that stops them."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    @classmethod
    def fresh(cls, topic: str) -> FollowForm:
        """An unbound form for a topic."""
        return cls(initial={"topic": topic}, auto_id="follow_%s")

    @classmethod
    def posted(cls, data: Any) -> FollowForm:
        """The form as it was sent."""
        return cls(data, auto_id="follow_%s")

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal at its place."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


def visible(form: forms.Form) -> list[BoundField]:
    """The fields that a person fills in."""
    return [bound for bound in form if not bound.is_hidden]


def _key(name: str) -> str:
    return name.replace(".", "__")


def _field(name: str) -> forms.Field:
    label = EDITABLE[name]
    if name in MOMENTS:
        return moment_field(label)
    if name in SHORT:
        return forms.CharField(label=label, max_length=300, required=name in ("title", "budget"))
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"data-max-characters": 20_000}),
        max_length=20_000,
        required=name != "text.european_dimension",
    )


def _value(call: Call, name: str) -> Any:
    if name in MOMENTS:
        return getattr(call, name).replace(second=0, microsecond=0)
    if name == "budget":
        return plain(call.budget_cents)
    outer, _dot, inner = name.partition(".")
    return getattr(getattr(call.terms, outer), inner) if inner else getattr(call.terms, outer)


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value).replace("\r\n", "\n").strip()

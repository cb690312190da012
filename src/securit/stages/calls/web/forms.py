"""The shape of what is posted about a call. Field names of texts are those of the programme file, ``.`` as ``__``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.refusals import Refusal
from securit.kit.acts import ActForm, EditForm
from securit.stages.calls.contracts import Place
from securit.stages.calls.definition_changes import CORRECTABLE
from securit.stages.calls.models import Call

MOMENTS = ("deadline_at", "questions_close_at")
SHORT = ("planned_decision_on",)


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


class CorrectionForm(EditForm):
    """What a corrigendum may change, and why. ``changes()`` names what is different from what stands."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It is published with the change and mailed to everyone affected."),
        widget=forms.Textarea(attrs={"rows": 3, "data-max-characters": 2000}),
        max_length=2000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in CORRECTABLE:
            self.fields[_key(name)] = _field(name)
        self.fields["questions_close_at"].help_text = _(
            "Brussels time. Empty: the end of the seventh day before the deadline."
        )
        self.order_fields([*(_key(name) for name in CORRECTABLE), "reason"])

    @classmethod
    def standing(cls, subject: Call) -> dict[str, Any]:
        """What the call says now, by field."""
        return {_key(name): _value(subject, name) for name in CORRECTABLE}

    def typed(self) -> dict[str, Any]:
        """What was typed, with line ends as they are stored."""
        return {name: _same_ends(value) for name, value in self.cleaned_data.items()}

    def changes(self, call: Call) -> dict[str, str]:
        """Names as in the programme file with their new texts; only those that differ from what the call says."""
        typed = {name: _text(self.cleaned_data[_key(name)]) for name in CORRECTABLE}
        return {name: text for name, text in typed.items() if text != _text(_value(call, name))}

    def refuse(self, refusal: Refusal) -> None:
        """At its field, whose name in the definition has a point."""
        refusal.field = _key(refusal.field)
        super().refuse(refusal)


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


def _key(name: str) -> str:
    return name.replace(".", "__")


def _field(name: str) -> forms.Field:
    label = CORRECTABLE[name]
    if name in MOMENTS:
        return moment_field(label, required=name == "deadline_at")
    if name in SHORT:
        return forms.CharField(label=label, max_length=300, required=False)
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"data-max-characters": 20_000}),
        max_length=20_000,
        required=name != "text.european_dimension",
    )


def _value(call: Call, name: str) -> Any:
    if name in MOMENTS:
        moment: datetime | None = getattr(call.terms, name)
        return moment.replace(second=0, microsecond=0) if moment else None
    outer, _dot, inner = name.partition(".")
    return getattr(getattr(call.terms, outer), inner) if inner else getattr(call.terms, outer)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime) else str(_same_ends(value))


def _same_ends(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value

"""The shape of what is posted about a check."""

from __future__ import annotations

from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from securit.kernel.refusals import Refusal


def long_text(label: Any, help_text: Any, *, most: int, rows: int = 4) -> forms.CharField:
    """A text of several lines with its limit."""
    widget = forms.Textarea(attrs={"rows": rows, "data-max-characters": most})
    return forms.CharField(label=label, help_text=help_text, widget=widget, max_length=most)


class ActForm(forms.Form):
    """A form for one act; without fields it is a button."""

    @classmethod
    def fresh(cls, key: str) -> Self:
        """An unbound form; ``key`` keeps the ids of several forms on one page apart."""
        return cls(auto_id=f"{key}_%s")

    @classmethod
    def posted(cls, data: Any, key: str) -> Self:
        """The form as it was sent."""
        return cls(data, auto_id=f"{key}_%s")

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal at its place."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class SettleForm(ActForm):
    """A person's word on one test."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=40)
    result = forms.ChoiceField(
        label=_("Your finding"), choices=[("met", _("met")), ("not_met", _("not met"))], widget=forms.RadioSelect
    )
    reason = long_text(_("Reason"), _("What you looked at, and where it is."), most=2000, rows=3)


class AskForm(ActForm):
    """A question to the team."""

    question = long_text(_("Question"), _("It is mailed to the team; they answer within five days."), most=4000)


class ProposeForm(ActForm):
    """Why an application is not eligible."""

    reason = long_text(_("Reason"), _("It stands in the letter to the team as you write it here."), most=4000)


class ReopenForm(ActForm):
    """Why a check is opened again."""

    reason = long_text(_("Reason"), "", most=2000, rows=2)


class AnswerForm(ActForm):
    """The team's answer."""

    answer = long_text(
        _("Your answer"), _("It explains what you submitted; the application stays as it is."), most=8000
    )

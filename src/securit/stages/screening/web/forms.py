"""The shape of what is posted about a check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from securit.kit.acts import ActForm
from securit.stages.screening.titles import GROUNDS, HEARD


def long_text(label: Any, help_text: Any, *, most: int, rows: int = 4, required: bool = True) -> forms.CharField:
    """A text of several lines with its limit."""
    widget = forms.Textarea(attrs={"rows": rows, "data-max-characters": most})
    return forms.CharField(label=label, help_text=help_text, widget=widget, max_length=most, required=required)


def days(help_text: Any, *, least: int, initial: int) -> forms.IntegerField:
    """How many days the team has."""
    return forms.IntegerField(
        label=_("Days to answer"), help_text=help_text, min_value=least, max_value=60, initial=initial
    )


class PlainForm(ActForm):
    """A button."""


class SettleForm(ActForm):
    """A person's word on one test; ``back`` is the list to go back to, where it was opened from there."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=40)
    back = forms.CharField(widget=forms.HiddenInput, max_length=400, required=False)
    result = forms.ChoiceField(
        label=_("Your finding"),
        choices=[("met", _("met")), ("not_met", _("not met")), ("open", _("open: I take my word back"))],
        widget=forms.RadioSelect,
    )
    reason = long_text(_("Reason"), _("What you looked at, and where it is."), most=2000, rows=3)


class AskForm(ActForm):
    """A question to the team."""

    question = long_text(_("Question"), _("It is mailed to the team."), most=4000)
    about = forms.ChoiceField(
        label=_("The answer it is about"),
        help_text=_("Then the team can say what it should read; what was submitted stays beside it."),
        required=False,
    )
    days = days(_("From 1 to 60; a day before the end the team is reminded."), least=1, initial=5)

    def __init__(self, *args: Any, answers: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("none in particular")), *((str(n), label) for n, (label, _text) in enumerate(answers))]


class NoticeForm(ActForm):
    """Notice to the team of a ground on which it may be rejected."""

    ground = forms.ChoiceField(label=_("Ground"), choices=[(code, GROUNDS[code]) for code in HEARD])
    question = long_text(_("What we hold against it"), _("Facts and sources, as the team will read them."), most=4000)
    days = days(_("From 5 to 60. Only after its answer, or the last day, a rejection can follow."), least=5, initial=10)


class ProposeForm(ActForm):
    """Why an application is not eligible."""

    ground = forms.ChoiceField(label=_("Ground"), choices=list(GROUNDS.items()), required=False)
    reason = long_text(
        _("Reason"), _("It stands in the letter to the team as you write it; each test not met is added."), most=4000
    )


class ReopenForm(ActForm):
    """Why a check is opened again."""

    reason = long_text(_("Reason"), "", most=2000, rows=2)


class AnswerForm(ActForm):
    """The team's answer."""

    answer = long_text(
        _("Your answer"), _("It explains what you submitted; the application stays as it is."), most=8000
    )


class CorrectingForm(AnswerForm):
    """The team's answer to a question about one answer of the application."""

    correction = long_text(
        _("What it should read"),
        _("Only to mend an obvious slip. It stands beside what you submitted and replaces nothing by itself."),
        most=8000,
        required=False,
    )


class LettersForm(ActForm):
    """Exactly the letters that were seen."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

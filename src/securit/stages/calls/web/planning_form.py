"""What is guessed before a call, and where each default comes from."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.money import as_written, plain
from securit.programmes.definition import CallDefinition
from securit.stages.calls.expected import Expected
from securit.stages.calls.planning import Guess

MOST_APPLICATIONS = 5_000
_INVENTED = gettext_lazy("The figure given is an example, not experience: put in your own.")


def defaults(call: CallDefinition, expected: Expected | None) -> dict[str, str]:
    """What the page begins with: what the call says, the applications it has, examples otherwise."""
    least, likely, most = (expected.least, expected.likely, expected.most) if expected else (40, 60, 100)
    return {
        "least": str(least), "likely": str(likely), "most": str(most),
        "reports_each": str(call.evaluators_per_application),
        "hours_each": "4", "hours_a_day": "4", "fee": "150", "most_reports": str(call.max_load),
        "working_days": "20", "declining": "30", "conflicted": "10",
    }  # fmt: skip


def _whole(label: Any, least: int, most: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=help_text)


def _hours(label: Any, most: int, help_text: Any = "") -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"step": "0.25"})
    return forms.DecimalField(
        label=label, min_value=Decimal("0.25"), max_value=most, decimal_places=2, widget=widget, help_text=help_text
    )


class PlanningForm(forms.Form):
    """Three guesses, and what one report takes."""

    least = _whole(gettext_lazy("Applications, at least"), 1, MOST_APPLICATIONS, _INVENTED)
    likely = _whole(gettext_lazy("Applications, most likely"), 1, MOST_APPLICATIONS)
    most = _whole(gettext_lazy("Applications, at most"), 1, MOST_APPLICATIONS)
    reports_each = _whole(gettext_lazy("Reports per application"), 1, 15, gettext_lazy("As the call says."))
    most_reports = _whole(gettext_lazy("Most reports of one evaluator"), 1, 500, gettext_lazy("As the call says."))
    hours_each = _hours(gettext_lazy("Hours for one report"), 80, _INVENTED)
    hours_a_day = _hours(gettext_lazy("Hours a day that an evaluator gives to it"), 12, _INVENTED)
    working_days = _whole(gettext_lazy("Working days for the reports"), 1, 250, _INVENTED)
    fee = forms.CharField(label=gettext_lazy("Fee for one report, in euro"), max_length=12, help_text=_INVENTED)
    declining = _whole(gettext_lazy("Of a hundred invited, so many decline"), 0, 95, _INVENTED)
    conflicted = _whole(gettext_lazy("Of a hundred who accept, so many have a conflict"), 0, 95, _INVENTED)

    def __init__(self, given: Mapping[str, str], expected: Expected | None) -> None:
        super().__init__(given, auto_id="plan_%s")
        if expected:
            self.fields["least"].help_text = expected.source

    def clean_fee(self) -> int:
        """In cents."""
        try:
            found = as_written(self.cleaned_data["fee"])
        except ValueError:
            raise forms.ValidationError(_("Write the fee in euro, like 150 or 150.00.")) from None
        if not 0 <= found <= 1_000_000:
            raise forms.ValidationError(_("The fee lies between 0 and €%(most)s.") % {"most": plain(1_000_000)})
        return found

    def clean(self) -> dict[str, Any]:
        """The three guesses stand in order, and one report fits into the time."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        order = [given.get(name) for name in ("least", "likely", "most")]
        if None not in order and order != sorted(order):  # type: ignore[type-var]
            self.add_error("likely", _("The three numbers stand in order: at least, most likely, at most."))
        known = {"hours_each", "hours_a_day", "working_days"} <= given.keys()
        if known and given["hours_each"] > given["hours_a_day"] * given["working_days"]:
            self.add_error("hours_each", _("One report takes longer than the working days allow."))
        return given

    def guess(self) -> Guess:
        """As the computation takes it."""
        given = dict(self.cleaned_data)
        return Guess(fee_cents=given.pop("fee"), **given)

"""What stands on the page of one kind of support, and of one criterion."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from securit.stages.calls.design import wording
from securit.stages.calls.design.entries import Entry, Group, Kind, Sheet, Table
from securit.stages.calls.design.sheets import CALL_TEXT


def instrument_sheet() -> Sheet:
    """One kind of support."""
    return Sheet(
        (
            Group(
                _("What it is"),
                (
                    Entry("title", _("Name"), required=True),
                    Entry("summary", _("What it is for"), Kind.PROSE, most=CALL_TEXT),
                ),
            ),
            Group(
                _("How much"),
                (
                    Entry("min_grant", _("Least grant of one application, in euro"), Kind.AMOUNT, _("Empty: none.")),
                    Entry("max_grant", _("Most grant of one application, in euro"), Kind.AMOUNT, required=True),
                    Entry("rate", _("Part of the eligible cost that is paid, in %"), Kind.PERCENT, required=True),
                    Entry("form", _("How it is calculated"), Kind.CHOICE, choices=wording.FORMS_OF_SUPPORT),
                ),
            ),
            Group(
                _("How long, how ready"),
                (
                    Entry("duration_months", _("Longest duration, in months"), Kind.WHOLE, required=True),
                    Entry("trl_in", _("Technology readiness at the start"), Kind.WHOLE, _("1 to 9; empty: not asked.")),
                    Entry("trl_out", _("Technology readiness at the end"), Kind.WHOLE, _("1 to 9; empty: not asked.")),
                ),
            ),
            Table(
                "payment_plan",
                _("How it is paid"),
                (
                    Entry("title", _("Name"), help=_("Such as pre-financing.")),
                    Entry("share", _("Part of the grant, in %"), Kind.PERCENT),
                    Entry("amount", _("Or a fixed amount, in euro"), Kind.AMOUNT),
                    Entry("trigger", _("Paid"), Kind.CHOICE, choices=wording.TRIGGERS),
                ),
                20,
                _("In order. The parts add up to 100 %, or the amounts to the most grant."),
                "title",
                _("Add an instalment"),
            ),
        )
    )


def criterion_sheet() -> Sheet:
    """One criterion with its weight, threshold and what the scores mean."""
    return Sheet(
        (
            Group(
                _("What is judged"),
                (
                    Entry("title", _("Name"), required=True),
                    Entry("description", _("What evaluators look at"), Kind.PROSE, most=CALL_TEXT),
                    Entry("weight", _("Weight"), Kind.NUMBER, _("How much it counts in the order."), True),
                    Entry("threshold", _("Threshold"), Kind.NUMBER, _("Least score; empty: none.")),
                ),
            ),
            Table(
                "anchors",
                _("What the scores mean"),
                (Entry("score", _("Score"), Kind.NUMBER), Entry("text", _("In words"), Kind.PROSE, most=CALL_TEXT)),
                50,
                _("Evaluators read them beside the score they give."),
                word=_("Add a score"),
            ),
        )
    )

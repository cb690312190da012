"""The choices of a definition in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from securit.stages.calls.design.entries import Choices

MODES: Choices = (
    ("dated", _("at one deadline")),
    ("cut_offs", _("at a deadline, with cut-offs before it")),
    ("rolling", _("when the money is spent, at the deadline at the latest")),
)
FORMS_OF_SUPPORT: Choices = (
    ("lump_sum", _("lump sum")),
    ("actual_costs", _("actual costs")),
    ("reimbursement", _("reimbursement against invoices")),
    ("voucher", _("voucher")),
)
TRIGGERS: Choices = (
    ("signature", _("when the agreement is signed")),
    ("milestone_accepted", _("when a milestone is accepted")),
    ("coach_confirmation", _("when the coach confirms")),
    ("final_report_approved", _("when the final report is approved")),
    ("completion", _("when the work is complete")),
)
POLICIES: Choices = (
    ("none", _("nothing: the mean or median stands")),
    ("third_evaluator", _("another evaluator reads")),
    ("consensus", _("the evaluators look for a consensus")),
)
THEN: Choices = (
    ("combining", _("as those of every application")),
    ("median", _("the median of all")),
    ("nearest_two", _("the mean of the two nearest each other")),
    ("consensus", _("the evaluators look for a consensus")),
)
COMPARED: Choices = (("total", _("the totals")), ("criterion", _("each criterion")))
MEASURED: Choices = (("points", _("in points")), ("share_of_higher", _("as a share of the higher score")))
COMBINING: Choices = (("mean", _("their mean")), ("median", _("their median")))
RANKED_BY: Choices = (
    ("weighted_sum", _("the weighted sum of the scores")),
    ("weighted_mean", _("the weighted mean of the scores")),
)
TOTALS: Choices = (("raw_sum", _("the sum of the scores")), *RANKED_BY)
MARGINAL: Choices = (
    ("skip", _("is passed over; the next that fits is funded")),
    ("stop", _("ends the list")),
)
COUNTED_BY: Choices = (
    ("domain", _("domain")),
    ("challenge", _("challenge")),
    ("instrument", _("kind of support")),
    ("country", _("country")),
)
_TIE_BREAKS: Choices = (
    ("countries", _("members from more countries")),
    ("sme_share", _("the larger share of the grant for SMEs")),
    ("uncovered_challenge", _("a challenge that no better-ranked application answers")),
    ("submitted_first", _("the earlier submission")),
    ("draw", _("a draw")),
)


def tie_breaks(criteria: Iterable[Mapping[str, Any]], lists: Iterable[str]) -> Choices:
    """What may order equal totals in this call."""
    return (
        *(
            (f"criterion:{each['code']}", _("the higher score for %(name)s") % {"name": each["title"]})
            for each in criteria
        ),
        *((f"applicants_in_list:{name}", _("more members from the list %(name)s") % {"name": name}) for name in lists),
        *_TIE_BREAKS,
    )


LATE_SIGN_OFFS = _(
    "0 to 30 days after the deadline. Nothing but the sign-off may come then; the lead signs before the deadline."
)

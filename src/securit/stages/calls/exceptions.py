"""“My grant agreement says otherwise”: which lines of the checklist may be excepted, and how they then read.

Only what the rule profile asks can be otherwise in one grant agreement. Leaf: no tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.refusals import Refusal, Sentence
from securit.kernel.rules_kept import keeps
from securit.programmes.definition import ProgrammeDefinition
from securit.stages.calls.contracts import ChecklistItem, ExceptionMade, Result

#: Lines that come from the rule profile, each with its rule.
EXCEPTABLE: dict[str, str] = {
    "portal_notice": "R-14",
    "own_site_notice": "R-14",
    "open_long_enough": "R-15",
    "prior_notice": "R-16",
    "european_dimension": "R-23",
}
#: What such a line asks, in few words.
TITLES: dict[str, Sentence] = {
    "portal_notice": gettext_lazy("A notice on the EU Funding & Tenders Portal"),
    "own_site_notice": gettext_lazy("A notice on the partners' own sites"),
    "open_long_enough": gettext_lazy("The shortest time that a call stays open"),
    "prior_notice": gettext_lazy("The text to the funder beforehand"),
    "european_dimension": gettext_lazy("The European dimension in the call text"),
}
#: No grant agreement says otherwise: the five conditions, the ceiling, the budget, sanctions.
NEVER = ("R-02", "R-04", "R-06", "R-46")


class CannotExcept(Refusal):
    """The line cannot be excepted, or article, reason or file are missing."""


@keeps("R-02", "R-04", "R-06", "R-46")
def refuse_a_fixed_line(line: str) -> None:
    """Conditions, ceiling, budget and sanctions are never excepted, whatever an agreement is said to say."""
    if line not in EXCEPTABLE or EXCEPTABLE[line] in NEVER:
        raise CannotExcept(
            _("No exception can be made from this line."),
            code="fixed_line",
            remedy=_("Exceptions are possible only from what the rule profile asks, never from money or sanctions."),
            field="line",
        )


def with_exceptions(items: Iterable[ChecklistItem], made: Iterable[ExceptionMade]) -> tuple[ChecklistItem, ...]:
    """The checklist with the exceptions that two people confirmed. A line that is met needs none and stays met."""
    by_line = {each.line: each for each in made if each.line in EXCEPTABLE}
    return tuple(
        _excepted(item, by_line[item.code]) if item.result is Result.NOT_MET and item.code in by_line else item
        for item in items
    )


def under_exceptions(programme: ProgrammeDefinition, lines: Collection[str]) -> ProgrammeDefinition:
    """The programme as a call with these exceptions meets it: the profile does not ask what is excepted."""
    asks = programme.profile
    if "open_long_enough" in lines:
        asks = replace(asks, min_open_months=0)
    if "european_dimension" in lines:
        asks = replace(asks, european_dimension_required=False)
    return replace(programme, profile=asks)


def _excepted(item: ChecklistItem, made: ExceptionMade) -> ChecklistItem:
    said = _("Exception by %(article)s of the grant agreement: %(reason)s") % {
        "article": made.article,
        "reason": made.reason,
    }
    return replace(item, result=Result.EXCEPTED, reason=said, remedy="")

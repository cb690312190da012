"""Where the reports on one application lie far apart, and what the call promises then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from securit.programmes.definition import Discrepancy
from securit.stages.calls.public import Call
from securit.stages.evaluation.consensus_models import Consensus
from securit.stages.evaluation.gaps import may_seek_consensus, seeks_consensus, widest
from securit.stages.evaluation.models import Assignment
from securit.stages.evaluation.selectors.results import submitted_reports
from securit.stages.screening.public import cleared_versions


@dataclass(frozen=True, slots=True)
class Apart:
    """An application whose reports lie so far apart that the call promises a further step.

    ``on`` is the criterion's title, empty for the total. ``gap`` is how far, in the measure of the call and in words.
    ``missing`` says that the call promises a further report and it is not in; ``is_asked`` that somebody has been put
    on the application for it. ``seeks_consensus`` says that the evaluators are to agree now; ``room`` is where.
    """

    number: str
    ref: str
    on: str
    gap: str
    missing: bool
    is_asked: bool
    seeks_consensus: bool = False
    room: Consensus | None = None

    @property
    def awaits_consensus(self) -> bool:
        """Whether the consensus that the call promises is not closed yet."""
        return self.seeks_consensus and (self.room is None or self.room.state != "closed")

    @property
    def says(self) -> str:
        """What the figure means, in words that follow the number of the application."""
        if self.on:
            return _("reports lie %(gap)s apart in “%(criterion)s”") % {"gap": self.gap, "criterion": self.on}
        return _("reports lie %(gap)s apart in the total") % {"gap": self.gap}


def lying_apart(call: Call) -> list[Apart]:
    """Cleared applications with all reports in whose scores differ by the published measure or more, by number."""
    terms = call.terms
    rule, usual = terms.discrepancy, terms.evaluators_per_application
    if rule.policy == "none" or rule.trigger is None:
        return []
    cleared = frozenset(cleared_versions(call).values_list("application_id", flat=True))
    titles = {criterion.code: criterion.title for criterion in terms.criteria.criteria}
    wide = {}
    for pk, reports in submitted_reports(call).items():
        if pk in cleared and len(reports) >= usual:
            on, gap = widest(rule, [review.scores for review in reports])
            if gap >= rule.trigger:
                wide[pk] = (reports, titles.get(on, ""), gap)
    asked = _standing_on(call, list(wide)) if wide else {}
    seeking = {pk for pk, (reports, _on, _gap) in wide.items() if seeks_consensus(terms, [r.scores for r in reports])}
    rooms = {room.application_id: room for room in Consensus.objects.of_call(call)} if seeking else {}
    found = [
        Apart(
            number=reports[0].application.number,
            ref=reports[0].application.ref,
            on=on,
            gap=_in_words(rule, gap),
            missing=rule.policy == "third_evaluator" and len(reports) <= usual,
            is_asked=asked.get(pk, 0) > usual,
            seeks_consensus=pk in seeking,
            room=rooms.get(pk),
        )
        for pk, (reports, on, gap) in wide.items()
    ]
    return sorted(found, key=lambda one: one.number)


def awaiting_further_report(call: Call) -> list[Apart]:
    """Applications on which the call promises one more evaluator, whose report is not in yet, by number."""
    if call.terms.discrepancy.policy != "third_evaluator":
        return []
    return [one for one in lying_apart(call) if one.missing]


def awaiting_consensus(call: Call) -> list[Apart]:
    """Applications on which the call promises a consensus that is not closed yet, by number."""
    if not may_seek_consensus(call.terms.discrepancy):
        return []
    return [one for one in lying_apart(call) if one.awaits_consensus]


def promise_of(call: Call) -> str:
    """What the call promises when reports lie far apart, in one sentence; empty where it promises nothing."""
    rule = call.terms.discrepancy
    if rule.policy == "none" or rule.trigger is None:
        return ""
    words = {"gap": _in_words(rule, rule.trigger)}
    if rule.policy == "third_evaluator":
        if rule.on == "total":
            return _("From %(gap)s in the total on, the call promises one more evaluator for the application.") % words
        return _("From %(gap)s in one criterion on, the call promises one more evaluator for the application.") % words
    if rule.on == "total":
        return _("From %(gap)s in the total on, the call promises that the evaluators seek a consensus.") % words
    return _("From %(gap)s in one criterion on, the call promises that the evaluators seek a consensus.") % words


def _standing_on(call: Call, applications: Sequence[int]) -> dict[int, int]:
    """How many evaluators stand on each of the applications."""
    rows = Assignment.objects.of_call(call).standing().filter(application_id__in=applications)
    counted: dict[int, int] = {}
    for pk in rows.order_by("application_id", "id").values_list("application_id", flat=True):
        counted[pk] = counted.get(pk, 0) + 1
    return counted


def _in_words(rule: Discrepancy, gap: Decimal) -> str:
    if rule.measured == "share_of_higher":
        share = (gap * 100).quantize(Decimal(1), ROUND_HALF_UP)
        return _("%(share)s%% of the higher score") % {"share": share}
    shown = f"{gap.normalize():f}"
    return _("1 point") if shown == "1" else _("%(points)s points") % {"points": shown}

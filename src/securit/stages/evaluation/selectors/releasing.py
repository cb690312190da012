"""Exactly which evaluation summaries applicants will read, and for whom none is ready."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from securit.kernel.canonical import digest
from securit.stages.calls.public import Call
from securit.stages.evaluation.models import Summary
from securit.stages.evaluation.selectors.discrepancy import awaiting_consensus
from securit.stages.evaluation.selectors.results import submitted_reports
from securit.stages.screening.public import cleared_versions


@dataclass(frozen=True, slots=True)
class Release:
    """The set: ``ready`` summaries by number, ``missing`` as number and why, and the digest of exactly this set."""

    ready: tuple[Summary, ...]
    missing: tuple[tuple[str, str], ...]
    sha256: str


def release_preview(call: Call) -> Release:
    """What a release would open now; its digest changes with any word or score in it."""
    rows = Summary.objects.filter(programme=call.programme_id, application__call=call)
    ready = tuple(rows.select_related("application").order_by("application__number"))
    known = {summary.application_id for summary in ready}
    reports, needed = submitted_reports(call), call.terms.evaluators_per_application
    awaited = {one.number for one in awaiting_consensus(call)}
    missing = []
    for pk, number in cleared_versions(call).values_list("application_id", "application__number"):
        if pk in known:
            continue
        if number in awaited:
            missing.append((number, _("the consensus is not closed")))
        elif len(reports[pk]) < needed:
            words = {"in": len(reports[pk]), "needed": needed}
            missing.append((number, _("%(in)d of %(needed)d reports are in") % words))
        else:
            missing.append((number, _("not prepared yet")))
    content = [[s.application.number, s.scores, s.comments, s.minority] for s in ready]
    return Release(ready, tuple(missing), digest(content))

"""Put the reports on each application together: combined scores, and the comments without names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, create, perform
from securit.stages.applications.public import Application
from securit.stages.calls.public import Call
from securit.stages.evaluation import engines
from securit.stages.evaluation.consensus_models import Consensus
from securit.stages.evaluation.models import Review, Summary
from securit.stages.evaluation.selectors.consensus import in_drawn_order
from securit.stages.evaluation.selectors.discrepancy import awaiting_consensus
from securit.stages.evaluation.selectors.results import agreed_in, standing_scores, submitted_reports
from securit.stages.evaluation.services.asking import require
from securit.stages.screening.public import cleared_versions


@transaction.atomic
def prepare_summaries(*, call: Call, actor: Actor, at: datetime) -> list[Summary]:
    """The evaluation summary of each cleared application with enough reports, by number.

    One that was prepared before is computed again when its reports changed; a released one stays as it is. Where the
    call promises a consensus, it is waited for.
    """
    require(actor, "summary.create", call.facts())
    needed = call.terms.evaluators_per_application
    reports, agreed = submitted_reports(call), agreed_in(call)
    awaited = {one.number for one in awaiting_consensus(call)}
    known = {
        row.application_id: row for row in Summary.objects.filter(programme=call.programme_id, application__call=call)
    }
    found = []
    for version in cleared_versions(call):
        listed = reports[version.application_id]
        if len(listed) >= needed and version.application.number not in awaited:
            content = summarised(call, version.application, listed, agreed.get(version.application_id))
            found.append(_store(version.application, known.get(version.application_id), content, actor, at))
    return found


def summarised(
    call: Call, application: Application, reports: Sequence[Review], agreed: Consensus | None
) -> dict[str, Any]:
    """What the summary says. Experts are numbered in an order that nobody can trace back to names or time."""
    scheme = call.terms.criteria
    how, exact = standing_scores(call.terms, reports, agreed)
    shuffled = in_drawn_order(application, reports)
    codes = [criterion.code for criterion in scheme.criteria]
    return {
        "how": how,
        "scores": {code: engines.rounded(score, scheme.rounding_decimals) for code, score in exact.items()},
        "comments": {code: _said(code, shuffled, agreed) for code in codes},
        "minority": _minority(shuffled, agreed),
        "reports": len(shuffled),
    }


def _said(code: str, shuffled: Sequence[Review], agreed: Consensus | None) -> list[dict[str, Any]]:
    """The words on one criterion: the agreed ones, or those of each expert. Expert 0 are all together."""
    if agreed is not None:
        return [{"expert": 0, "text": agreed.comments[code]}]
    return [{"expert": number, "text": review.comments[code]} for number, review in enumerate(shuffled, start=1)]


def _minority(shuffled: Sequence[Review], agreed: Consensus | None) -> list[dict[str, Any]]:
    """The views kept beside the agreed report, of those whose reports stand."""
    if agreed is None:
        return []
    said = {a.evaluator_id: a.dissent for a in agreed.answers.all() if a.draft_number == agreed.draft_number}
    numbered = [(number, said.get(review.evaluator_id, "")) for number, review in enumerate(shuffled, start=1)]
    return [{"expert": number, "text": text} for number, text in numbered if text]


def _store(
    application: Application, known: Summary | None, content: dict[str, Any], actor: Actor, at: datetime
) -> Summary:
    note = Note(details={"content_sha256": digest(content), "reports": content["reports"]})
    if known is None:
        summary = Summary(programme=application.programme, application=application, computed_at=at, **content)
        return create(summary, actor=actor, at=at, note=note)
    unchanged = all(getattr(known, name) == value for name, value in content.items())
    if known.state == "released" or unchanged:
        return known

    def write(row: Summary) -> None:
        for name, value in content.items():
            setattr(row, name, value)
        row.computed_at = at

    return perform(known, "recompute", actor=actor, at=at, write=write, note=note)

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
from securit.stages.evaluation.models import Review, Summary
from securit.stages.evaluation.selectors.results import combined_scores, submitted_reports
from securit.stages.evaluation.services.asking import require
from securit.stages.screening.public import cleared_versions


@transaction.atomic
def prepare_summaries(*, call: Call, actor: Actor, at: datetime) -> list[Summary]:
    """The evaluation summary of each cleared application with enough reports, by number.

    One that was prepared before is computed again when its reports changed; a released one stays as it is.
    """
    require(actor, "summary.create", call.facts())
    needed = call.terms.evaluators_per_application
    reports = submitted_reports(call)
    known = {
        row.application_id: row for row in Summary.objects.filter(programme=call.programme_id, application__call=call)
    }
    found = []
    for version in cleared_versions(call):
        listed = reports[version.application_id]
        if len(listed) >= needed:
            content = summarised(call, version.application, listed)
            found.append(_store(version.application, known.get(version.application_id), content, actor, at))
    return found


def summarised(call: Call, application: Application, reports: Sequence[Review]) -> dict[str, Any]:
    """What the summary says. Experts are numbered in an order that nobody can trace back to names or time."""
    scheme = call.terms.criteria
    exact = combined_scores(scheme, reports)
    shuffled = sorted(reports, key=lambda review: digest([application.ref, review.evaluator.ref]))
    return {
        "scores": {code: engines.rounded(score, scheme.rounding_decimals) for code, score in exact.items()},
        "comments": {
            criterion.code: [
                {"expert": number, "text": review.comments[criterion.code]}
                for number, review in enumerate(shuffled, start=1)
            ]
            for criterion in scheme.criteria
        },
        "reports": len(shuffled),
    }


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
        row.scores, row.comments, row.reports = content["scores"], content["comments"], content["reports"]
        row.computed_at = at

    return perform(known, "recompute", actor=actor, at=at, write=write, note=note)

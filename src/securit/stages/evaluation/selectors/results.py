"""What the reports of a call add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from securit.programmes.definition import CriteriaScheme
from securit.stages.calls.public import Call
from securit.stages.evaluation import engines
from securit.stages.evaluation.contracts import Evaluated
from securit.stages.evaluation.models import Review
from securit.stages.screening.public import cleared_versions


def evaluated(call: Call) -> tuple[Evaluated, ...]:
    """Cleared applications with as many submitted reports as the call asks for, by number, with exact scores."""
    terms = call.terms
    reports = submitted_reports(call)
    return tuple(
        Evaluated(
            application_ref=version.application.ref,
            number=version.application.number,
            content=version.content,
            scores=combined_scores(terms.criteria, reports[version.application_id]),
            reports=len(reports[version.application_id]),
            content_sha256=version.content_sha256,
            arrived_at=version.arrived_at,
        )
        for version in cleared_versions(call)
        if len(reports[version.application_id]) >= terms.evaluators_per_application
    )


def submitted_reports(call: Call) -> defaultdict[int, list[Review]]:
    """The submitted reports of a call by application; those set aside or returned do not count."""
    reports: defaultdict[int, list[Review]] = defaultdict(list)
    rows = Review.objects.of_call(call).filter(state="submitted").select_related("application", "evaluator")
    for review in rows:
        reports[review.application_id].append(review)
    return reports


def combined_scores(scheme: CriteriaScheme, reports: Iterable[Review]) -> dict[str, Fraction]:
    """The exact combined score by criterion, as the call published it."""
    listed = list(reports)
    return {
        criterion.code: engines.combined([review.scores[criterion.code] for review in listed], scheme.combining)
        for criterion in scheme.criteria
    }

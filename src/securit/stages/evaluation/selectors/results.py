"""What the reports of a call add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from securit.programmes.definition import CallDefinition
from securit.stages.calls.public import Call
from securit.stages.evaluation import engines
from securit.stages.evaluation.consensus_models import Consensus
from securit.stages.evaluation.contracts import Evaluated
from securit.stages.evaluation.gaps import combining, may_seek_consensus
from securit.stages.evaluation.models import Review
from securit.stages.screening.public import cleared_versions


def evaluated(call: Call) -> tuple[Evaluated, ...]:
    """Cleared applications with as many submitted reports as the call asks for, by number, with exact scores.

    The score of a closed consensus stands in place of the combined one; ``how`` says where each comes from.
    """
    terms = call.terms
    reports, agreed = submitted_reports(call), agreed_in(call)
    found = []
    for version in cleared_versions(call):
        listed = reports[version.application_id]
        if len(listed) >= terms.evaluators_per_application:
            how, scores = standing_scores(terms, listed, agreed.get(version.application_id))
            found.append(
                Evaluated(
                    application_ref=version.application.ref,
                    number=version.application.number,
                    content=version.content,
                    scores=scores,
                    reports=len(listed),
                    content_sha256=version.content_sha256,
                    arrived_at=version.arrived_at,
                    how=how,
                )
            )
    return tuple(found)


def agreed_in(call: Call) -> dict[int, Consensus]:
    """The closed consensus on each application of the call that has one; no query where the call promises none."""
    if not may_seek_consensus(call.terms.discrepancy):
        return {}
    rows = Consensus.objects.of_call(call).filter(state="closed")
    return {row.application_id: row for row in rows.prefetch_related("answers__evaluator")}


def standing_scores(
    terms: CallDefinition, reports: Sequence[Review], agreed: Consensus | None
) -> tuple[str, dict[str, Fraction]]:
    """Where the score of an application comes from (``consensus``, ``mean``, ``median``, ``nearest_two``), and it."""
    codes = [criterion.code for criterion in terms.criteria.criteria]
    if agreed is not None:
        return "consensus", {code: engines.combined([agreed.scores[code]], "mean") for code in codes}
    how = combining(terms, [review.scores for review in reports])
    return how, {code: engines.combined([review.scores[code] for review in reports], how) for code in codes}


def submitted_reports(call: Call) -> defaultdict[int, list[Review]]:
    """The submitted reports of a call by application; those set aside or returned do not count."""
    reports: defaultdict[int, list[Review]] = defaultdict(list)
    rows = Review.objects.of_call(call).filter(state="submitted").select_related("application", "evaluator")
    for review in rows:
        reports[review.application_id].append(review)
    return reports

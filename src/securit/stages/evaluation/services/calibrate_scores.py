"""Compute how severe evaluators were and what their severity moved: a quality report, after the decision.

It is kept apart from the record of the decision (about ``calibration:…``, not about the call), and changes nothing.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.refusals import Refusal
from securit.machinery.computations.asking import latest, request_computation
from securit.machinery.computations.kinds import Answered, Work
from securit.machinery.computations.models import Computation
from securit.machinery.computations.running import carry_out_at_once
from securit.machinery.decisions.models import Recommendation
from securit.machinery.decisions.record import record_recommendation
from securit.programmes.definition import CriteriaScheme
from securit.programmes.public import person
from securit.stages.calls.public import Call
from securit.stages.evaluation import engines
from securit.stages.evaluation.models import Review
from securit.stages.evaluation.selectors.results import submitted_reports
from securit.stages.evaluation.services.asking import require
from securit.stages.screening.public import cleared_versions

KIND = "evaluation.calibration"
AT_ONCE = 300
"""So many reports are calibrated while the person waits: less than a second."""

FEWEST_REPORTS = 6


class CannotCalibrate(Refusal):
    """There are too few reports, or nobody wrote two."""

    status = 409


def calibrate_scores(*, call: Call, actor: Actor, at: datetime) -> Computation:
    """A computation whose answer names the stored recommendation; small ones are over when this returns.

    Raises :class:`CannotCalibrate`, and ``NotAllowed`` before the decision.
    """
    require(actor, "calibration.create", call.facts())
    reports = Review.objects.of_call(call).filter(state="submitted").count()
    if reports < FEWEST_REPORTS:
        raise CannotCalibrate(
            _("There are %(count)d reports; from fewer than %(least)d nothing can be said about severity.")
            % {"count": reports, "least": FEWEST_REPORTS},
            code="too_few_reports",
        )
    asked = request_computation(
        programme=call.programme, about=_about(call), kind=KIND, question={"call": call.ref}, actor=actor, at=at
    )
    return carry_out_at_once(asked, at=at) if reports <= AT_ONCE else asked


def answer_calibration(work: Work) -> Answered:
    """Fit the model and store what came out. The worker calls it."""
    call = Call.objects.in_programme(work.computation.programme).get(ref=work.question["call"])
    asks = person(work.computation.requested_by, strong=work.computation.strong)
    require(asks, "calibration.create", call.facts())
    work.watching.told(_("Reports are read, and severity is estimated."))
    found = engines.calibrate(_scored(call), call.budget_cents, watching=work.watching)
    said = record_recommendation(
        programme=call.programme,
        about=_about(call),
        engine=engines.CALIBRATION,
        rule=found.outcome.rule,
        seed=found.outcome.seed,
        problem=found.problem.to_data(),
        outcome=found.outcome.to_data(),
        at=work.at,
    )
    return Answered({"recommendation": said.ref})


def computation_of(call: Call) -> Computation | None:
    """The calibration asked for last."""
    return latest(call.programme, _about(call), KIND)


def calibration_of(call: Call) -> Recommendation | None:
    """The report computed last."""
    rows = Recommendation.objects.filter(programme=call.programme_id, about=_about(call), engine=engines.CALIBRATION)
    return rows.order_by("-id").first()


def _about(call: Call) -> str:
    return f"calibration:{call.ref}"


def _scored(call: Call) -> list[engines.Scored]:
    """Each cleared application with what it asks for and the total of every report."""
    scheme, reports = call.terms.criteria, submitted_reports(call)
    return [
        engines.Scored(
            version.application.number,
            sum(int(member.get("grant_cents") or 0) for member in version.content.get("members", ())),
            tuple((review.evaluator.ref, total_of(scheme, review)) for review in reports[version.application_id]),
        )
        for version in cleared_versions(call)
        if reports[version.application_id]
    ]


def total_of(scheme: CriteriaScheme, review: Review) -> Fraction:
    """One report's total on what the call ranks by, before any rounding."""
    scores = {criterion.code: Fraction(review.scores[criterion.code]) for criterion in scheme.criteria}
    if scheme.ranked_by == "raw_sum":
        return sum(scores.values(), Fraction(0))
    weights = {criterion.code: Fraction(criterion.weight) for criterion in scheme.criteria}
    weighted = sum((weights[code] * score for code, score in scores.items()), Fraction(0))
    return weighted / sum(weights.values()) if scheme.ranked_by == "weighted_mean" else weighted

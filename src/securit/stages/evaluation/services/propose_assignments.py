"""Let an engine recommend who reads what; a person confirms it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.refusals import Refusal
from securit.machinery.decisions.models import Recommendation
from securit.machinery.decisions.record import record_recommendation
from securit.stages.calls.public import Call
from securit.stages.evaluation import engines
from securit.stages.evaluation.selectors.ties import asked_about
from securit.stages.evaluation.services.asking import lock, require, require_undecided
from securit.stages.evaluation.services.naming import named
from securit.stages.evaluation.services.proposals import replace_proposals


class CannotProposeAssignments(Refusal):
    """There is nothing to assign, or no assignment satisfies loads and conflicts; the sentence says what clashes."""


def propose_assignments(
    *, call: Call, actor: Actor, at: datetime, rule: str = "min_cost_flow", seed: int = 0
) -> Recommendation:
    """The stored recommendation. Its new pairs stand as proposed assignments, each with its reason.

    Confirmed pairs and pairs set by hand are kept; earlier proposals of an engine are replaced. The search holds no
    lock, so that nobody waits for it; what changed meanwhile refuses the answer. Raises
    :class:`CannotProposeAssignments`.
    """
    require(actor, "assignment.create", call.facts())
    require_undecided(call, CannotProposeAssignments)
    question = asked_about(call)
    return _propose_answer(call, question, _answer(question, rule, seed, call), actor, at)


@transaction.atomic
def _propose_answer(
    call: Call, question: engines.Question, answer: engines.Answer, actor: Actor, at: datetime
) -> Recommendation:
    locked = lock(call)
    require_undecided(locked, CannotProposeAssignments)
    if asked_about(locked) != question:
        raise CannotProposeAssignments(
            _("Applications, evaluators or pairs were changed while the assignment was being computed."),
            code="changed_meanwhile",
            remedy=_("Compute it again."),
        )
    recommendation = record_recommendation(
        programme=locked.programme,
        about=f"call:{locked.ref}",
        engine=engines.ENGINE,
        rule=answer.outcome.rule,
        seed=answer.outcome.seed,
        problem=answer.problem.to_data(),
        outcome=answer.outcome.to_data(),
        at=at,
    )
    replace_proposals(locked, recommendation, answer.because, actor=actor, at=at)
    return recommendation


def _answer(question: engines.Question, rule: str, seed: int, call: Call) -> engines.Answer:
    if rule not in engines.RULES:
        raise CannotProposeAssignments(_("There is no rule “%(rule)s”.") % {"rule": rule[:40]}, code="unknown_rule")
    if not question.readings:
        raise CannotProposeAssignments(
            _("No application is cleared for evaluation yet."),
            code="nothing_cleared",
            remedy=_("Finish the admissibility and eligibility check first."),
        )
    try:
        return engines.solve(question, rule=rule, seed=seed)
    except engines.Refused as refused:
        reasons = named(" ".join(refused.reasons), call)
        raise CannotProposeAssignments(
            reasons,
            code="no_assignment",
            remedy=_("Add evaluators to the pool, or raise how many applications one of them reads."),
        ) from refused

"""Choose one of the compared rules: what it gave stands as proposed pairs, for a person to look at and confirm."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.refusals import Refusal
from securit.machinery.computations.models import Computation
from securit.machinery.decisions.models import Recommendation
from securit.machinery.decisions.record import record_decision, record_recommendation
from securit.stages.calls.public import Call
from securit.stages.evaluation import engines
from securit.stages.evaluation.models import Assignment
from securit.stages.evaluation.selectors.marks import mark_of
from securit.stages.evaluation.services.asking import lock, require, require_reason, require_undecided
from securit.stages.evaluation.services.compare_assignments import compared_in
from securit.stages.evaluation.services.proposals import replace_proposals


class CannotChooseAssignment(Refusal):
    """The comparison is not over, holds no such rule, or something was changed since it was computed."""

    status = 409


@transaction.atomic
def choose_assignment(
    *, call: Call, computation: Computation, rule: str, reason: str, actor: Actor, at: datetime
) -> Recommendation:
    """The recommendation that is stored with the problem and the proof; its pairs stand as proposed.

    The choice, what was compared, and what was tried out are recorded as a decision with its reason. Raises
    :class:`CannotChooseAssignment`.
    """
    require(actor, "assignment.create", call.facts())
    require_reason(reason, CannotChooseAssignment)
    locked = lock(call)
    require_undecided(locked, CannotChooseAssignment)
    compared = compared_in(computation)
    outcome = ((computation.kept or {}).get("outcomes") or {}).get(rule)
    if outcome is None:
        raise CannotChooseAssignment(_("That rule gave no assignment."), code="unknown_rule")
    if mark_of(locked) != compared.mark:
        raise CannotChooseAssignment(
            _("Applications, evaluators or pairs were changed since this was computed."),
            code="changed_meanwhile",
            remedy=_("Compare again."),
        )
    _refuse_if_somebody_would_lose(locked, compared.changes.without)
    recommendation = record_recommendation(
        programme=locked.programme,
        about=f"call:{locked.ref}",
        engine=engines.ENGINE,
        rule=rule,
        seed=computation.question["seed"],
        problem={**computation.kept["problem"], **outcome["own"]},
        outcome=outcome["outcome"],
        at=at,
    )
    because = {(number, ref): why for number, ref, why in outcome["because"]}
    replace_proposals(locked, recommendation, because, actor=actor, at=at)
    record_decision(
        programme=locked.programme,
        about=f"call:{locked.ref}",
        what="choose_assignment",
        reason=reason.strip(),
        content={
            "rule": rule,
            "compared": [one.to_data() for one in compared.figures],
            "tried_out": compared.changes.to_data(),
        },
        actor=actor,
        at=at,
        recommendation=recommendation,
    )
    return recommendation


def _refuse_if_somebody_would_lose(call: Call, without: tuple[str, ...]) -> None:
    """Whoever is left out keeps what is confirmed, until a person ends it."""
    kept = Assignment.objects.of_call(call).filter(state="confirmed", evaluator__ref__in=without)
    names = sorted({str(row.evaluator.user) for row in kept.select_related("evaluator__user")})
    if names:
        raise CannotChooseAssignment(
            _("%(names)s still have confirmed assignments in this call.") % {"names": ", ".join(names)},
            code="still_assigned",
            remedy=_("End those first, then compare again."),
        )

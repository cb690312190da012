"""Ethics and security checks: of a call, and on an expert's desk."""

from __future__ import annotations

from securit.programmes.public import Programme
from securit.stages.calls.public import Call
from securit.stages.evaluation.beside_models import ExpertCheck
from securit.stages.evaluation.contracts import CheckOutcome
from securit.stages.evaluation.models import Declaration


def checks_of(call: Call) -> list[ExpertCheck]:
    """Every check of the call that was not ended, by number and area. One query."""
    rows = ExpertCheck.objects.of_call(call).exclude(state="ended")
    return list(rows.select_related("application", "evaluator__user"))


def check_outcomes(call: Call) -> tuple[CheckOutcome, ...]:
    """What the checks of the call came to, for selection and agreements; empty outcomes where one is still open."""
    return tuple(
        CheckOutcome(
            number=check.application.number,
            area=check.area,
            outcome=check.outcome if check.state == "delivered" else "",
            rule=check.rule if check.state == "delivered" else "",
            requirements=tuple(check.requirements) if check.state == "delivered" else (),
        )
        for check in checks_of(call)
    )


def checks_on_desk(programme: Programme, user_id: int) -> list[tuple[ExpertCheck, Declaration]]:
    """The checks of one expert, what is to do first, each with the declaration that opens it. Two queries."""
    rows = ExpertCheck.objects.in_programme(programme).filter(evaluator__user_id=user_id).exclude(state="ended")
    checks = list(rows.select_related("application").order_by("state", "application__number", "id"))
    if not checks:
        return []
    said = Declaration.objects.in_programme(programme).filter(evaluator__user_id=user_id)
    declared = {row.application_id: row for row in said.filter(application__in=[c.application_id for c in checks])}
    return [(check, declared[check.application_id]) for check in checks if check.application_id in declared]

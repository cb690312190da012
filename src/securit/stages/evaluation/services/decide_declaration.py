"""Decide whether a possible conflict of interest stands in the way."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.machinery.decisions.record import record_decision
from securit.stages.evaluation.models import Declaration
from securit.stages.evaluation.services.asking import require_reason
from securit.stages.evaluation.services.declare import take_away


class CannotDecideDeclaration(Refusal):
    """No reason was given."""


@transaction.atomic
def decide_declaration(
    *, declaration: Declaration, accept: bool, reason: str, actor: Actor, at: datetime
) -> Declaration:
    """``accept``: it does not stand in the way, access opens. Otherwise it is a conflict, with its consequences.

    Raises :class:`CannotDecideDeclaration`.
    """
    require_reason(reason, CannotDecideDeclaration)
    transition = "accept" if accept else "uphold"
    decided = perform(declaration, transition, actor=actor, at=at, note=Note(reason=reason.strip()))
    record_decision(
        programme=decided.programme,
        about=f"declaration:{decided.ref}",
        what=transition,
        reason=reason.strip(),
        content={"reason_code": decided.reason_code, "state": decided.state},
        actor=actor,
        at=at,
    )
    if not accept:
        take_away(decided, at=at)
    return decided

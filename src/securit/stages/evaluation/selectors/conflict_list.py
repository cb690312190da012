"""The conflicts of a call for the office: what was declared, by whom, what was decided, and what is only seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from securit.kernel.actor import Actor
from securit.machinery.decisions.models import Decision
from securit.people.public import User
from securit.programmes.public import Programme
from securit.stages.applications.public import barred_for
from securit.stages.calls.public import Call
from securit.stages.evaluation.conflict_models import StaffConflict
from securit.stages.evaluation.models import Declaration


@dataclass(frozen=True, slots=True)
class Entry:
    """One conflict, possible or not, or one that was decided; ``how`` says from whom it is known."""

    subject: Declaration | StaffConflict
    person: User
    side: Literal["evaluator", "office"]
    reason_code: str
    note: str
    at: datetime | None
    has_evidence: bool
    decision: Decision | None

    @property
    def number(self) -> str:
        """The application's."""
        return self.subject.application.number

    @property
    def is_open(self) -> bool:
        """Whether somebody has to decide."""
        return self.subject.state == "potential"


def conflicts_of(call: Call, actor: Actor) -> list[Entry]:
    """Every declared conflict, open ones first, then by number; none of an application the actor is kept from."""
    kept_from = barred_for(actor.user_id)
    declared = Declaration.objects.of_call(call).exclude(reason_code="").exclude(application_id__in=kept_from)
    said = list(declared.select_related("application", "evaluator__user", "programme").prefetch_related("evidence"))
    staff = StaffConflict.objects.of_call(call).exclude(application_id__in=kept_from)
    stated = list(staff.select_related("application", "user", "programme"))
    decisions = _decisions(call.programme, [*said, *stated])
    entries = [
        *(_of_evaluator(row, decisions.get(f"declaration:{row.ref}")) for row in said),
        *(_of_staff(row, decisions.get(f"staff_conflict:{row.ref}")) for row in stated),
    ]
    return sorted(entries, key=lambda one: (not one.is_open, one.number, one.side, one.subject.pk))


def _decisions(programme: Programme, rows: Iterable[Declaration | StaffConflict]) -> dict[str, Decision]:
    about = [f"{row.kind}:{row.ref}" for row in rows]
    found = Decision.objects.filter(programme=programme, about__in=about).select_related("decided_by").order_by("id")
    return {decision.about: decision for decision in found}


def _of_evaluator(row: Declaration, decision: Decision | None) -> Entry:
    return Entry(
        subject=row,
        person=row.evaluator.user,
        side="evaluator",
        reason_code=row.reason_code,
        note=row.note,
        at=row.declared_at,
        has_evidence=bool(row.evidence.all()),
        decision=decision,
    )


def _of_staff(row: StaffConflict, decision: Decision | None) -> Entry:
    return Entry(
        subject=row,
        person=row.user,
        side="office",
        reason_code=row.reason_code,
        note=row.note,
        at=row.recorded_at,
        has_evidence=row.evidence_id is not None,
        decision=decision,
    )

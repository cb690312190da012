"""Confirm the proposed assignments, and ask each evaluator for a declaration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform_many
from securit.kernel.refusals import Refusal
from securit.machinery.decisions.models import Recommendation
from securit.machinery.decisions.record import record_decision
from securit.stages.calls.public import Call
from securit.stages.evaluation.models import Assignment, Declaration
from securit.stages.evaluation.services import letters
from securit.stages.evaluation.services.asking import lock, require, require_undecided


class CannotConfirmAssignments(Refusal):
    """Nothing is proposed, or the call is decided."""


@transaction.atomic
def confirm_assignments(*, call: Call, actor: Actor, at: datetime, reason: str = "") -> list[Assignment]:
    """Every proposed pair of the call stands from now on, all or none; the evaluators get a mail.

    The decision is recorded with the recommendation it follows. Raises :class:`CannotConfirmAssignments`.
    """
    require(actor, "assignment.create", call.facts())
    locked = lock(call)
    require_undecided(locked, CannotConfirmAssignments)
    related = ("application__call", "application__programme", "evaluator__user", "evaluator__programme", "programme")
    proposed = list(Assignment.objects.of_call(locked).filter(state="proposed").select_related(*related))
    if not proposed:
        raise CannotConfirmAssignments(
            _("No assignment is proposed."), code="nothing_proposed", remedy=_("Let one be proposed first.")
        )

    advised = _advised(proposed)

    def write(row: Assignment) -> None:
        row.confirmed_at = at

    def note(row: Assignment) -> Note:
        advice = advised[row.recommendation_id].ref if row.recommendation_id else ""
        return Note(details={"evaluator": row.evaluator.ref}, reason=reason, advice=advice)

    confirmed = perform_many(proposed, "confirm", actor=actor, at=at, write=write, note=note)
    _record(locked, proposed, max(advised.values(), key=lambda said: said.pk, default=None), reason, actor, at)
    _ask(proposed, actor, at)
    _tell(locked, proposed, at)
    return confirmed


def _advised(assignments: Iterable[Assignment]) -> dict[int, Recommendation]:
    """The recommendations behind the pairs by their keys, without the problems they answer."""
    keys = {row.recommendation_id for row in assignments if row.recommendation_id}
    return {said.pk: said for said in Recommendation.objects.filter(pk__in=keys).only("ref").order_by("pk")}


def _record(
    call: Call,
    assignments: list[Assignment],
    advice: Recommendation | None,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    record_decision(
        programme=call.programme,
        about=f"call:{call.ref}",
        what="confirm_assignments",
        reason=reason.strip() or _("As proposed."),
        content={"pairs": [[row.application.number, row.evaluator.ref] for row in assignments]},
        actor=actor,
        at=at,
        recommendation=advice,
    )


def _ask(assignments: Iterable[Assignment], actor: Actor, at: datetime) -> None:
    rows = list(assignments)
    asked = Declaration.objects.filter(
        programme=rows[0].programme_id, application__in=[row.application_id for row in rows]
    )
    known = set(asked.values_list("application_id", "evaluator_id"))
    for row in rows:
        if (row.application_id, row.evaluator_id) not in known:
            declaration = Declaration(programme=row.programme, application=row.application, evaluator=row.evaluator)
            create(declaration, actor=actor, at=at, note=Note(details={"evaluator": row.evaluator.ref}))


def _tell(call: Call, assignments: Iterable[Assignment], at: datetime) -> None:
    people = {row.evaluator_id: row.evaluator for row in assignments}
    counts = Counter(row.evaluator_id for row in assignments)
    for pk, evaluator in sorted(people.items()):
        subject = _("%(programme)s: applications to evaluate") % {"programme": call.programme.acronym}
        key = f"assigned:{evaluator.ref}:{call.ref}:{at.isoformat()}"
        values = {"title": call.title, "count": counts[pk]}
        letters.send(evaluator, "asked", subject, values, page=letters.desk(call.programme), key=key, at=at)

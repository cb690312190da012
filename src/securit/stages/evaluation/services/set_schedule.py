"""Set when the reports of a call are due, and when evaluators are reminded; stop the reminders, or let them go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.stages.calls.public import Call
from securit.stages.evaluation.beside_models import ReviewSchedule
from securit.stages.evaluation.services.asking import require_undecided


class CannotSetSchedule(Refusal):
    """The date lies in the past, or the call is decided."""


def set_schedule(
    *,
    call: Call,
    due_at: datetime,
    before_days: Sequence[int],
    after_days: Sequence[int],
    actor: Actor,
    at: datetime,
    version: int | None = None,
    intent: str = "",
) -> ReviewSchedule:
    """The call's schedule, made or changed; another due date begins the reminders anew.

    Raises :class:`CannotSetSchedule`.
    """
    require_undecided(call, CannotSetSchedule)
    if due_at <= at:
        raise CannotSetSchedule(_("Choose a day that lies ahead."), code="due_in_the_past", field="due_at", status=422)
    given = {"due_at": due_at, "before_days": list(before_days), "after_days": list(after_days), "set_at": at}
    note = Note(details={"due_at": due_at.isoformat(), "before": list(before_days), "after": list(after_days)})
    known = schedule_of(call)
    if known is None:
        schedule = ReviewSchedule(programme=call.programme, call=call, **given)
        return create(schedule, actor=actor, at=at, note=note, intent=intent)

    def write(row: ReviewSchedule) -> None:
        for name, value in given.items():
            setattr(row, name, value)

    return perform(known, "edit", actor=actor, at=at, write=write, note=note, version=version, intent=intent)


def turn_reminders(
    *, schedule: ReviewSchedule, on: bool, actor: Actor, at: datetime, intent: str = ""
) -> ReviewSchedule:
    """Stop the reminders, or let them go out again; nothing missed meanwhile is made up for."""
    return perform(schedule, "resume" if on else "stop", actor=actor, at=at, intent=intent)


def schedule_of(call: Call) -> ReviewSchedule | None:
    """When the reports of the call are due; ``None`` where nobody has said so."""
    return ReviewSchedule.objects.filter(programme=call.programme_id, call=call).select_related("call").first()

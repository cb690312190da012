"""What reminders of a call went out, and what comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from securit.machinery.correspondence.models import Mail
from securit.stages.evaluation.beside_models import ReviewSchedule
from securit.stages.evaluation.models import Assignment
from securit.stages.evaluation.reminders import Step, ladder, to_come


@dataclass(frozen=True, slots=True)
class Sent:
    """One reminder that was queued: when and to how many people."""

    subject: str
    to: str
    queued_at: datetime
    sent_at: datetime | None


def reminders_sent(schedule: ReviewSchedule) -> list[Sent]:
    """Every reminder of this schedule, the latest first. One query."""
    rows = Mail.objects.filter(programme=schedule.programme_id, key__startswith=f"report-due:{schedule.ref}:")
    values = rows.order_by("-queued_at", "to").values_list("subject", "to", "queued_at", "sent_at")
    return [Sent(*row) for row in values]


def reminders_to_come(schedule: ReviewSchedule, at: datetime) -> Sequence[Step]:
    """The rungs still ahead, if reminders go out at all."""
    if schedule.state != "running":
        return ()
    return to_come(ladder(schedule.due_at, schedule.before_days, schedule.after_days), at)


def due_of(calls: Sequence[int]) -> dict[int, datetime]:
    """When the reports of these calls are due, by the call's id. One query."""
    rows = ReviewSchedule.objects.filter(call_id__in=calls).order_by("id")
    return dict(rows.values_list("call_id", "due_at"))


def people_late(missing: Sequence[Assignment]) -> list[tuple[str, list[str]]]:
    """Whose reports are missing, by name, with the numbers of the applications."""
    found: dict[str, list[str]] = {}
    for assignment in missing:
        found.setdefault(str(assignment.evaluator.user), []).append(assignment.application.number)
    return sorted(found.items())

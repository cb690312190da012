"""Remind evaluators of reports that are due, rung by rung; after the due date the office hears of it too."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from securit.people.public import User
from securit.programmes.public import RoleGrant
from securit.stages.calls.public import Call
from securit.stages.evaluation.beside_models import ReviewSchedule
from securit.stages.evaluation.models import Assignment, AssignmentQuerySet, Evaluator
from securit.stages.evaluation.reminders import Step, ladder, reached
from securit.stages.evaluation.services import letters


def remind_evaluators(at: datetime) -> int:
    """One mail to each evaluator with missing reports on the rung just reached; how many. Again changes nothing."""
    running = ReviewSchedule.objects.filter(state="running", call__state="closed").select_related("call__programme")
    return sum(_remind(schedule, at) for schedule in running.order_by("id"))


def missing_reports(call: Call) -> AssignmentQuerySet:
    """Confirmed assignments whose report is not handed in, or came back; by evaluator and number."""
    rows = Assignment.objects.of_call(call).filter(state="confirmed")
    missing = rows.filter(Q(review__isnull=True) | Q(review__state__in=["drafted", "returned"]))
    return missing.select_related("evaluator__user", "evaluator__programme", "application").order_by(
        "evaluator_id", "application__number", "id"
    )


def key_of(schedule: ReviewSchedule, step: Step) -> str:
    """What the keys of the mails of one rung begin with."""
    return f"report-due:{schedule.ref}:{step.key}:"


def _remind(schedule: ReviewSchedule, at: datetime) -> int:
    step = reached(ladder(schedule.due_at, schedule.before_days, schedule.after_days), schedule.set_at, at)
    if step is None:
        return 0
    late: defaultdict[Evaluator, list[str]] = defaultdict(list)
    for assignment in missing_reports(schedule.call):
        late[assignment.evaluator].append(assignment.application.number)
    for evaluator, numbers in late.items():
        _to_evaluator(schedule, step, evaluator, numbers, at)
    if step.to_office and late:
        _to_office(schedule, step, {str(person.user): numbers for person, numbers in late.items()}, at)
    return len(late)


def _to_evaluator(schedule: ReviewSchedule, step: Step, evaluator: Evaluator, numbers: list[str], at: datetime) -> None:
    programme = schedule.call.programme
    letters.send(
        evaluator,
        "report_due",
        ngettext("%(count)d report is due", "%(count)d reports are due", len(numbers)) % {"count": len(numbers)},
        {"numbers": ", ".join(numbers), "due_at": schedule.due_at, "is_late": step.to_office, "call": schedule.call},
        page=letters.desk(programme),
        key=f"{key_of(schedule, step)}{evaluator.ref}",
        at=at,
    )


def _to_office(schedule: ReviewSchedule, step: Step, late: dict[str, list[str]], at: datetime) -> None:
    call, programme = schedule.call, schedule.call.programme
    held = RoleGrant.objects.filter(
        programme=programme, role="call_manager", state="given", call_ref__in=["", call.ref]
    )
    people = User.objects.filter(pk__in=held.order_by("id").values("user_id"), is_active=True).order_by("id")
    page = reverse("evaluation:reminders", kwargs={"slug": programme.slug, "code": call.code})
    reason = _("You get this mail because you run the calls of %(programme)s.") % {"programme": programme.acronym}
    for person in people:
        letters.send_to(
            person,
            programme,
            "reports_overdue",
            _("%(call)s: reports are overdue") % {"call": call.title},
            {"call": call, "due_at": schedule.due_at, "late": sorted(late.items())},
            reason=reason,
            page=page,
            key=f"{key_of(schedule, step)}office:{person.ref}",
            at=at,
        )

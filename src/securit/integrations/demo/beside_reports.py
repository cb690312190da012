"""Beside the reports: when they are due, two checks by experts, and the observer's report."""

from __future__ import annotations

from datetime import datetime, timedelta

from securit.integrations.demo.cast import Cast
from securit.people.public import User
from securit.stages.applications.public import Application
from securit.stages.calls.public import Call
from securit.stages.evaluation.public import (
    Assignment,
    CannotCheck,
    Declaration,
    Evaluator,
    ask_for_check,
    ask_observer,
    declare,
    deliver_check,
    deliver_observer_report,
    save_observer_report,
    set_schedule,
)

DAY = timedelta(days=1)
FINDINGS = (
    "The demonstration films people in a public place. The self-assessment names the cameras, and does not say how "
    "long the pictures are kept or who may see them."
)
REQUIREMENTS = (
    "Faces are made unrecognisable before any picture is stored.",
    "The data protection officer of the test site approves the plan before the first day of filming.",
)
OBSERVED = (
    "I followed the evaluation from the assignment of the experts to the last report. Conflicts of interest were asked "
    "about before any content was shown, and those declared were acted upon the same day.\n\n"
    "Where reports lay far apart, the evaluators met as the call had announced, and minority views were kept. All "
    "applications were treated alike; I saw no attempt to influence an expert."
)
RECOMMENDATIONS = (
    "Give experts three days more for their reports; a third of them came on the last two days.",
    "Explain in the briefing when a comment is too short to carry its score.",
)


def play_beside_reports(cast: Cast, call: Call, *, until: datetime) -> None:
    """As far as ``until``."""
    days, manager = cast.world.script.calls[call.code], cast.staff("call_manager")
    if days.confirmed >= until:
        return
    due = {"due_at": days.reviewed_until, "before_days": [7, 2], "after_days": [1, 5]}
    set_schedule(call=call, actor=manager, at=days.confirmed, **due)  # type: ignore[arg-type]
    rows = Assignment.objects.in_programme(call.programme).filter(application__call=call, state="confirmed")
    numbers = sorted(set(rows.order_by("id").values_list("application__number", flat=True)))[:2]
    for number, area in zip(numbers, ("ethics", "security"), strict=True):
        _check(cast, call, number, area, at=days.reviewed_from, until=until)
    if days.summarised < until:
        _observe(cast, call, at=days.summarised)


def _check(cast: Cast, call: Call, number: str, area: str, *, at: datetime, until: datetime) -> None:
    """An expert who does not read the application is asked; in ethics the findings come two days later."""
    application = (
        Application.objects.in_programme(call.programme).select_related("call__programme").get(call=call, number=number)
    )
    reading = Assignment.objects.in_programme(call.programme).filter(application=application).values("evaluator")
    free = Evaluator.objects.in_programme(call.programme).exclude(pk__in=reading).filter(state="active")
    for expert in free.select_related("user").order_by("user__email")[:3]:
        try:
            check = ask_for_check(
                application=application, area=area, evaluator=expert, actor=cast.staff("call_manager"), at=at
            )
        except CannotCheck:
            continue
        break
    else:
        return
    if area != "ethics" or at + 2 * DAY >= until:
        return
    actor = cast.acting(check.evaluator.user)
    said = Declaration.objects.in_programme(call.programme).get(application=application, evaluator=check.evaluator)
    declare(declaration=said, verdict="clear", reason_code="", note="", actor=actor, at=at + DAY)
    deliver_check(
        check=check,
        outcome="requirements",
        findings=FINDINGS,
        requirements=REQUIREMENTS,
        rule="",
        actor=actor,
        at=at + 2 * DAY,
    )


def _observe(cast: Cast, call: Call, *, at: datetime) -> None:
    observer = cast.staff("observer")
    person = User.objects.get(ref=observer.ref)
    report = ask_observer(call=call, observer=person, actor=cast.staff("call_manager"), at=at - 5 * DAY)
    report = save_observer_report(report=report, text=OBSERVED, recommendations=RECOMMENDATIONS, actor=observer, at=at)
    deliver_observer_report(report=report, actor=observer, at=at)

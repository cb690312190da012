"""The office's page on when reports are due: what was sent, what comes, and the form that changes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from securit.kernel.arrival import arrived
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.programmes.public import actor_of, screen
from securit.stages.calls.public import Call
from securit.stages.evaluation.reminders import MOST_DAYS, MOST_STEPS, read_days
from securit.stages.evaluation.selectors.reminding import people_late, reminders_sent, reminders_to_come
from securit.stages.evaluation.services.remind_evaluators import missing_reports
from securit.stages.evaluation.services.set_schedule import schedule_of, set_schedule, turn_reminders
from securit.stages.evaluation.web.loading import load_call


class DaysField(forms.CharField):
    """A few numbers of days, separated by commas."""

    def clean(self, value: Any) -> Any:
        """The numbers, the most first."""
        try:
            return read_days(str(super().clean(value) or ""))
        except ValueError:
            said = _("Write up to %(steps)d whole numbers from 0 to %(days)d, such as 7, 2.")
            raise forms.ValidationError(said % {"steps": MOST_STEPS, "days": MOST_DAYS}) from None


class ScheduleForm(ActForm):
    """When reports are due, and on which days evaluators are reminded."""

    due_at = forms.DateTimeField(
        label=gettext_lazy("Reports are due"),
        help_text=gettext_lazy("Brussels time."),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )
    before_days = DaysField(
        label=gettext_lazy("Remind so many days before"),
        help_text=gettext_lazy("Numbers with commas, such as 7, 2. Only those whose reports are missing get a mail."),
        required=False,
    )
    after_days = DaysField(
        label=gettext_lazy("Remind so many days after"),
        help_text=gettext_lazy("From the first of these days on, the call managers hear of it too."),
        required=False,
    )


class TurnForm(ActForm):
    """A button."""


@screen("review_schedule.edit", load=load_call)
def reminders(request: HttpRequest, call: Call) -> HttpResponse:
    """When reports are due; a post sets it."""
    schedule = schedule_of(call)
    given: dict[str, Any] = {"before_days": "7, 2", "after_days": "1, 5"}
    if schedule is not None:
        given = {name: ", ".join(map(str, getattr(schedule, name))) for name in ("before_days", "after_days")}
        given["due_at"] = schedule.due_at
    form = ScheduleForm.received(request, schedule, **given)
    actor, at = actor_of(request), arrived(request)
    tried = attempt(
        form,
        lambda: set_schedule(call=call, actor=actor, at=at, version=form.seen, intent=form.press, **form.given),
    )
    if isinstance(tried, Done):
        return onward(request, _url(call), _("Set: evaluators see it on their page."))
    return render(request, "evaluation/reminders.html", _page(call, request, form), status=tried.status)


@screen("review_schedule.edit", load=load_call)
@require_POST
def turn(request: HttpRequest, call: Call) -> HttpResponse:
    """Stop the reminders, or let them go out again."""
    schedule, form, on = schedule_of(call), TurnForm.received(request), request.POST.get("on") == "1"
    if schedule is None:
        raise Http404
    actor, at = actor_of(request), arrived(request)
    tried = attempt(form, lambda: turn_reminders(schedule=schedule, on=on, actor=actor, at=at, intent=form.press))
    if isinstance(tried, Done):
        return onward(request, _url(call), _("Reminders go out again.") if on else _("No reminder goes out any more."))
    return redirect(_url(call))


def _page(call: Call, request: HttpRequest, form: ScheduleForm) -> dict[str, Any]:
    schedule, at = schedule_of(call), arrived(request)
    return {
        "call": call,
        "programme": call.programme,
        "schedule": schedule,
        "is_running": schedule is not None and schedule.state == "running",
        "form": form,
        "turn_form": TurnForm.fresh(),
        "sent": reminders_sent(schedule) if schedule else [],
        "to_come": reminders_to_come(schedule, at) if schedule else (),
        "late": people_late(list(missing_reports(call))),
        "now": at,
    }


def _url(call: Call) -> str:
    return reverse("evaluation:reminders", args=[call.programme.slug, call.code])

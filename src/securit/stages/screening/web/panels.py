"""What screening shows on the pages of calls and applications."""

from __future__ import annotations

from typing import Any

from securit.kernel.actor import Actor
from securit.kit.panels import Panel
from securit.stages.applications.public import Application
from securit.stages.calls.public import Call
from securit.stages.screening.lifecycle import SCREENING
from securit.stages.screening.models import Screening
from securit.stages.screening.selectors import letters_to, screening_progress, workshops_attended
from securit.stages.screening.web.pages import tests_in_short


def check_of_call(call: Call, actor: Actor) -> dict[str, Any] | None:
    """How far the check of a closed call is; nothing before that."""
    if call.state not in ("closed", "decided", "archived"):
        return None
    progress = screening_progress(call)
    return {
        "call": call,
        "programme": call.programme,
        "total": sum(progress.values()),
        "settled": progress["cleared"] + progress["rejected"],
        "lines": [(SCREENING.states[state].tone, SCREENING.label(state), n) for state, n in progress.items() if n],
    }


def check_of_application(application: Application, actor: Actor) -> dict[str, Any] | None:
    """The check of one application, for the office."""
    rows = Screening.objects.in_programme(application.programme).filter(application=application)
    screening = rows.visible_to(actor).prefetch_related("checks").first()
    if screening is None:
        return None
    return {
        "screening": screening,
        "programme": application.programme,
        "tests": tests_in_short(list(screening.checks.all())),
    }


def workshops_of_application(application: Application, actor: Actor) -> dict[str, Any] | None:
    """Workshops of this programme in whose room somebody of a member was; nothing where nobody was."""
    workshops = workshops_attended(application)
    return {"workshops": workshops, "programme": application.programme} if workshops else None


def letters_to_team(application: Application, actor: Actor) -> dict[str, Any] | None:
    """The letters on the result of the check, to keep; nothing before one was sent."""
    letters = letters_to(application)
    return {"letters": letters, "programme": application.programme} if letters else None


LETTERS_TO_TEAM = Panel(
    "application", "team", 35, "application.view_draft", letters_to_team, "screening/panel_letters.html"
)
CHECK_OF_CALL = Panel("call", "work", 30, "screening.list", check_of_call, "screening/panel_call.html")
CHECK_OF_APPLICATION = Panel(
    "application", "office", 10, "screening.list", check_of_application, "screening/panel_application.html"
)
WORKSHOPS_OF_APPLICATION = Panel(
    "application", "office", 20, "screening.list", workshops_of_application, "screening/panel_workshops.html"
)

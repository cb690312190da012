"""What selection shows on the pages of calls and applications."""

from __future__ import annotations

from typing import Any

from securit.kernel.actor import Actor
from securit.kit.panels import Panel
from securit.stages.applications.public import Application
from securit.stages.calls.public import Call
from securit.stages.selection.models import Award
from securit.stages.selection.selectors import award_figures, current_ranking, results


def ranking_of_call(call: Call, actor: Actor) -> dict[str, Any] | None:
    """Where ranking and decision of a closed call stand."""
    if call.state not in ("closed", "decided", "archived"):
        return None
    figures = award_figures(call) if call.state != "closed" else None
    shared = {"call": call, "programme": call.programme, "figures": figures}
    return {**shared, "ranking": current_ranking(call), "is_published": call.results_published_at is not None}


def results_of_call(call: Call, actor: Actor) -> dict[str, Any] | None:
    """The published outcome in short, for everyone."""
    notice = results(call)
    if notice is None:
        return None
    return {"call": call, "programme": call.programme, "content": notice.content, "published_at": notice.published_at}


def award_of_application(application: Application, actor: Actor) -> dict[str, Any] | None:
    """What was decided about one application: for the office, and for its team once the results are published."""
    award = Award.objects.in_programme(application.programme).visible_to(actor).filter(application=application).first()
    return None if award is None else {"award": award, "application": application}


RANKING_OF_CALL = Panel("call", "work", 50, "ranking.list", ranking_of_call, "selection/panel_call.html")
RESULTS_OF_CALL = Panel("call", "public", 50, "call.view_results", results_of_call, "selection/panel_results.html")
AWARD_FOR_THE_TEAM = Panel(
    "application", "team", 30, "application.view_draft", award_of_application, "selection/panel_team.html"
)
AWARD_OF_APPLICATION = Panel(
    "application", "office", 50, "ranking.list", award_of_application, "selection/panel_application.html"
)

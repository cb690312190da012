"""What evaluation shows on the pages of calls and applications."""

from __future__ import annotations

from django.urls import reverse

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kit.panels import Context, Panel
from securit.stages.applications.public import Application
from securit.stages.calls.public import SEALED_STATES, Call
from securit.stages.evaluation.models import Assignment, Review, Summary
from securit.stages.evaluation.selectors.progress import evaluation_progress


def progress_of(call: Call, actor: Actor) -> Context | None:
    """How far the reports are, once the call has closed."""
    if call.state in SEALED_STATES:
        return None
    place = [call.programme.slug, call.code]
    may_list = policy.decide(actor, "assignment.list", call.facts())
    return {
        "done": evaluation_progress(call),
        "url": reverse("evaluation:progress", args=place),
        "assignments_url": reverse("evaluation:assignments", args=place) if may_list else "",
    }


def reports_on(application: Application, actor: Actor) -> Context | None:
    """The reports that the reader may see, and how many are missing."""
    mine = Review.objects.in_programme(application.programme).filter(application=application).visible_to(actor)
    waiting = Assignment.objects.in_programme(application.programme).filter(application=application).waiting()
    summaries = Summary.objects.in_programme(application.programme).filter(application=application)
    return {
        "programme": application.programme,
        "reports": list(mine.select_related("evaluator__user").order_by("id")),
        "waiting": waiting.count(),
        "summary": summaries.visible_to(actor).first(),
    }


def summary_of(application: Application, actor: Actor) -> Context | None:
    """The way to the released summary, for the team."""
    rows = Summary.objects.in_programme(application.programme).filter(application=application, state="released")
    found = rows.visible_to(actor).first()
    if found is None:
        return None
    return {"url": reverse("evaluation:summary", args=[application.programme.slug, found.ref])}


PANELS = (
    Panel("call", "work", 40, "review.count", progress_of, "evaluation/panels/progress.html"),
    Panel("application", "office", 40, "application.read_reports", reports_on, "evaluation/panels/reports.html"),
    Panel("application", "team", 40, "application.view_draft", summary_of, "evaluation/panels/summary.html"),
)

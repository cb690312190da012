"""Pages of the panel: the ranking, computing it, and the record from which anybody can re-derive it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.programmes.public import actor_of, screen
from securit.stages.calls.public import Call
from securit.stages.selection.models import Ranking
from securit.stages.selection.record import record_of
from securit.stages.selection.selectors import current_ranking, decision_on
from securit.stages.selection.services.compute_ranking import compute_ranking
from securit.stages.selection.web.loading import load_call, load_ranking
from securit.stages.selection.web.ranking_page import ranking_page


@screen("ranking.list", load=load_call)
def show(request: HttpRequest, call: Call) -> HttpResponse:
    """The current ranking with thresholds, budget line, reserve list, and a reason for every place."""
    return render(request, "selection/ranking.html", ranking_page(call, current_ranking(call), actor_of(request)))


@screen("ranking.create", load=load_call)
@require_POST
def compute(request: HttpRequest, call: Call) -> HttpResponse:
    """Compute the ranking, again where there is one."""
    actor = actor_of(request)
    try:
        compute_ranking(call=call, actor=actor, at=arrived(request), intent=request.POST.get("intent", ""))
    except Refusal as refusal:
        page = ranking_page(call, current_ranking(call), actor, str(refusal))
        return render(request, "selection/ranking.html", page, status=refusal.status)
    messages.success(request, _("The ranking is computed and checked."))
    return redirect("selection:ranking", call.programme.slug, call.code)


@screen("ranking.view", load=load_ranking)
def record(request: HttpRequest, ranking: Ranking) -> HttpResponse:
    """The record as a file: rules, shares and scores, without names of experts."""
    response = JsonResponse(
        record_of(ranking, decision_on(ranking)), json_dumps_params={"indent": 1, "sort_keys": True}
    )
    response["Content-Disposition"] = f'attachment; filename="ranking-{ranking.call.code}.json"'
    return response

"""The award decision: first what follows from it, then the act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.programmes.public import actor_of, screen
from securit.stages.selection.departures import CannotAdoptRanking, Outcome, outcomes_of
from securit.stages.selection.models import Ranking
from securit.stages.selection.services.adopt_ranking import adopt_ranking
from securit.stages.selection.web.forms import DecisionForm
from securit.stages.selection.web.loading import load_ranking


@screen("ranking.adopt", load=load_ranking)
def decide(request: HttpRequest, ranking: Ranking) -> HttpResponse:
    """The form, then the exact consequences, then the decision."""
    if request.method != "POST":
        form = DecisionForm.fresh(ranking.content, ranking.content_sha256)
        return _page(request, ranking, form)
    form = DecisionForm.posted(request.POST, ranking.content)
    if not form.is_valid():
        return _page(request, ranking, form, status=422)
    try:
        _same_ranking(ranking, form.cleaned_data["digest"])
        outcomes = outcomes_of(ranking.content, form.departures(), binding=_binding(ranking))
        if "confirmed" not in request.POST:
            return _page(request, ranking, form, outcomes=outcomes)
        adopt_ranking(
            ranking=ranking,
            reason=form.cleaned_data["reason"],
            departures=form.departures(),
            actor=actor_of(request),
            at=arrived(request),
            intent=form.cleaned_data["intent"],
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, ranking, form, status=refusal.status)
    messages.success(request, _("The award decision is taken; the money is reserved."))
    return redirect("selection:ranking", ranking.programme.slug, ranking.call.code)


def _same_ranking(ranking: Ranking, digest: str) -> None:
    if digest != ranking.content_sha256:
        raise CannotAdoptRanking(
            _("The ranking was computed again after you opened this page; nothing was decided."),
            code="stale",
            remedy=_("Look at the new ranking first."),
            status=409,
        )


def _binding(ranking: Ranking) -> bool:
    return ranking.call.programme.terms.profile.ranking_binding


def _page(
    request: HttpRequest,
    ranking: Ranking,
    form: DecisionForm,
    *,
    outcomes: tuple[Outcome, ...] = (),
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "ranking": ranking,
        "call": ranking.call,
        "programme": ranking.programme,
        "content": ranking.content,
        "form": form,
        "binding": _binding(ranking),
        "consequences": consequences(outcomes) if outcomes else None,
        "departures_are_open": any(form.errors.get(name) for name in form.fields if "-" in name),
    }
    return render(request, "selection/decide.html", context, status=status)


def consequences(outcomes: tuple[Outcome, ...]) -> dict[str, Any]:
    """What a decision would do, in numbers and names."""
    funded = [outcome for outcome in outcomes if outcome.state == "funded"]
    return {
        "funded": [outcome.line for outcome in funded],
        "reserve": [outcome.line for outcome in outcomes if outcome.state == "reserve_listed"],
        "not_funded": sum(outcome.state == "not_funded" for outcome in outcomes),
        "amount_cents": sum(outcome.line["amount_cents"] for outcome in funded),
        "departures": [outcome for outcome in outcomes if outcome.departs],
    }

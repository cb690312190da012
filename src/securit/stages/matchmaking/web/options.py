"""One possible application of a team: the live check, the money, who would complete it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.machinery.forms.rendering import country_names, put_refusal
from securit.programmes.public import screen
from securit.stages.matchmaking.composition import Composition
from securit.stages.matchmaking.services.choose_option import drop_option, set_money
from securit.stages.matchmaking.team_models import Team, TeamOption, present_members
from securit.stages.matchmaking.team_selectors import (
    catalogue_pairs,
    ceiling_in,
    composition_of,
    instrument_of,
    load_team,
    offers_for,
    options_of,
    seats_of,
    used_cents,
)
from securit.stages.matchmaking.web.team_forms import BudgetForm
from securit.stages.matchmaking.web.team_frame import actor_in, asked, frame, team_url


@screen("team.view", post="team.plan", load=load_team)
def option_page(request: HttpRequest, team: Team) -> HttpResponse:
    """Every rule with its reason and remedy, and the money divided between the members."""
    option = next((o for o in options_of(team) if o.ref == asked(request, "option")), None)
    if option is None:
        raise Http404
    initial = {"cost": option.cost_cents or "", "grant": option.grant_cents or ""}
    form = BudgetForm(request.POST if request.POST.get("do") == "money" else None, initial=initial)
    status = 200
    if request.method == "POST":
        status = _changed(request, option, form)
        if status == 302:
            gone = request.POST.get("do") == "drop"
            return redirect(team_url(team) if gone else team_url(team, "option", option=option.ref))
    return render(request, "teams/option.html", _context(request, option, form), status=status)


def _changed(request: HttpRequest, option: TeamOption, form: BudgetForm) -> int:
    actor, at = actor_in(request), arrived(request)
    match request.POST.get("do"):
        case "drop":
            drop_option(option=option, actor=actor, at=at)
            messages.success(request, _("The team no longer weighs it."))
            return 302
        case "money":
            if not form.is_valid():
                return 422
            cost, grant = form.cleaned_data["cost"], form.cleaned_data["grant"]
            try:
                set_money(option=option, cost_cents=cost, grant_cents=grant, actor=actor, at=at)
            except Refusal as refusal:
                put_refusal(form, refusal.field, str(refusal))
                return refusal.status
            messages.success(request, _("Saved; the check below is up to date."))
            return 302
    raise Http404


def _context(request: HttpRequest, option: TeamOption, form: BudgetForm) -> dict[str, Any]:
    team, members = option.team, present_members(option.team)
    seats = seats_of(members, used_cents(team.programme, members))
    composition = composition_of(option, seats, catalogue_pairs(team.programme))
    ceiling = ceiling_in(option.call)
    return {
        **frame(request, team, "show"),
        "option": option,
        "call": option.call,
        "instrument": instrument_of(option),
        "form": form,
        "composition": composition,
        "suggestions": _suggestions(team, composition),
        "waiting": [seat for seat in composition.seats if not seat.joined],
        "ceilings": [(seat, ceiling.left(seat.used_cents)) for seat in composition.seats if seat.applies],
        "illustrative": "eligibility" in option.call.terms.illustrative,
    }


def _suggestions(team: Team, composition: Composition) -> list[dict[str, Any]]:
    """For each rule that is not met: who of the catalogue would satisfy it."""
    sought = [v for v in team.vacancies.filter(state="open").order_by("id").values_list("capability", flat=True) if v]
    names, countries = [seat.name for seat in composition.seats], country_names(get_language() or "en")
    found = []
    for line in (*composition.missing, *composition.advised):
        offers = offers_for(team.programme, line, sought, names)
        told = [{"offer": offer, "country": countries.get(offer.solution.country, "")} for offer in offers]
        found.append({"line": line, "offers": told})
    return found

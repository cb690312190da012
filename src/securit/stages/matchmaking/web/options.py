"""One possible application of a team: the live check, the money, who would complete it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from securit.kernel.arrival import arrived
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.machinery.forms.rendering import country_names
from securit.programmes.public import actor_of, screen
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
from securit.stages.matchmaking.web.team_frame import asked, form_behind, form_sent, frame, team_url


@screen("team.view", post="team.plan", load=load_team)
def option_page(request: HttpRequest, team: Team) -> HttpResponse:
    """Every rule with its reason and remedy, and the money divided between the members."""
    option = next((o for o in options_of(team) if o.ref == asked(request, "option")), None)
    if option is None:
        raise Http404
    initial: dict[str, Any] = {"cost": option.cost_cents or "", "grant": option.grant_cents or ""}
    money = form_behind(request, "money", BudgetForm, **initial)
    forms: dict[str, ActForm] = {"money": money, "drop": form_behind(request, "drop", ActForm)}
    tried = attempt(form_sent(request, forms), lambda: _changed(request, option, money))
    if isinstance(tried, Done):
        there, said = tried.made
        return onward(request, there, said)
    return render(request, "teams/option.html", _context(request, option) | {"forms": forms}, status=tried.status)


def _changed(request: HttpRequest, option: TeamOption, money: BudgetForm) -> tuple[str, str]:
    """Where to go from here, and what to say there."""
    actor, at = actor_of(request), arrived(request)
    if not money.is_bound:
        drop_option(option=option, actor=actor, at=at)
        return team_url(option.team), _("The team no longer weighs it.")
    cost, grant = money.cleaned_data["cost"], money.cleaned_data["grant"]
    set_money(option=option, cost_cents=cost, grant_cents=grant, actor=actor, at=at)
    return team_url(option.team, "option", option=option.ref), _("Saved; the check below is up to date.")


def _context(request: HttpRequest, option: TeamOption) -> dict[str, Any]:
    team, members = option.team, present_members(option.team)
    seats = seats_of(members, used_cents(team.programme, members))
    composition = composition_of(option, seats, catalogue_pairs(team.programme))
    ceiling = ceiling_in(option.call)
    return {
        **frame(request, team, "show"),
        "option": option,
        "call": option.call,
        "instrument": instrument_of(option),
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

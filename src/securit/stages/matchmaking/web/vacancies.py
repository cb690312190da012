"""Vacancies: the public list, one with the way to show interest, and a team's own page of them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel.actor import ActorKind
from securit.kernel.arrival import arrived
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.programmes.public import Programme, actor_of, pressed, screen
from securit.stages.matchmaking.services.open_vacancy import close_vacancy, open_vacancy
from securit.stages.matchmaking.services.show_interest import (
    accept_interest,
    decline_interest,
    show_interest,
)
from securit.stages.matchmaking.team_models import Interest, Team, Vacancy
from securit.stages.matchmaking.team_selectors import (
    interests_waiting,
    load_team,
    open_vacancies,
    options_of,
    represented_by,
)
from securit.stages.matchmaking.web.team_forms import InterestForm, VacancyForm
from securit.stages.matchmaking.web.team_frame import (
    form_behind,
    form_sent,
    frame,
    load_vacancy,
    require,
    team_url,
    user_in,
)


@screen("programme.view", open_to_all=True)
def listing(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What teams look for, as far as the reader may see it."""
    shown = [(vacancy, list(vacancy.team.options.all())) for vacancy in open_vacancies(programme, actor_of(request))]
    signed_in = actor_of(request).kind is ActorKind.PERSON
    context = {
        "programme": programme,
        "vacancies": shown,
        "signed_in": signed_in,
        "synthetic": any(v.team.synthetic for v, _o in shown),
    }
    return render(request, "teams/vacancies.html", context)


@screen("vacancy.view", post="interest.create", load=load_vacancy, open_to_all=True)
def vacancy_page(request: HttpRequest, vacancy: Vacancy) -> HttpResponse:
    """One vacancy, and the way to show interest in it."""
    return interest_page(request, vacancy.team, vacancy)


def interest_page(request: HttpRequest, team: Team, vacancy: Vacancy | None) -> HttpResponse:
    """The form with which an organisation asks to come in, by a vacancy or by the team's own link."""
    own = represented_by(actor_of(request))
    form = InterestForm.received(request, of={"own": own})
    tried = attempt(form, lambda: _shown(request, team, vacancy, form))
    if isinstance(tried, Done):
        there = reverse("teams:mine", args=[team.programme.slug])
        return onward(request, there, _("The team has been told; its answer comes by e-mail."))
    context = {
        "programme": team.programme,
        "team": team,
        "vacancy": vacancy,
        "options": options_of(team),
        "form": form,
        "own": own,
        "signed_in": actor_of(request).kind is ActorKind.PERSON,
        "is_own_team": actor_of(request).user_id in team.facts().person_ids,
    }
    return render(request, "teams/vacancy.html", context, status=tried.status)


def _shown(request: HttpRequest, team: Team, vacancy: Vacancy | None, form: InterestForm) -> Interest:
    return show_interest(
        team=team,
        organisation=form.own[form.cleaned_data["organisation"]],
        user=user_in(request),
        message=form.cleaned_data["message"],
        vacancy=vacancy,
        **pressed(request),
    )


@screen("team.view", load=load_team)
def places(request: HttpRequest, team: Team) -> HttpResponse:
    """Whom the team looks for, and who would like to come in."""
    forms: dict[str, ActForm] = {"open": form_behind(request, "open", VacancyForm)}
    forms |= {do: form_behind(request, do, ActForm) for do in ("close", "accept", "decline")}
    sent = form_sent(request, forms)
    if forms["open"].is_bound:
        require(actor_of(request), "vacancy.create", team)
    tried = attempt(sent, lambda: _answered(request, team, sent))
    if isinstance(tried, Done):
        return onward(request, team_url(team, "places"), tried.made)
    context: dict[str, Any] = {
        **frame(request, team, "places"),
        "forms": forms,
        "vacancies": team.vacancies.order_by("-id"),
        "interests": interests_waiting(team.programme, actor_of(request)).filter(team=team),
    }
    return render(request, "teams/places.html", context, status=tried.status)


def _answered(request: HttpRequest, team: Team, sent: ActForm) -> str:
    actor, at, doing = actor_of(request), arrived(request), request.POST["do"]
    if doing == "open":
        open_vacancy(team=team, **sent.given, **pressed(request))
        return _("The vacancy is open.")
    if doing == "close":
        close_vacancy(vacancy=_of_team(Vacancy, request, team), actor=actor, at=at)
        return _("The vacancy is closed.")
    interest = _of_team(Interest, request, team)
    name = {"name": interest.organisation.legal_name}
    if doing == "accept":
        accept_interest(interest=interest, actor=actor, at=at)
        return _("%(name)s is in the team.") % name
    decline_interest(interest=interest, actor=actor, at=at)
    return _("%(name)s has been told.") % name


def _of_team(model: Any, request: HttpRequest, team: Team) -> Any:
    """The vacancy or interest that was named, of this team. Raises ``Http404``."""
    found = model.objects.in_programme(team.programme).filter(team=team, ref=request.POST.get("ref", "")).first()
    if found is None:
        raise Http404
    return found

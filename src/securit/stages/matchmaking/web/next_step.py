"""The page of the next step after a meeting: ask to be introduced, invite into a team, open a vacancy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kit.acts import ActForm, Done, NotDone, attempt, onward
from securit.programmes.public import actor_of, pressed, screen
from securit.stages.matchmaking.brokerage_selectors import notes_by
from securit.stages.matchmaking.follow_ups import Ways, first_words, place_like, role_for, ways_from
from securit.stages.matchmaking.models import FollowUp, Meeting, OutcomeNote, Registration, Team
from securit.stages.matchmaking.services.follow_up import (
    ask_after_meeting,
    form_team_after_meeting,
    invite_after_meeting,
    open_vacancy_after_meeting,
)
from securit.stages.matchmaking.team_terms import LONGEST
from securit.stages.matchmaking.terms import MOST_A_WEEK, MOST_CHARACTERS, MOST_WAITING
from securit.stages.matchmaking.web.event_views import load_own
from securit.stages.matchmaking.web.meeting_views import meeting_in_agenda
from securit.stages.matchmaking.web.team_forms import ROLES
from securit.stages.solutions.public import CAPABILITIES


class IntroduceForm(ActForm):
    """The first words to the other organisation."""

    act = forms.CharField(widget=forms.HiddenInput, initial="introduce")
    message = forms.CharField(
        label=gettext_lazy("What they read first"),
        help_text=gettext_lazy("At least 40 characters, no mail address. What you noted for yourself is not in it."),
        widget=forms.Textarea(attrs={"rows": 4, "data-max-characters": MOST_CHARACTERS["why"]}),
    )


class NewTeamForm(ActForm):
    """A new team of the two."""

    act = forms.CharField(widget=forms.HiddenInput, initial="form")
    name = forms.CharField(
        label=gettext_lazy("Name of the team"),
        help_text=gettext_lazy("You can change it later; they read it in the invitation."),
        widget=forms.TextInput(attrs={"data-max-characters": str(LONGEST["name"])}),
    )
    role = forms.ChoiceField(label=gettext_lazy("Their role in the team"), choices=ROLES)


class OfTeamForm(ActForm):
    """One of the teams that one's organisation leads."""

    team = forms.ChoiceField(label=gettext_lazy("Team"))

    def __init__(self, *args: Any, teams: tuple[Team, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {team.ref: team for team in teams}
        field = self.fields["team"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(ref, team.name) for ref, team in self.teams.items()]

    def said(self) -> dict[str, Any]:
        """What was chosen, as the services take it."""
        given = {name: value for name, value in self.given.items() if name != "act"}
        return {**given, "team": self.teams[self.cleaned_data["team"]]}


class InviteForm(OfTeamForm):
    """Into which team, in which role."""

    act = forms.CharField(widget=forms.HiddenInput, initial="invite")
    role = forms.ChoiceField(label=gettext_lazy("Role in the team"), choices=ROLES)


class VacancyForm(OfTeamForm):
    """Whom the team looks for, as the meeting showed it."""

    act = forms.CharField(widget=forms.HiddenInput, initial="vacancy")
    title = forms.CharField(
        label=gettext_lazy("Whom do you look for?"),
        help_text=gettext_lazy("One line. Do not name those whom you met."),
        widget=forms.TextInput(attrs={"data-max-characters": str(LONGEST["title"])}),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role in the team"), choices=ROLES)
    capability = forms.ChoiceField(label=gettext_lazy("What they can do"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["capability"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("anything")), *sorted(CAPABILITIES.items(), key=lambda pair: str(pair[1]))]


@screen("event_registration.take_part", post="event_registration.edit", load=load_own)
def next_step(request: HttpRequest, registration: Registration) -> HttpResponse:
    """What can follow the meeting, each with one press; nothing is offered that is not allowed."""
    meeting = meeting_in_agenda(request, registration)
    note = notes_by(registration).get(meeting.pk)
    if note is None or not note.goes_on:
        raise Http404(_("First note that you want to go on with them."))
    ways = ways_from(meeting, registration, actor_of(request))
    offered = _forms(request, meeting, note, registration, ways)
    chosen = offered.get(request.POST.get("act", ""))
    if request.method == "POST" and chosen is None:
        return onward(request, request.path, _("That was done already, or is not possible now. This is how it stands."))
    tried = attempt(chosen, lambda: _act(chosen, meeting, registration, request)) if chosen else NotDone(200)
    if isinstance(tried, Done):
        return onward(request, request.path, tried.made)
    context = {"meeting": meeting, "note": note, "ways": ways, "forms": offered, **_around(registration, ways)}
    return render(request, "matchmaking/next_step.html", context, status=tried.status)


def _around(registration: Registration, ways: Ways) -> dict[str, Any]:
    """What stands on the page besides what is offered."""
    return {
        "programme": registration.programme,
        "event": registration.event,
        "done": [(_said(each), _address(each)) for each in ways.done],
        "most": MOST_WAITING,
        "week": MOST_A_WEEK,
    }


def _forms(
    request: HttpRequest, meeting: Meeting, note: OutcomeNote, registration: Registration, ways: Ways
) -> dict[str, ActForm]:
    """What is offered, by name; the one that was sent as it was sent."""
    sent = request.POST.get("act", "") if request.method == "POST" else ""

    def form(name: str, kind: type[ActForm], initial: dict[str, Any], of: dict[str, Any] | None = None) -> ActForm:
        return kind.received(request, of=of) if name == sent else kind.fresh(of=of, **initial)

    found: dict[str, ActForm] = {}
    if ways.can_introduce:
        found["introduce"] = form("introduce", IntroduceForm, {"message": first_words(meeting, note)})
    if ways.free:
        found["invite"] = form("invite", InviteForm, {"role": role_for(ways.other)}, {"teams": ways.free})
    if ways.can_form:
        found["form"] = form("form", NewTeamForm, {"role": role_for(ways.other)})
    if ways.led:
        found["vacancy"] = form("vacancy", VacancyForm, place_like(ways, registration), {"teams": ways.led})
    return found


def _act(form: ActForm, meeting: Meeting, registration: Registration, request: HttpRequest) -> str:
    """Carry out what was pressed, and say what was done."""
    who: dict[str, Any] = {"meeting": meeting, "registration": registration, **pressed(request)}
    if isinstance(form, IntroduceForm):
        ask_after_meeting(message=form.cleaned_data["message"], **who)
        return _("Asked. You get a mail when they answer.")
    if isinstance(form, NewTeamForm):
        form_team_after_meeting(name=form.cleaned_data["name"], role=form.cleaned_data["role"], **who)
        return _("The team is formed and they are invited; they get a mail and answer on their pages.")
    assert isinstance(form, OfTeamForm)
    act: Callable[..., object] = invite_after_meeting if isinstance(form, InviteForm) else open_vacancy_after_meeting
    act(**form.said(), **who)
    if isinstance(form, InviteForm):
        return _("Invited. They get a mail; who represents their organisation says yes on their pages.")
    return _("The vacancy is open for people who are signed in.")


def _said(done: FollowUp) -> str:
    if done.introduction is not None:
        return _("You asked to be introduced: %(state)s.") % {"state": done.introduction.state_label}
    if done.member is not None:
        values = {"team": done.member.team.name, "state": done.member.state_label}
        return _("Team “%(team)s”: %(state)s.") % values
    assert done.vacancy is not None
    return _("Vacancy “%(title)s”: %(state)s.") % {"title": done.vacancy.title, "state": done.vacancy.state_label}


def _address(done: FollowUp) -> str:
    slug = done.registration.programme.slug
    if done.introduction is not None:
        return reverse("matchmaking:introduction", args=[slug, done.introduction.ref])
    if done.member is not None:
        return reverse("teams:member", args=[slug, done.member.team.ref, done.member.ref])
    assert done.vacancy is not None
    return reverse("teams:places", args=[slug, done.vacancy.team.ref])

"""Situations of teams, built through the real services."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from securit.kernel import clock
from securit.people.public import Described, Organisation, User
from securit.programmes.public import Programme
from securit.stages.calls.public import Call
from securit.stages.matchmaking.public import (
    Interest,
    Team,
    TeamMember,
    TeamOption,
    Vacancy,
    choose_option,
    form_team,
    invite_member,
    join_team,
    open_vacancy,
    show_interest,
)
from tests.worlds import WHILE_OPEN, acting, an_applicant, an_open_call


def an_open_call_now(settings: Any, files: Path) -> Call:
    """An open call, with the programme's time standing while it is, and files kept in a folder of the test."""
    settings.DEMO, settings.FILES_ROOT = True, files / "files"
    clock.set_now(WHILE_OPEN)
    return an_open_call()


def a_team(programme: Programme, *, country: str = "FR", at: datetime = WHILE_OPEN) -> tuple[Team, User]:
    """A team of one SME, and the person who formed it."""
    person, lead = an_applicant(country)
    team = form_team(programme=programme, name="Night watch", lead=lead, actor=acting(person), at=at)
    return team, person


def described(organisation: Organisation) -> Described:
    """The organisation as somebody writes it down who knows its number."""
    return Described(
        organisation.country, organisation.register_number, organisation.legal_name, organisation.organisation_kind
    )


def an_invited(
    team: Team,
    lead: User,
    organisation: Organisation,
    *,
    role: str = "member",
    email: str = "",
    at: datetime = WHILE_OPEN,
) -> TeamMember:
    """The organisation, invited by the lead."""
    return invite_member(
        team=team, described=described(organisation), role=role, contact_email=email, actor=acting(lead), at=at
    )


def a_member(
    team: Team, lead: User, *, country: str = "DE", kind: str = "sme", role: str = "member"
) -> tuple[TeamMember, User]:
    """An organisation that was invited and has accepted, and its person."""
    person, organisation = an_applicant(country, kind=kind)
    member = an_invited(team, lead, organisation, role=role)
    joined = join_team(member=member, name=person.name, user=person, actor=acting(person), at=WHILE_OPEN)
    return joined, person


def an_option(team: Team, lead: User, call: Call) -> TeamOption:
    """The call's only kind of support, weighed by the team."""
    return choose_option(team=team, call=call, instrument="prototype", actor=acting(lead), at=WHILE_OPEN)


def a_vacancy(team: Team, lead: User, *, audience: str = "public") -> Vacancy:
    """A place for a member."""
    return open_vacancy(
        team=team,
        title="A partner for field tests",
        role="member",
        audience=audience,
        actor=acting(lead),
        at=WHILE_OPEN,
    )


def an_interest(vacancy: Vacancy, *, at: datetime = WHILE_OPEN) -> Interest:
    """Somebody would like to have the place."""
    person, organisation = an_applicant("ES")
    return show_interest(
        team=vacancy.team, organisation=organisation, user=person, vacancy=vacancy, actor=acting(person), at=at
    )

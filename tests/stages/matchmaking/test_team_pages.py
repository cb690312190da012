"""Teams over HTTP: from the first page to the application, and what is refused on the way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from securit.machinery.correspondence.models import Mail
from securit.people.public import User
from securit.stages.applications.public import Application, gaps_of
from securit.stages.calls.public import Call
from securit.stages.matchmaking.public import Interest, Team, TeamMember, invitation_token, team_token
from tests import worlds
from tests.stages.applications.teams import PDF
from tests.stages.matchmaking.consortia import a_member, a_team, a_vacancy, an_invited, an_open_call_now, an_option
from tests.worlds import an_applicant, an_organisation, signed_in


@pytest.fixture
def call(settings: Any, tmp_path: Path, db: None) -> Call:
    """An open call; the programme's time stands while it is."""
    return an_open_call_now(settings, tmp_path)


def address(team: Team, name: str = "show", **kwargs: str) -> str:
    return reverse(f"teams:{name}", kwargs={"slug": team.programme.slug, "ref": team.ref, **kwargs})


def page(call: Call, name: str, **kwargs: str) -> str:
    return reverse(f"teams:{name}", kwargs={"slug": call.programme.slug, **kwargs})


def as_person(user: User) -> Client:
    return signed_in(Client(), user, strong=False)


def invited(lead: Client, team: Team, **said: str) -> TeamMember:
    """Invite through the page."""
    common = {
        "register_number": "",
        "legal_name": "",
        "kind": "",
        "city": "",
        "role": "member",
        "contact_email": "",
        "replaces": "",
    }
    answer = lead.post(address(team, "invite"), {**common, **said})
    assert answer.status_code == 302
    return TeamMember.objects.latest("id")


def test_two_smes_and_an_end_user_form_a_team_and_open_an_application_that_meets_the_rules(call: Call) -> None:
    person, organisation = an_applicant("FR")
    lead = as_person(person)
    said = {"name": "Night watch", "purpose": "See in the dark", "lead": organisation.ref}
    lead.post(page(call, "form"), said)
    team = Team.objects.get()
    lead.post(address(team), {"do": "option", "option": f"{call.code} prototype"})
    option = team.options.get()
    assert "one thing missing" in lead.get(address(team)).content.decode()

    second = invited(
        lead,
        team,
        country="DE",
        register_number="HRB 12",
        legal_name="Zweite GmbH",
        kind="sme",
        contact_email="z@zweite.example",
    )
    city = invited(lead, team, country="IT", register_number="C1", legal_name="Città", kind="public", role="end_user")
    (mail,) = Mail.objects.filter(to="z@zweite.example")
    link = re.search(r"/p/\S+", mail.body)
    assert link is not None
    phone = Client()
    assert "Night watch" in phone.get(link[0]).content.decode()
    assert phone.post(link[0], {"do": "join", "name": "Zoe Zweite"}).status_code == 302
    Client().post(page(call, "invitation", token=invitation_token(city)), {"do": "join", "name": "Carla"})
    lead.post(
        address(team), {"do": "shares", f"share_{team.members.get(role='lead').ref}": "60", f"share_{second.ref}": "40"}
    )
    lead.post(address(team, "option", option=option.ref), {"do": "money", "cost": "100000", "grant": "70000"})
    assert "Your team meets the rules" in lead.get(address(team, "option", option=option.ref)).content.decode()

    apply = reverse("applications:open_as_team", kwargs={"slug": call.programme.slug, "ref": team.ref})
    answer = lead.post(apply, {"option": option.ref})
    application = Application.objects.get()
    assert answer.headers["Location"].endswith(f"/applications/{application.ref}/")
    assert [
        (m.organisation.legal_name, m.role, m.cost_cents, m.grant_cents, m.contact_email)
        for m in application.members.select_related("organisation").order_by("position")
    ] == [
        (organisation.legal_name, "lead", 6_000_000, 4_200_000, ""),
        ("Zweite GmbH", "member", 4_000_000, 2_800_000, "z@zweite.example"),
    ]
    assert (application.title, application.instrument) == ("Night watch", "prototype")
    assert {gap.code for gap in gaps_of(application) if gap.section == "the-team"} == {"sign_off"}
    lead.post(apply, {"option": option.ref})
    assert Application.objects.count() == 1
    assert "are the same as in the team" in lead.get(answer.headers["Location"]).content.decode()

    lead.post(address(team, "option", option=option.ref), {"do": "money", "cost": "100000", "grant": "60000"})
    shown = lead.get(answer.headers["Location"]).content.decode()
    assert (
        "in the team: lead, cost €60,000, grant €36,000; in the application: lead, cost €60,000, grant €42,000" in shown
    )
    lead.post(reverse("applications:follow_team", kwargs={"slug": call.programme.slug, "ref": application.ref}))
    assert [m.grant_cents for m in application.members.order_by("position")] == [3_600_000, 2_400_000]


def test_a_team_is_not_there_for_others_and_staff(call: Call) -> None:
    team, _person = a_team(call.programme)
    manager = signed_in(Client(), worlds.a_person(roles={call.programme: ["call_manager"]}))
    answers = [
        manager.get(address(team, name)).status_code for name in ("show", "places", "files", "notes", "settings")
    ]
    assert answers == [404] * 5


def test_a_forwarded_invitation_opens_nothing_to_another_account(call: Call) -> None:
    team, person = a_team(call.programme)
    known_person, known = an_applicant("DE")
    member = an_invited(team, person, known, email="right@member.example")
    url = page(call, "invitation", token=invitation_token(member))
    other = as_person(worlds.a_person("Otto Other"))
    shown = other.get(url).content.decode()
    assert "r…@m…" in shown
    assert "right@member.example" not in shown
    assert other.post(url, {"do": "join", "name": "Otto"}).status_code == 403
    visitor = Client().post(url, {"do": "join", "name": "Otto"})
    assert visitor.status_code == 403
    assert "Sign in as one of them" in visitor.content.decode()
    assert as_person(known_person).post(url, {"do": "join", "name": "Karl"}).headers["Location"] == address(team)
    assert other.post(url, {"do": "enter"}).status_code == 403
    assert other.get(address(team)).status_code == 404


def test_the_teams_link_lets_one_ask_and_the_lead_answers(call: Call) -> None:
    team, person = a_team(call.programme)
    asker, organisation = an_applicant("ES")
    url = page(call, "link", token=team_token(team))
    asking = as_person(asker)
    assert asking.post(url, {"organisation": organisation.ref, "message": "We fly."}).status_code == 302
    again = asking.post(url, {"organisation": organisation.ref, "message": ""})
    assert (again.status_code, "has asked already" in again.content.decode()) == (409, True)
    assert asking.get(address(team)).status_code == 404
    lead, interest = as_person(person), Interest.objects.get()
    assert "We fly." in lead.get(address(team, "places")).content.decode()
    lead.post(address(team, "places"), {"do": "accept", "ref": interest.ref})
    assert asking.get(address(team)).status_code == 200
    as_person(person).post(address(team, "settings"), {"do": "renew"})
    assert as_person(worlds.a_person()).get(url).status_code == 404


def test_a_vacancy_names_no_member_and_is_shown_as_the_team_chose(call: Call) -> None:
    team, person = a_team(call.programme)
    open_to_all, for_members = a_vacancy(team, person), a_vacancy(team, person, audience="members")
    lead_name = team.members.get().organisation.legal_name
    listed = Client().get(page(call, "vacancies")).content.decode()
    assert (open_to_all.ref in listed, for_members.ref in listed) == (True, False)
    assert for_members.ref in as_person(worlds.a_person()).get(page(call, "vacancies")).content.decode()
    shown = Client().get(page(call, "vacancy", ref=open_to_all.ref)).content.decode()
    assert (open_to_all.title in shown, lead_name in shown, team.name in shown) == (True, False, False)
    assert Client().get(page(call, "vacancy", ref=for_members.ref)).status_code == 302


def test_files_open_after_the_terms_and_not_before(call: Call) -> None:
    team, person = a_team(call.programme)
    lead, url = as_person(person), address(team, "files")
    upload: dict[str, Any] = {"do": "put", "file": SimpleUploadedFile("plan.pdf", PDF)}
    assert lead.post(url, upload).status_code == 403
    assert lead.post(url, {"do": "accept", "name": ""}).status_code == 422
    lead.post(url, {"do": "accept", "name": "Lea Lead"})
    assert lead.post(url, {"do": "put", "file": SimpleUploadedFile("plan.pdf", PDF)}).status_code == 302
    stored = team.files.get().file
    download: Any = lead.get(address(team, "file", file=stored.ref))
    assert b"".join(download.streaming_content) == PDF
    _member, second = a_member(team, person)
    other = as_person(second)
    assert "plan.pdf" not in other.get(url).content.decode()
    assert other.get(address(team, "file", file=stored.ref)).status_code == 403


def test_the_check_without_an_account_says_what_is_missing_and_stores_nothing(call: Call) -> None:
    url = page(call, "check")
    assert Client().get(url).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as queries:
        alone = Client().get(url, {"country": "FR", "kind": "sme", "people": "12"}).content.decode()
    assert "one thing missing" in alone
    assert "Invite another SME to your consortium." in alone
    assert [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE"))] == []
    two = {"country": "FR", "kind": "sme", "kind1": "sme", "country1": "DE", "grant": "70000"}
    assert "the rules for teams are met" in Client().get(url, two).content.decode()
    assert "You are counted as a large company" in Client().get(url, {**two, "people": "250"}).content.decode()
    half = Client().get(url, {**two, "country1": ""})
    assert (half.status_code, "Choose the country of this partner." in half.content.decode()) == (422, True)


@pytest.mark.parametrize("others", [0, 2])
def test_the_overview_asks_the_database_as_often_for_one_member_as_for_three(
    call: Call, others: int, django_assert_num_queries: Any
) -> None:
    team, person = a_team(call.programme)
    an_option(team, person, call)
    for country in ("DE", "IT")[:others]:
        an_invited(team, person, an_organisation(country))
    client = as_person(person)
    client.get(address(team))
    with django_assert_num_queries(QUERIES):
        assert client.get(address(team)).status_code == 200


#: Session and person, programme, team with its facts, members, options, money, people, navigation, tasks of the panel.
QUERIES = 26

"""No page, header, calendar, export or mail gives away a mail address before both sides have shared theirs.

Three parts meet here in one programme: partner search, a brokerage day, and a team with its application. None of their
people has a name, so that what falls back to the address where a name is missing is found as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from securit.kernel.policy import ROLES
from securit.kernel.refusals import Refusal
from securit.machinery.correspondence.models import Mail
from securit.people.public import User
from securit.programmes.public import Programme
from securit.stages.applications.services.apply_as_team import apply_as_team
from securit.stages.calls.public import Call
from securit.stages.matchmaking.public import (
    Coming,
    Event,
    Introduction,
    Team,
    accept_terms,
    answer_report,
    brokerage_of,
    form_team,
    invitation_token,
    invite_member,
    join_team,
    open_vacancy,
    put_file,
    register_for_event,
    request_meeting,
    share_contact,
    show_interest,
    suspend_profile,
    team_token,
    write_message,
    write_note,
)
from tests.laws.places import notices_token
from tests.laws.routes import Route, routes
from tests.laws.test_leaks import client_of, knock, text_of
from tests.stages.applications.teams import PDF
from tests.stages.matchmaking.consortia import a_vacancy, an_interest, an_invited, an_option, described
from tests.stages.matchmaking.events import a_place_of_events, an_event, people_of
from tests.stages.matchmaking.meetings import a_partner_search, searching
from tests.stages.solutions.catalogues import a_solution
from tests.worlds import BEFORE, WHILE_OPEN, a_person, acting, an_applicant, an_open_call, an_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("only_the_answer")]

#: Shown to oneself: one's own address, in one's own account.
OWN_ACCOUNT = ("account/",)
#: The lead of a team reads the addresses to which it sent its own invitations; nobody else in the team does.
TYPED_BY_THE_LEAD = {("lead", "invited", "teams:member"), ("lead", "mate", "teams:member")}
#: The people who keep the catalogue read the contact of a record that they keep.
KEPT_BY_THE_OFFICE = {("staff", "provider", f"solutions:{door}") for door in ("show", "edit")}


@dataclass
class World:
    """Everybody who may knock (``people``), and whose address must not be found (``emails``)."""

    programme: Programme
    call: Call
    people: dict[str, User | None] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    further: list[tuple[str, str]] = field(default_factory=list)
    """Doors besides those that ``values`` open: the name of the route, and the address."""

    def takes(self, **people: User) -> None:
        """These people have no name from now on, and addresses of their own."""
        for name, user in people.items():
            User.objects.filter(pk=user.pk).update(name="")
            self.people[name], self.emails[name] = user, user.email

    def person(self, name: str) -> User:
        user = self.people[name]
        assert user is not None
        return user


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> World:
    settings.FILES_ROOT = tmp_path / "files"
    call = an_open_call()
    made = World(call.programme, call)
    partner_search(made)
    brokerage_day(made)
    team_with_application(made)
    everybody = {call.programme: list(ROLES)}
    made.people |= {"visitor": None, "stranger": a_person("Stranger"), "staff": a_person("Staff", everybody)}
    return made


def partner_search(world: World) -> None:
    """Two are introduced, write, and one of them has shared; a report is answered, a profile suspended."""
    programme, staff = world.programme, a_person("Matchmaker", {world.programme: ["partner_staff"]})
    made = a_partner_search(programme)
    world.takes(**{name: made[name].user for name in ("one", "other", "third")})
    met: Introduction = made["introduction"]
    write_message(introduction=met, text="When do we talk?", actor=made["other"].actor, at=BEFORE)
    share_contact(introduction=met, actor=made["one"].actor, at=BEFORE)
    answer_report(report=made["report"], answer="Talked to.", actor=acting(staff), at=BEFORE)
    suspend_profile(profile=searching(programme).profile, reason="Rude.", actor=acting(staff), at=BEFORE)
    world.values |= {
        "profiles/<ref>": made["other"].profile.ref,
        "introductions/<ref>": met.ref,
        "abuse/<report>": made["report"].ref,
        "notices/<ref>": made["third"].user.ref,
        "stop/<token>": notices_token(programme.slug, made["third"].user.ref),
        "welcome/<code>": "HUB",
        "calls/<code>": world.call.code,
    }


def brokerage_day(world: World) -> None:
    """A published timetable: two meet, two others came besides."""
    world.values |= a_place_of_events(world.programme)
    brokerage = brokerage_of(Event.objects.get(ref=world.values["events/<ref>"]))
    assert brokerage is not None
    asker, asked, besides, _other = (row.user for row in people_of(brokerage))
    world.takes(asker=asker, asked=asked, besides=besides)


def team_with_application(world: World) -> None:
    """The lead invited one who came in, one who has not answered, and a provider of the catalogue; others asked."""
    programme = world.programme
    lead, organisation = an_applicant("FR")
    mate, second = an_applicant("DE")
    guest, town = an_applicant("IT", kind="public")
    world.takes(lead=lead, mate=mate, guest=guest)
    team = form_team(programme=programme, name="Night watch", lead=organisation, actor=acting(lead), at=WHILE_OPEN)
    for person, house, role in ((mate, second, "member"), (guest, town, "end_user")):
        joining = an_invited(team, lead, house, role=role, email=mate.email if person is mate else "")
        join_team(member=joining, name="A. Signer", user=person, actor=acting(person), at=WHILE_OPEN)
        world.further.append(
            ("teams:invitation", reverse("teams:invitation", args=[programme.slug, invitation_token(joining)]))
        )
    invited = an_invited(team, lead, an_organisation("ES"), email="invited@waiting.example")
    provider = a_solution(programme, state="listed", contact_email="provider@hidden.example")
    hidden = invite_member(
        team=team, described=described(an_organisation("PL")), solution=provider, actor=acting(lead), at=WHILE_OPEN
    )
    world.emails |= {"invited": invited.contact_email, "provider": provider.contact_email}
    world.further.append(("teams:member", reverse("teams:member", args=[programme.slug, team.ref, hidden.ref])))
    world.further.append(
        ("teams:invitation", reverse("teams:invitation", args=[programme.slug, invitation_token(hidden)]))
    )
    world.takes(keen=an_interest(a_vacancy(team, lead)).asked_by)
    world.values |= in_the_workspace(world, team) | {
        "teams/<ref>": team.ref,
        "member/<member>": invited.ref,
        "invitation/<token>": invitation_token(invited),
        "link/<token>": team_token(team),
        "vacancies/<ref>": team.vacancies.get().ref,
        "solutions/<ref>": provider.ref,
    }


def in_the_workspace(world: World, team: Team) -> dict[str, str]:
    """A note, a file behind the terms that the lead and the guest have accepted, and an application."""
    lead = world.person("lead")
    for person in (lead, world.person("guest")):
        accept_terms(team=team, name="A. Signer", user=person, actor=acting(person), at=WHILE_OPEN)
    upload = SimpleUploadedFile("plan.pdf", PDF)
    put_file(team=team, upload=upload, user=lead, actor=acting(lead), at=WHILE_OPEN)
    write_note(team=team, kind="decision", text="We go for it.", actor=acting(lead), at=WHILE_OPEN)
    option = an_option(team, lead, world.call)
    application = apply_as_team(option=option, actor=acting(lead), at=WHILE_OPEN)
    return {
        "option/<option>": option.ref,
        "files/<file>": team.files.get().file.ref,
        "applications/<ref>": application.ref,
        "team/<member>": application.members.get(role="lead").ref,
    }


def doors(world: World, begin: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Every page of this world in these parts, with its address; a part is what the names of its routes begin with."""

    def is_asked(route: Route) -> bool:
        return route.name.startswith(begin) and not route.pattern.startswith(OWN_ACCOUNT)

    for route in filter(is_asked, routes()):
        if set(route.parts) <= set(world.values):
            yield route.name, route.address(world.programme.slug, world.values)
    yield from (door for door in world.further if door[0].startswith(begin))


def found(
    world: World, readers: tuple[str, ...], begin: tuple[str, ...], methods: tuple[str, ...] = ("GET",)
) -> set[tuple[str, str, str]]:
    """Who found whose address behind which door; one's own is no find."""
    clients: dict[str, Client] = {name: client_of(world.people[name]) for name in readers}
    finds = set()
    for door, address in doors(world, begin):
        for method in methods:
            for reader, client in clients.items():
                answer = knock(client, method, address)
                said = "\n".join([*text_of(answer), str(answer.cookies)]).lower()
                names = [name for name, email in world.emails.items() if email in said and name != reader]
                finds |= {(reader, name, door) for name in names}
    return finds


# -- pages ----------------------------------------------------------------------------------------------------------

#: Of each part: whom it could tell too much, and who sends forms that fit nothing.
WALKS: dict[tuple[str, ...], tuple[tuple[str, ...], tuple[str, ...]]] = {
    ("matchmaking:",): (("visitor", "one", "third", "staff"), ("other", "third", "staff")),
    ("events:",): (("visitor", "one", "third", "asker", "besides", "staff"), ("asker", "besides", "staff")),
    ("teams:",): (
        ("visitor", "one", "third", "lead", "mate", "guest", "keen", "staff"),
        ("mate", "guest", "keen", "staff"),
    ),
    ("applications:",): (("visitor", "one", "third", "lead", "mate", "guest", "staff"), ()),
    ("portal:",): (("visitor", "one", "third", "asker", "mate", "staff"), ()),
}


def test_no_address_is_found_before_both_shared_and_then_by_the_two_alone(world: World) -> None:
    met = Introduction.objects.get(ref=world.values["introductions/<ref>"])
    walked = tuple(part for parts in WALKS for part in parts)
    others = tuple({route.name.partition(":")[0] for route in routes() if not route.name.startswith(walked)})
    finds = [found(world, readers, parts) for parts, (readers, _posters) in WALKS.items()]
    finds += [found(world, posters, parts, ("POST",)) for parts, (_readers, posters) in WALKS.items()]
    finds += [found(world, ("visitor", "one", "third", "lead", "staff"), others)]
    share_contact(introduction=met, actor=acting(world.person("other")), at=BEFORE)
    afterwards = found(world, ("visitor", "stranger", "one", "other", "third", "staff"), ("matchmaking:",))

    assert set().union(*finds) - TYPED_BY_THE_LEAD - KEPT_BY_THE_OFFICE == set()
    assert {(reader, name) for reader, name, _door in afterwards} == {("one", "other"), ("other", "one")}


# -- mails ----------------------------------------------------------------------------------------------------------


def test_no_mail_says_anybodys_address_or_answers_to_one(world: World, mailoutbox: list[Any]) -> None:
    from securit.kernel.outbox import queue

    queue.work_off(at=WHILE_OPEN)
    addresses = set(world.emails.values())
    said = [(mail.to, mail.subject + mail.body) for mail in Mail.objects.order_by("id")]
    sent = [(mail.from_email, mail.reply_to, mail.cc, mail.bcc, str(mail.extra_headers)) for mail in mailoutbox]

    written_to = addresses & {to for to, _text in said}
    assert {world.emails[name] for name in ("one", "asked", "lead", "mate", "invited", "provider")} <= written_to
    assert [to for to, text in said if any(one in text for one in addresses)] == []
    assert [one for one in sent if any(address in str(one) for address in addresses)] == []
    assert len(sent) == len(said)


# -- what people write for others -----------------------------------------------------------------------------------


def test_no_text_that_others_read_is_taken_with_an_address_in_it(world: World) -> None:
    words, programme = "Write to me (at) home@post.example.", world.programme
    person, organisation = an_applicant("FR")
    lead, team = world.person("lead"), Team.objects.get(ref=world.values["teams/<ref>"])
    said: dict[str, Any] = {"actor": acting(person), "at": BEFORE}
    as_lead: dict[str, Any] = {"actor": acting(lead), "at": WHILE_OPEN}
    event = an_event(programme)

    def registers() -> object:
        coming = Coming(organisation=organisation, takes_meetings=True, offers="Cameras", seeks=words)
        return register_for_event(event=event, user=person, coming=coming, **said)

    def asks_to_come_in() -> object:
        return show_interest(team=team, organisation=organisation, user=person, message=words, **said)

    acts: dict[str, Callable[[], object]] = {
        "seeks": registers,
        "message": asks_to_come_in,
        "text": lambda: open_vacancy(team=team, title="A partner", role="member", text=words, **as_lead),
        "title": lambda: open_vacancy(team=team, title=words, role="member", **as_lead),
        "purpose": lambda: form_team(programme=programme, name="T", lead=organisation, purpose=words, **said),
    }
    assert [name for name, act in acts.items() if refused_at(act) != name] == []


def test_no_request_for_a_meeting_is_taken_with_an_address_in_it(world: World) -> None:
    brokerage = brokerage_of(Event.objects.get(ref=world.values["events/<ref>"]))
    assert brokerage is not None
    one, *_others, other = people_of(brokerage)
    field_of_refusal = refused_at(
        lambda: request_meeting(
            brokerage=brokerage,
            asker=one,
            asked=other,
            priority=2,
            message="me@home.example",
            actor=acting(one.user),
            at=BEFORE,
        )
    )
    assert field_of_refusal == "message"


def refused_at(act: Callable[[], object]) -> str:
    """The field at which the act is refused; the sentence quotes the address that stands there."""
    with pytest.raises(Refusal) as refused:
        act()
    assert "@" in str(refused.value) or "(at)" in str(refused.value)
    return refused.value.field

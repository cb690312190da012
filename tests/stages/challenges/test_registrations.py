"""People are invited or register, confirm, wait, move up, withdraw, and come into the room by their own link."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from securit.kernel.actor import ANONYMOUS, SYSTEM, Actor, link_holder
from securit.kernel.audit.models import AuditEntry, AuditValue
from securit.kernel.refusals import NotAllowed
from securit.machinery.correspondence.models import Mail
from securit.stages.challenges.links import registration_token
from securit.stages.challenges.models import Ballot, Participant, Registration, Workshop
from securit.stages.challenges.public import (
    Answers,
    cancel_workshop,
    confirm_registration,
    edit_workshop,
    invite_people,
    open_room,
    register,
    withdraw_registration,
    workshop_participants_of,
)
from securit.stages.challenges.services.forget_unanswered import forget_unanswered
from tests.stages.challenges.phones import a_host, address, posted
from tests.stages.challenges.rooms import a_plan, a_workshop, an_open_vote, marks
from tests.worlds import BEFORE, a_programme, an_organisation, fresh

pytestmark = pytest.mark.django_db

ANNA = Answers("anna@example.org", "Anna Weber", "City of Example", "authority", "DE")
LIST_QUERIES = 8


def the_link(row: Registration) -> str:
    return f"/p/{row.programme.slug}/registrations/{row.ref}/link/{registration_token(row.ref)}/"


def holder(row: Registration) -> Actor:
    return link_holder(row.ref, f"registration:{row.ref}")


def a_registered(workshop: Workshop, said: Answers = ANNA) -> Registration:
    register(workshop=workshop, said=said, actor=ANONYMOUS, at=BEFORE)
    row = Registration.objects.get(workshop=workshop, email=said.email)
    return confirm_registration(registration=row, said=said, actor=holder(row), at=BEFORE)


def letters() -> list[str]:
    return [mail.key.split(":")[2] for mail in Mail.objects.order_by("id")]


def test_somebody_registers_confirms_by_the_mail_and_comes_into_the_room_by_the_same_link() -> None:
    workshop, phone = a_workshop(admission="everyone"), Client()
    said = {"name": "Anna Weber", "email": "Anna@Example.org", "comes_as": "authority", "country": "DE"}
    sent = phone.post(f"/p/alpha/workshops/{workshop.ref}/register/", said)
    link = next(word for word in Mail.objects.get().body.split() if "/registrations/" in word)
    page = "/p/" + link.partition("/p/")[2]
    before = phone.get(page).content.decode()
    phone.post(page, {**said, "act": "confirm"})
    vote = an_open_vote(open_room(workshop=workshop, actor=SYSTEM, at=BEFORE))
    row = Registration.objects.get()
    door = {"registration": row.ref, "token": registration_token(row.ref), "nickname": "Anna"}
    phone.post(address(workshop, "join/"), door)
    voted = phone.post(address(workshop, "ballot/1/"), posted(marks(5, 3, 1)), headers={"Accept": "application/json"})

    assert (sent.status_code, "Do you come?" in before, row.state) == (302, True, "registered")
    assert [(p.registration, p.kind, p.nickname) for p in workshop.participants.all()] == [(row, "authority", "Anna")]
    assert (voted.status_code, letters()) == (200, ["requested", "registered"])
    assert vote.number == 1


def test_on_a_second_phone_the_same_person_is_in_the_room_once_and_cannot_vote_twice() -> None:
    workshop = a_workshop(admission="everyone")
    row = a_registered(workshop)
    an_open_vote(open_room(workshop=workshop, actor=SYSTEM, at=BEFORE))
    door = {"registration": row.ref, "token": registration_token(row.ref)}
    answers = []
    for phone in (Client(), Client()):
        phone.post(address(workshop, "join/"), door)
        phone.post(address(workshop, "join/"), door)
        answers.append(phone.post(address(workshop, "ballot/1/"), posted(marks(5, 3, 1))).status_code)

    assert (answers, workshop.participants.count(), Ballot.objects.count()) == ([302, 409], 1, 1)


def test_who_came_with_the_code_and_then_opens_the_link_is_noted_as_having_come() -> None:
    workshop = a_workshop(admission="everyone")
    row = a_registered(workshop)
    open_room(workshop=workshop, actor=SYSTEM, at=BEFORE)
    phone = Client()
    phone.post(address(workshop, "join/"), {"kind": "guest", "country": "FR"})
    phone.post(address(workshop, "join/"), {"registration": row.ref, "token": registration_token(row.ref)})

    assert [(p.kind, p.registration) for p in Participant.objects.all()] == [("guest", row)]


def test_a_forged_link_opens_nothing_and_lets_nobody_in() -> None:
    workshop = a_workshop(admission="everyone")
    row = a_registered(workshop)
    open_room(workshop=workshop, actor=SYSTEM, at=BEFORE)
    forged = the_link(row).replace(registration_token(row.ref), "0" * 32)
    Client().post(address(workshop, "join/"), {"registration": row.ref, "token": "0" * 32})

    assert (Client().get(forged).status_code, Client().post(forged, {"act": "withdraw"}).status_code) == (404, 404)
    assert (fresh(row).state, Participant.objects.count()) == ("registered", 0)


def test_with_all_places_taken_people_wait_and_whoever_waits_longest_moves_up() -> None:
    workshop = a_workshop(admission="everyone", capacity=1)
    first, second, third = (a_registered(workshop, replace(ANNA, email=f"{n}@example.org")) for n in "abc")
    assert [row.state for row in (first, second, third)] == ["registered", "waiting", "waiting"]
    withdraw_registration(registration=first, actor=holder(first), at=BEFORE)
    assert [fresh(row).state for row in (first, second, third)] == ["withdrawn", "registered", "waiting"]
    edit_workshop(workshop=fresh(workshop), plan=a_plan(capacity=2, admission="everyone"), actor=SYSTEM, at=BEFORE)

    assert fresh(third).state == "registered"
    assert letters()[-2:] == ["moved_up", "moved_up"]


def test_withdrawing_erases_the_person_everywhere_but_not_that_somebody_was_there() -> None:
    workshop = a_workshop(admission="everyone")
    row = a_registered(workshop)
    open_room(workshop=workshop, actor=SYSTEM, at=BEFORE)
    Client().post(
        address(workshop, "join/"), {"registration": row.ref, "token": registration_token(row.ref), "nickname": "Anna"}
    )
    Client().post(the_link(row), {"act": "withdraw"})
    row = fresh(row)

    assert (row.state, row.name, row.email, row.organisation_name) == ("withdrawn", "", "", "")
    assert [(p.nickname, p.kind) for p in workshop.participants.all()] == [("", "authority")]
    trail = str([entry.__dict__ for entry in AuditEntry.objects.all()] + [v.__dict__ for v in AuditValue.objects.all()])
    assert ("Anna" in trail, "anna@" in trail, row.ref in trail) == (False, False, True)


def test_registering_again_sends_the_link_again_once_an_hour_and_tells_nobody_who_is_registered() -> None:
    workshop = a_workshop(admission="everyone")
    a_registered(workshop)
    for minutes in (0, 10, 70):
        register(workshop=workshop, said=ANNA, actor=ANONYMOUS, at=BEFORE + timedelta(minutes=minutes))

    assert (letters(), Registration.objects.count()) == (["requested", "registered", "again", "again"], 1)


@pytest.mark.parametrize(("admission", "allowed"), [("everyone", True), ("invited", False), ("code", False)])
def test_the_public_registers_only_where_the_workshop_is_open_to_all(admission: str, allowed: bool) -> None:
    workshop = a_workshop(admission=admission)
    page = Client().get(f"/p/alpha/workshops/{workshop.ref}/register/").status_code
    if not allowed:
        with pytest.raises(NotAllowed):
            register(workshop=workshop, said=ANNA, actor=ANONYMOUS, at=BEFORE)
    assert page == (200 if allowed else 404)


def test_a_machine_that_fills_every_field_registers_nobody() -> None:
    workshop = a_workshop(admission="everyone")
    said = {"name": "A", "email": "a@example.org", "comes_as": "guest", "country": "DE", "website": "http://spam"}
    answer = Client().post(f"/p/alpha/workshops/{workshop.ref}/register/", said)

    assert (answer.status_code, Registration.objects.count(), Mail.objects.count()) == (302, 0, 0)


def test_who_registers_too_often_is_asked_to_wait_and_nothing_is_mailed() -> None:
    workshop = a_workshop(admission="everyone")
    said = {"name": "A", "email": "a@example.org", "comes_as": "guest", "country": "DE"}
    visitor, url = Client(), f"/p/alpha/workshops/{workshop.ref}/register/"
    statuses = [visitor.post(url, said).status_code for _time in range(7)]

    assert (statuses, Mail.objects.count()) == ([302] * 6 + [429], 1)


def test_a_host_invites_a_pasted_list_and_keeps_it_when_a_line_is_wrong() -> None:
    workshop = a_workshop(admission="invited")
    host, url = a_host(workshop), f"/p/alpha/workshops/{workshop.ref}/people/invite/"
    wrong = host.post(url, {"people": "Anna; anna@example.org\nBen; nowhere"})
    sent = host.post(url, {"people": "Anna; anna@example.org\nben@example.org"}, follow=True)
    again = host.post(url, {"people": "anna@example.org"}, follow=True)

    kept = wrong.content.decode()
    assert (wrong.status_code, "Line 2:" in kept, "Ben; nowhere" in kept) == (422, True, True)
    assert ("2 invitations are on their way." in sent.content.decode(), letters()) == (True, ["invited", "invited"])
    assert "1 person was known already." in again.content.decode()


def test_the_attendance_list_says_who_came_and_never_what_was_voted() -> None:
    workshop = a_workshop(admission="everyone")
    row = a_registered(workshop, replace(ANNA, name="=cmd()"))
    a_registered(workshop, replace(ANNA, email="absent@example.org", name="Ben"))
    open_room(workshop=workshop, actor=SYSTEM, at=BEFORE)
    Client().post(address(workshop, "join/"), {"registration": row.ref, "token": registration_token(row.ref)})
    Client().post(address(workshop, "join/"), {"kind": "guest", "country": "FR"})
    made = a_host(workshop).get(f"/p/alpha/workshops/{workshop.ref}/people/export/").content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(made)))

    assert [(line[0], line[3], bool(line[6])) for line in table[1:]] == [
        ("'=cmd()", "DE", True),
        ("Ben", "DE", False),
        ("", "FR", True),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_attendance_page_costs_the_same_for_three_people_as_for_one(
    django_assert_num_queries: Any, count: int
) -> None:
    workshop = a_workshop(admission="everyone")
    for number in range(count):
        a_registered(workshop, replace(ANNA, email=f"{number}@example.org"))
    host, url = a_host(workshop), f"/p/alpha/workshops/{workshop.ref}/people/"
    host.get(url)
    with django_assert_num_queries(LIST_QUERIES):
        host.get(url)


def test_everybody_registered_is_told_when_it_changes_or_is_cancelled() -> None:
    programme = a_programme()
    workshop = a_workshop(programme, admission="everyone")
    a_registered(workshop)
    plan = a_plan(admission="everyone")
    same = edit_workshop(workshop=workshop, plan=plan, actor=SYSTEM, at=BEFORE)
    moved = edit_workshop(workshop=same, plan=replace(plan, place="Lyon"), actor=SYSTEM, at=BEFORE)
    cancel_workshop(workshop=moved, reason="Nobody hosts it.", actor=SYSTEM, at=BEFORE)

    assert letters() == ["requested", "registered", "changed", "cancelled"]


def test_who_never_answers_is_forgotten_after_a_fortnight_and_an_invitation_when_the_workshop_is_long_over() -> None:
    workshop = a_workshop(admission="everyone")
    register(workshop=workshop, said=ANNA, actor=ANONYMOUS, at=BEFORE)
    invite_people(workshop=workshop, people=[Answers("ben@example.org")], actor=SYSTEM, at=BEFORE)
    early = forget_unanswered(BEFORE + timedelta(days=14))
    late = forget_unanswered(BEFORE + timedelta(days=14, minutes=1))
    kept = list(Registration.objects.exclude(state="withdrawn").values_list("email", flat=True))
    after = forget_unanswered(BEFORE + timedelta(days=15))

    assert (early, late, kept, after) == (0, 1, ["ben@example.org"], 1)


def test_the_organisation_of_who_came_is_known_when_it_applies_later() -> None:
    workshop = a_workshop(admission="everyone")
    mine, other = an_organisation("DE"), an_organisation("FR")
    row = a_registered(workshop, replace(ANNA, organisation_name=mine.legal_name.upper()))
    a_registered(workshop, replace(ANNA, email="absent@example.org", organisation_name=other.legal_name))
    open_room(workshop=workshop, actor=SYSTEM, at=BEFORE)
    Client().post(address(workshop, "join/"), {"registration": row.ref, "token": registration_token(row.ref)})

    assert [p.registration for p in workshop_participants_of(mine, other)] == [row]

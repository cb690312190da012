"""The host's screen and the desk of workshops."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from securit.kernel.actor import SYSTEM
from securit.stages.challenges.models import Challenge, Vote, Workshop
from securit.stages.challenges.public import (
    close_room,
    write_minutes,
)
from tests.stages.challenges.phones import a_host, a_joined_client, address, posted
from tests.stages.challenges.rooms import (
    a_closed_vote,
    a_phone,
    a_workshop,
    an_open_room,
    an_open_vote,
    marks,
    proposed_challenges,
)
from tests.worlds import BEFORE, a_person, a_programme, fresh, signed_in

pytestmark = pytest.mark.django_db

HOST_QUERIES = 10
LIST_QUERIES = 2


def test_a_host_leads_a_workshop_from_the_screen() -> None:
    workshop = a_workshop()
    host, base = a_host(workshop), f"/p/alpha/workshops/{workshop.ref}/"
    host.post(f"{base}vote/", {"title": "Which first?", "form": "rate", "criterion_1": "Need"})
    host.post(f"{base}step/", {"step": "open"})
    vote = Vote.objects.get()
    host.post(f"{base}host/act/", {"act": "open_vote", "of": vote.ref})
    for kind in ("integrator", "integrator", "integrator", "authority", "authority", "authority"):
        a_joined_client(workshop, kind).post(address(workshop, "ballot/1/"), posted(marks(5, 3, 1)))
    during = host.get(f"{base}host/").content.decode()
    host.post(f"{base}host/act/", {"act": "close_vote", "of": vote.ref})
    host.post(f"{base}host/act/", {"act": "reveal", "of": vote.ref})
    shown = host.get(f"{base}host/").content.decode()
    result = host.get(f"{base}results/1/").content.decode()
    host.post(f"{base}host/act/", {"act": "close"})

    assert ("6 of 6" in during, "Kendall" in shown, "If one group had not voted" in result) == (True, True, True)
    assert fresh(workshop).state == "closed"


def test_the_host_screen_shows_code_and_qr_without_inline_style() -> None:
    workshop = an_open_room()
    html = a_host(workshop).get(f"/p/alpha/workshops/{workshop.ref}/host/").content.decode()

    assert (workshop.code in html, "<svg" in html, "style=" in html) == (True, True, False)


def test_the_moving_part_is_sent_only_when_something_moved() -> None:
    workshop = an_open_room()
    host, url = a_host(workshop), f"/p/alpha/workshops/{workshop.ref}/host/live/"
    tag = host.get(url).headers["ETag"]
    still = host.get(url, headers={"If-None-Match": tag}).status_code
    a_phone(workshop)

    assert (still, host.get(url, headers={"If-None-Match": tag}).status_code) == (304, 200)


@pytest.mark.parametrize("others", [1, 3])
def test_the_host_costs_as_many_queries_with_three_in_the_room_as_with_one(
    django_assert_num_queries: Any, others: int
) -> None:
    vote = an_open_vote()
    for _ in range(others):
        a_phone(vote.workshop).votes(vote, marks(1, 2, 3))
    host, url = a_host(vote.workshop), f"/p/alpha/workshops/{vote.workshop.ref}/host/live/"
    host.get(url)
    with django_assert_num_queries(HOST_QUERIES):
        host.get(url)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_workshops_costs_the_same_for_three_as_for_one(
    client: Client, django_assert_num_queries: Any, count: int
) -> None:
    programme = a_programme()
    for number in range(count):
        a_workshop(programme, [f"1.{number}"])
    client.get("/p/alpha/workshops/")
    with django_assert_num_queries(LIST_QUERIES):
        html = client.get("/p/alpha/workshops/").content.decode()

    assert html.count('class="k-card"') == count


def test_a_challenge_that_is_not_public_is_not_named_to_the_public(client: Client) -> None:
    workshop = a_workshop()
    html = client.get(f"/p/alpha/workshops/{workshop.ref}/").content.decode()

    assert ("Challenge 1.1" in html, "3 proposed challenges" in html) == (False, True)
    assert "Challenge 1.1" in a_host(workshop).get(f"/p/alpha/workshops/{workshop.ref}/").content.decode()


def test_an_observer_reads_and_does_not_host() -> None:
    workshop = a_closed_vote().workshop
    observer, base = a_host(workshop, "observer"), f"/p/alpha/workshops/{workshop.ref}/"

    assert [observer.get(f"{base}{rest}").status_code for rest in ("", "results/1/", "host/", "vote/")] == [
        200, 200, 403, 403,
    ]  # fmt: skip


def test_a_workshop_is_planned_in_the_programmes_time_zone() -> None:
    programme = a_programme()
    challenges = proposed_challenges(programme)
    host = signed_in(Client(), a_person(roles={programme: ["partner_staff"]}))
    sent = {
        "title": "Evening",
        "round": "1",
        "mode": "online",
        "admission": "everyone",
        "agenda_lines": "18:00 | Welcome",
        "starts_at": "2022-06-01T18:00",
        "ends_at": "2022-06-01T20:00",
        "challenges": [challenges[0].ref, challenges[2].ref],
    }
    answer = host.post("/p/alpha/workshops/new/", sent)
    made = Workshop.objects.get()

    assert answer.status_code == 302
    assert (made.starts_at.isoformat(), [c.challenge.number for c in made.candidates.order_by("position")]) == (
        "2022-06-01T16:00:00+00:00",
        ["1.1", "1.10"],
    )


def test_a_plan_that_somebody_else_changed_shows_only_what_now_differs_and_can_then_be_saved() -> None:
    workshop = a_workshop()
    host, url = a_host(workshop), f"/p/alpha/workshops/{workshop.ref}/edit/"
    page: Any = host.get(url)
    loaded = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    loaded |= {name: loaded[name].strftime("%Y-%m-%dT%H:%M") for name in ("starts_at", "ends_at")}
    host.post(url, {**loaded, "title": "Theirs", "intent": "a" * 20})
    late: Any = host.post(url, {**loaded, "place": "Lyon", "intent": "b" * 20})
    form = late.context["form"]
    again = host.post(url, {**loaded, "place": "Lyon", "version": form["version"].value(), "intent": "c" * 20})

    assert late.status_code == 409
    assert [name for name in form.fields if "It now reads" in form[name].help_text] == ["title", "place"]
    assert form["title"].help_text == "It now reads: Theirs"
    assert (again.status_code, fresh(workshop).place) == (302, "Lyon")


def test_minutes_draft_themselves_and_are_printed_once_adopted(client: Client) -> None:
    vote = a_closed_vote()
    workshop = close_room(workshop=vote.workshop, actor=SYSTEM, at=BEFORE)
    host, base = a_host(workshop), f"/p/alpha/workshops/{workshop.ref}/"
    draft = host.get(f"{base}minutes/").context["form"]["text"].value()
    missing = client.get(f"{base}minutes/pdf/").status_code
    version = fresh(workshop).version
    host.post(f"{base}minutes/", {"text": draft, "version": version, "act": "adopt"})
    paper = client.get(f"{base}minutes/pdf/")

    assert ("7 people were in the room" in draft, "Which first?" in draft, missing) == (True, True, 404)
    assert (fresh(workshop).state, b"".join(paper)[:5]) == ("minuted", b"%PDF-")


def test_a_person_validates_on_a_vote_by_the_page() -> None:
    vote = a_closed_vote()
    programme = vote.programme
    manager = signed_in(Client(), a_person(roles={programme: ["call_manager"]}))
    url = "/p/alpha/challenges/1.1/"
    without_sheet = manager.post(f"{url}validate/", {"vote": vote.ref}).status_code
    codes = ("biometrics", "public_space", "vulnerable", "data_protection", "dual_use")
    manager.post(f"{url}ethics/", dict.fromkeys(codes, "no"))
    nothing = manager.post(f"{url}validate/", {}).status_code
    answer = manager.post(f"{url}validate/", {"vote": vote.ref})

    assert (without_sheet, nothing, answer.status_code) == (422, 422, 302)
    assert Challenge.objects.get(number="1.1").evidence_vote == vote


def test_minutes_that_somebody_changed_meanwhile_are_not_overwritten() -> None:
    workshop = close_room(workshop=an_open_room(), actor=SYSTEM, at=BEFORE)
    host, version = a_host(workshop), workshop.version
    write_minutes(workshop=workshop, text="Theirs", actor=SYSTEM, at=BEFORE)
    url = f"/p/alpha/workshops/{workshop.ref}/minutes/"

    assert host.post(url, {"text": "Mine", "version": version, "act": "save"}).status_code == 409
    assert fresh(workshop).minutes == "Theirs"

"""The pages of a phone in a live room, without an account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from securit.kernel.actor import SYSTEM
from securit.stages.challenges.models import Ballot, Participant
from securit.stages.challenges.public import (
    close_room,
    close_vote,
    reveal_vote,
    say_in_room,
    show_comment,
)
from securit.stages.challenges.web.entrance import WRONG_CODES
from securit.stages.challenges.web.room_pulse import forget_pulses
from tests.stages.challenges.phones import JSON, a_host, a_joined_client, address, posted
from tests.stages.challenges.rooms import (
    a_closed_vote,
    a_phone,
    a_workshop,
    an_open_room,
    an_open_vote,
    marks,
)
from tests.worlds import BEFORE, a_programme

pytestmark = pytest.mark.django_db

ROOM_QUERIES = 5


# -- coming in ------------------------------------------------------------------------------------------------------


def test_who_reads_the_code_comes_in(client: Client) -> None:
    workshop = an_open_room()
    typed = f" {workshop.code[:3].lower()} {workshop.code[3:]}"

    assert client.post("/join/", {"code": typed}).headers["Location"] == address(workshop)


def test_a_code_is_not_guessed_for_long(client: Client) -> None:
    workshop = an_open_room()
    wrong = "222222" if workshop.code != "222222" else "333333"
    answers = [client.post("/join/", {"code": wrong}).status_code for _ in range(WRONG_CODES.most + 1)]

    assert answers == [422] * WRONG_CODES.most + [429]
    assert client.post("/join/", {"code": workshop.code}).status_code == 429
    assert client.get(address(workshop)).status_code == 200


def test_the_code_of_a_closed_room_leads_nowhere(client: Client) -> None:
    workshop = an_open_room()
    code = workshop.code
    close_room(workshop=workshop, actor=SYSTEM, at=BEFORE)

    assert client.post("/join/", {"code": code}).status_code == 422


def test_somebody_joins_without_an_account_or_a_session() -> None:
    workshop = an_open_room()
    client = a_joined_client(workshop)
    cookie = client.cookies[f"room-{workshop.ref}"]

    assert Participant.objects.get(workshop=workshop).kind == "integrator"
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", address(workshop))
    assert "You are in" in client.get(address(workshop)).content.decode()


def test_no_cache_keeps_a_page_of_the_room(client: Client) -> None:
    assert "no-store" in client.get(address(an_open_room())).headers["Cache-Control"]


def test_a_forged_token_is_nobody(client: Client) -> None:
    vote = an_open_vote()
    client.cookies[f"room-{vote.workshop.ref}"] = "forged.secret"
    answer = client.post(address(vote.workshop, "ballot/1/"), posted(marks(1, 1, 1)), headers=JSON)

    assert (answer.status_code, answer.json()["code"]) == (403, "not_in_the_room")
    assert "Come in" in client.get(address(vote.workshop)).content.decode()


@pytest.mark.parametrize("text", ["", ".", "x", "a.b" * 60, "é.b", "a.\x00"])
def test_a_damaged_cookie_is_no_cookie(client: Client, text: str) -> None:
    from securit.stages.challenges.room_keys import Credential

    assert Credential.read(text) is None


def test_a_newcomer_who_says_nothing_is_told_at_the_field(client: Client) -> None:
    answer = client.post(address(an_open_room(), "join/"), {})

    assert (answer.status_code, Participant.objects.count()) == (422, 0)
    assert 'id="id_kind-error"' in answer.content.decode()


def test_a_room_that_is_not_open_says_when(client: Client) -> None:
    assert "not open yet" in client.get(address(a_workshop())).content.decode()


def test_a_room_of_another_programme_is_not_there(client: Client) -> None:
    workshop = an_open_room()
    a_programme("beta")

    assert client.get(f"/p/beta/rooms/{workshop.ref}/").status_code == 404
    assert client.get(f"/p/beta/rooms/{workshop.ref}/pulse/").status_code == 404


# -- voting ---------------------------------------------------------------------------------------------------------


def test_a_ballot_is_sent_without_javascript_and_shown_again() -> None:
    vote = an_open_vote()
    client = a_joined_client(vote.workshop)
    answer = client.post(address(vote.workshop, "ballot/1/"), posted(marks(5, None, 0)))
    html = client.get(address(vote.workshop)).content.decode()

    assert (answer.status_code, Ballot.objects.get().content) == (302, marks(5, None, 0))
    assert re.findall(r'name="(mark:[^"]+)" value="(\d)" checked', html) == [
        ("mark:1.1:c1", "5"),
        ("mark:1.10:c1", "0"),
    ]
    assert "Received" in html


def test_a_ballot_sent_again_by_a_bad_connection_counts_once() -> None:
    vote = an_open_vote()
    client = a_joined_client(vote.workshop)
    answers = [
        client.post(address(vote.workshop, "ballot/1/"), posted(marks(5, 3, 1)), headers=JSON).json() for _ in range(3)
    ]

    assert (Ballot.objects.count(), answers[0]["code"] == answers[2]["code"]) == (1, True)


def test_five_picks_are_five_at_most() -> None:
    vote = an_open_vote(an_open_room(numbers=[f"1.{n}" for n in range(1, 8)]), form="top_five")
    client = a_joined_client(vote.workshop)
    six = {"pick": [f"1.{n}" for n in range(1, 7)]}

    assert client.post(address(vote.workshop, "ballot/1/"), six, headers=JSON).json()["code"] == "too_many_picks"
    assert client.post(address(vote.workshop, "ballot/1/"), {"pick": six["pick"][:5]}).status_code == 302


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"mark:1.1:c1": "9" * 5_000}, 422),
        ({"mark:1.1:c1": "-1"}, 422),
        ({"mark:9.9:c1": "1"}, 422),
        ({"revision": "9" * 400}, 400),
        ({"revision": "soon"}, 400),
    ],
)
def test_nonsense_is_refused_with_a_sentence(sent: dict[str, str], status: int) -> None:
    vote = an_open_vote()
    client = a_joined_client(vote.workshop)
    answer = client.post(address(vote.workshop, "ballot/1/"), sent, headers=JSON)

    assert (answer.status_code, bool(answer.json()["sentence"]), Ballot.objects.count()) == (status, True, 0)


def test_a_ballot_after_the_close_is_told_so() -> None:
    vote = an_open_vote()
    client = a_joined_client(vote.workshop)
    close_vote(vote=vote, actor=SYSTEM, at=BEFORE)
    answer = client.post(address(vote.workshop, "ballot/1/"), posted(marks(5, 3, 1)), headers=JSON)

    assert (answer.status_code, answer.json()["code"]) == (409, "vote_not_open")


def test_the_result_is_on_the_phone_once_the_host_shows_it() -> None:
    vote = an_open_vote()
    client = a_joined_client(vote.workshop)
    client.post(address(vote.workshop, "ballot/1/"), posted(marks(1, 2, 5)))
    vote = close_vote(vote=vote, actor=SYSTEM, at=BEFORE)
    before = client.get(address(vote.workshop)).content.decode()
    hidden = client.get(address(vote.workshop, "ballots/1/")).status_code
    reveal_vote(vote=vote, actor=SYSTEM, at=BEFORE)
    after = client.get(address(vote.workshop)).content.decode()
    found = client.get(address(vote.workshop, "ballots/1/")).content.decode()

    assert ("The host shows the result" in before, "room-order" in before, hidden) == (True, False, 404)
    assert re.findall(r'class="room-rank">(\d)</span><span>([\d.]+)', after) == [
        ("1", "1.10"),
        ("2", "1.2"),
        ("3", "1.1"),
    ]
    assert "is in the count" in found


def test_the_published_list_is_what_the_trail_has_the_digest_of(client: Client) -> None:
    from securit.kernel.canonical import digest

    vote = reveal_vote(vote=a_closed_vote(), actor=SYSTEM, at=BEFORE)
    said = client.get(address(vote.workshop, "ballots/1/?as=json")).json()

    assert digest(said["ballots"]) == said["sha256"] == vote.ballots_sha256


# -- polling --------------------------------------------------------------------------------------------------------


def test_a_poll_that_brings_nothing_new_costs_no_query(client: Client, django_assert_num_queries: Any) -> None:
    workshop = an_open_room()
    first = client.get(address(workshop, "pulse/"))
    with django_assert_num_queries(0):
        again = client.get(address(workshop, "pulse/"), headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_a_new_vote_changes_the_pulse(client: Client) -> None:
    workshop = an_open_room()
    before = client.get(address(workshop, "pulse/")).json()["tag"]
    an_open_vote(workshop)
    forget_pulses()

    assert client.get(address(workshop, "pulse/")).json()["tag"] != before


@pytest.mark.parametrize("others", [1, 3])
def test_the_phone_costs_as_many_queries_with_three_in_the_room_as_with_one(
    django_assert_num_queries: Any, others: int
) -> None:
    vote = an_open_vote()
    for _ in range(others):
        phone = a_phone(vote.workshop, nickname="Ann")
        phone.votes(vote, marks(1, 2, 3))
        comment = say_in_room(participant=phone.participant, text="Yes", actor=phone.actor, at=BEFORE)
        show_comment(comment=comment, actor=SYSTEM, at=BEFORE)
    client = a_joined_client(vote.workshop)
    client.get(address(vote.workshop))
    with django_assert_num_queries(ROOM_QUERIES):
        client.get(address(vote.workshop))


# -- comments -------------------------------------------------------------------------------------------------------


def test_a_comment_reaches_the_room_through_the_host_and_stays_text() -> None:
    workshop = an_open_room()
    client, host = a_joined_client(workshop), a_host(workshop)
    client.post(address(workshop, "comment/"), {"text": "<script>alert(1)</script>", "intent": "c" * 20})
    before = a_joined_client(workshop).get(address(workshop)).content.decode()
    comment = workshop.comments.get()
    host.post(f"/p/alpha/workshops/{workshop.ref}/host/act/", {"act": "show", "of": comment.ref})
    after = a_joined_client(workshop).get(address(workshop)).content.decode()

    assert ("alert(1)" in before, "&lt;script&gt;alert(1)&lt;/script&gt;" in after) == (False, True)

"""The demonstration's door: there in demo mode only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from securit.kernel import clock
from securit.kernel.models import AuditEntry
from securit.machinery.correspondence.mail import queue_mail
from securit.stages.calls.public import call_by_code
from tests.worlds import BEFORE, DEADLINE, OPENING, a_programme, a_published_call, a_user

pytestmark = pytest.mark.django_db

DOORS = ("/demo/", "/demo/move/", "/demo/mail/")


@pytest.fixture
def demo(settings: Any) -> Iterator[None]:
    """A demonstration that stands before the call opens."""
    settings.DEMO = True
    settings.DEMO_PEOPLE = "tests.portal.cast.people"
    clock._cache.clear()
    clock.set_now(BEFORE)
    yield
    clock._cache.clear()


@pytest.mark.parametrize("door", DOORS)
def test_in_production_there_is_no_demonstration(client: Client, door: str) -> None:
    assert client.get(door).status_code == 404
    assert client.post("/demo/enter/", {"person": "x"}).status_code == 404


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("door", DOORS)
def test_the_doors_stand_open_in_the_demonstration(client: Client, door: str) -> None:
    assert client.get(door).status_code == 200


@pytest.mark.usefixtures("demo")
def test_only_people_who_are_here_have_a_card(client: Client) -> None:
    a_user("Ada", email="ada@people.example", synthetic=True)
    html = client.get("/demo/").content.decode()
    assert ("Be Ada" in html, "Be Gone" in html) == (True, False)


@pytest.mark.usefixtures("demo")
def test_one_click_makes_a_visitor_that_person_with_their_second_factor(client: Client) -> None:
    ada = a_user("Ada", email="ada@people.example", synthetic=True)
    answer = client.post("/demo/enter/", {"person": ada.ref})
    assert answer.headers["Location"] == "/work/"
    assert client.session["demo_entry"] is True
    assert client.session["_auth_user_id"] == str(ada.pk)


@pytest.mark.usefixtures("demo")
def test_a_real_person_cannot_be_entered(client: Client) -> None:
    real = a_user("Real")
    assert client.post("/demo/enter/", {"person": real.ref}).status_code == 404
    assert client.get("/demo/enter/").status_code == 405


@pytest.mark.usefixtures("demo")
def test_moving_beyond_the_opening_opens_the_call(client: Client) -> None:
    call = a_published_call()
    answer = client.post("/demo/move/", {"move": f"opening-{call.ref}"})
    assert answer.status_code == 302
    assert OPENING <= clock.now() < OPENING + timedelta(minutes=1)
    assert call_by_code(call.programme, call.code).state == "open"
    entry = AuditEntry.objects.get(act="demo.move_clock")
    assert (entry.stream, entry.details) == (f"programme:{call.programme.ref}", {"to": OPENING.isoformat()})


@pytest.mark.usefixtures("demo")
def test_moving_beyond_the_deadline_opens_and_closes_the_call(client: Client) -> None:
    call = a_published_call()
    client.post("/demo/move/", {"move": f"deadline-{call.ref}"})
    assert clock.now() >= DEADLINE
    assert call_by_code(call.programme, call.code).state == "closed"


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("2021-12-24T12:00", "The demonstration’s date moves forward only."),
        ("2031-01-01T12:00", "No programme here lasts until then."),
        ("tomorrow", "Enter a valid date/time."),
    ],
)
def test_a_moment_that_cannot_be_reached_is_refused_at_its_place(client: Client, to: str, sentence: str) -> None:
    a_programme()
    answer = client.post("/demo/move/", {"move": "date", "to": to})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not AuditEntry.objects.filter(act="demo.move_clock").exists()


@pytest.mark.usefixtures("demo")
def test_the_banner_says_what_day_it_is_here(client: Client) -> None:
    a_programme()
    assert "3 January 2022" in client.get("/").content.decode()


@pytest.mark.usefixtures("demo")
def test_mails_are_read_where_they_would_have_been_sent_from(client: Client) -> None:
    at = datetime(2022, 1, 3, 12, tzinfo=UTC)
    queue_mail(to="ada@people.example", subject="Your code", body="ABC-123 <b>", key="one", at=at)
    html = client.get("/demo/mail/").content.decode()
    assert "ABC-123 &lt;b&gt;" in html

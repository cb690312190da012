"""The call's page as it is kept for readers without an account: quick, and never old."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from securit.kernel import clock
from securit.kernel.actor import SYSTEM
from securit.stages.calls.models import Call
from securit.stages.calls.public import cancel_call, correct_call
from securit.stages.calls.web import kept_page
from securit.stages.calls.web.kept_page import forget_pages
from tests.stages.calls import situations
from tests.worlds import WHILE_OPEN, a_person, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/p/alpha/calls/OC1/"
TOKEN = re.compile(r'csrfmiddlewaretoken" value="(\w{64})"')
STAMP_ONLY = 1


@pytest.fixture(autouse=True)
def open_call(settings: Any) -> Iterator[Call]:
    situations.stand_at(settings, WHILE_OPEN)
    settings.PAGES_KEPT_SECONDS = 60.0
    forget_pages()
    yield situations.an_open_call()
    forget_pages()


def read(client: Client) -> str:
    return client.get(PAGE).content.decode()


def test_a_kept_page_costs_one_query_and_says_the_same(client: Client, django_assert_num_queries: Any) -> None:
    first = read(client)
    with django_assert_num_queries(STAMP_ONLY):
        again = read(Client())
    own = re.compile(r'csrfmiddlewaretoken" value="\w+"|name="server-time" content="[^"]+"')
    assert own.sub("", first) == own.sub("", again)


def test_each_reader_has_a_token_of_their_own_that_works(open_call: Call) -> None:
    first, second = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    tokens = [set(TOKEN.findall(read(reader))) for reader in (first, second)]
    assert [len(found) for found in tokens] == [1, 1]
    assert not tokens[0] & tokens[1]
    sent = {"topic": f"call:{open_call.ref}", "email": "reader@people.example", "csrfmiddlewaretoken": tokens[1].pop()}
    assert second.post(f"{PAGE}follow/", sent).status_code == 302
    assert first.post(f"{PAGE}follow/", sent).status_code == 403


def test_a_corrigendum_shows_at_once(client: Client, open_call: Call) -> None:
    assert "Corrigendum 1" not in read(client)
    changes = {"text.objectives": "Longer objectives."}
    correct_call(call=open_call, changes=changes, reason="They were too short.", actor=SYSTEM, at=WHILE_OPEN)
    assert "Corrigendum 1" in read(client)


def test_a_cancellation_shows_at_once(client: Client, open_call: Call) -> None:
    read(client)
    cancel_call(call=open_call, reason="No money after all.", actor=SYSTEM, at=WHILE_OPEN)
    assert "No money after all." in read(client)


def test_nobody_is_invited_to_apply_after_the_deadline(client: Client, open_call: Call) -> None:
    assert "Start an application" in read(client)
    clock.set_now(open_call.deadline_at - timedelta(minutes=2))
    assert "Start an application" in read(client)
    clock.set_now(open_call.deadline_at)
    assert "Start an application" not in read(client)


def test_who_is_signed_in_neither_reads_nor_makes_a_kept_page(client: Client, open_call: Call) -> None:
    manager = signed_in(Client(), a_person("Mara Manager", roles={open_call.programme: ["call_manager"]}))
    assert "Mara Manager" in read(manager)
    assert "Mara Manager" not in read(client)
    assert "Mara Manager" in read(manager)


def test_the_countdown_begins_at_the_readers_own_moment(client: Client) -> None:
    server_time = re.compile(r'name="server-time" content="([^"]+)"')
    first = server_time.findall(read(client))
    again = server_time.findall(read(client))
    assert [len(first), len(again)] == [1, 1]
    assert again[0] > first[0]


TOKEN_OF_ONE = b"t" * 64


@pytest.mark.parametrize(
    "inside",
    [
        b'<input type="hidden" name="intent" value="ONE-PRESS">',
        b'<input name="csrfmiddlewaretoken" value="%s"><p data-token="%s">' % (TOKEN_OF_ONE, TOKEN_OF_ONE),
    ],
)
def test_a_page_with_something_of_one_reader_in_it_is_not_kept(inside: bytes) -> None:
    kept_page._keep(("alpha", "OC1"), b"<form>" + inside + b"</form>")
    assert not kept_page._pages

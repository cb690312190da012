"""Pages of calls: what the public reads, what a call manager does, what a follower presses."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from securit.kernel.actor import SYSTEM
from securit.machinery.correspondence.models import Mail
from securit.stages.calls.follow_links import token_of
from securit.stages.calls.models import Call, Follow
from securit.stages.calls.public import (
    announce_call,
    call_by_code,
    cancel_call,
    correct_call,
    draft_call,
    publish_call,
)
from securit.stages.calls.web.manage_page import manage_page
from tests.stages.calls import situations
from tests.worlds import BEFORE, WHILE_OPEN, a_definition, a_person, signed_in, somebody

pytestmark = pytest.mark.django_db

MANAGE = "/p/alpha/calls/OC1/manage/"
LIST_QUERIES = 2
MANAGE_QUERIES = 7

#: What differs between two pages of the same words: the form's token and the clock.
VARIES = re.compile(r'csrfmiddlewaretoken" value="\w+"|"server-time".*|\d\d:\d\d(?=</strong>)')


@pytest.fixture(autouse=True)
def _now(settings: Any) -> None:
    situations.stand_at(settings, BEFORE)


def manager_of(client: Client, call: Call, role: str = "call_manager") -> Client:
    return signed_in(client, a_person(roles={call.programme: [role]}))


def form_of(client: Client, act: str, page: str = MANAGE) -> dict[str, str]:
    """The hidden fields and values of a form on the page."""
    html = client.get(page).content.decode()
    form = next(part for part in re.findall(r"<form.*?</form>", html, re.DOTALL) if f"/{act}/" in part)
    found = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form))
    texts = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL)
    return {**found, **dict(texts)}


def test_the_list_groups_calls_by_what_one_can_do(client: Client) -> None:
    situations.an_open_call()

    assert "Open now" in client.get("/p/alpha/calls/").content.decode()


@pytest.mark.parametrize("calls", [1, 3])
def test_the_list_costs_as_many_queries_for_three_calls_as_for_one(
    client: Client, django_assert_num_queries: Any, calls: int
) -> None:
    programme = situations.an_open_call().programme
    for number in range(2, calls + 1):
        definition = replace(a_definition().calls[0], code=f"OC{number}", budget_cents=100)
        announce_call(
            call=draft_call(programme=programme, definition=definition, actor=SYSTEM, at=BEFORE),
            actor=SYSTEM,
            at=BEFORE,
        )
    client.get("/p/alpha/calls/")
    with django_assert_num_queries(LIST_QUERIES):
        html = client.get("/p/alpha/calls/").content.decode()

    assert html.count('class="k-card"') == calls


def test_the_page_of_an_open_call_answers_what_an_applicant_asks(client: Client) -> None:
    situations.an_open_call()
    html = client.get("/p/alpha/calls/OC1/").content.decode()

    for words in (
        "15 March 2022, 17:00 Brussels time",
        "€10,000 to €74,000",
        "The team has at least two SMEs.",
        "1.10 Hear through walls",
        "Each criterion is scored from 0 to 5 in steps of 0.5.",
        "The higher score for impact",
        "40 %, when the agreement is signed",
        "Illustrative",
        "office@alpha.example",
    ):
        assert words in html


def test_before_publication_the_public_reads_the_announcement_only(client: Client) -> None:
    announce_call(call=situations.a_drafted_call(), actor=SYSTEM, at=BEFORE)
    html = client.get("/p/alpha/calls/OC1/").content.decode()

    assert ("Prototypes by teams" in html, "1.1 See in the dark" in html) == (True, True)
    assert ("Each criterion is scored" in html, "Mature prototypes." in html) == (False, False)


def test_staff_see_the_whole_call_before_publication(client: Client) -> None:
    call = situations.a_drafted_call()
    html = manager_of(client, call).get("/p/alpha/calls/OC1/").content.decode()

    assert ("Preview for staff" in html, "Mature prototypes." in html) == (True, True)


def test_a_call_in_preparation_is_unknown_to_the_public(client: Client) -> None:
    situations.a_drafted_call()

    assert client.get("/p/alpha/calls/OC1/").status_code == 404
    assert "First open call" not in client.get("/p/alpha/calls/").content.decode()


@pytest.mark.parametrize("page", ["", "manage/"])
def test_a_call_of_another_programme_is_unknown(client: Client, page: str) -> None:
    call = situations.a_published_call("alpha")
    situations.an_installed_programme("beta")

    assert manager_of(client, call).get(f"/p/beta/calls/OC1/{page}").status_code == 404


def test_a_cancelled_call_says_why(client: Client) -> None:
    cancel_call(call=situations.an_open_call(), reason="The money is gone.", actor=SYSTEM, at=WHILE_OPEN)

    assert "The money is gone." in client.get("/p/alpha/calls/OC1/").content.decode()


def test_a_corrigendum_stands_on_the_page_with_before_after_and_reason(client: Client) -> None:
    changes = {"deadline_at": "2022-03-29T17:00:00+02:00"}
    correct_call(call=situations.an_open_call(), changes=changes, reason="A storm.", actor=SYSTEM, at=WHILE_OPEN)
    html = client.get("/p/alpha/calls/OC1/").content.decode()

    for words in (
        "Corrigendum 1",
        "A storm.",
        "<del>15 March 2022, 17:00 Brussels time</del>",
        "<ins>29 March 2022, 17:00",
    ):
        assert words in html


def test_the_manage_page_is_for_managers(client: Client) -> None:
    call = situations.a_drafted_call()

    assert client.get(MANAGE).status_code == 302
    assert manager_of(client, call, "partner_staff").get(MANAGE).status_code == 403
    assert manager_of(client, call, "call_manager").get(MANAGE).status_code == 200


@pytest.mark.parametrize("notices", [1, 3])
def test_the_manage_page_reads_as_much_for_three_notices_as_for_one(
    django_assert_num_queries: Any, notices: int
) -> None:
    """Panels of later stages come on top; they count their own."""
    call = situations.a_drafted_call()
    for place in ("portal", "own_site", "funder")[:notices]:
        situations.noticed(call, place, BEFORE)
    call, actor = call_by_code(call.programme, "OC1"), somebody(call.programme, "call_manager")
    with django_assert_num_queries(MANAGE_QUERIES):
        page = manage_page(call, actor, BEFORE)

    assert len(page["notices"]) == notices


def test_the_checklist_says_why_publication_is_blocked(client: Client) -> None:
    call = situations.a_drafted_call(profile=situations.STRICT)
    html = manager_of(client, call).get(MANAGE).content.decode()

    assert html.count("No notice is recorded.") == 2
    assert "2 lines of the checklist are not met." in html


def test_a_manager_records_notices_and_publishes(client: Client) -> None:
    call = situations.a_drafted_call(profile=situations.STRICT)
    manager_of(client, call)
    for place in ("portal", "own_site"):
        sent = {"place": place, "url": "https://site.example/call", "seen_at": "2022-01-02T12:00"}
        assert client.post("/p/alpha/calls/OC1/notice/", {**form_of(client, "notice"), **sent}).status_code == 302
    assert client.post("/p/alpha/calls/OC1/publish/", form_of(client, "publish")).status_code == 302

    assert call_by_code(call.programme, "OC1").state == "published"


def test_a_publish_form_sent_five_times_publishes_once(client: Client) -> None:
    call = situations.a_drafted_call()
    sent = form_of(manager_of(client, call), "publish")
    answers = [client.post("/p/alpha/calls/OC1/publish/", sent).status_code for _ in range(5)]

    assert answers == [302] * 5
    assert situations.acts_on(call) == ["call.create", "call.publish"]


def test_a_refused_publication_stands_on_the_page_with_its_reasons(client: Client) -> None:
    call = situations.a_drafted_call(profile=situations.STRICT)
    answer = manager_of(client, call).post("/p/alpha/calls/OC1/publish/", {"intent": "1" * 32})

    assert answer.status_code == 422
    assert "The call cannot be published yet; 2 things are missing" in answer.content.decode()
    assert call_by_code(call.programme, "OC1").state == "drafted"


def test_a_wrong_notice_is_refused_at_its_field_and_what_was_typed_stays(client: Client) -> None:
    call = situations.a_drafted_call()
    sent = {"place": "portal", "url": "https://portal.example/x", "seen_at": "2022-02-02T12:00"}
    answer = manager_of(client, call).post("/p/alpha/calls/OC1/notice/", sent)
    html = answer.content.decode()

    assert answer.status_code == 422
    assert 'id="NoticeForm_seen_at-error"' in html
    assert "https://portal.example/x" in html


def test_a_manager_publishes_a_corrigendum(client: Client, settings: Any) -> None:
    call = situations.an_open_call()
    situations.stand_at(settings, WHILE_OPEN)
    sent = form_of(manager_of(client, call), "correct")
    answer = client.post(
        "/p/alpha/calls/OC1/correct/", {**sent, "deadline_at": "2022-03-29T17:00", "reason": "A storm."}
    )

    assert answer.status_code == 302
    corrected = call_by_code(call.programme, "OC1")
    assert [change["field"] for row in corrected.corrigenda.all() for change in row.changes] == ["deadline_at"]


def test_a_shortened_deadline_is_refused_at_its_field(client: Client, settings: Any) -> None:
    call = situations.an_open_call()
    situations.stand_at(settings, WHILE_OPEN)
    sent = form_of(manager_of(client, call), "correct")
    answer = client.post("/p/alpha/calls/OC1/correct/", {**sent, "deadline_at": "2022-03-01T17:00", "reason": "Why."})

    assert answer.status_code == 422
    assert 'id="CorrectionForm_deadline_at-error"' in answer.content.decode()


def test_a_stale_corrigendum_shows_what_it_now_reads_and_a_second_press_overwrites(
    client: Client, settings: Any
) -> None:
    call = situations.an_open_call()
    situations.stand_at(settings, WHILE_OPEN)
    sent = {**form_of(manager_of(client, call), "correct"), "reason": "Why.", "text__procedure": "Mine."}
    sent |= {"deadline_at": "2022-03-15T17:00"}
    correct_call(call=call, changes={"text.procedure": "Theirs."}, reason="Why.", actor=SYSTEM, at=WHILE_OPEN)
    answer = client.post("/p/alpha/calls/OC1/correct/", sent)
    html = answer.content.decode()

    assert answer.status_code == 409
    assert ("It now reads: Theirs." in html, "Mine." in html) == (True, True)
    again = dict(re.findall(r'<input[^>]*name="(version)"[^>]*value="([^"]*)"', html.split("/correct/")[1]))
    assert client.post("/p/alpha/calls/OC1/correct/", {**sent, **again}).status_code == 302
    assert call_by_code(call.programme, "OC1").terms.text.procedure == "Mine."


def test_a_manager_cancels_with_a_reason(client: Client) -> None:
    call = situations.a_published_call()
    sent = form_of(manager_of(client, call), "cancel")

    assert client.post("/p/alpha/calls/OC1/cancel/", {**sent, "reason": ""}).status_code == 422
    assert client.post("/p/alpha/calls/OC1/cancel/", {**sent, "reason": "Why."}).status_code == 302
    assert call_by_code(call.programme, "OC1").state == "cancelled"


def test_the_history_names_the_person_and_the_act(client: Client) -> None:
    call = situations.a_drafted_call()
    manager_of(client, call)
    client.post("/p/alpha/calls/OC1/announce/", form_of(client, "announce"))
    html = client.get(MANAGE).content.decode()

    assert re.search(r"Person \d+", html.split("History")[1])
    assert "Announce" in html.split("History")[1]


def test_anyone_follows_confirms_and_stops_without_an_account(client: Client) -> None:
    call = situations.a_published_call()
    topic = {"topic": f"call:{call.ref}", "email": "ada@firm.example"}
    assert client.post("/p/alpha/calls/OC1/follow/", topic).status_code == 302
    follow = Follow.objects.in_programme(call.programme).get()
    link = f"/p/alpha/follow/{follow.ref}/{token_of(follow.ref)}"
    assert client.get(f"{link}/confirm/").status_code == 200
    assert Follow.objects.in_programme(call.programme).get().state == "requested"
    assert client.post(f"{link}/confirm/").status_code == 302
    assert Follow.objects.in_programme(call.programme).get().state == "confirmed"
    assert client.post(f"{link}/stop/").status_code == 302

    stopped = Follow.objects.in_programme(call.programme).get()
    assert (stopped.state, stopped.email) == ("stopped", "")


def test_the_answer_is_the_same_for_a_known_and_an_unknown_address(client: Client) -> None:
    call = situations.a_published_call()
    sent = {"topic": f"call:{call.ref}", "email": "ada@firm.example"}
    first = client.post("/p/alpha/calls/OC1/follow/", sent, follow=True).content.decode()
    second = client.post("/p/alpha/calls/OC1/follow/", sent, follow=True).content.decode()

    first, second = (VARIES.sub("", html) for html in (first, second))
    assert first == second
    assert Mail.objects.count() == 1


def test_a_wrong_address_is_refused_on_the_page_of_the_call(client: Client) -> None:
    situations.a_published_call()
    answer = client.post("/p/alpha/calls/OC1/follow/", {"topic": "programme", "email": "ada"})

    assert answer.status_code == 422
    assert 'id="follow_email-error"' in answer.content.decode()


@pytest.mark.parametrize("act", ["confirm", "stop"])
def test_a_damaged_link_opens_nothing(client: Client, act: str) -> None:
    call = situations.a_published_call()
    client.post("/p/alpha/calls/OC1/follow/", {"topic": f"call:{call.ref}", "email": "ada@firm.example"})
    follow = Follow.objects.in_programme(call.programme).get()

    assert client.get(f"/p/alpha/follow/{follow.ref}/{'0' * 32}/{act}/").status_code == 404


def test_a_follow_opened_below_another_programme_is_unknown(client: Client) -> None:
    call = situations.a_published_call()
    situations.an_installed_programme("beta")
    client.post("/p/alpha/calls/OC1/follow/", {"topic": f"call:{call.ref}", "email": "ada@firm.example"})
    follow = Follow.objects.in_programme(call.programme).get()

    assert client.get(f"/p/beta/follow/{follow.ref}/{token_of(follow.ref)}/stop/").status_code == 404


def test_publishing_needs_a_post(client: Client) -> None:
    call = situations.a_drafted_call()

    assert manager_of(client, call).get("/p/alpha/calls/OC1/publish/").status_code == 405


def test_a_published_call_has_no_publish_button(client: Client) -> None:
    call = situations.a_drafted_call()
    publish_call(call=call, actor=SYSTEM, at=BEFORE)

    assert "/publish/" not in manager_of(client, call).get(MANAGE).content.decode()

"""Asking for meetings, answering, and the personal agenda."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from securit.kernel.actor import SYSTEM
from securit.kernel.refusals import Refusal
from securit.machinery.correspondence.models import Mail
from securit.stages.matchmaking.models import Meeting, MeetingRequest, Seat
from securit.stages.matchmaking.public import (
    accept_request,
    close_requests,
    decline_request,
    propose_timetable,
    publish_timetable,
    set_availability,
)
from tests.stages.matchmaking.events import (
    a_brokerage_day,
    a_host,
    address,
    asks,
    browser_of,
    people_of,
    published,
)
from tests.worlds import BEFORE, acting, fresh, somebody

pytestmark = pytest.mark.django_db

QUERIES = {"agenda/": 19, "meetings/": 12, "timetable/": 18, "board/": 12}


def test_asking_back_is_accepting() -> None:
    brokerage = a_brokerage_day()
    one, other, *_more = people_of(brokerage)
    first = asks(brokerage, one, other)
    second = asks(brokerage, other, one)

    assert (second.pk, fresh(first).state, MeetingRequest.objects.count()) == (first.pk, "accepted", 1)


@pytest.mark.parametrize(
    ("situation", "code"),
    [("oneself", "oneself"), ("twice", "asked_already"), ("closed", "requests_closed"), ("long", "too_long")],
)
def test_a_request_that_cannot_be_is_refused(situation: str, code: str) -> None:
    brokerage = a_brokerage_day()
    one, other, *_more = people_of(brokerage)
    asks(brokerage, one, other)
    if situation == "closed":
        close_requests(brokerage=brokerage, actor=SYSTEM, at=BEFORE)
    with pytest.raises(Refusal) as refused:
        asks(brokerage, one, one if situation == "oneself" else other, message="x" * (501 * (situation == "long")))

    assert refused.value.code == code


def test_nobody_answers_for_somebody_else_and_who_is_asked_hears_once_a_day() -> None:
    brokerage = a_brokerage_day()
    one, other, third, _fourth = people_of(brokerage)
    request = asks(brokerage, one, other)
    asks(brokerage, third, other)
    with pytest.raises(Refusal) as refused:
        accept_request(request=request, actor=acting(third.user), at=BEFORE)
    decline_request(request=request, actor=acting(other.user), at=BEFORE)

    assert (refused.value.status, fresh(request).state) == (403, "declined")
    assert Mail.objects.filter(subject__startswith="Somebody would like").count() == 1


def test_a_person_asks_answers_and_says_when_by_the_page() -> None:
    brokerage = a_brokerage_day()
    one, other, *_more = people_of(brokerage)
    event, browser, theirs = brokerage.event, browser_of(one.user), browser_of(other.user)
    page = browser.get(address(event, "meetings/")).content.decode()
    sent = {"asked": other.ref, "priority": "3", "message": "Hello"}
    asked = browser.post(address(event, f"meetings/ask/{other.ref}/"), sent)
    incoming = theirs.get(address(event, "meetings/")).content.decode()
    theirs.post(address(event, "meetings/answer/"), {"of": MeetingRequest.objects.get().ref, "act": "accept"})
    browser.post(address(event, "meetings/availability/"), {"here": ["1", "2"]})

    assert (other.house in page, other.user.email in page, one.user.email in incoming) == (True, False, False)
    assert (asked.status_code, "“Hello”" in incoming, MeetingRequest.objects.get().state) == (302, True, "accepted")
    assert fresh(one).absent == [3, 4, 5, 6, 7, 8, 9]


def test_what_changed_since_the_proposal_is_not_published() -> None:
    brokerage = a_brokerage_day()
    one, other, *_more = people_of(brokerage)
    asks(brokerage, one, other)
    host = somebody(brokerage.programme, "partner_staff")
    settled = close_requests(brokerage=brokerage, actor=SYSTEM, at=BEFORE)
    propose_timetable(brokerage=settled, actor=host, at=BEFORE)
    set_availability(registration=one, absent=[1], actor=acting(one.user), at=BEFORE)
    with pytest.raises(Refusal) as refused:
        publish_timetable(brokerage=settled, actor=host, at=BEFORE)

    assert (refused.value.code, Meeting.objects.count()) == ("outdated", 0)


def test_nothing_is_proposed_where_nobody_asked() -> None:
    brokerage = close_requests(brokerage=a_brokerage_day(), actor=SYSTEM, at=BEFORE)
    host = a_host(brokerage.programme)
    answer = host.post(address(brokerage.event, "timetable/step/"), {"step": "propose"})

    assert (answer.status_code, "There is no request that counts." in answer.content.decode()) == (422, True)


def test_the_agenda_says_whom_one_meets_and_why_not_more() -> None:
    brokerage = a_brokerage_day(people=3, tables=1)
    one, other, third = people_of(brokerage)
    set_availability(registration=one, absent=list(range(2, 10)), actor=acting(one.user), at=BEFORE)
    asks(brokerage, one, other, priority=3)
    asks(brokerage, one, third, priority=1)
    published(brokerage)
    page = browser_of(one.user).get(address(brokerage.event, "agenda/"), {"zone": "Europe/Athens"}).content.decode()

    assert ("1 of your 2 wishes are in the timetable." in page, "10:00 – 10:20" in page) == (True, True)
    assert f"it clashes with your meeting with {other.house} in 1" in page
    assert Seat.objects.count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_the_day_cost_the_same_for_three_meetings_as_for_one(count: int) -> None:
    brokerage = a_brokerage_day()
    one, *others = people_of(brokerage)
    for other in others[:count]:
        asks(brokerage, one, other)
    published(brokerage)
    person, host = browser_of(one.user), a_host(brokerage.programme)
    found = {}
    for browser, rest in ((person, "agenda/"), (person, "meetings/"), (host, "timetable/"), (host, "board/")):
        browser.get(address(brokerage.event, rest))
        with CaptureQueriesContext(connection) as queries:
            browser.get(address(brokerage.event, rest))
        found[rest] = len(queries)

    assert found == QUERIES

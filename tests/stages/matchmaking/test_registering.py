"""Who gets a place: capacity, waiting list, approval; and what everybody reads."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client

from securit.kernel.actor import SYSTEM
from securit.kernel.refusals import Refusal
from securit.machinery.correspondence.models import Mail
from securit.machinery.files.uploads import CannotStoreFile
from securit.stages.matchmaking.models import Event, Registration
from securit.stages.matchmaking.public import (
    accept_registration,
    attach_material,
    cancel_event,
    decline_registration,
    edit_event,
    withdraw_registration,
)
from tests.stages.applications.teams import PDF
from tests.stages.matchmaking.events import (
    MORNING,
    a_host,
    a_plan,
    address,
    an_event,
    browser_of,
    somebody_comes,
    states,
)
from tests.worlds import BEFORE, a_person, a_programme, acting, an_organisation, fresh, signed_in

pytestmark = pytest.mark.django_db

LIST_QUERIES = 4
PEOPLE_QUERIES = 9


def letters() -> list[str]:
    """The subjects of the mails so far, in their order."""
    return [mail.subject.split(":")[0] for mail in Mail.objects.order_by("id")]


def test_people_wait_in_the_order_of_asking_and_move_up_when_a_place_is_free() -> None:
    event = an_event(capacity=1)
    people = [somebody_comes(event, at=BEFORE + timedelta(minutes=n)) for n in range(3)]
    first = states(people)
    withdraw_registration(registration=people[0], actor=acting(people[0].user), at=BEFORE)

    assert first == ["registered", "waiting", "waiting"]
    assert states(people) == ["withdrawn", "registered", "waiting"]
    assert letters() == ["You are registered", "On the waiting list", "On the waiting list", "A place for you"]


def test_a_greater_capacity_takes_in_who_waits_and_a_smaller_one_than_taken_is_refused() -> None:
    event = an_event(capacity=1)
    people = [somebody_comes(event) for _ in range(2)]
    edit_event(event=event, plan=a_plan(capacity=2), actor=SYSTEM, at=BEFORE)
    with pytest.raises(Refusal) as refused:
        edit_event(event=event, plan=a_plan(capacity=1), actor=SYSTEM, at=BEFORE)

    assert (states(people), refused.value.code) == (["registered", "registered"], "capacity_too_small")


def test_with_approval_the_host_decides_and_the_person_reads_why() -> None:
    event = an_event(needs_approval=True)
    one, other = somebody_comes(event), somebody_comes(event)
    accept_registration(registration=one, actor=SYSTEM, at=BEFORE)
    with pytest.raises(Refusal):
        decline_registration(registration=other, reason=" ", actor=SYSTEM, at=BEFORE)
    decline_registration(registration=other, reason="For SMEs only.", actor=SYSTEM, at=BEFORE)

    assert states([one, other]) == ["registered", "declined"]
    assert "For SMEs only." in Mail.objects.order_by("id").last().body  # type: ignore[union-attr]


def test_another_time_is_told_to_those_who_come_and_a_cancellation_with_its_reason() -> None:
    event = an_event()
    somebody_comes(event)
    later = a_plan(starts_at=MORNING + timedelta(hours=1))
    edit_event(event=event, plan=later, actor=SYSTEM, at=BEFORE)
    cancel_event(event=event, reason="The host is ill.", actor=SYSTEM, at=BEFORE)

    assert letters() == ["You are registered", "Changed", "Cancelled"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"ends_at": MORNING}, "ends_at"),
        ({"mode": "on_site"}, "place"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"capacity": 5001}, "capacity"),
        ({"registration_until": MORNING + timedelta(days=1)}, "registration_until"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"description": "x" * 20_001}, "description"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        an_event(**changes)

    assert refused.value.field == field


def test_somebody_registers_and_reads_the_link_that_nobody_else_reads(
    it_is: Callable[[datetime], object], client: Client
) -> None:
    it_is(BEFORE)
    event, organisation = an_event(), an_organisation("DE")
    user = a_person(represents=organisation)
    browser = browser_of(user)
    answer = browser.post(address(event, "register/"), {"organisation": organisation.ref})
    mine, public = (page.get(address(event)).content.decode() for page in (browser, client))
    entry = icalendar.Calendar.from_ical(client.get(address(event, "calendar.ics")).content).events[0]

    assert (answer.status_code, Registration.objects.get().organisation) == (302, organisation)
    assert (event.link in mine, event.link in public, event.link in entry.to_ical().decode()) == (True, False, False)
    assert (entry["summary"], entry.start, "ATTENDEE" in entry, "ORGANIZER" in entry) == (
        "Info day",
        MORNING,
        False,
        False,
    )


def test_registering_twice_or_too_late_is_refused_with_the_reason(it_is: Callable[[datetime], object]) -> None:
    it_is(BEFORE)
    event = an_event()
    registration = somebody_comes(event)
    with pytest.raises(Refusal) as again:
        somebody_comes(event, at=MORNING)
    other = browser_of(a_person())
    it_is(MORNING)
    answer = other.post(address(event, "register/"), {"intent": "once"})

    assert (again.value.code, answer.status_code, "Registration is closed" in answer.content.decode()) == (
        "registration_closed",
        409,
        True,
    )
    assert registration.state == "registered"


def test_what_is_for_participants_is_not_there_for_others(settings: Any, tmp_path: Any, client: Client) -> None:
    settings.FILES_ROOT = tmp_path
    event = an_event()
    registration = somebody_comes(event)
    given: dict[str, Any] = {"event": event, "actor": SYSTEM, "at": BEFORE, "name": "a.pdf", "title": "Slides"}
    attach_material(**given, stream=io.BytesIO(PDF), is_public=False)
    path = address(event, f"material/{event.materials.get().ref}/")
    with pytest.raises(CannotStoreFile):
        attach_material(**given, stream=io.BytesIO(b"MZ not a document"), is_public=True)

    answer = browser_of(registration.user).get(path)
    assert (client.get(path).status_code, answer.status_code, b"".join(answer)) == (404, 200, PDF)
    assert event.materials.count() == 1


def test_a_plan_is_made_in_its_own_time_zone_and_stays_hidden_until_it_is_announced(client: Client) -> None:
    programme = a_programme()
    host = a_host(programme)
    sent = {"event_kind": "webinar", "title": "Web", "mode": "online", "time_zone": "Europe/Athens"}
    sent |= {"starts_at": "2022-02-01T10:00", "ends_at": "2022-02-01T11:00"}
    wrong = host.post("/p/alpha/events/new/", {**sent, "ends_at": "2022-02-01T09:00"})
    host.post("/p/alpha/events/new/", sent)
    event = Event.objects.get()
    before = client.get(address(event)).status_code
    host.post(address(event, "step/"), {"step": "announce"})

    assert (wrong.status_code, "It ends before it begins." in wrong.content.decode()) == (422, True)
    assert (event.starts_at, before, client.get(address(event)).status_code) == (MORNING, 404, 200)


def test_a_plan_that_somebody_else_changed_shows_only_what_now_differs_and_can_then_be_saved() -> None:
    event = an_event()
    host, url = a_host(event.programme), address(event, "edit/")
    page: Any = host.get(url)
    loaded = {name: value for name, value in page.context["form"].initial.items() if value not in (None, False)}
    loaded |= {name: loaded[name].strftime("%Y-%m-%dT%H:%M") for name in ("starts_at", "ends_at", "registration_until")}
    host.post(url, {**loaded, "mode": "online", "title": "Theirs", "intent": "a" * 20})
    late: Any = host.post(url, {**loaded, "mode": "hybrid", "place": "Lyon", "intent": "b" * 20})
    form = late.context["form"]
    again = host.post(url, {**loaded, "place": "Lyon", "version": form["version"].value(), "intent": "c" * 20})

    assert late.status_code == 409
    assert [form[name].help_text for name in form.fields if "It now reads" in form[name].help_text] == [
        "It now reads: Theirs",
        "It now reads: online",
        "It now reads: –",
    ]
    assert (again.status_code, fresh(event).place) == (302, "Lyon")


@pytest.mark.parametrize("count", [1, 3])
def test_list_and_attendance_cost_the_same_for_three_as_for_one(
    client: Client, django_assert_num_queries: Any, count: int
) -> None:
    programme = a_programme()
    events = [an_event(programme) for _ in range(count)]
    for _ in range(count):
        somebody_comes(events[0])
    client.get("/p/alpha/events/")
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/p/alpha/events/")
    host = a_host(programme)
    host.get(address(events[0], "people/"))
    with django_assert_num_queries(PEOPLE_QUERIES):
        host.get(address(events[0], "people/"))


def test_an_observer_reads_who_comes_and_decides_nothing() -> None:
    event = an_event()
    registration = somebody_comes(event)
    observer = signed_in(Client(), a_person(roles={event.programme: ["observer"]}))
    refused = observer.post(address(event, "people/decide/"), {"of": registration.ref, "act": "check_in"})

    assert (observer.get(address(event, "people/")).status_code, refused.status_code) == (200, 403)
    assert fresh(registration).state == "registered"

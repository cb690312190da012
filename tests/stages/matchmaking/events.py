"""Situations around events and brokerage days, in domain words."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence, Set
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client

from securit.kernel.actor import SYSTEM
from securit.people.public import User
from securit.programmes.public import Programme
from securit.stages.matchmaking.models import Brokerage, Event, MeetingRequest, Registration
from securit.stages.matchmaking.public import (
    Arrangement,
    Coming,
    EventPlan,
    announce_event,
    arrange_brokerage,
    attach_material,
    brokerage_of,
    close_requests,
    open_requests,
    plan_event,
    propose_timetable,
    publish_timetable,
    register_for_event,
    request_meeting,
    token_of,
)
from tests.stages.applications.teams import PDF
from tests.worlds import BEFORE, a_person, a_programme, acting, an_organisation, fresh, signed_in, somebody

#: The brokerage day: 09:00 in Brussels.
MORNING = datetime(2022, 2, 1, 8, tzinfo=UTC)
EVENING = MORNING + timedelta(hours=9)
SESSIONS = "09:00–11:00 Morning\n13:00–14:40 Afternoon"


def a_plan(**changes: Any) -> EventPlan:
    """An info day of two hours, online, with a link."""
    said = {
        "event_kind": "info_day",
        "title": "Info day",
        "starts_at": MORNING,
        "ends_at": MORNING + timedelta(hours=2),
    }
    said |= {"mode": "online", "time_zone": "Europe/Brussels", "link": "https://meet.example/secret-room"}
    return EventPlan(**{**said, **changes})


def an_event(programme: Programme | None = None, *, announced: bool = True, **changes: Any) -> Event:
    """An info day, announced."""
    event = plan_event(programme=programme or a_programme(), plan=a_plan(**changes), actor=SYSTEM, at=BEFORE)
    return announce_event(event=event, actor=SYSTEM, at=BEFORE) if announced else event


def somebody_comes(
    event: Event, *, name: str = "", country: str = "FR", at: datetime = BEFORE, **said: Any
) -> Registration:
    """A representative of an organisation of their own registers."""
    organisation = an_organisation(country)
    user = a_person(name, represents=organisation)
    coming = Coming(organisation=organisation, **said)
    return register_for_event(event=event, user=user, coming=coming, actor=acting(user), at=at)


def a_brokerage_day(programme: Programme | None = None, *, people: int = 4, tables: int = 3) -> Brokerage:
    """Announced and arranged (nine rounds), with people who offer and seek; requests are open."""
    event = an_event(
        programme,
        event_kind="brokerage",
        title="Brokerage day",
        ends_at=EVENING,
        mode="on_site",
        place="Aix-en-Provence",
        link="",
    )
    brokerage = brokerage_of(event)
    assert brokerage is not None
    arrangement = Arrangement(SESSIONS, 20, 5, tables, [], "opt_out", 40)
    arrange_brokerage(brokerage=brokerage, arrangement=arrangement, actor=SYSTEM, at=BEFORE)
    for _ in range(people):
        somebody_comes(event, takes_meetings=True, offers="Cameras", seeks="A test site")
    return open_requests(brokerage=brokerage, actor=SYSTEM, at=BEFORE)


def people_of(brokerage: Brokerage) -> list[Registration]:
    """Its participants in the order of asking."""
    rows = Registration.objects.filter(event=brokerage.event)
    return list(rows.select_related("user", "event__programme", "organisation").order_by("id"))


def asks(brokerage: Brokerage, asker: Registration, asked: Registration, **said: Any) -> MeetingRequest:
    """One request, as the asker makes it."""
    given = {"priority": 2, "message": "Let us talk.", **said}
    return request_meeting(brokerage=brokerage, asker=asker, asked=asked, actor=acting(asker.user), at=BEFORE, **given)


def drawn_requests(
    brokerage: Brokerage, count: int, *, seed: int = 1, besides: Set[frozenset[int]] = frozenset()
) -> list[MeetingRequest]:
    """So many requests between people drawn at random, no pair twice, and none of ``besides``, by their keys."""
    dice, people = random.Random(seed), people_of(brokerage)
    pairs = [(one, other) for place, one in enumerate(people) for other in people[place + 1 :]]
    pairs = [(one, other) for one, other in pairs if frozenset((one.pk, other.pk)) not in besides]
    return [asks(brokerage, *pair, priority=dice.choice((1, 2, 2, 3))) for pair in dice.sample(pairs, count)]


def published(brokerage: Brokerage, *, programme: Programme | None = None) -> Brokerage:
    """The requests closed, the timetable computed and published by a host."""
    host = somebody(programme or brokerage.programme, "partner_staff")
    settled = close_requests(brokerage=brokerage, actor=SYSTEM, at=BEFORE)
    propose_timetable(brokerage=settled, actor=host, at=BEFORE)
    return publish_timetable(brokerage=settled, actor=host, at=BEFORE)


def a_place_of_events(programme: Programme) -> dict[str, str]:
    """What fills the parts of routes: a published brokerage day with a meeting and a file."""
    brokerage = a_brokerage_day(programme)
    one, other, *_more = people_of(brokerage)
    asks(brokerage, one, other)
    published(brokerage)
    paper = io.BytesIO(PDF)
    attach_material(
        event=brokerage.event, title="Slides", stream=paper, name="s.pdf", is_public=False, actor=SYSTEM, at=BEFORE
    )
    return {
        "events/<ref>": brokerage.event.ref,
        "material/<material>": brokerage.event.materials.get().ref,
        "ask/<person>": other.ref,
        "agenda/<meeting>": brokerage.meetings.get().ref,
        "agendas/<ref>": one.ref,
        "secret/<token>": token_of(one.ref),
    }


def a_host(programme: Programme, role: str = "partner_staff") -> Client:
    """A host's browser."""
    return signed_in(Client(), a_person(roles={programme: [role]}))


def browser_of(user: User) -> Client:
    """A person's browser, without any second factor."""
    return signed_in(Client(), user, strong=False)


def address(event: Event, rest: str = "") -> str:
    """The address of a page of the event."""
    return f"/p/{event.programme.slug}/events/{event.ref}/{rest}"


def states(rows: Sequence[Any]) -> list[str]:
    """Their states, as the database has them now."""
    return [fresh(row).state for row in rows]

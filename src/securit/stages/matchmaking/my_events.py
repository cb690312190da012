"""The events somebody comes to, and what there is to do for each: before the day, on it, and after it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from securit.kernel.actor import Actor
from securit.programmes.public import Programme
from securit.stages.matchmaking.brokerage_models import Willingness
from securit.stages.matchmaking.event_policy import TAKING_PART
from securit.stages.matchmaking.event_selectors import registrations_of_person
from securit.stages.matchmaking.models import Brokerage, FollowUp, Meeting, MeetingRequest, OutcomeNote, Registration

REMIND_FOR = timedelta(days=30)
"""So long after an event home reminds of notes and next steps; the agenda stays open."""
_WANTED_ON = (Willingness.YES, Willingness.MAYBE)


@dataclass(frozen=True, slots=True)
class MyEvent:
    """One registration. ``asked_by`` waits for an answer; ``unnoted`` meetings are over and have no note;
    ``to_follow`` notes say that one wants to go on, and nothing was done yet."""

    registration: Registration
    is_over: bool
    is_recent: bool
    takes_requests: bool
    has_agenda: bool
    asked_by: int
    meetings: int
    unnoted: int
    to_follow: int


def my_events(programme: Programme, actor: Actor, at: datetime) -> list[MyEvent]:
    """Everything the actor is registered for, what comes first first. Four queries, one where there is nothing."""
    registrations = list(registrations_of_person(programme, actor))
    if not registrations:
        return []
    days = Brokerage.objects.in_programme(programme).filter(event__in=[row.event_id for row in registrations])
    states = dict(days.order_by("id").values_list("event_id", "state"))
    user = actor.user_id or 0
    asking = MeetingRequest.objects.in_programme(programme).filter(asked__user_id=user, state="asked").order_by("id")
    asked_by = Counter(asking.values_list("asked_id", flat=True))
    done = _meetings(programme, user)
    return [_mine(row, states.get(row.event_id, ""), asked_by[row.pk], done, at) for row in registrations]


def _mine(
    row: Registration, state: str, asked_by: int, done: list[tuple[int, datetime, bool, bool]], at: datetime
) -> MyEvent:
    event, takes_part = row.event, row.state in TAKING_PART and row.takes_meetings
    is_over = event.state in ("held", "cancelled") or event.ends_at <= at
    has_agenda = takes_part and state in ("published", "finished")
    mine = [each for each in done if each[0] == row.event_id] if has_agenda else []
    return MyEvent(
        registration=row,
        is_over=is_over,
        is_recent=at <= event.ends_at + REMIND_FOR,
        takes_requests=takes_part and state == "requesting",
        has_agenda=has_agenda,
        asked_by=asked_by if takes_part and state == "requesting" else 0,
        meetings=len(mine),
        unnoted=sum(ends_at <= at and not is_noted for _event, ends_at, is_noted, _open in mine),
        to_follow=sum(is_open for _event, _ends, _noted, is_open in mine),
    )


def _meetings(programme: Programme, user: int) -> list[tuple[int, datetime, bool, bool]]:
    """The event of each meeting, when it ends, whether one noted something, whether one wants on and did nothing."""
    own = Q(request__asker__user_id=user) | Q(request__asked__user_id=user)
    notes = OutcomeNote.objects.filter(meeting=OuterRef("pk"), registration__user_id=user)
    steps = FollowUp.objects.filter(meeting=OuterRef("pk"), registration__user_id=user)
    rows = Meeting.objects.in_programme(programme).filter(own).exclude(state="dropped").order_by("id")
    told = rows.annotate(is_noted=Exists(notes), is_open=Exists(notes.filter(interest__in=_WANTED_ON)) & ~Exists(steps))
    return list(told.values_list("brokerage__event_id", "slot__ends_at", "is_noted", "is_open"))

"""Reads of a brokerage day: who wishes to meet whom, who meets whom, and the day as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from securit.stages.matchmaking.brokerage_models import Acceptance, MeetingQuerySet, PairQuerySet
from securit.stages.matchmaking.event_selectors import participants_of
from securit.stages.matchmaking.models import (
    Brokerage,
    Event,
    FollowUp,
    Meeting,
    MeetingRequest,
    OutcomeNote,
    Registration,
    Slot,
    Table,
)
from securit.stages.matchmaking.timetable import Day, Desk, Person, Place, Wish

PAIR = ("asker__user", "asker__organisation", "asked__user", "asked__organisation")
REQUEST = tuple(f"request__{name}" for name in PAIR)


def brokerage_of(event: Event) -> Brokerage | None:
    """The brokerage part of an event, if it has one, with its last recommendation (without the problem)."""
    rows = Brokerage.objects.in_programme(event.programme).filter(event=event)
    related = rows.select_related("event__programme", "programme", "recommendation")
    return related.defer("recommendation__problem", "recommendation__outcome").first()


def requests_of(brokerage: Brokerage) -> PairQuerySet:
    """All requests that were not withdrawn, in the order of asking, with both sides."""
    rows = MeetingRequest.objects.in_programme(brokerage.programme).filter(brokerage=brokerage)
    related = (*PAIR, "brokerage__event", "programme")
    return rows.exclude(state="withdrawn").select_related(*related).order_by("asked_at", "id")


def requests_with(registration: Registration) -> PairQuerySet:
    """The requests from and to a person."""
    rows = MeetingRequest.objects.in_programme(registration.programme).filter(
        Q(asker=registration) | Q(asked=registration)
    )
    related = (*PAIR, "brokerage__event", "programme")
    return rows.exclude(state="withdrawn").select_related(*related).order_by("-priority", "asked_at", "id")


def meetings_of(brokerage: Brokerage) -> MeetingQuerySet:
    """The published meetings, dropped ones included, by slot and table, with both sides."""
    rows = Meeting.objects.in_programme(brokerage.programme).filter(brokerage=brokerage)
    related = ("slot", "table", "brokerage__event", "programme", "request__brokerage__event", *REQUEST)
    return rows.select_related(*related).order_by("slot__number", "table__number", "id")


def meetings_with(registration: Registration) -> MeetingQuerySet:
    """A person's meetings, by slot."""
    rows = Meeting.objects.in_programme(registration.programme).filter(
        Q(request__asker=registration) | Q(request__asked=registration)
    )
    related = ("slot", "table", "brokerage__event", "programme", "request__brokerage__event", *REQUEST)
    return rows.select_related(*related).order_by("slot__number", "id")


def slots_of(brokerage: Brokerage) -> list[Slot]:
    """The rounds in their order."""
    return list(Slot.objects.filter(programme=brokerage.programme_id, brokerage=brokerage).order_by("number"))


def tables_of(brokerage: Brokerage) -> list[Table]:
    """The tables and rooms in their order."""
    return list(Table.objects.filter(programme=brokerage.programme_id, brokerage=brokerage).order_by("number"))


def notes_by(registration: Registration) -> dict[int, OutcomeNote]:
    """What the person wrote after meetings, by the meeting's key; ``is_followed``: they did something about it."""
    followed = FollowUp.objects.filter(meeting=OuterRef("meeting"), registration=OuterRef("registration"))
    rows = OutcomeNote.objects.filter(programme=registration.programme_id, registration=registration)
    rows = rows.annotate(is_followed=Exists(followed))
    return {note.meeting_id: note for note in rows.order_by("id")}


def notes_of(brokerage: Brokerage) -> QuerySet[OutcomeNote]:
    """What everybody said after meetings."""
    rows = OutcomeNote.objects.filter(programme=brokerage.programme_id, meeting__brokerage=brokerage)
    return rows.select_related("meeting").order_by("id")


def day_of(brokerage: Brokerage) -> Day:
    """The day as it stands: who can be there when, which tables there are, and the requests that count."""
    slots = slots_of(brokerage)
    numbers = tuple(slot.number for slot in slots)
    people = list(participants_of(brokerage.event).order_by("id"))
    known = {registration.pk for registration in people}
    counted = requests_of(brokerage).filter(_counts(brokerage)).order_by("asked_at", "id")
    return Day(
        slots=numbers,
        desks=tuple(Desk(table.number, table.online, table.lost_from) for table in tables_of(brokerage)),
        people=tuple(_person(registration, numbers) for registration in people),
        wishes=tuple(
            Wish(
                row.ref,
                row.asker.ref,
                row.asked.ref,
                row.priority,
                order,
                row.asker.online or row.asked.online,
            )
            for order, row in enumerate(counted)
            if {row.asker_id, row.asked_id} <= known
        ),
    )


def places_of(brokerage: Brokerage) -> dict[str, Place]:
    """Where each meeting that is not dropped is held, by the ref of its request."""
    rows = Meeting.objects.in_programme(brokerage.programme).filter(brokerage=brokerage).exclude(state="dropped")
    listed = rows.order_by("id").values_list("request__ref", "slot__number", "table__number")
    return {ref: Place(slot, table) for ref, slot, table in listed}


def begun(slots: Iterable[Slot], at: datetime) -> int:
    """The number of the last round that has begun; 0 before the first."""
    return max((slot.number for slot in slots if slot.starts_at <= at), default=0)


def names_of(brokerage: Brokerage) -> dict[str, str]:
    """What the participants call each other: organisation, or person, by the ref of the registration."""
    return {registration.ref: registration.house for registration in participants_of(brokerage.event)}


def _counts(brokerage: Brokerage) -> Q:
    if brokerage.acceptance == Acceptance.OPT_OUT:
        return Q(state__in=["asked", "accepted"])
    return Q(state="accepted")


def _person(registration: Registration, slots: tuple[int, ...]) -> Person:
    """Who did not come cannot meet anybody."""
    absent = slots if registration.state == "missed" else registration.absent
    return Person(registration.ref, registration.house, frozenset(absent))

"""Put meetings where a timetable says; the seats let the database refuse whoever would sit in two places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform
from securit.stages.matchmaking.brokerage_selectors import requests_of, slots_of, tables_of
from securit.stages.matchmaking.models import Brokerage, Meeting, MeetingRequest, Seat, Slot, Table
from securit.stages.matchmaking.timetable import Change, Place


@dataclass(frozen=True, slots=True)
class Moved:
    """A meeting that is not where it was, with its former slot and table."""

    meeting: Meeting
    change: Change
    slot: Slot | None = None
    table: Table | None = None


def seat_changes(
    *, brokerage: Brokerage, changes: Sequence[Change], advice: str, actor: Actor, at: datetime
) -> list[Moved]:
    """Carry the changes out, seats first; call it under the event's lock. Answers with what moved, in their order."""
    slots = {slot.number: slot for slot in slots_of(brokerage)}
    tables = {table.number: table for table in tables_of(brokerage)}
    asked = {request.ref: request for request in requests_of(brokerage).filter(ref__in=[c.wish for c in changes])}
    rows = Meeting.objects.in_programme(brokerage.programme).filter(brokerage=brokerage, request__ref__in=asked)
    known = {row.request.ref: row for row in rows.select_related("request", "slot", "table", "brokerage__event")}
    Seat.objects.filter(meeting__in=list(known.values())).delete()
    note = Note(advice=advice)
    moved = []
    for change in changes:
        meeting = known.get(change.wish)
        before = (meeting.slot, meeting.table) if meeting is not None and change.before else (None, None)
        if change.after is None:
            done = perform(known[change.wish], "drop", actor=actor, at=at, note=note)
        else:
            where = (slots[change.after.slot], tables[change.after.table])
            done = _placed(brokerage, asked[change.wish], meeting, where, note, actor, at)
        moved.append(Moved(done, change, *before))
    Seat.objects.bulk_create(_seats(brokerage, asked, known, moved))
    return moved


def _placed(
    brokerage: Brokerage,
    request: MeetingRequest,
    meeting: Meeting | None,
    where: tuple[Slot, Table],
    note: Note,
    actor: Actor,
    at: datetime,
) -> Meeting:
    slot, table = where
    if meeting is None:
        new = Meeting(programme=brokerage.programme, brokerage=brokerage, request=request, slot=slot, table=table)
        return create(new, actor=actor, at=at, note=note)

    def write(row: Meeting) -> None:
        row.slot, row.table = slot, table

    verb = "reinstate" if meeting.state == "dropped" else "move"
    return perform(meeting, verb, actor=actor, at=at, write=write, note=note)


def _seats(
    brokerage: Brokerage,
    asked: Mapping[str, MeetingRequest],
    known: Mapping[str, Meeting],
    moved: Sequence[Moved],
) -> list[Seat]:
    return [
        Seat(
            programme=brokerage.programme,
            meeting=one.meeting,
            registration=registration,
            slot=one.meeting.slot,
            table=one.meeting.table,
            side=side,
        )
        for one in moved
        if one.change.after is not None
        for side, registration in enumerate((asked[one.change.wish].asker, asked[one.change.wish].asked), 1)
    ]


def first_places(places: Mapping[str, Place]) -> list[Change]:
    """The changes that lead from an empty timetable to this one."""
    return [Change(ref, None, place) for ref, place in sorted(places.items())]

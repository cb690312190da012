"""What stands on the pages of those who run a brokerage day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import may
from securit.stages.matchmaking.brokerage_figures import DayFigures, day_figures
from securit.stages.matchmaking.brokerage_selectors import (
    begun,
    meetings_of,
    places_of,
    requests_of,
    slots_of,
    tables_of,
)
from securit.stages.matchmaking.brought import told
from securit.stages.matchmaking.engines import timetable as engine
from securit.stages.matchmaking.event_selectors import participants_of
from securit.stages.matchmaking.models import Brokerage, Meeting, MeetingRequest, Registration, Slot, Table
from securit.stages.matchmaking.timetable import Change, Place, changes

STEPS = ("arrange", "open_requests", "close_requests", "propose", "publish", "replan", "finish")


def timetable_page(brokerage: Brokerage, actor: Actor, at: datetime) -> dict[str, Any]:
    """The state of the day, the proposal beside first come, first served, the timetable, the figures."""
    slots, tables = slots_of(brokerage), tables_of(brokerage)
    is_published = brokerage.state in ("published", "finished")
    figures = day_figures(brokerage)
    return {
        "programme": brokerage.programme,
        "event": brokerage.event,
        "brokerage": brokerage,
        "zone": brokerage.event.time_zone,
        "steps": {name: may(actor, name, brokerage) for name in STEPS},
        "is_published": is_published,
        "slots": slots,
        "tables": tables,
        "proposed": brokerage.figures.get("proposed") if brokerage.recommendation_id else None,
        "published": brokerage.figures.get("published"),
        "changes": _changes(brokerage, slots, tables, at),
        "figures": figures,
        "report": _for_the_report(figures) if is_published else [],
        "is_finished": brokerage.state == "finished",
        "actor": actor,
        "rounds": _rounds(slots, meetings_of(brokerage).exclude(state="dropped")) if is_published else [],
        "advice": brokerage.recommendation,
    }


def _for_the_report(figures: DayFigures) -> list[tuple[str, str]]:
    """The numbers of the day with their names; what people said afterwards is not told of one or two."""
    return [
        (_("Checked in"), str(figures.there)),
        (_("Organisations"), str(figures.organisations)),
        (_("Countries"), str(figures.countries)),
        (_("Meetings planned"), str(figures.meetings)),
        (_("Held"), str(figures.held)),
        (_("Did not take place"), str(figures.missed)),
        (_("With a note"), told(figures.noted)),
        (_("Both want to go on"), told(figures.both_go_on)),
        *((label, told(count)) for label, count in figures.next_steps),
    ]


def board_page(brokerage: Brokerage, at: datetime) -> dict[str, Any]:
    """Now and next, who is missing, which tables are lost."""
    slots, tables = slots_of(brokerage), tables_of(brokerage)
    last = begun(slots, at)
    meetings = list(meetings_of(brokerage).filter(state="planned"))
    people = list(participants_of(brokerage.event))
    next_of: dict[int, Slot] = {}
    for meeting in meetings:
        if meeting.slot.ends_at > at:
            for side in (meeting.request.asker_id, meeting.request.asked_id):
                next_of.setdefault(side, meeting.slot)
    expected = [row for row in people if row.state == "registered"]
    rounds = _rounds([slot for slot in slots if slot.ends_at > at][:2], meetings)
    return {
        "programme": brokerage.programme,
        "event": brokerage.event,
        "brokerage": brokerage,
        "zone": brokerage.event.time_zone,
        "at": at,
        "rounds": [(slot, here, slot.starts_at <= at) for slot, here in rounds],
        "expected": sorted(((row, next_of.get(row.pk)) for row in expected), key=_by_next),
        "missed": [row for row in people if row.state == "missed"],
        "there": sum(row.state == "attended" for row in people),
        "all": len(people),
        "tables": tables,
        "later": [slot for slot in slots if slot.number > last],
        "is_published": brokerage.state == "published",
    }


def _by_next(entry: tuple[Registration, Slot | None]) -> tuple[int, str]:
    row, slot = entry
    return (slot.number if slot else 10_000, row.house)


def _rounds(slots: list[Slot], meetings: Iterable[Meeting]) -> list[tuple[Slot, list[Meeting]]]:
    here: dict[int, list[Meeting]] = {slot.pk: [] for slot in slots}
    for meeting in meetings:
        if meeting.slot_id in here:
            here[meeting.slot_id].append(meeting)
    return [(slot, here[slot.pk]) for slot in slots]


def _changes(
    brokerage: Brokerage, slots: list[Slot], tables: list[Table], at: datetime
) -> list[tuple[Change, MeetingRequest, Any, Any]]:
    """What a proposal would change on a published day, in words for the host, by the hour."""
    if brokerage.state != "published" or brokerage.recommendation is None:
        return []
    last = brokerage.figures.get("proposed", {}).get("last", 0)
    before = {ref: place for ref, place in places_of(brokerage).items() if place.slot > last}
    listed = changes(before, engine.places_in(brokerage.recommendation.outcome))
    asked = {row.ref: row for row in requests_of(brokerage)}
    slot_of, table_of = {slot.number: slot for slot in slots}, {table.number: table for table in tables}

    def where(place: Place | None) -> tuple[Slot, Table] | None:
        return None if place is None else (slot_of[place.slot], table_of[place.table])

    def by_the_hour(change: Change) -> tuple[int, int, str]:
        place = change.before or change.after
        return (place.slot, place.table, change.wish) if place else (0, 0, change.wish)

    return [
        (change, asked[change.wish], where(change.before), where(change.after))
        for change in sorted(listed, key=by_the_hour)
        if change.wish in asked
    ]

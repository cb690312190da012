"""Sessions, rounds, tables and online rooms of a brokerage day; and when people may ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.matchmaking.models import Brokerage, Registration, Slot, Table
from securit.stages.matchmaking.sessions import Round, UnusableSessions, rounds_of

MOST_TABLES = 300
MOST_ROOMS = 200


class CannotArrangeBrokerage(Refusal):
    """The hours cannot be read, or there is nowhere to sit; the field says which."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How the day is arranged. ``rooms`` are the links of online rooms."""

    sessions: str
    slot_minutes: int
    pause_minutes: int
    tables: int
    rooms: Sequence[str]
    acceptance: str
    most_requests: int


def arrange_brokerage(
    *, brokerage: Brokerage, arrangement: Arrangement, actor: Actor, at: datetime, intent: str = ""
) -> Brokerage:
    """Rounds and tables anew, until the timetable is published; what people said of rounds that are gone is dropped.

    Raises :class:`CannotArrangeBrokerage`.
    """
    rounds = _rounds(brokerage, arrangement)
    _check_places(brokerage, arrangement)

    def write(row: Brokerage) -> None:
        row.sessions_text = arrangement.sessions
        row.slot_minutes, row.pause_minutes = arrangement.slot_minutes, arrangement.pause_minutes
        row.acceptance, row.most_requests = arrangement.acceptance, arrangement.most_requests
        row.recommendation, row.figures = None, {}
        row.slots.all().delete()
        row.tables.all().delete()
        Slot.objects.bulk_create(
            Slot(
                programme=row.programme,
                brokerage=row,
                number=each.number,
                session=each.session,
                starts_at=each.starts_at,
                ends_at=each.ends_at,
            )
            for each in rounds
        )
        Table.objects.bulk_create(_tables(row, arrangement))
        _forget_rounds_beyond(row, len(rounds))

    details = {"rounds": len(rounds), "tables": arrangement.tables, "rooms": len(arrangement.rooms)}
    return perform(brokerage, "arrange", actor=actor, at=at, write=write, note=Note(details=details), intent=intent)


def open_requests(*, brokerage: Brokerage, actor: Actor, at: datetime, intent: str = "") -> Brokerage:
    """People see who takes part and ask for meetings. Raises :class:`CannotArrangeBrokerage` without rounds."""

    def is_arranged(row: Brokerage) -> None:
        if not row.slots.exists():
            raise CannotArrangeBrokerage(
                _("The day has no rounds yet."), code="no_rounds", remedy=_("Arrange sessions and tables first.")
            )

    return perform(brokerage, "open_requests", actor=actor, at=at, guards=[is_arranged], intent=intent)


def close_requests(*, brokerage: Brokerage, actor: Actor, at: datetime, intent: str = "") -> Brokerage:
    """From now on nobody asks or answers; the timetable can be computed."""
    return perform(brokerage, "close_requests", actor=actor, at=at, intent=intent)


def _rounds(brokerage: Brokerage, arrangement: Arrangement) -> list[Round]:
    zone = ZoneInfo(brokerage.event.time_zone)
    try:
        return rounds_of(
            arrangement.sessions,
            first_day=brokerage.event.starts_at.astimezone(zone).date(),
            zone=zone,
            minutes=arrangement.slot_minutes,
            pause=arrangement.pause_minutes,
        )
    except UnusableSessions as unusable:
        raise CannotArrangeBrokerage(str(unusable), code="sessions", field="sessions") from unusable


def _check_places(brokerage: Brokerage, arrangement: Arrangement) -> None:
    mode = brokerage.event.mode
    if not 0 <= arrangement.tables <= MOST_TABLES:
        raise CannotArrangeBrokerage(
            _("At most %(most)d tables.") % {"most": MOST_TABLES}, code="tables", field="tables"
        )
    if mode != "online" and not arrangement.tables:
        raise CannotArrangeBrokerage(_("People on site need at least one table."), code="no_tables", field="tables")
    if len(arrangement.rooms) > MOST_ROOMS or any(not room.startswith("https://") for room in arrangement.rooms):
        raise CannotArrangeBrokerage(
            _("One link a line, each beginning with https://, at most %(most)d.") % {"most": MOST_ROOMS},
            code="rooms",
            field="rooms",
        )
    if mode != "on_site" and not arrangement.rooms:
        raise CannotArrangeBrokerage(
            _("People who are online need at least one room: write its link."), code="no_rooms", field="rooms"
        )


def _tables(brokerage: Brokerage, arrangement: Arrangement) -> list[Table]:
    on_site = [(_("Table %(number)d") % {"number": number}, "") for number in range(1, arrangement.tables + 1)]
    online = [(_("Room %(number)d") % {"number": n}, link) for n, link in enumerate(arrangement.rooms, 1)]
    return [
        Table(
            programme=brokerage.programme,
            brokerage=brokerage,
            number=number,
            label=label,
            online=bool(link),
            link=link,
        )
        for number, (label, link) in enumerate([*on_site, *online], 1)
    ]


def _forget_rounds_beyond(brokerage: Brokerage, last: int) -> None:
    for registration in Registration.objects.in_programme(brokerage.programme).filter(event=brokerage.event):
        kept = [number for number in registration.absent if number <= last]
        if kept != registration.absent:
            registration.absent = kept
            registration.save(update_fields=["absent"])

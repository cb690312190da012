"""A person's own day, for the page and for the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.stages.matchmaking.brokerage_selectors import (
    brokerage_of,
    day_of,
    meetings_with,
    names_of,
    notes_by,
    places_of,
    slots_of,
)
from securit.stages.matchmaking.event_calendar import Appointment
from securit.stages.matchmaking.follow_ups import other_of
from securit.stages.matchmaking.models import Brokerage, Meeting, OutcomeNote, Registration, Slot
from securit.stages.matchmaking.timetable import why_not
from securit.stages.matchmaking.web.event_page import appointment

SHOWN = ("published", "finished")


@dataclass(frozen=True, slots=True)
class Line:
    """One round of the agenda: a meeting, or nothing between two of them."""

    slot: Slot
    meeting: Meeting | None = None
    other: Registration | None = None
    note: OutcomeNote | None = None
    begun: bool = False
    now: bool = False


def agenda_context(brokerage: Brokerage, registration: Registration, at: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """The lines of the day, and why what one wished is not all there."""
    if brokerage.state not in SHOWN:
        return {"brokerage": brokerage, "is_published": False}
    meetings = list(meetings_with(registration))
    planned = {row.slot.number: row for row in meetings if row.state != "dropped"}
    notes = notes_by(registration)
    day = day_of(brokerage)
    missing = why_not(day, places_of(brokerage), registration.ref, names_of(brokerage))
    wished = len(day.wishes_of(registration.ref))
    return {
        "brokerage": brokerage,
        "is_published": True,
        "lines": [
            _line(slot, planned.get(slot.number), registration, notes, at)
            for slot in _from_first_to_last(brokerage, planned)
        ],
        "held": len(planned),
        "wished": wished,
        "missing": missing,
        "dropped": [(row, other_of(row, registration)) for row in meetings if row.state == "dropped"],
        "unnoted": sum(1 for row in planned.values() if row.slot.ends_at <= at and row.pk not in notes),
        "days": len({slot.starts_at.astimezone(zone).date() for slot in slots_of(brokerage)}),
    }


def appointments_of(registration: Registration) -> list[Appointment]:
    """The event and the person's meetings. The other side goes by name and organisation; addresses never appear."""
    event, programme = registration.event, registration.programme
    page = settings.BASE_URL + reverse("events:agenda", args=[programme.slug, event.ref])
    found = [appointment(event, page, link=event.link)]
    brokerage = brokerage_of(event)
    if brokerage is None or brokerage.state not in SHOWN:
        return found
    for meeting in meetings_with(registration):
        other = other_of(meeting, registration)
        found.append(
            Appointment(
                uid=f"meeting-{meeting.ref}",
                title=_("Meeting: %(name)s") % {"name": other.house},
                starts_at=meeting.slot.starts_at,
                ends_at=meeting.slot.ends_at,
                changed_at=brokerage.published_at or event.starts_at,
                place=meeting.table.label,
                words="\n".join(part for part in (other.who, meeting.table.link) if part),
                url=page,
                revision=meeting.version,
                cancelled=meeting.state == "dropped" or event.state == "cancelled",
            )
        )
    return found


def _from_first_to_last(brokerage: Brokerage, planned: dict[int, Meeting]) -> list[Slot]:
    """The rounds between the first and the last meeting."""
    if not planned:
        return []
    return [slot for slot in slots_of(brokerage) if min(planned) <= slot.number <= max(planned)]


def _line(
    slot: Slot, meeting: Meeting | None, registration: Registration, notes: dict[int, OutcomeNote], at: datetime
) -> Line:
    begun = slot.starts_at <= at
    return Line(
        slot=slot,
        meeting=meeting,
        other=other_of(meeting, registration) if meeting else None,
        note=notes.get(meeting.pk) if meeting else None,
        begun=begun,
        now=begun and at < slot.ends_at,
    )

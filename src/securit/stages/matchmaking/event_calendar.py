"""Events and meetings as iCalendar, in UTC. No person's address ever stands in it: no organiser, no attendees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar
from icalendar import Event as Entry

MEDIA_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Appointment:
    """One entry of a calendar; ``revision`` grows with each change, so that calendars replace the former one."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    place: str = ""
    words: str = ""
    url: str = ""
    revision: int = 1
    cancelled: bool = False


def calendar(name: str, appointments: Iterable[Appointment]) -> bytes:
    """The calendar with these entries; the same entries give the same bytes."""
    made = Calendar()
    made.add("prodid", "-//SecurIT//Events//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for one in appointments:
        made.add_component(_entry(one))
    written: bytes = made.to_ical()
    return written


def _entry(one: Appointment) -> Entry:
    entry = Entry()
    entry.add("uid", f"securit-{one.uid}")
    entry.add("summary", one.title)
    entry.add("dtstart", one.starts_at.astimezone(UTC))
    entry.add("dtend", one.ends_at.astimezone(UTC))
    entry.add("dtstamp", one.changed_at.astimezone(UTC))
    entry.add("sequence", one.revision)
    entry.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    for key, value in (("location", one.place), ("description", one.words), ("url", one.url)):
        if value:
            entry.add(key, value)
    return entry

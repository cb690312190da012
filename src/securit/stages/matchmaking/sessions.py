"""From the hours of a brokerage day, written by a person, to its rounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

MOST_SLOTS = 60
_LINE = re.compile(
    r"(?:(?P<day>\d{4}-\d{2}-\d{2})\s+)?(?P<from>\d{1,2}:\d{2})\s*[-–—]\s*(?P<to>\d{1,2}:\d{2})(?:\s+(?P<name>.+))?"
)


class UnusableSessions(ValueError):
    """A line cannot be read, or the hours contradict each other; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of meetings, in UTC."""

    number: int
    session: str
    starts_at: datetime
    ends_at: datetime


def rounds_of(text: str, *, first_day: date, zone: ZoneInfo, minutes: int, pause: int) -> list[Round]:
    """The rounds of sessions such as ``09:30–12:30 Morning``, one a line, each perhaps after its day.

    What lies between two sessions is a break. Raises :class:`UnusableSessions`.
    """
    if minutes < 5 or pause < 0:
        raise UnusableSessions(_("A round takes at least 5 minutes, and a pause no less than none."))
    rounds: list[Round] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        name, begins, ends = _session(line, first_day, zone)
        if rounds and begins < rounds[-1].ends_at:
            raise UnusableSessions(_("“%(line)s” begins before the session above it is over.") % {"line": line[:60]})
        at = begins
        before = len(rounds)
        while at + timedelta(minutes=minutes) <= ends:
            rounds.append(Round(len(rounds) + 1, name, at, at + timedelta(minutes=minutes)))
            at += timedelta(minutes=minutes + pause)
            if len(rounds) > MOST_SLOTS:
                raise UnusableSessions(_("A day has at most %(most)d rounds.") % {"most": MOST_SLOTS})
        if len(rounds) == before:
            raise UnusableSessions(_("“%(line)s” is shorter than one round.") % {"line": line[:60]})
    if not rounds:
        raise UnusableSessions(_("Write at least one session, such as 09:30–12:30 Morning."))
    return rounds


def _session(line: str, first_day: date, zone: ZoneInfo) -> tuple[str, datetime, datetime]:
    found = _LINE.fullmatch(line)
    if found is None:
        raise UnusableSessions(
            _("“%(line)s” is not a session. Write it like 09:30–12:30 Morning.") % {"line": line[:60]}
        )
    try:
        day = date.fromisoformat(found["day"]) if found["day"] else first_day
        begins, ends = (_moment(day, found[part], zone) for part in ("from", "to"))
    except ValueError:
        raise UnusableSessions(_("“%(line)s” names no day or hour that exists.") % {"line": line[:60]}) from None
    if ends <= begins:
        raise UnusableSessions(_("“%(line)s” ends before it begins.") % {"line": line[:60]})
    return (found["name"] or "").strip()[:60], begins, ends


def _moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    hour, minute = (int(part) for part in clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)

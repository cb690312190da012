"""Reading the ``.dzn`` files of the B2B meeting scheduling problem (Bofill et al., JAIR 74, 2022) as data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from securit.engines import Unusable

_SETS = re.compile(r"\{([^{}]*)\}")
_WHOLE = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True)
class Event:
    """What such a file says. ``requests`` are (one, other, session) with session 1 morning, 2 afternoon, 3 either.

    Counting starts at 1 everywhere. ``fixed`` has 0 for a free meeting; ``before[n]`` are the meetings that must come
    before meeting n + 1. The redundant tables of the file are not looked at.
    """

    participants: int
    slots: int
    morning: int
    places: int
    requests: tuple[tuple[int, int, int], ...]
    absent: tuple[tuple[int, ...], ...]
    fixed: tuple[int, ...]
    before: tuple[tuple[int, ...], ...]


def event_in(path: Path) -> Event:
    """The event in the file; raises ``Unusable`` with what is missing or does not add up."""
    text = path.read_text(encoding="utf-8", errors="replace")
    cells = [int(one) for one in _WHOLE.findall(_list(text, "requested", path))]
    requests = tuple(zip(cells[::3], cells[1::3], cells[2::3], strict=False))
    event = Event(
        participants=_number(text, "nBusiness", path),
        slots=_number(text, "nTotalSlots", path),
        morning=_number(text, "nMorningSlots", path),
        places=_number(text, "nTables", path),
        requests=requests,
        absent=tuple(tuple(one for one in row if one) for row in _rows(text, "forbidden", path)),
        fixed=tuple(int(one) for one in _WHOLE.findall(_list(text, "fixed", path))),
        before=_rows(text, "precedences", path),
    )
    stated = _number(text, "nMeetings", path)
    if len(cells) != 3 * stated or len(event.fixed) != stated or len(event.before) != stated:
        raise Unusable([f"“{path.name}” states {stated} meetings but does not list as many."])
    if len(event.absent) != event.participants:
        raise Unusable([f"“{path.name}” states {event.participants} participants but does not list as many."])
    return event


def _number(text: str, name: str, path: Path) -> int:
    found = re.search(rf"\b{name}\s*=\s*(\d+)\s*;", text)
    if found is None:
        raise Unusable([f"“{path.name}” does not say {name}, so it is not a B2B meeting scheduling file."])
    return int(found[1])


def _list(text: str, name: str, path: Path) -> str:
    found = re.search(rf"\b{name}\s*=\s*\[(.*?)\]\s*;", text, re.DOTALL)
    if found is None:
        raise Unusable([f"“{path.name}” does not say {name}, so it is not a B2B meeting scheduling file."])
    return found[1]


def _rows(text: str, name: str, path: Path) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(int(one) for one in _WHOLE.findall(row)) for row in _SETS.findall(_list(text, name, path)))

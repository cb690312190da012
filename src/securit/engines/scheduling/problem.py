"""The question: who meets whom, when and at which table, among the meetings that were asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from securit.engines._shared.errors import Unusable, refuse_if_any
from securit.engines._shared.exact import plain
from securit.engines._shared.plain_data import (
    Plain,
    digest_of,
    doubled,
    number_in,
    rows_in,
    text_in,
    texts_in,
    whole_in,
)

SCHEMA = "securit.scheduling/1"


@dataclass(frozen=True, slots=True)
class Slot:
    """One period of the day. Slots follow each other by number; ``places`` limits its meetings beside the tables."""

    number: int
    session: str = ""
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its kind (a quiet room, a stand …) and the slots in which it cannot be used."""

    id: str
    kind: str = ""
    closed: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "closed", tuple(sorted(set(self.closed))))


@dataclass(frozen=True, slots=True)
class Participant:
    """Who takes part, and the slots in which they cannot meet anybody."""

    id: str
    absent: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "absent", tuple(sorted(set(self.absent))))


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting asked for by its participants.

    ``weight`` is what holding it is worth, ``asked`` its place in the order of asking. It is held in one of
    ``sessions`` (empty: in any), outside ``forbidden`` slots, at a table of ``kind`` (empty: at any). A ``fixed``
    meeting is agreed: it is held in that slot.
    """

    id: str
    participants: tuple[str, ...]
    weight: Fraction = Fraction(1)
    asked: int = 0
    sessions: tuple[str, ...] = ()
    kind: str = ""
    fixed: int | None = None
    forbidden: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        for name in ("participants", "sessions", "forbidden"):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name))))


class Precedence(NamedTuple):
    """Where both meetings are held, ``before`` is in an earlier slot than ``after``."""

    before: str
    after: str


class Held(NamedTuple):
    """A meeting that is held: its slot and its table (empty where the problem lists no tables)."""

    meeting: str
    slot: int
    table: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Sorted by id (slots by number) on entry, so the order in which it was written changes nothing.

    ``spread`` is the greatest difference in breaks between two participants that a rule which places breaks may
    leave; ``earlier`` is the timetable from which ``replan`` departs as little as it can. Raises ``Unusable`` when
    the problem contradicts itself as data.
    """

    participants: tuple[Participant, ...]
    meetings: tuple[Meeting, ...]
    slots: tuple[Slot, ...]
    tables: tuple[Table, ...] = ()
    precedences: tuple[Precedence, ...] = ()
    spread: int | None = None
    earlier: tuple[Held, ...] = ()

    def __post_init__(self) -> None:
        for name in ("participants", "meetings", "tables"):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name), key=lambda one: str(one.id))))
        object.__setattr__(self, "slots", tuple(sorted(self.slots, key=lambda slot: slot.number)))
        for name in ("precedences", "earlier"):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name))))
        refuse_if_any(_contradictions(self))

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical plain data."""
        return digest_of(self.to_data())

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold; weights as text."""
        return {
            "schema": SCHEMA,
            "participants": [{"id": p.id, "absent": list(p.absent)} for p in self.participants],
            "meetings": [_meeting_data(m) for m in self.meetings],
            "slots": [{"number": s.number, "session": s.session, "places": s.places} for s in self.slots],
            "tables": [{"id": t.id, "kind": t.kind, "closed": list(t.closed)} for t in self.tables],
            "precedences": [p._asdict() for p in self.precedences],
            "spread": self.spread,
            "earlier": [h._asdict() for h in self.earlier],
        }

    @classmethod
    def from_data(cls, data: Plain) -> Problem:
        """The problem that was stored; raises ``Unusable`` for another shape."""
        if data.get("schema") != SCHEMA:
            raise Unusable([f"This is not a problem of the form {SCHEMA}."])
        return cls(
            participants=tuple(
                Participant(text_in(row, "id"), _wholes(row, "absent")) for row in rows_in(data, "participants")
            ),
            meetings=tuple(_meeting(row) for row in rows_in(data, "meetings")),
            slots=tuple(
                Slot(whole_in(row, "number"), text_in(row, "session", ""), _whole_or_none(row, "places"))
                for row in rows_in(data, "slots")
            ),
            tables=tuple(
                Table(text_in(row, "id"), text_in(row, "kind", ""), _wholes(row, "closed"))
                for row in rows_in(data, "tables")
            ),
            precedences=tuple(
                Precedence(text_in(row, "before"), text_in(row, "after")) for row in rows_in(data, "precedences")
            ),
            spread=_whole_or_none(data, "spread"),
            earlier=tuple(held_in(row) for row in rows_in(data, "earlier")),
        )


@dataclass(frozen=True, slots=True)
class Timetable:
    """The decision: the meetings that are held, sorted by id; the others are not held."""

    held: tuple[Held, ...]

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        return {"held": [held._asdict() for held in self.held]}

    @classmethod
    def from_data(cls, data: Plain) -> Timetable:
        """The decision that was stored."""
        return cls(tuple(held_in(row) for row in rows_in(data, "held")))


def held_in(row: Plain) -> Held:
    """One held meeting, read back."""
    return Held(text_in(row, "meeting"), whole_in(row, "slot"), text_in(row, "table", ""))


def _meeting_data(meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.id,
        "participants": list(meeting.participants),
        "weight": plain(meeting.weight),
        "asked": meeting.asked,
        "sessions": list(meeting.sessions),
        "kind": meeting.kind,
        "fixed": meeting.fixed,
        "forbidden": list(meeting.forbidden),
    }


def _meeting(row: Plain) -> Meeting:
    return Meeting(
        id=text_in(row, "id"),
        participants=texts_in(row, "participants"),
        weight=number_in(row, "weight") if "weight" in row else Fraction(1),
        asked=whole_in(row, "asked", 0),
        sessions=texts_in(row, "sessions"),
        kind=text_in(row, "kind", ""),
        fixed=_whole_or_none(row, "fixed"),
        forbidden=_wholes(row, "forbidden"),
    )


def _whole_or_none(row: Plain, key: str) -> int | None:
    return None if row.get(key) is None else whole_in(row, key)


def _wholes(row: Plain, key: str) -> tuple[int, ...]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, int) and not isinstance(one, bool) for one in value):
        raise Unusable([f"“{key}” must be a list of slot numbers."])
    return tuple(value)


def _contradictions(problem: Problem) -> Iterator[str]:
    yield from doubled("Participant", (p.id for p in problem.participants))
    yield from doubled("Meeting", (m.id for m in problem.meetings))
    yield from doubled("Slot", (s.number for s in problem.slots))
    yield from doubled("Table", (t.id for t in problem.tables))
    yield from doubled("The earlier timetable's meeting", (h.meeting for h in problem.earlier))
    numbers = {slot.number for slot in problem.slots}
    for slot in problem.slots:
        if slot.number < 1:
            yield f"Slot {slot.number} must have a number of at least 1."
        if slot.places is not None and slot.places < 0:
            yield f"Slot {slot.number} cannot have {slot.places} places."
    for what, one, named in (
        *(("Participant", p.id, p.absent) for p in problem.participants),
        *(("Table", t.id, t.closed) for t in problem.tables),
        *(("Meeting", m.id, m.forbidden) for m in problem.meetings),
        *(("Meeting", m.id, () if m.fixed is None else (m.fixed,)) for m in problem.meetings),
    ):
        for number in sorted(set(named) - numbers):
            yield f"{what} {one} names slot {number}, which is not in the problem."
    if problem.spread is not None and problem.spread < 0:
        yield f"The difference in breaks cannot be limited to {problem.spread}."
    yield from _contradictions_of_meetings(problem)


def _contradictions_of_meetings(problem: Problem) -> Iterator[str]:
    people = {p.id for p in problem.participants}
    sessions = {slot.session for slot in problem.slots}
    kinds = {table.kind for table in problem.tables} | {""}
    for meeting in problem.meetings:
        if not meeting.participants:
            yield f"Meeting {meeting.id} has no participants."
        yield from doubled(f"In meeting {meeting.id}, participant", meeting.participants)
        for name in sorted(set(meeting.participants) - people):
            yield f"Meeting {meeting.id} names participant {name}, who is not in the problem."
        for session in sorted(set(meeting.sessions) - sessions):
            yield f"Meeting {meeting.id} names session {session}, which no slot belongs to."
        if meeting.kind not in kinds:
            yield f"Meeting {meeting.id} asks for a table of kind {meeting.kind}, but there is none."
        if meeting.weight <= 0:
            yield f"Meeting {meeting.id} must have a weight above 0, not {plain(meeting.weight)}."
    known = {m.id for m in problem.meetings}
    for precedence in problem.precedences:
        for name in sorted(set(precedence) - known):
            yield f"A precedence names meeting {name}, which is not in the problem."
        if precedence.before == precedence.after:
            yield f"Meeting {precedence.before} cannot come before itself."

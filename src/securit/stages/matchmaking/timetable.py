"""A brokerage day as plain values: who can meet, who wishes to, what a timetable gives whom, and why not more."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NAMED = 3
"""So many names stand in a reason; the others are counted."""


class Place(NamedTuple):
    """The numbers of a slot and of a table."""

    slot: int
    table: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who takes meetings; ``absent`` are the slots in which they cannot."""

    ref: str
    name: str
    absent: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Wish:
    """A request that counts. ``online``: one of the two is not on site."""

    ref: str
    asker: str
    asked: str
    priority: int
    order: int
    online: bool = False

    def other(self, ref: str) -> str:
        """The one who is not ``ref``."""
        return self.asked if ref == self.asker else self.asker


@dataclass(frozen=True, slots=True)
class Desk:
    """A table or an online room; from slot ``lost_from`` on it cannot be used."""

    number: int
    online: bool = False
    lost_from: int | None = None

    def is_open(self, slot: int) -> bool:
        """Whether somebody can sit there in that slot."""
        return self.lost_from is None or slot < self.lost_from


@dataclass(frozen=True, slots=True)
class Day:
    """Everything from which a timetable is made."""

    slots: tuple[int, ...]
    desks: tuple[Desk, ...]
    people: tuple[Person, ...]
    wishes: tuple[Wish, ...]

    def wishes_of(self, ref: str) -> list[Wish]:
        """What the person wished, or was asked for, in the order of asking."""
        return [wish for wish in self.wishes if ref in (wish.asker, wish.asked)]

    def after(self, slot: int) -> Day:
        """What is left of it after that slot."""
        return Day(tuple(each for each in self.slots if each > slot), self.desks, self.people, self.wishes)


Places = Mapping[str, Place]
"""Where each meeting is held, by the ref of its wish."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A wish without a meeting, and why."""

    wish: Wish
    name: str
    why: str


def why_not(day: Day, places: Places, me: str, names: Mapping[str, str]) -> list[Missing]:
    """Each wish of this person that is not held, with what stands in the way in each slot."""
    seats = _busy(day, places)
    return [
        Missing(wish, names.get(wish.other(me), ""), _why(day, places, wish, me, seats, names))
        for wish in day.wishes_of(me)
        if wish.ref not in places
    ]


def _busy(day: Day, places: Places) -> dict[tuple[str, int], str]:
    """Person and slot → whom they meet there."""
    return {
        (ref, places[wish.ref].slot): wish.other(ref)
        for wish in day.wishes
        if wish.ref in places
        for ref in (wish.asker, wish.asked)
    }


def _why(
    day: Day, places: Places, wish: Wish, me: str, seats: Mapping[tuple[str, int], str], names: Mapping[str, str]
) -> str:
    absent = {person.ref: person.absent for person in day.people}
    other = wish.other(me)
    taken = Counter(place.slot for place in places.values())
    counted: Counter[str] = Counter()
    clashes: list[str] = []
    for slot in day.slots:
        if slot in absent.get(me, ()) or slot in absent.get(other, ()):
            counted["absent"] += 1
        elif (other, slot) in seats:
            counted["other"] += 1
        elif (me, slot) in seats:
            clashes.append(names.get(seats[me, slot], ""))
        elif taken[slot] >= sum(desk.is_open(slot) for desk in day.desks):
            counted["tables"] += 1
        else:
            counted["kind"] += 1
    return _sentence(counted, clashes, names.get(other, ""), len(day.slots))


def _sentence(counted: Counter[str], clashes: Sequence[str], other: str, slots: int) -> str:
    parts = []
    if clashes:
        text = ngettext(
            "it clashes with your meeting with %(names)s in %(count)d",
            "it clashes with your meetings with %(names)s in %(count)d",
            len(clashes),
        )
        parts.append(text % {"names": _some(clashes), "count": len(clashes)})
    if counted["other"]:
        text = ngettext(
            "%(name)s meets somebody else in %(count)d",
            "%(name)s meets somebody else in %(count)d",
            counted["other"],
        )
        parts.append(text % {"name": other, "count": counted["other"]})
    if counted["absent"]:
        text = ngettext(
            "one of you is not there in %(count)d", "one of you is not there in %(count)d", counted["absent"]
        )
        parts.append(text % {"count": counted["absent"]})
    full = counted["tables"] + counted["kind"]
    if full:
        parts.append(ngettext("no table is free in %(count)d", "no table is free in %(count)d", full) % {"count": full})
    return _("Of %(count)d rounds: %(parts)s.") % {"count": slots, "parts": "; ".join(parts)}


def _some(names: Sequence[str]) -> str:
    """Up to three of them, and how many more."""
    listed = sorted(set(names))
    shown, more = listed[:NAMED], len(listed) - NAMED
    if more <= 0:
        return ", ".join(shown)
    return ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more) % {
        "names": ", ".join(shown),
        "count": more,
    }


@dataclass(frozen=True, slots=True)
class Figures:
    """A timetable in numbers: meetings, people with wishes but no meeting, idle rounds between meetings."""

    wishes: int
    meetings: int
    people: int
    without: int
    gaps: int

    def to_data(self) -> dict[str, int]:
        """Plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


def figures(day: Day, places: Places) -> Figures:
    """What a timetable comes to."""
    slots_of: defaultdict[str, list[int]] = defaultdict(list)
    wishing: set[str] = set()
    for wish in day.wishes:
        wishing |= {wish.asker, wish.asked}
        if wish.ref in places:
            for ref in (wish.asker, wish.asked):
                slots_of[ref].append(places[wish.ref].slot)
    return Figures(
        wishes=len(day.wishes),
        meetings=sum(len(slots) for slots in slots_of.values()) // 2,
        people=len(wishing),
        without=len(wishing) - len(slots_of),
        gaps=sum(_idle(day.slots, slots) for slots in slots_of.values()),
    )


def _idle(slots: Sequence[int], mine: Iterable[int]) -> int:
    """Rounds without a meeting between the first and the last one."""
    busy = set(mine)
    return sum(1 for slot in slots if min(busy) < slot < max(busy) and slot not in busy)


@dataclass(frozen=True, slots=True)
class Change:
    """What a new timetable does to one meeting: ``before`` or ``after`` is missing where it is new or dropped."""

    wish: str
    before: Place | None
    after: Place | None

    @property
    def what(self) -> str:
        """``new``, ``dropped`` or ``moved``."""
        return "new" if self.before is None else "dropped" if self.after is None else "moved"


def changes(before: Places, after: Places) -> list[Change]:
    """The meetings that are not where they were, by their refs."""
    return [
        Change(ref, before.get(ref), after.get(ref))
        for ref in sorted({*before, *after})
        if before.get(ref) != after.get(ref)
    ]

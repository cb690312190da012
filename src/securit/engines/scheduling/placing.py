"""Slots for meetings that are all held: the fewest breaks, then the fewest idle slots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from securit.engines._shared.outcome import Objective, Sense, Status
from securit.engines.scheduling.counting import breaks_in, idle_in
from securit.engines.scheduling.encoding import Encoding
from securit.engines.scheduling.room import Room, Slots
from securit.engines.scheduling.search import Effort, Fewest, Search, lower

FIRST_TRY = 100_000
"""Conflicts for the rising bound before timetables at hand are improved person by person."""

IDLE_TRY = 200_000
"""Conflicts for the fewest idle slots; what is not proven by then is left with its bound."""

ONE_PERSON = 2_000
"""Conflicts for taking one break away from one person."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Slots, and what is known of their breaks and idle slots: (value, bound) each."""

    slots: dict[int, int]
    breaks: tuple[int, int]
    idle: tuple[int, int]

    def objectives(self, *, was_cut: bool) -> tuple[Objective, Objective]:
        """Breaks, then idle slots among timetables with that many breaks."""
        unproven = Status.STOPPED if was_cut else Status.BY_RULE
        return (_least("breaks", self.breaks, unproven), _least("idle", self.idle, unproven))


def place(room: Room, held: Sequence[int], spread: int | None, effort: Effort, start: Slots) -> Placed | bool:
    """The meetings in slots; ``False`` when that cannot be, ``True`` when a limit came before an answer.

    ``start`` is a timetable of them to begin from (empty: none is known).
    """
    encoding = Encoding(room, held, spread=spread)
    with Search(encoding.clauses, effort) as search:
        search.prefer(_phases(encoding, start))
        can = search.can_hold()
        if not can:
            return can is None
        breaks = _fewest_breaks(room, encoding, search)
        idle = _fewest_idle(room, encoding, search, breaks)
        slots = encoding.slots(idle.model)
    return Placed(slots, (breaks.value, breaks.bound), (idle.value, idle.bound))


def weakest(objectives: Sequence[Objective]) -> Status:
    """The status of the whole: optimal if all are, stopped if one is."""
    every = {objective.status for objective in objectives}
    return next((one for one in (Status.STOPPED, Status.BY_RULE) if one in every), Status.OPTIMAL)


def _fewest_breaks(room: Room, encoding: Encoding, search: Search) -> Fewest:
    found = Fewest(
        [one for counted in encoding.breaks.values() for one in counted],
        lambda model: sum(breaks_in(room, encoding.slots(model))),
        search.model,
    )
    lower(search, found, at_most=FIRST_TRY, part=0.3)
    if not found.is_proven:
        _person_by_person(room, encoding, search, found)
        lower(search, found, part=0.85)
    return found


def _person_by_person(room: Room, encoding: Encoding, search: Search, found: Fewest) -> None:
    """Take one break away from one person while nobody gets more than they have, until that ends or the limits do."""
    tired: set[int] = set()
    while not found.is_proven and not search.effort.is_spent(0.7):
        slots = encoding.slots(found.model)
        counts = breaks_in(room, slots)
        person = max((p for p in encoding.breaks if counts[p] and p not in tired), key=counts.__getitem__, default=None)
        if person is None:
            return
        search.prefer(_phases(encoding, slots))
        wanted = {p: counts[p] - (p == person) for p in encoding.breaks}
        if search.can_hold(_no_more(encoding, wanted), at_most=ONE_PERSON, part=0.7):
            found.learn(search.model)
        else:
            tired.add(person)


def _no_more(encoding: Encoding, counts: Mapping[int, int]) -> list[int]:
    """Assumptions under which nobody has more breaks than these counts say."""
    return [-encoding.breaks[p][most] for p, most in sorted(counts.items()) if most < len(encoding.breaks[p])]


def _fewest_idle(room: Room, encoding: Encoding, search: Search, breaks: Fewest) -> Fewest:
    clauses, most = encoding.clauses, breaks.value
    clauses.at_most(breaks.literals, most)
    found = Fewest(
        encoding.idle() if most else [],
        lambda model: idle_in(room, encoding.slots(model)),
        breaks.model,
        bound=breaks.bound,
    )
    if not found.is_proven:
        search.prefer(_phases(encoding, encoding.slots(found.model)))
        lower(search, found, at_most=IDLE_TRY)
    return found


def _phases(encoding: Encoding, slots: Slots) -> list[int]:
    """The timetable as literals to prefer."""
    if not slots:
        return []
    return [literal if slots.get(i) == slot else -literal for (i, slot), literal in encoding.at.items()]


def _least(name: str, known: tuple[int, int], unproven: Status) -> Objective:
    value, bound = known
    return Objective(
        name, Fraction(value), Fraction(bound), Status.OPTIMAL if value == bound else unproven, Sense.LEAST
    )

"""Slots for meetings that are all held: the fewest breaks, then the fewest idle slots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from securit.engines._shared.outcome import Objective, Sense, Status
from securit.engines.scheduling.annealing import annealed
from securit.engines.scheduling.counting import breaks_in, idle_in
from securit.engines.scheduling.encoding import Encoding
from securit.engines.scheduling.room import Room, Slots
from securit.engines.scheduling.search import Effort, Fewest, Search, lower

FIRST_TRY = 100_000
"""Conflicts for the rising bound before the timetable at hand is improved by annealing."""

IDLE_TRY = 200_000
"""Conflicts for the fewest idle slots; what is not proven by then is left with its bound."""


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
        if not start or not _is_fair(room, start, spread):
            can = search.can_hold()
            if not can:
                return can is None
            start = encoding.slots(search.model)
        breaks = _fewest_breaks(room, encoding, search, start, spread)
        idle = _fewest_idle(room, encoding, search, breaks)
    return Placed(idle.slots, (breaks.value, breaks.bound), (idle.value, idle.bound))


def _is_fair(room: Room, slots: Slots, spread: int | None) -> bool:
    counts = breaks_in(room, slots)
    return spread is None or max(counts, default=0) - min(counts, default=0) <= spread


def weakest(objectives: Sequence[Objective]) -> Status:
    """The status of the whole: optimal if all are, stopped if one is."""
    every = {objective.status for objective in objectives}
    return next((one for one in (Status.STOPPED, Status.BY_RULE) if one in every), Status.OPTIMAL)


def _fewest_breaks(room: Room, encoding: Encoding, search: Search, start: Slots, spread: int | None) -> Fewest:
    """The bound rises; where that does not come to an end soon, timetables are improved, and it goes on."""
    found = Fewest(
        [one for counted in encoding.breaks.values() for one in counted],
        encoding.slots,
        lambda slots: sum(breaks_in(room, slots)),
        dict(start),
    )
    lower(search, found, at_most=FIRST_TRY, part=0.5)
    if not found.is_proven:
        allowed = None if spread is None else min(breaks_in(room, found.slots)) + spread
        better = annealed(room, found.slots, allowed, search.effort, 0.75)
        if _is_fair(room, better, spread):
            found.learn(better)
        search.prefer(_phases(encoding, found.slots))
        lower(search, found, part=0.95)
    return found


def _fewest_idle(room: Room, encoding: Encoding, search: Search, breaks: Fewest) -> Fewest:
    """Every break is idle for a slot at least; the search is worth its while only where the breaks are proven."""
    clauses, most = encoding.clauses, breaks.value
    found = Fewest([], encoding.slots, lambda slots: idle_in(room, slots), breaks.slots, bound=most)
    if breaks.is_proven and not found.is_proven:
        clauses.at_most(breaks.literals, most)
        found.literals = encoding.idle()
        search.prefer(_phases(encoding, found.slots))
        lower(search, found, at_most=IDLE_TRY)
    return found


def _phases(encoding: Encoding, slots: Slots) -> list[int]:
    """The timetable as literals to prefer."""
    return [literal if slots.get(i) == slot else -literal for (i, slot), literal in encoding.at.items()]


def _least(name: str, known: tuple[int, int], unproven: Status) -> Objective:
    value, bound = known
    return Objective(
        name, Fraction(value), Fraction(bound), Status.OPTIMAL if value == bound else unproven, Sense.LEAST
    )

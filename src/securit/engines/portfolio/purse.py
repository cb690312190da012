"""Money with its bounds: the budget, the envelopes and the ceilings, all as lines that a candidate draws on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from securit import money
from securit.engines._shared.draws import draw
from securit.engines.portfolio.problem import Candidate, Problem


class Kind(Enum):
    """What kind of bound a line is."""

    BUDGET = "budget"
    ENVELOPE = "envelope"
    CEILING = "ceiling"


@dataclass(frozen=True, slots=True)
class Line:
    """At most ``room_cents`` for the candidates in ``draws`` together; room is negative where it was overrun before."""

    kind: Kind
    id: str
    room_cents: int
    draws: dict[str, int]

    @property
    def name(self) -> str:
        """How a sentence calls it."""
        if self.kind is Kind.BUDGET:
            return "the budget"
        return f"envelope {self.id}" if self.kind is Kind.ENVELOPE else f"the ceiling of recipient {self.id}"


def lines_of(problem: Problem) -> tuple[Line, ...]:
    """Ceilings first, then envelopes, then the budget: the order in which reasons are given."""
    ceilings: dict[str, dict[str, int]] = {recipient.id: {} for recipient in problem.recipients}
    for candidate in problem.candidates:
        for recipient, share_cents in candidate.shares:
            if share_cents and recipient in ceilings:
                ceilings[recipient][candidate.id] = share_cents
    budget = {c.id: c.amount_cents for c in problem.candidates}
    return (
        *(Line(Kind.CEILING, r.id, r.ceiling_cents - r.committed_cents, ceilings[r.id]) for r in problem.recipients),
        *(
            Line(Kind.ENVELOPE, e.id, e.most_cents, {c.id: c.amount_cents for c in problem.candidates if e.covers(c)})
            for e in problem.envelopes
        ),
        Line(Kind.BUDGET, "", problem.budget_cents, budget),
    )


class Purse:
    """What is left on every line while candidates are funded one by one."""

    def __init__(self, problem: Problem) -> None:
        self._lines = lines_of(problem)
        self._left = [line.room_cents for line in self._lines]
        self._of: dict[str, list[int]] = {candidate.id: [] for candidate in problem.candidates}
        for index, line in enumerate(self._lines):
            for candidate_id in line.draws:
                self._of[candidate_id].append(index)

    def broken_by(self, candidate_id: str) -> tuple[tuple[Line, int], ...]:
        """The lines that funding the candidate would overrun, each with what is left on it."""
        return tuple(
            (self._lines[i], self._left[i])
            for i in self._of[candidate_id]
            if self._lines[i].draws[candidate_id] > max(0, self._left[i])
        )

    def lines_drawn_on(self, candidate_id: str) -> tuple[Line, ...]:
        """The lines that the candidate's money comes from."""
        return tuple(self._lines[i] for i in self._of[candidate_id])

    def fund(self, candidate_ids: Iterable[str]) -> None:
        """Take the money of these candidates out of every line."""
        for candidate_id in candidate_ids:
            for index in self._of[candidate_id]:
                self._left[index] -= self._lines[index].draws[candidate_id]


def from_the_top(problem: Problem, seed: int) -> list[Candidate]:
    """The candidates from the best rank down; those who share a rank in the order of the published draw."""
    return sorted(problem.candidates, key=lambda c: (c.rank, draw(seed, c.id), c.id))


def broken_in_words(candidate_id: str, broken: Iterable[tuple[Line, int]]) -> str:
    """``the budget (asks €60,000, €12,000 left) and envelope E1 (…)``."""
    return " and ".join(
        f"{line.name} (asks {money.euros(line.draws[candidate_id])}, {money.euros(left)} left)" for line, left in broken
    )

"""The question: which options do the voters want, in what order, and which of them does the budget buy?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

from securit.engines._shared.errors import Unusable, refuse_if_any
from securit.engines._shared.exact import plain
from securit.engines._shared.plain_data import (
    Plain,
    digest_of,
    doubled,
    mapping_in,
    number_in,
    rows_in,
    text_in,
    texts_in,
    whole_in,
)

SCHEMA = "securit.ballots/1"
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Option:
    """What is voted on and what it costs. Where seats are filled instead of money spent, each option costs 1."""

    id: str
    cost_cents: int = 1


@dataclass(frozen=True, slots=True)
class Ballot:
    """What ``count`` voters wrote alike: a mark for each option they marked, the higher the better.

    An approval is the mark 1; an order is written as falling marks, equal marks for equals. It knows no voter.
    """

    marks: tuple[tuple[str, Fraction], ...]
    count: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "marks", tuple(sorted(self.marks)))


@dataclass(frozen=True, slots=True)
class Problem:
    """Options are sorted by id on entry; equal ballots are merged into one and sorted.

    ``silent`` is the mark of an option that a ballot leaves out. A mark of at least ``approved_from`` approves.
    ``blank`` is how many voters marked nothing at all: they count as voters, so they dilute every share.
    Raises ``Unusable`` when it contradicts itself. It is never infeasible: with a budget of 0 nothing is chosen.
    """

    options: tuple[Option, ...]
    ballots: tuple[Ballot, ...]
    budget_cents: int = 0
    blank: int = 0
    silent: Fraction = Fraction(0)
    approved_from: Fraction = ONE
    digest: str = field(init=False, repr=False, compare=False)
    """SHA-256 of the canonical plain data; made once, since there may be a hundred thousand ballots."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", tuple(sorted(self.options, key=lambda one: one.id)))
        refuse_if_any(_contradictions(self))
        object.__setattr__(self, "ballots", _merged(self.ballots))
        object.__setattr__(self, "digest", digest_of(self.to_data()))

    @property
    def voters(self) -> int:
        """How many voted, those with a blank ballot included."""
        return self.blank + sum(ballot.count for ballot in self.ballots)

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold; marks as text."""
        text = cache(plain)
        return {
            "schema": SCHEMA,
            "options": [{"id": one.id, "cost_cents": one.cost_cents} for one in self.options],
            "ballots": [
                {"count": b.count, "marks": {name: text(mark) for name, mark in b.marks}} for b in self.ballots
            ],
            "budget_cents": self.budget_cents,
            "blank": self.blank,
            "silent": plain(self.silent),
            "approved_from": plain(self.approved_from),
        }

    @classmethod
    def from_data(cls, data: Plain) -> Problem:
        """The problem that was stored; raises ``Unusable`` for another shape."""
        if data.get("schema") != SCHEMA:
            raise Unusable([f"This is not a problem of the form {SCHEMA}."])
        ballots = [(mapping_in(row, "marks"), whole_in(row, "count", 1)) for row in rows_in(data, "ballots")]
        return cls(
            tuple(Option(text_in(row, "id"), whole_in(row, "cost_cents", 1)) for row in rows_in(data, "options")),
            tuple(Ballot(tuple((name, number_in(marks, name)) for name in marks), count) for marks, count in ballots),
            whole_in(data, "budget_cents", 0),
            whole_in(data, "blank", 0),
            number_in(data, "silent"),
            number_in(data, "approved_from"),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """An option with its rank (equals share one, the next rank is skipped) and its score under the rule."""

    id: str
    rank: int
    score: Fraction


@dataclass(frozen=True, slots=True)
class Choice:
    """The decision: every option from the best down, and those that the budget buys, in the order of purchase."""

    places: tuple[Place, ...]
    chosen: tuple[str, ...]

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        return {
            "places": [{"id": p.id, "rank": p.rank, "score": plain(p.score)} for p in self.places],
            "chosen": list(self.chosen),
        }

    @classmethod
    def from_data(cls, data: Plain) -> Choice:
        """The decision that was stored."""
        return cls(
            tuple(Place(text_in(r, "id"), whole_in(r, "rank"), number_in(r, "score")) for r in rows_in(data, "places")),
            texts_in(data, "chosen"),
        )


def _merged(ballots: Iterable[Ballot]) -> tuple[Ballot, ...]:
    counts: dict[tuple[tuple[str, Fraction], ...], int] = {}
    for ballot in ballots:
        counts[ballot.marks] = counts.get(ballot.marks, 0) + ballot.count
    ordered = sorted(counts, key=lambda marks: ([name for name, _ in marks], [mark for _, mark in marks]))
    return tuple(Ballot(marks, counts[marks]) for marks in ordered)


def _contradictions(problem: Problem) -> Iterator[str]:
    yield from doubled("Option", (one.id for one in problem.options))
    for option in problem.options:
        if option.cost_cents < 1:
            yield f"Option {option.id} costs {option.cost_cents}; it must cost at least 1, so that it can be bought."
    if problem.budget_cents < 0:
        yield f"The budget cannot be the negative amount {problem.budget_cents}."
    if problem.blank < 0:
        yield f"There cannot be {problem.blank} blank ballots."
    known = {one.id for one in problem.options}
    for number, ballot in enumerate(problem.ballots, 1):
        yield from _wrong(number, ballot, known)


def _wrong(number: int, ballot: Ballot, known: set[str]) -> Iterator[str]:
    names = [name for name, _ in ballot.marks]
    if not names:
        yield f"Ballot {number} marks nothing; count it among the blank ones."
    if ballot.count < 1:
        yield f"Ballot {number} is given by {ballot.count} voters; it needs at least one."
    if len(set(names)) < len(names):
        yield from doubled(f"On ballot {number}, option", names)
    if not known.issuperset(names):
        for name in sorted(set(names) - known):
            yield f"Ballot {number} marks {name}, which is not an option."

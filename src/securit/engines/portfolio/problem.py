"""The question: which ranked applications to fund, within a budget, its envelopes, quotas and ceilings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from securit.engines._shared.errors import refuse_if_any
from securit.engines._shared.exact import plain
from securit.engines._shared.plain_data import (
    Plain,
    digest_of,
    doubled,
    mapping_in,
    rows_in,
    text_in,
    texts_in,
    whole_in,
)
from securit.engines.portfolio.stored import problem_data, problem_parts


class Marginal(Enum):
    """What a ranked list does at the first application that the money left cannot cover, as the call published it."""

    SKIP = "skip_what_does_not_fit"
    STOP = "stop_at_first_that_does_not_fit"


class Reserve(Enum):
    """How the reserve list is ordered, as the call published it."""

    NEXT_IN_RANK = "next_in_rank"
    BY_WITHDRAWALS = "by_withdrawals"  # by what each withdrawal of a funded one would let in


@dataclass(frozen=True, slots=True)
class Step:
    """A smaller amount that a candidate may be funded with, and the score it then counts for."""

    amount_cents: int
    score: Fraction


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application above the thresholds: its score, its rank (1 is best; equals share one) and what it asks.

    ``shares`` says how the amount falls to recipients; it is empty when nobody is under a ceiling, and otherwise
    adds up to the amount. ``groups`` are what quotas count by beside domain and instrument, like ``country:BE``.
    ``steps`` are the smaller amounts with which it may be funded where partial funding is allowed; its shares shrink
    in proportion.
    """

    id: str
    score: Fraction
    rank: int
    amount_cents: int
    domain: str = ""
    instrument: str = ""
    shares: tuple[tuple[str, int], ...] = ()
    groups: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "shares", tuple(sorted(self.shares)))
        object.__setattr__(self, "groups", tuple(sorted(self.groups)))
        object.__setattr__(self, "steps", tuple(sorted(self.steps, key=lambda step: -step.amount_cents)))

    def counts_in(self, group: str) -> bool:
        """Whether a quota on the group (``domain:…``, ``instrument:…`` or one of ``groups``) counts this candidate."""
        return group in (f"domain:{self.domain}", f"instrument:{self.instrument}", *self.groups)


@dataclass(frozen=True, slots=True)
class Envelope:
    """The most that may go to one domain, one instrument, or one instrument within one domain."""

    id: str
    most_cents: int
    domain: str = ""
    instrument: str = ""

    def covers(self, candidate: Candidate) -> bool:
        """Whether the candidate's money comes out of this envelope."""
        return self.domain in ("", candidate.domain) and self.instrument in ("", candidate.instrument)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A legal entity under a ceiling, with what earlier awards already took of it. Others have no ceiling."""

    id: str
    ceiling_cents: int
    committed_cents: int = 0


@dataclass(frozen=True, slots=True)
class Quota:
    """How many funded candidates of a group there may or must be, and how much money may or must go to them.

    ``None`` is no limit. A candidate counts in full for each group it is in.
    """

    id: str
    group: str
    at_least: int = 0
    at_most: int | None = None
    least_cents: int = 0
    most_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Candidates of which at most one may be funded."""

    id: str
    candidates: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "candidates", tuple(sorted(self.candidates)))


@dataclass(frozen=True, slots=True)
class Link:
    """Candidates of which all are funded, in full, or none."""

    id: str
    candidates: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "candidates", tuple(sorted(self.candidates)))


@dataclass(frozen=True, slots=True)
class Problem:
    """Sorted by id on entry, so the order in which it was written changes nothing.

    ``reserve`` says how the reserve list is ordered. Raises ``Unusable`` when it contradicts itself. Only a quota that
    asks for a least can make it infeasible: without one, to fund nothing is allowed.
    """

    candidates: tuple[Candidate, ...]
    budget_cents: int
    envelopes: tuple[Envelope, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    marginal: Marginal = Marginal.SKIP
    quotas: tuple[Quota, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    links: tuple[Link, ...] = ()
    reserve: Reserve = Reserve.NEXT_IN_RANK

    def __post_init__(self) -> None:
        for name in ("candidates", "envelopes", "recipients", "quotas", "exclusions", "links"):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name), key=lambda one: str(one.id))))
        refuse_if_any(_contradictions(self))

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical plain data."""
        return digest_of(self.to_data())

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold; scores as text, money as whole cents. What is not used is left out."""
        return problem_data(self)

    @classmethod
    def from_data(cls, data: Plain) -> Problem:
        """The problem that was stored; raises ``Unusable`` for another shape."""
        return cls(**problem_parts(data))


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The decision, each group from the best rank down: funded; reserve (first in line when money returns);
    barred (a recipient's ceiling stands in the way, whatever money returns). ``reduced`` holds the amounts of those
    funded with less than they ask, by id.

    Where the reserve list is ordered by withdrawals, ``successors`` holds, for each funded one, who would enter in full
    if it (with those it is linked to) withdrew and all others stayed; the reserve then begins with those whom most
    withdrawals let in."""

    funded: tuple[str, ...]
    reserve: tuple[str, ...]
    barred: tuple[str, ...]
    reduced: tuple[tuple[str, int], ...] = ()
    successors: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        data: dict[str, Any] = {
            "funded": list(self.funded),
            "reserve": list(self.reserve),
            "barred": list(self.barred),
        }
        if self.reduced:
            data["reduced"] = dict(self.reduced)
        if self.successors:
            data["successors"] = [{"after": one, "enter": list(entering)} for one, entering in self.successors]
        return data

    @classmethod
    def from_data(cls, data: Plain) -> Portfolio:
        """The decision that was stored."""
        reduced = mapping_in(data, "reduced")
        return cls(
            texts_in(data, "funded"),
            texts_in(data, "reserve"),
            texts_in(data, "barred"),
            tuple(sorted((name, whole_in(reduced, name)) for name in reduced)),
            tuple((text_in(row, "after"), texts_in(row, "enter")) for row in rows_in(data, "successors")),
        )


def _contradictions(problem: Problem) -> Iterator[str]:
    yield from doubled("Candidate", (c.id for c in problem.candidates))
    yield from doubled("Envelope", (e.id for e in problem.envelopes))
    yield from doubled("Recipient", (r.id for r in problem.recipients))
    if problem.budget_cents < 0:
        yield "The budget cannot be negative."
    for candidate in problem.candidates:
        yield from _contradictions_of(candidate)
    for envelope in problem.envelopes:
        if envelope.most_cents < 0:
            yield f"Envelope {envelope.id} cannot be negative."
    for recipient in problem.recipients:
        if recipient.ceiling_cents < 0 or recipient.committed_cents < 0:
            yield f"Recipient {recipient.id} has a negative ceiling or a negative amount committed."
    yield from _contradictions_between(problem)


def _contradictions_between(problem: Problem) -> Iterator[str]:
    yield from doubled("Quota", (q.id for q in problem.quotas))
    yield from doubled("Exclusion", (x.id for x in problem.exclusions))
    yield from doubled("Link", (link.id for link in problem.links))
    for quota in problem.quotas:
        most, most_cents = quota.at_most, quota.most_cents
        if min(quota.at_least, quota.least_cents) < 0 or (most or 0) < 0 or (most_cents or 0) < 0:
            yield f"Quota {quota.id} cannot be negative."
        if (most is not None and most < quota.at_least) or (most_cents is not None and most_cents < quota.least_cents):
            yield f"Quota {quota.id} asks for more than it allows."
    known = {c.id: c for c in problem.candidates}
    for what, sets in (("Exclusion", problem.exclusions), ("Link", problem.links)):
        for one in sets:
            for name in one.candidates:
                if name not in known:
                    yield f"{what} {one.id} names candidate {name}, which is not in the problem."
                elif what == "Link" and known[name].steps:
                    yield f"Candidate {name} is linked, so it cannot be funded in part."
    yield from doubled("In links, candidate", (name for link in problem.links for name in link.candidates))


def _contradictions_of(candidate: Candidate) -> Iterator[str]:
    if candidate.score < 0:
        yield f"Candidate {candidate.id} cannot have the negative score {plain(candidate.score)}."
    if candidate.rank < 1:
        yield f"Candidate {candidate.id} cannot have rank {candidate.rank}; the best is 1."
    if candidate.amount_cents < 0 or any(share < 0 for _, share in candidate.shares):
        yield f"Candidate {candidate.id} cannot ask a negative amount."
    if candidate.shares and sum(share for _, share in candidate.shares) != candidate.amount_cents:
        yield f"The shares of candidate {candidate.id} do not add up to the amount it asks."
    yield from doubled(f"In candidate {candidate.id}, recipient", (name for name, _ in candidate.shares))
    yield from doubled(f"In candidate {candidate.id}, step", (step.amount_cents for step in candidate.steps))
    if any(not 0 < step.amount_cents < candidate.amount_cents or step.score < 0 for step in candidate.steps):
        yield f"A step of candidate {candidate.id} must be above nothing and below what it asks, and score at least 0."

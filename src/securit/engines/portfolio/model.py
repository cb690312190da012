"""A problem as what can be chosen and what bounds the choice: options and lines.

An option is a way to fund one candidate (in full or by one of its steps) or all that are linked together. A line is a
bound that options draw on, in cents or in numbers: a ceiling, an exclusion, a quota, an envelope, the budget.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from securit import money
from securit.engines._shared.draws import draw
from securit.engines.portfolio.problem import Candidate, Problem, Quota


class Kind(Enum):
    """What kind of bound a line is, in the order in which reasons are given."""

    CEILING = "ceiling"
    EXCLUSION = "exclusion"
    QUOTA = "quota"
    ENVELOPE = "envelope"
    BUDGET = "budget"
    CHOICE = "choice"  # at most one way to fund a candidate

    @property
    def is_money(self) -> bool:
        """Whether the list may end at this bound, since it is money that lacks."""
        return self in (Kind.ENVELOPE, Kind.BUDGET)


@dataclass(frozen=True, slots=True)
class Option:
    """A way to fund: the members with their amounts, and what they score together."""

    members: tuple[str, ...]
    amounts_cents: tuple[int, ...]
    score: Fraction
    in_full: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """At most ``room`` (negative where it was overrun before), and at least ``least``, for the options in ``draws``.

    The unit is the cent, or the candidate where ``counts``.
    """

    kind: Kind
    id: str
    room: int
    draws: dict[int, int]
    least: int = 0
    counts: bool = False

    @property
    def name(self) -> str:
        """How a sentence calls it."""
        if self.kind is Kind.BUDGET:
            return "the budget"
        if self.kind is Kind.CEILING:
            return f"the ceiling of recipient {self.id}"
        return f"{self.kind.value} {self.id}"

    def amount(self, value: int) -> str:
        """A figure in the line's unit."""
        return str(value) if self.counts else money.euros(value)


@dataclass(frozen=True, slots=True)
class Model:
    """The options from the best rank down (those of one candidate follow each other, in full first), and the lines."""

    ordered: tuple[Candidate, ...]
    options: tuple[Option, ...]
    lines: tuple[Line, ...]
    of: dict[str, int]
    """The option that funds a candidate in full."""


def from_the_top(problem: Problem, seed: int) -> list[Candidate]:
    """The candidates from the best rank down; those who share a rank in the order of the published draw."""
    return sorted(problem.candidates, key=lambda c: (c.rank, draw(seed, c.id), c.id))


def model_of(problem: Problem, ordered: Sequence[Candidate]) -> Model:
    """The options and lines of a problem, options in the given order of candidates."""
    options = tuple(_options(problem, ordered))
    known = {c.id: c for c in ordered}
    parts = [[(known[one], cents) for one, cents in zip(o.members, o.amounts_cents, strict=True)] for o in options]
    of = {one: index for index, o in enumerate(options) if o.in_full for one in o.members}
    return Model(tuple(ordered), options, tuple(_lines(problem, options, parts)), of)


def _options(problem: Problem, ordered: Sequence[Candidate]) -> Iterator[Option]:
    linked = {one: set(link.candidates) for link in problem.links for one in link.candidates}
    done: set[str] = set()
    for candidate in ordered:
        if candidate.id in done:
            continue
        together = linked.get(candidate.id, {candidate.id})
        members = [c for c in ordered if c.id in together] if len(together) > 1 else [candidate]
        done.update(c.id for c in members)
        yield Option(
            tuple(c.id for c in members),
            tuple(c.amount_cents for c in members),
            sum((c.score for c in members), Fraction(0)),
        )
        for step in candidate.steps:
            yield Option((candidate.id,), (step.amount_cents,), step.score, in_full=False)


Counts = Callable[[Candidate], bool]
Parts = Sequence[Sequence[tuple[Candidate, int]]]


def _lines(problem: Problem, options: Sequence[Option], parts: Parts) -> Iterator[Line]:
    ceilings: dict[str, dict[int, int]] = {recipient.id: {} for recipient in problem.recipients}
    for index, members in enumerate(parts):
        for candidate, cents in members:
            for recipient, share_cents in _shares(candidate, cents):
                if share_cents and recipient in ceilings:
                    ceilings[recipient][index] = ceilings[recipient].get(index, 0) + share_cents
    for r in problem.recipients:
        yield Line(Kind.CEILING, r.id, r.ceiling_cents - r.committed_cents, ceilings[r.id])
    for exclusion in problem.exclusions:
        yield Line(Kind.EXCLUSION, exclusion.id, 1, _inside(parts, set(exclusion.candidates)), counts=True)
    counted, summed = _by_group(problem, parts)
    for quota in problem.quotas:
        yield from _of_quota(quota, counted[quota.group], summed[quota.group])
    for envelope in problem.envelopes:
        yield Line(Kind.ENVELOPE, envelope.id, envelope.most_cents, _summed(parts, envelope.covers))
    yield Line(Kind.BUDGET, "", problem.budget_cents, _summed(parts, lambda c: True))
    yield from _choices(options)


def _by_group(problem: Problem, parts: Parts) -> tuple[dict[str, dict[int, int]], dict[str, dict[int, int]]]:
    """For each group of a quota what every option counts in it, in numbers and in cents."""
    counted: dict[str, dict[int, int]] = {quota.group: {} for quota in problem.quotas}
    summed: dict[str, dict[int, int]] = {quota.group: {} for quota in problem.quotas}
    if not counted:
        return counted, summed
    for index, members in enumerate(parts):
        for candidate, cents in members:
            for group in (f"domain:{candidate.domain}", f"instrument:{candidate.instrument}", *candidate.groups):
                if group in counted:
                    counted[group][index] = counted[group].get(index, 0) + 1
                    summed[group][index] = summed[group].get(index, 0) + cents
    return counted, summed


def _of_quota(quota: Quota, counted: dict[int, int], summed: dict[int, int]) -> Iterator[Line]:
    if quota.at_least or quota.at_most is not None:
        most = sum(counted.values()) if quota.at_most is None else quota.at_most
        yield Line(Kind.QUOTA, quota.id, most, counted, quota.at_least, counts=True)
    if quota.least_cents or quota.most_cents is not None:
        most = sum(summed.values()) if quota.most_cents is None else quota.most_cents
        yield Line(Kind.QUOTA, quota.id, most, {i: cents for i, cents in summed.items() if cents}, quota.least_cents)


def _choices(options: Sequence[Option]) -> Iterator[Line]:
    ways: dict[str, list[int]] = {}
    for index, option in enumerate(options):
        ways.setdefault(option.members[0], []).append(index)
    for name, indexes in ways.items():
        if len(indexes) > 1:
            yield Line(Kind.CHOICE, name, 1, dict.fromkeys(indexes, 1), counts=True)


def _shares(candidate: Candidate, cents: int) -> Iterable[tuple[str, int]]:
    if cents == candidate.amount_cents or not candidate.shares:
        return candidate.shares
    names, weights = zip(*candidate.shares, strict=True)
    return tuple(zip(names, money.split(cents, weights), strict=True))


def _inside(parts: Parts, names: set[str]) -> dict[int, int]:
    found = ((index, sum(1 for c, _ in members if c.id in names)) for index, members in enumerate(parts))
    return {index: count for index, count in found if count}


def _summed(parts: Parts, counts: Counts) -> dict[int, int]:
    """The cents of each option; one that asks nothing still stands on the line, and ends with it."""
    inside = ((index, [cents for c, cents in members if counts(c)]) for index, members in enumerate(parts))
    return {index: sum(cents) for index, cents in inside if cents}

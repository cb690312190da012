"""Every decision there is, one after the other: slow, obvious, and sharing nothing with the engines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, product

from securit.engines import assignment, portfolio


def every_assignment(problem: assignment.Problem) -> Iterator[tuple[tuple[str, str], ...]]:
    """All feasible assignments of a tiny problem."""
    names = [evaluator.id for evaluator in problem.evaluators]
    barred = {(c.application, c.evaluator) for c in problem.conflicts}
    for groups in product(*(combinations(names, a.required) for a in problem.applications)):
        pairs = tuple((a.id, e) for a, group in zip(problem.applications, groups, strict=True) for e in group)
        loads = Counter(e for _, e in pairs)
        if barred & set(pairs) or not set(problem.pinned) <= set(pairs):
            continue
        if all(e.least <= loads[e.id] <= e.most for e in problem.evaluators):
            yield pairs


def affinity(problem: assignment.Problem, pairs: tuple[tuple[str, str], ...]) -> Fraction:
    """The total affinity of the pairs."""
    return sum((a.score for a in problem.affinities if (a.application, a.evaluator) in pairs), Fraction(0))


Ways = tuple[tuple[portfolio.Candidate, int], ...]
"""Candidates with the amounts they are funded with."""


def every_portfolio(problem: portfolio.Problem) -> Iterator[Ways]:
    """All sets that every bound allows, in full or by steps."""
    amounts = [(None, c.amount_cents, *(s.amount_cents for s in c.steps)) for c in problem.candidates]
    for given in product(*amounts):
        chosen = tuple((c, cents) for c, cents in zip(problem.candidates, given, strict=True) if cents is not None)
        if fits(problem, tuple(c for c, _ in chosen), {c.id: cents for c, cents in chosen}) and kept(problem, chosen):
            yield chosen


def in_full(problem: portfolio.Problem, decision: portfolio.Portfolio) -> set[tuple[portfolio.Candidate, int]]:
    """The funded candidates with their amounts."""
    given = dict(decision.reduced)
    return {(c, given.get(c.id, c.amount_cents)) for c in problem.candidates if c.id in decision.funded}


def score(chosen: Ways) -> Fraction:
    """What the set scores."""
    total = Fraction(0)
    for candidate, cents in chosen:
        total += next((s.score for s in candidate.steps if s.amount_cents == cents), candidate.score)
    return total


def kept(problem: portfolio.Problem, chosen: Ways) -> bool:
    """Whether the set keeps quotas, exclusions and links."""
    names = {c.id for c, _ in chosen}
    for quota in problem.quotas:
        inside = [cents for c, cents in chosen if quota.group in (f"domain:{c.domain}", *c.groups)]
        most = len(inside) if quota.at_most is None else quota.at_most
        most_cents = sum(inside) if quota.most_cents is None else quota.most_cents
        if not (quota.at_least <= len(inside) <= most and quota.least_cents <= sum(inside) <= most_cents):
            return False
    if any(len(names & set(x.candidates)) > 1 for x in problem.exclusions):
        return False
    return all(len(names & set(link.candidates)) in (0, len(link.candidates)) for link in problem.links)


def fits(
    problem: portfolio.Problem, chosen: tuple[portfolio.Candidate, ...], given: Mapping[str, int] | None = None
) -> bool:
    """Whether the set keeps within the budget, every envelope and every ceiling."""
    amounts = {c.id: c.amount_cents for c in chosen} | dict(given or {})
    if sum(amounts.values()) > problem.budget_cents:
        return False
    for envelope in problem.envelopes:
        if sum(amounts[c.id] for c in chosen if c.domain == envelope.domain) > envelope.most_cents:
            return False
    for recipient in problem.recipients:
        share_cents = sum(_share(c, recipient.id, amounts[c.id]) for c in chosen)
        if share_cents and share_cents + recipient.committed_cents > recipient.ceiling_cents:
            return False
    return True


def _share(candidate: portfolio.Candidate, recipient: str, cents: int) -> int:
    """What falls to the recipient: in proportion, the cents left over to the largest fractions, then to the first."""
    names = [name for name, _ in candidate.shares]
    if recipient not in names:
        return 0
    parts = [Fraction(cents * share, candidate.amount_cents or 1) for _, share in candidate.shares]
    left = cents - sum(int(part) for part in parts)
    first = sorted(range(len(parts)), key=lambda i: (int(parts[i]) - parts[i], i))[:left]
    at = names.index(recipient)
    return int(parts[at]) + (1 if at in first else 0)

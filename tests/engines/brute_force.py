"""Every decision there is, one after the other: slow, obvious, and sharing nothing with the engines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
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


def best_score(problem: portfolio.Problem) -> Fraction:
    """The greatest total score of any set that every bound allows."""
    best = Fraction(0)
    for size in range(len(problem.candidates) + 1):
        for chosen in combinations(problem.candidates, size):
            if fits(problem, chosen):
                best = max(best, sum((c.score for c in chosen), Fraction(0)))
    return best


def fits(problem: portfolio.Problem, chosen: tuple[portfolio.Candidate, ...]) -> bool:
    """Whether the set keeps within the budget, every envelope and every ceiling."""
    if sum(c.amount_cents for c in chosen) > problem.budget_cents:
        return False
    for envelope in problem.envelopes:
        if sum(c.amount_cents for c in chosen if c.domain == envelope.domain) > envelope.most_cents:
            return False
    for recipient in problem.recipients:
        share_cents = sum(dict(c.shares).get(recipient.id, 0) for c in chosen)
        if share_cents and share_cents + recipient.committed_cents > recipient.ceiling_cents:
            return False
    return True

"""Equal shares replayed, plainly: every purse apart, every price looked for anew in every round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from hashlib import sha256

import numpy as np

from securit.engines.aggregation.ballots.problem import Problem

EXACTLY = 3_000
"""So many approvals (different ballots × options approved) are replayed with fractions."""

REPLAYED = 5 * 2**20
SLACK = 1e-9


def purchase_faults(problem: Problem, rule: str, seed: int, chosen: Sequence[str]) -> Iterator[str]:
    """What is wrong with a purchase.

    Up to ``EXACTLY`` approvals the whole rule is repeated in fractions, with its draws. Up to ``REPLAYED`` the
    purchases are replayed in extended floating point (completion by raised shares is not; what it must fill in is).
    """
    purses = _purses(problem)
    size = sum(len(approved) for approved, _ in purses)
    if size <= EXACTLY:
        wanted = _repeated(problem, purses, rule, seed)
        if list(chosen) != wanted:
            yield f"Equal shares choose {', '.join(wanted) or 'nothing'}, not {', '.join(chosen) or 'nothing'}."
        return
    if not rule.endswith("add1") and size <= REPLAYED:
        yield from _replayed(problem, purses, chosen, completed=rule.endswith("greedy"))
    if rule != "method_of_equal_shares":
        yield from _fits_nothing_more(problem, purses, chosen)


Purse = tuple[list[str], int]


def _purses(problem: Problem) -> list[Purse]:
    """Per different ballot: what it approves, and how many voters gave it."""
    found = []
    for ballot in problem.ballots:
        marks = dict(ballot.marks)
        names = [o.id for o in problem.options] if problem.silent >= problem.approved_from else list(marks)
        found.append(([n for n in names if marks.get(n, problem.silent) >= problem.approved_from], ballot.count))
    if problem.blank and problem.silent >= problem.approved_from:
        found.append(([o.id for o in problem.options], problem.blank))
    return found


def _repeated(problem: Problem, purses: list[Purse], rule: str, seed: int) -> list[str]:
    cost = {option.id: option.cost_cents for option in problem.options}
    votes = {name: sum(c for approved, c in purses if name in approved) for name in cost}
    share = Fraction(problem.budget_cents, problem.voters) if problem.voters else Fraction(0)
    bought = _bought(cost, purses, share, seed)
    step = 0
    while rule.endswith("add1") and share and set(bought) != {name for name in cost if votes[name]}:
        step += 1
        more = _bought(cost, purses, share * Fraction(100 + step, 100), seed)
        if sum(cost[name] for name in more) > problem.budget_cents:
            break
        bought = more
    if rule != "method_of_equal_shares":
        for name in sorted(cost, key=lambda name: (-votes[name], _drawn(seed, name))):
            fits = sum(cost[one] for one in (*bought, name)) <= problem.budget_cents
            if fits and votes[name] and name not in bought:
                bought.append(name)
    return bought


def _bought(cost: dict[str, int], purses: list[Purse], share: Fraction, seed: int) -> list[str]:
    left = [share] * len(purses)
    bought: list[str] = []
    while True:
        prices = {}
        for name, asked in cost.items():
            if name not in bought:
                price = _price(asked, sorted((left[i], c) for i, (a, c) in enumerate(purses) if name in a))
                if price is not None:
                    prices[name] = price
        if not prices:
            return bought
        best = min(prices, key=lambda name: (prices[name] / cost[name], _drawn(seed, name)))
        bought.append(best)
        left = [max(Fraction(0), b - prices[best]) if best in a else b for b, (a, _) in zip(left, purses, strict=True)]


def _price(cost: int, rising: list[tuple[Fraction, int]]) -> Fraction | None:
    """The least price at which everybody, paying it or all they have, pays the cost together."""
    voters, missing = sum(count for _, count in rising), Fraction(cost)
    for purse, count in rising:
        if purse * voters >= missing:
            return missing / voters
        missing, voters = missing - purse * count, voters - count
    return None


def _replayed(problem: Problem, purses: list[Purse], chosen: Sequence[str], *, completed: bool) -> Iterator[str]:
    """Each purchase was the cheapest per worth at its time, and after the last no group can pay."""
    cost = {option.id: option.cost_cents for option in problem.options}
    index = {name: np.array([i for i, (a, _) in enumerate(purses) if name in a], dtype=np.int64) for name in cost}
    count = np.array([c for _, c in purses], dtype=np.longdouble)
    left = np.full(len(purses), np.longdouble(problem.budget_cents) / problem.voters)
    rest = dict.fromkeys(cost)
    for name in chosen:
        prices = {n: _near_price(cost[n], left[index[n]], count[index[n]]) for n in rest}
        least = min(price / cost[n] for n, price in prices.items())
        if least == np.inf and completed:
            return
        if prices[name] / cost[name] > least * (1 + SLACK):
            yield f"{name} was bought although another option cost its supporters less."
            return
        left[index[name]] -= np.minimum(left[index[name]], prices[name])
        del rest[name]
    for name in rest:
        if (left[index[name]] * count[index[name]]).sum() > cost[name] * (1 + SLACK):
            yield f"{name} was not bought although its supporters can pay for it."


def _near_price(cost: int, left: np.ndarray[tuple[int], np.dtype[np.longdouble]], count: np.ndarray) -> np.longdouble:
    order = np.argsort(left)
    left, count = left[order], count[order]
    before = np.concatenate([[0], np.cumsum(left * count)])[:-1]
    richer = count.sum() - np.concatenate([[0], np.cumsum(count)])[:-1]
    price = (cost - before) / np.maximum(richer, 1)
    enough = np.flatnonzero(left >= price * (1 - SLACK))
    return np.longdouble(price[enough[0]]) if len(enough) else np.longdouble(np.inf)


def _fits_nothing_more(problem: Problem, purses: list[Purse], chosen: Sequence[str]) -> Iterator[str]:
    cost = {option.id: option.cost_cents for option in problem.options}
    money = problem.budget_cents - sum(cost.get(name, 0) for name in chosen)
    wanted = {name for approved, _ in purses for name in approved}
    for name in sorted(wanted - set(chosen)):
        if cost[name] <= money:
            yield f"{name} was left out although the rest of the budget pays for it."


def _drawn(seed: int, name: str) -> int:
    return int(sha256(f"{seed}\n{name}\n".encode()).hexdigest()[:16], 16)

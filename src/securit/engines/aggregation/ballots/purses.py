"""The purses of the method of equal shares: who supports what, and what everybody has left, exactly.

A purse is either broken (it gave its last cent) or holds its share less the prices of all it helped to buy. So any sum
of purses is a count of shares less counts of prices, and is known exactly at the cost of counting. Floating-point
numbers only say where to look; whatever lies within ``NEAR`` of a border is settled by exact fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from securit.engines._shared.errors import TooLarge
from securit.engines.aggregation.ballots.problem import Problem

NEAR = 1e-9
MOST_CELLS = 1_000_000_000
INFINITE = float("inf")


class Support:
    """Which ballots approve which option; the same for every budget. O(approvals) memory."""

    def __init__(self, problem: Problem) -> None:
        if len(problem.options) * len(problem.ballots) > MOST_CELLS:
            raise TooLarge(["There are too many options and different ballots to keep what each has paid for."])
        rows: dict[str, list[int]] = {option.id: [] for option in problem.options}
        silently = problem.silent >= problem.approved_from
        for row, ballot in enumerate(problem.ballots):
            against = {name for name, mark in ballot.marks if mark < problem.approved_from}
            approved = [name for name in rows if name not in against] if silently else [n for n, _ in ballot.marks]
            for name in approved:
                if name not in against:
                    rows[name].append(row)
        weight = [ballot.count for ballot in problem.ballots]
        if silently and problem.blank:
            for found in rows.values():
                found.append(len(weight))
            weight.append(problem.blank)
        self.weight: NDArray[np.float64] = np.array(weight, dtype=np.float64)
        self.rows: list[NDArray[np.int64]] = [np.array(rows[o.id], dtype=np.int64) for o in problem.options]
        self.cost: list[int] = [option.cost_cents for option in problem.options]
        self.votes: list[int] = [int(self.weight[found].sum()) for found in self.rows]


class Purses:
    """Everybody's money while options are bought; starts with an equal ``share`` for every voter."""

    def __init__(self, support: Support, share: Fraction) -> None:
        self._support, self._share = support, share
        self._left = np.full(len(support.weight), float(share))
        self._broken = np.zeros(len(support.weight), dtype=np.bool_)
        self._prices: list[Fraction] = []
        self._paid: list[NDArray[np.bool_]] = []

    def about(self, option: int) -> float:
        """The price per cost at which its supporters can just pay for it, in floating point; infinite: they cannot.

        Raises the price step by step to where those who have less give all they have; at most as many steps as
        different purses, usually four.
        """
        rows = self._support.rows[option]
        left, weight = self._left[rows], self._support.weight[rows]
        cost = float(self._support.cost[option])
        money = left * weight
        if money.sum() < cost * (1 - NEAR):
            return INFINITE
        price = cost / weight.sum()
        while True:
            poor = left < price
            richer = weight[~poor].sum()
            if richer <= 0:
                return float(left.max()) / cost
            raised = (cost - money[poor].sum()) / richer
            if raised <= price * (1 + 1e-15):
                return float(price) / cost
            price = raised

    def price(self, option: int, about: float) -> Fraction | None:
        """The exact most that a supporter pays when the option is bought, near ``about``; ``None``: too dear."""
        rows = self._support.rows[option]
        rows = rows[~self._broken[rows]]
        left = self._left[rows]
        near = NEAR * max(about, float(self._share))
        missing = self._support.cost[option] - self._sum(rows[left < about - near])
        richer = int(self._support.weight[rows[left > about + near]].sum())
        close = rows[np.abs(left - about) <= near]
        richer += int(self._support.weight[close].sum())
        for purse, voters in sorted(self._exactly(close)):
            if purse * richer >= missing:
                break
            missing -= purse * voters
            richer -= voters
        return missing / richer if richer else None

    def buy(self, option: int, price: Fraction) -> None:
        """Every supporter pays the price, or all that is left."""
        rows = self._support.rows[option]
        rows = rows[~self._broken[rows]]
        left = self._left[rows]
        near = NEAR * max(float(price), float(self._share))
        close = rows[np.abs(left - float(price)) <= near]
        gives_all = np.zeros(len(self._broken), dtype=np.bool_)
        gives_all[rows[left < float(price) - near]] = True
        for group, purse in self._each(close):
            gives_all[group] = purse <= price
        pays = np.zeros(len(self._broken), dtype=np.bool_)
        pays[rows] = ~gives_all[rows]
        self._broken |= gives_all
        self._left[gives_all] = 0.0
        self._left[pays] -= float(price)
        self._prices.append(price)
        self._paid.append(pays)

    def together(self, option: int) -> Fraction:
        """What all supporters of the option have left together, exactly."""
        rows = self._support.rows[option]
        return self._sum(rows[~self._broken[rows]])

    def _sum(self, rows: NDArray[np.int64]) -> Fraction:
        weight = self._support.weight[rows]
        total = int(weight.sum()) * self._share
        for price, paid in zip(self._prices, self._paid, strict=True):
            total -= int(weight[paid[rows]].sum()) * price
        return total

    def _each(self, rows: NDArray[np.int64]) -> list[tuple[NDArray[np.int64], Fraction]]:
        """The rows in groups that paid for the same, with their exact purse."""
        if not len(rows):
            return []
        history = np.array([paid[rows] for paid in self._paid], dtype=np.bool_).reshape(len(self._paid), len(rows))
        kinds, which = np.unique(np.packbits(history, axis=0), axis=1, return_inverse=True)
        found = []
        for kind in range(kinds.shape[1]):
            group = rows[which.reshape(-1) == kind]
            found.append((group, self._purse(int(group[0]))))
        return found

    def _purse(self, row: int) -> Fraction:
        paid: Sequence[Fraction] = [p for p, who in zip(self._prices, self._paid, strict=True) if who[row]]
        return self._share - sum(paid, Fraction(0))

    def _exactly(self, rows: NDArray[np.int64]) -> list[tuple[Fraction, int]]:
        return [(purse, int(self._support.weight[group].sum())) for group, purse in self._each(rows)]

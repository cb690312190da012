"""From what the solver found to the answer of a rule: gains in whole units, objectives, explanation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from securit.engines._shared.draws import draw
from securit.engines._shared.errors import Infeasible, TooLarge
from securit.engines._shared.exact import whole_numbers
from securit.engines._shared.outcome import Objective, Sense, Status
from securit.engines.portfolio.core import clash_in
from securit.engines.portfolio.model import Model
from securit.engines.portfolio.problem import Problem
from securit.engines.portfolio.solving import Bools, Found, Ints

MOST_UNITS = 10**12
"""The total of all scores, on their common scale and in lowest terms, that is still solved exactly."""

MOST_CENTS = 10**13
"""The largest amount on one line that is still solved exactly: a hundred thousand million euros."""


def scores_of(problem: Problem, model: Model) -> tuple[Ints, Fraction]:
    """The scores of the options in whole units, and how many units are one; raises ``TooLarge``."""
    units, scale = whole_numbers(option.score for option in model.options)
    shared = math.gcd(*units) or 1
    units = [unit // shared for unit in units]
    if sum(units) > MOST_UNITS:
        raise TooLarge(
            [f"On their common scale the scores add up to {sum(units)}, more than {MOST_UNITS}; round them."]
        )
    if max([problem.budget_cents, *(c.amount_cents for c in problem.candidates)]) > MOST_CENTS:
        raise TooLarge(["An amount exceeds a hundred thousand million euros."])
    return np.array(units, dtype=np.int64), Fraction(scale, shared)


def marked(model: Model, chosen: frozenset[int]) -> Bools:
    """The chosen options as truth values."""
    found = np.zeros(len(model.options), dtype=np.bool_)
    found[sorted(chosen)] = True
    return found


def chosen_in(x: Bools) -> frozenset[int]:
    """The options that are marked."""
    return frozenset(int(i) for i in np.flatnonzero(x))


def likeness(model: Model, listed: Bools) -> Ints:
    """For each option what taking it adds to the likeness with the list: its members, for or against."""
    members = np.array([len(option.members) for option in model.options], dtype=np.int64)
    return np.where(listed, members, -members)


def draws_of(model: Model, seed: int) -> Ints:
    """Small numbers drawn for the options: among equals the set with the greatest sum is taken."""
    return np.array([draw(seed, *o.members, str(o.amounts_cents[0])) >> 52 for o in model.options], dtype=np.int64)


def departing(model: Model, listed: Bools, x: Bools, found: Found | None) -> Objective:
    """How many decisions differ from the ranked list; another amount for a candidate counts as two."""
    like = likeness(model, listed)
    at_best = int(like[listed].sum())
    value = at_best - (int(like[x].sum()) if len(like) else 0)
    bound = max(0, at_best - found.bound) if found is not None and found.bound is not None else 0
    status = Status.OPTIMAL if value == bound else Status.STOPPED
    return Objective("departures", Fraction(value), Fraction(min(bound, value)), status, Sense.LEAST)


def refuse_without(problem: Problem, found: Sequence[Found]) -> None:
    """Raise the refusal where the first search found no set: what clashes, or that the limit came first."""
    if found[0].x is not None:
        return
    if found[0].impossible:
        raise Infeasible(clash_in(problem))
    raise TooLarge(["No set that reaches every least was found within the limits."])

"""The exact rule: the funded set with the greatest total score, whatever the order of the ranking.

A programme may use it only where the call published it. Among equally good sets it takes the one that departs least
from the ranked list, then the one with the greatest draws. Its certificate holds the prices of the bounds: what one
cent or one candidate more would be worth while applications could be cut to size, from which a bound follows.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from securit.engines._shared.outcome import Answer, Limits, Objective, Status
from securit.engines.portfolio.explanation import departures, explain, priced
from securit.engines.portfolio.model import Kind, Model, from_the_top, model_of
from securit.engines.portfolio.outcomes import (
    chosen_in,
    departing,
    draws_of,
    likeness,
    marked,
    refuse_without,
    scores_of,
)
from securit.engines.portfolio.problem import Portfolio, Problem
from securit.engines.portfolio.purse import Purse
from securit.engines.portfolio.ranked_list import divisible_bound, down_the_list
from securit.engines.portfolio.solving import Effort, Prices, in_order, programme_of
from securit.engines.portfolio.withdrawals import lined_up, solver_of


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Portfolio]:
    """The answer of the rule; raises ``Infeasible`` with what clashes, ``TooLarge`` beyond what is solved exactly."""
    model = model_of(problem, from_the_top(problem, seed))
    scores, units = scores_of(problem, model)
    listed, _ = down_the_list(model, problem.marginal)
    on_list = marked(model, listed)
    gains = (scores, likeness(model, on_list), draws_of(model, seed))
    found = in_order(programme_of(model), gains, Effort(limits), on_list)
    refuse_without(problem, found)
    last = next(one.x for one in reversed(found) if one.x is not None)
    assert last is not None
    chosen = chosen_in(last) if len(found) > 1 else filled(model, chosen_in(last))
    total = sum((model.options[i].score for i in chosen), Fraction(0))
    divisible = divisible_bound(problem)
    bound = divisible if found[0].bound is None else min(divisible, found[0].bound / units)
    bound = max(bound, total)
    status = Status.OPTIMAL if bound == total else Status.STOPPED
    objectives = (
        Objective("total", total, bound, status),
        departing(model, on_list, marked(model, chosen), found[1] if len(found) > 1 else None),
    )
    prices = () if found[0].prices is None else prices_of(found[0].prices, units)
    decision, withdrawals = lined_up(problem, model, chosen, partial(solver_of, problem, model, seed, limits))
    drawn = len(found) == len(gains) and found[-1].x is not None and found[-1].bound == found[-1].total(gains[-1])
    return Answer(
        decision=decision,
        status=Status.OPTIMAL if all(o.status is Status.OPTIMAL for o in objectives) else Status.STOPPED,
        objectives=objectives,
        headline="total",
        trace=(
            *explain(model, chosen, decision, {}),
            *departures(model, listed, chosen, dict(prices)),
            *priced(model, prices),
            *withdrawals.notes,
        ),
        certificate=tuple((named(model, place), price) for place, price in prices),
        stopped_by="" if drawn and withdrawals.are_proven else limits.name or "precision",
    )


def filled(model: Model, chosen: frozenset[int]) -> frozenset[int]:
    """The options, and from the top down every further one that scores and still fits."""
    purse, funded = Purse(model), set(chosen)
    purse.fund(sorted(chosen))
    taken = {one for i in chosen for one in model.options[i].members}
    for index, option in enumerate(model.options):
        if option.score > 0 and not taken & set(option.members) and not purse.broken_by(index):
            purse.fund([index])
            funded.add(index)
            taken.update(option.members)
    return frozenset(funded)


def prices_of(prices: Prices, units: Fraction) -> tuple[tuple[int, Fraction], ...]:
    """The lines that have a price, by their place, in score for one cent or one candidate."""
    return tuple((place, one / (prices.scale * units)) for place, one in enumerate(prices.lines) if one)


def named(model: Model, place: int) -> str:
    """The name of a line in a certificate: ``budget:``, ``envelope:E1``, ``quota:Q:number``, ``quota:Q:cents``."""
    line = model.lines[place]
    unit = (":number" if line.counts else ":cents") if line.kind is Kind.QUOTA else ""
    return f"{line.kind.value}:{line.id}{unit}"

"""What else could be decided, and how sure the decision is."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from securit.engines import Infeasible, portfolio
from securit.engines.portfolio import Alternatives, Portfolio, Problem
from tests.engines import brute_force, worlds
from tests.engines.worlds import candidate

EQUALS = tuple(candidate(name, rank, "5", 50) for rank, name in enumerate("ABC", 1))


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(problem=worlds.portfolios())
def test_the_alternatives_are_all_the_sets_of_the_greatest_total(problem: Problem) -> None:
    every = list(brute_force.every_portfolio(problem))
    if not every:
        with pytest.raises(Infeasible):
            portfolio.alternatives(problem)
        return
    best = max(map(brute_force.score, every))
    wanted = {frozenset((c.id, cents) for c, cents in chosen) for chosen in every if brute_force.score(chosen) == best}
    found = portfolio.alternatives(problem, most=100)
    seen = [frozenset((c.id, cents) for c, cents in brute_force.in_full(problem, one)) for one in found.sets]
    assert (set(seen), len(seen), found.are_all) == (wanted, len(wanted), True)


def test_the_nearest_to_the_list_comes_first_and_a_cut_is_said() -> None:
    problem = Problem(EQUALS, 100)
    found = portfolio.alternatives(problem, most=2)
    assert (found.sets[0], found.are_all) == (portfolio.ranked_list(problem).decision, False)
    assert len(portfolio.alternatives(problem, most=9).sets) == 3
    assert portfolio.alternatives(Problem((), 0)) == Alternatives((Portfolio((), (), ()),), are_all=True)


def test_sure_scores_are_funded_always_or_never() -> None:
    told = portfolio.robustness(Problem(EQUALS, 100), portfolio.ranked_list, {}, samples=5)
    assert told.funded == (("A", 5), ("B", 5), ("C", 0))


def test_unsure_scores_are_funded_as_often_as_they_would_be_and_again_the_same() -> None:
    problem = Problem((candidate("A", 1, "9", 50), candidate("B", 2, "5", 50), candidate("C", 3, "5", 50)), 100)
    spread = {"B": Fraction(1, 2), "C": Fraction(1, 2)}
    told = portfolio.robustness(problem, portfolio.ranked_list, spread, samples=400)
    assert told.share("A") == 1
    assert abs(told.share("B") - Fraction(1, 2)) < Fraction(1, 10)
    assert told.share("B") + told.share("C") == 1
    assert portfolio.robustness(problem, portfolio.ranked_list, spread, samples=400) == told

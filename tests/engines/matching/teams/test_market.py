"""Markets of a real shape: the checker, which prices teams by other means, agrees, and the gap is small."""

from __future__ import annotations

import pytest

from benchmarks.matching_teams import market_of
from securit.engines.matching import teams


@pytest.mark.parametrize(("challenges", "organisations"), [(12, 120), (16, 40)])
def test_a_market_stands_before_the_checker_with_a_small_gap(challenges: int, organisations: int) -> None:
    problem = market_of(challenges, organisations)
    outcome, beside = teams.column_generation(problem), teams.greedy(problem)
    assert teams.check(problem, outcome) == teams.check(problem, beside) == ()
    served, worst, total = outcome.objectives
    assert (served.value, worst.value, total.value) >= tuple(one.value for one in beside.objectives)
    assert total.gap is not None
    assert total.gap * 100 <= total.value


def test_a_stop_by_the_clock_leaves_a_feasible_choice() -> None:
    problem = market_of(40, 100)
    stopped = teams.column_generation(problem, limits=teams.Limits(seconds=1))
    assert teams.check(problem, stopped) == ()
    assert (stopped.status, stopped.stopped_by) == (teams.Status.STOPPED, "seconds")

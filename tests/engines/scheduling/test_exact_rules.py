"""The exact rules against every timetable of tiny problems."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from securit.engines import Infeasible, Status, scheduling
from tests.engines import brute_force, worlds

lawful = settings(max_examples=60, deadline=None, derandomize=True, database=None)


@lawful
@given(problem=worlds.timetables())
def test_fewest_breaks_equals_brute_force_and_refuses_exactly_what_has_no_timetable(
    problem: scheduling.Problem,
) -> None:
    every = [t for t in brute_force.every_timetable(problem) if len(t) == len(problem.meetings)]
    if problem.spread is not None:
        every = [t for t in every if brute_force.spread(problem, t) <= problem.spread]
    if not every:
        with pytest.raises(Infeasible) as refused:
            scheduling.fewest_breaks(problem)
        assert refused.value.reasons
        return
    waits = [[one for row in brute_force.waits(problem, t).values() for one in row] for t in every]
    best = min((len(row), sum(row)) for row in waits)
    outcome = scheduling.fewest_breaks(problem)
    assert [(o.name, o.value) for o in outcome.objectives] == [("breaks", best[0]), ("idle", best[1])]
    assert outcome.status is Status.OPTIMAL


@lawful
@given(problem=worlds.timetables())
def test_most_meetings_equals_brute_force_and_refuses_exactly_clashing_agreements(problem: scheduling.Problem) -> None:
    every = list(brute_force.every_timetable(problem))
    if not every:
        with pytest.raises(Infeasible):
            scheduling.most_meetings(problem)
        return
    best = max((brute_force.worth(problem, t), brute_force.shares(problem, t)) for t in every)
    outcome = scheduling.most_meetings(problem)
    assert [(o.name, o.value) for o in outcome.objectives] == [("meetings", best[0]), ("worst_off", best[1])]
    assert outcome.status is Status.OPTIMAL

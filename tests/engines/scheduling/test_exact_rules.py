"""The exact rules against every timetable of tiny problems."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import given, settings

from securit.engines import Infeasible, Status, scheduling
from tests.engines import worlds
from tests.engines.scheduling import every_timetable as brute_force

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


@lawful
@given(problem=worlds.timetables())
def test_slots_found_a_few_at_a_time_hold_as_much_and_claim_no_more_than_is_so(problem: scheduling.Problem) -> None:
    every = list(brute_force.every_timetable(problem))
    if not every:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("securit.engines.scheduling.most_meetings"), "IN_PARTS", 0)
        outcome = scheduling.most_meetings(problem)
    assert outcome.objectives[0].value == max(brute_force.worth(problem, t) for t in every)
    assert scheduling.check(problem, outcome) == ()


@lawful
@given(problem=worlds.timetables())
def test_replan_equals_brute_force(problem: scheduling.Problem) -> None:
    known = {m.id for m in problem.meetings}
    was = {h.meeting: h.slot for h in problem.earlier if h.meeting in known}
    ranked = [
        (-brute_force.worth(problem, t), sum(1 for name, slot in was.items() if t.get(name) != slot))
        for t in brute_force.every_timetable(problem)
    ]
    if not ranked:
        with pytest.raises(Infeasible):
            scheduling.replan(problem)
        return
    outcome = scheduling.replan(problem)
    assert [o.value for o in outcome.objectives[:2]] == [-min(ranked)[0], min(ranked)[1]]
    assert outcome.status is Status.OPTIMAL


@lawful
@given(problem=worlds.timetables())
def test_complete_has_the_fewest_breaks_of_its_meetings_at_the_smallest_spread(problem: scheduling.Problem) -> None:
    try:
        outcome = scheduling.complete(problem)
    except Infeasible:
        assert list(brute_force.every_timetable(problem)) == []
        return
    held = {one.meeting for one in outcome.decision.held}
    every = [t for t in brute_force.every_timetable(problem) if set(t) == held]
    allowed = min(brute_force.spread(problem, t) for t in every)
    allowed = max(allowed, problem.spread) if problem.spread is not None else 99
    every = [t for t in every if brute_force.spread(problem, t) <= allowed]
    waits = [[one for row in brute_force.waits(problem, t).values() for one in row] for t in every]
    found = outcome.objective_named("breaks"), outcome.objective_named("idle")
    assert tuple(o.value for o in found if o) == min((len(row), sum(row)) for row in waits)
    most = scheduling.most_meetings(problem)
    assert outcome.objectives[:2] == most.objectives

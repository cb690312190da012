"""Exact rules against every decision there is, on tiny problems with demands of every kind."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securit.engines import Infeasible, Limits, Outcome, Status, Unusable, assignment
from securit.engines._shared.outcome import Answer, Watch
from securit.engines.assignment import Diversity, Evaluator, Floor, Insistence, Problem
from tests.engines import brute_force
from tests.engines.worlds import assignment_of, assignments, evaluation_of

lawful = settings(max_examples=60, deadline=None, derandomize=True, database=None)
Pairs = tuple[tuple[str, str], ...]
QUICK = (assignment.min_cost_flow, assignment.greedy)

DEMANDS = (
    Diversity("country", kinds=2),
    Diversity("institution", each_most=1),
    Diversity("gender", present=("f", "m")),
    Diversity("gender", kinds=1),
)


@st.composite
def demanding(draw: st.DrawFn) -> Problem:
    """A tiny problem whose evaluators have traits, with up to two demands and perhaps a floor."""
    problem = draw(assignments())
    people = tuple(
        Evaluator(
            e.id,
            e.most,
            e.least,
            draw(st.sampled_from(["", "ES", "FR", "PT"])),
            draw(st.sampled_from(["", "U1", "U2"])),
            (("gender", draw(st.sampled_from(["f", "m", ""]))),),
        )
        for e in problem.evaluators
    )
    wanted = draw(st.lists(st.sampled_from(DEMANDS), max_size=2, unique_by=lambda one: one.trait))
    floor = draw(st.sampled_from([None, None, Fraction(1), Fraction(5, 2)]))
    return replace(problem, evaluators=people, diversity=tuple(wanted), floor=None if floor is None else Floor(floor))


def allowed(problem: Problem) -> list[Pairs]:
    """Every assignment that keeps all demands."""
    return [pairs for pairs in brute_force.every_assignment(problem) if keeps_demands(problem, pairs)]


def keeps_demands(problem: Problem, pairs: Pairs) -> bool:
    people = {e.id: e for e in problem.evaluators}
    for application in problem.applications:
        for one in problem.diversity:
            values = [people[e].trait(one.trait) for a, e in pairs if a == application.id]
            known = [value for value in values if value]
            crowded = one.each_most and any(known.count(value) > one.each_most for value in known)
            if crowded or len(set(known)) < one.kinds or not set(one.present) <= set(known):
                return False
    floor = problem.floor
    return not (floor and floor.insistence is Insistence.DEMANDED and worst_off(problem, pairs) < floor.score)


def worst_off(problem: Problem, pairs: Pairs) -> Fraction:
    """The least total of an application that needs anybody (a great deal where none does)."""
    needy = [a.id for a in problem.applications if a.required]
    totals = [brute_force.affinity(problem, tuple(p for p in pairs if p[0] == name)) for name in needy]
    return min(totals, default=Fraction(10**6))


def solved(rule: str, problem: Problem) -> Outcome[Any] | None:
    try:
        return assignment.RULES[rule](problem)
    except Infeasible:
        return None


@lawful
@given(problem=demanding())
def test_the_greatest_total_under_demands_is_that_of_all_assignments(problem: Problem) -> None:
    values = [brute_force.affinity(problem, pairs) for pairs in allowed(problem)]
    outcome = solved("min_cost_flow", problem)
    assert (outcome is None) == (not values)
    if outcome is not None:
        assert (outcome.objective, outcome.status) == (max(values), Status.OPTIMAL)
        assert assignment.check(problem, outcome) == ()


@lawful
@given(problem=demanding())
def test_the_worst_off_comes_first_then_the_total(problem: Problem) -> None:
    problem = replace(problem, floor=None)
    every = [(worst_off(problem, pairs), brute_force.affinity(problem, pairs)) for pairs in allowed(problem)]
    outcome = solved("lexicographic", problem)
    assert (outcome is None) == (not every)
    if outcome is not None:
        worst, total = max(every)
        assert outcome.objective == total
        assert outcome.status is Status.OPTIMAL
        if any(a.required for a in problem.applications):
            assert outcome.objectives[0].value == worst
        assert assignment.check(problem, outcome) == ()


@lawful
@given(problem=demanding())
def test_a_floor_ends_the_climb_and_the_total_is_the_greatest_above_it(problem: Problem) -> None:
    every = [(worst_off(problem, pairs), brute_force.affinity(problem, pairs)) for pairs in allowed(problem)]
    outcome = solved("lexicographic", problem)
    assert (outcome is None) == (not every)
    if outcome is not None and problem.floor is not None:
        assert outcome.objective == max(total for _, total in every)
        assert assignment.check(problem, outcome) == ()


@lawful
@given(
    problem=demanding(),
    earlier=st.sets(st.tuples(st.sampled_from(["A0", "A1", "A2"]), st.sampled_from(["E0", "E1", "E2"]))),
)
def test_the_fewest_changes_come_first_then_the_total(problem: Problem, earlier: set[tuple[str, str]]) -> None:
    problem = replace(problem, earlier=tuple(assignment.Pair(*pair) for pair in earlier))
    every = [(len(earlier - set(pairs)), -brute_force.affinity(problem, pairs)) for pairs in allowed(problem)]
    outcome = solved("fewest_changes", problem)
    assert (outcome is None) == (not every)
    if outcome is not None:
        changes, total = min(every)
        assert [o.value for o in outcome.objectives] == [changes, -total]
        assert outcome.status is Status.OPTIMAL
        assert assignment.check(problem, outcome) == ()


TWO_SCARCE = assignment_of(
    {"A1": 1, "A2": 1}, {"E1": 1, "E2": 1, "E3": 1}, {"A1": {"E1": "10", "E3": "2"}, "A2": {"E1": "2", "E2": "1"}}
)


def test_the_total_pays_for_the_worst_off_and_the_trace_shows_the_tries() -> None:
    outcome = assignment.lexicographic(TWO_SCARCE)
    assert [(o.name, o.value, o.status) for o in outcome.objectives] == [
        ("worst_off", 2, Status.OPTIMAL),
        ("total", 4, Status.OPTIMAL),
    ]
    assert [note.sentence for note in outcome.trace if not note.about] == [
        "Floor 2: no assignment can give every application more.",
        "Floor 2: reached with a total of 4.",
    ]


def test_with_a_floor_that_is_enough_the_total_counts_beyond_it() -> None:
    outcome = assignment.lexicographic(replace(TWO_SCARCE, floor=Floor(Fraction(1))))
    assert [(o.name, o.value, o.bound, o.status) for o in outcome.objectives] == [
        ("worst_off", 1, 2, Status.BY_RULE),
        ("total", 11, 11, Status.OPTIMAL),
    ]


def test_a_floor_hoped_for_is_come_near_and_a_floor_demanded_is_refused() -> None:
    hoped = assignment.lexicographic(replace(TWO_SCARCE, floor=Floor(Fraction(3), Insistence.HOPED)))
    assert [o.value for o in hoped.objectives] == [2, 4]
    with pytest.raises(Infeasible) as refused:
        assignment.lexicographic(replace(TWO_SCARCE, floor=Floor(Fraction(3))))
    assert refused.value.reasons == (
        "No assignment gives every application a total affinity of 3; the worst-off has at most 2.",
    )


def test_only_the_demands_that_clash_are_named() -> None:
    people = tuple(
        replace(e, country="ES", traits=(("gender", g),)) for e, g in zip(TWO_SCARCE.evaluators, "fff", strict=True)
    )
    problem = replace(
        TWO_SCARCE,
        evaluators=people,
        diversity=(Diversity("country", each_most=1), Diversity("gender", present=("m",))),
        floor=Floor(Fraction(1)),
    )
    with pytest.raises(Infeasible) as refused:
        assignment.min_cost_flow(problem)
    assert refused.value.reasons == (
        "No assignment gives every application somebody of gender m, within needs, loads and conflicts.",
    )


def test_the_greedy_rule_says_that_it_does_not_look_at_demands() -> None:
    asked = replace(TWO_SCARCE, diversity=(Diversity("country", each_most=1),), floor=Floor(Fraction(1)))
    with pytest.raises(Unusable) as refused:
        assignment.greedy(asked)
    assert refused.value.reasons == (
        "The rule greedy does not look at diversity of country; min_cost_flow does.",
        "The rule greedy does not look at a floor under each application; min_cost_flow does.",
    )


def test_a_real_shape_is_proven_by_prices_that_the_checker_recomputes() -> None:
    problem = evaluation_of(30, 15)
    outcome = assignment.lexicographic(problem)
    assert outcome.status is Status.OPTIMAL
    assert assignment.check(problem, outcome) == ()
    cheap = tuple((name, price + 1 if name == "evaluator:E000" else price) for name, price in outcome.certificate)
    assert assignment.check(problem, replace(outcome, certificate=cheap)) != ()


@dataclass
class Onlooker(Watch):
    """Keeps what it is shown."""

    seen: list[Answer[Any]] = field(default_factory=list)

    def shown(self, answer: Answer[Any]) -> None:
        self.seen.append(answer)


@pytest.mark.parametrize("seed", range(3))
def test_a_search_cut_short_never_leaves_the_worst_off_below_the_flow_and_the_greedy_one(seed: int) -> None:
    problem, onlooker = evaluation_of(20, 8, seed=seed + 1), Onlooker()
    stopped = assignment.lexicographic(problem, seed=seed, limits=Limits(steps=1, watch=onlooker))
    quick = [worst_off(problem, rule(problem, seed=seed).decision.pairs) for rule in QUICK]
    assert stopped.objectives[0].value >= max(quick)
    assert [worst_off(problem, answer.decision.pairs) for answer in onlooker.seen] == [max(quick)]
    assert assignment.check(problem, stopped) == ()
    assert assignment.check(problem, assignment.lexicographic.outcome(problem, seed, onlooker.seen[0])) == ()


def test_a_search_cut_short_is_feasible_with_an_honest_gap_and_the_same_bytes_again() -> None:
    problem = evaluation_of(20, 8)
    best = assignment.lexicographic(problem)
    stopped = assignment.lexicographic(problem, limits=Limits(steps=1))
    assert assignment.check(problem, stopped) == ()
    for reached, known in zip(best.objectives[:1], stopped.objectives[:1], strict=True):
        assert known.bound is not None
        assert known.value <= reached.value <= known.bound
    assert assignment.lexicographic(problem, limits=Limits(steps=1)).digest == stopped.digest

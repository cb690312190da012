"""Drawn assignments: every chance is exact, none is above the limit, and the expected total is the greatest."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securit.engines import Infeasible, Outcome, Status, Unusable, assignment
from securit.engines.assignment import Assignment, Chance, Diversity, Floor, Pair, Problem, flow, randomised
from securit.engines.assignment.grid import grid_of
from securit.engines.assignment.randomised import assignment_at, drawn_number, network_of
from tests.engines import brute_force
from tests.engines.worlds import assignment_of, assignments, changed_outcome, evaluation_of

lawful = settings(max_examples=60, deadline=None, derandomize=True, database=None)
HALF = Fraction(1, 2)
TWO = assignment_of(
    {"A1": 1, "A2": 1}, {"E1": 1, "E2": 1, "E3": 1}, {"A1": {"E1": "4", "E2": "1"}, "A2": {"E2": "3", "E3": "2"}}
)
DRAWN = replace(TWO, likeliest=HALF)


def every_draw(problem: Problem) -> list[tuple[Pair, ...]]:
    """The assignments among which the rule draws."""
    grid, (each, whole) = grid_of(problem), problem.likeliest.as_integer_ratio()
    network = network_of(grid, whole)
    amounts = flow.best_amounts(network, each)
    assert amounts is not None
    draws = []
    for number in range(whole):
        chosen = grid.free & False
        arcs = assignment_at(network, amounts, whole, number)
        chosen[network.rows[arcs], network.columns[arcs]] = True
        draws.append(grid.pairs(chosen))
    return draws


@pytest.mark.parametrize("likeliest", [Fraction(1), HALF, Fraction(2, 3), Fraction(3, 7), Fraction(37, 100)])
def test_over_all_draws_every_pair_comes_exactly_as_often_as_its_chance_says(likeliest: Fraction) -> None:
    problem = replace(evaluation_of(12, 15), likeliest=likeliest, pinned=(Pair("A0000", "E003"),))
    outcome = randomised(problem)
    draws = every_draw(problem)
    often = Counter(pair for pairs in draws for pair in pairs)
    assert {(a, e): chance for a, e, chance in outcome.decision.chances} == {
        pair: Fraction(count, len(draws)) for pair, count in often.items()
    }
    assert len(draws) == likeliest.denominator
    assert max(chance for a, e, chance in outcome.decision.chances if (a, e) != ("A0000", "E003")) == likeliest
    for pairs in draws:
        assert assignment.check(problem, replace(outcome, decision=replace(outcome.decision, pairs=pairs))) == ()


def test_the_seed_draws_one_of_them_as_published() -> None:
    problem = replace(evaluation_of(8, 10), likeliest=Fraction(2, 5))
    draws = every_draw(problem)
    assert [randomised(problem, seed=seed).decision.pairs for seed in range(12)] == [
        draws[drawn_number(seed, 5)] for seed in range(12)
    ]
    assert {drawn_number(seed, 5) for seed in range(40)} == set(range(5))


@lawful
@given(problem=assignments(), likeliest=st.sampled_from([HALF, Fraction(2, 3), Fraction(1, 3)]))
def test_the_expected_total_is_the_greatest_of_all_averages(problem: Problem, likeliest: Fraction) -> None:
    problem, (each, whole) = replace(problem, likeliest=likeliest), likeliest.as_integer_ratio()
    every = list(brute_force.every_assignment(problem))
    if len(every) ** whole > 30_000:
        return
    pinned = {tuple(pin) for pin in problem.pinned}
    totals = []
    for chosen in combinations_with_replacement(every, whole):
        often = Counter(pair for pairs in chosen for pair in pairs if pair not in pinned)
        if max(often.values(), default=0) <= each:
            totals.append(sum((brute_force.affinity(problem, pairs) for pairs in chosen), Fraction(0)) / whole)
    try:
        outcome = randomised(problem)
    except Infeasible:
        assert totals == []
        return
    assert (outcome.objective, outcome.status) == (max(totals), Status.OPTIMAL)
    assert assignment.check(problem, outcome) == ()


def test_the_trace_says_what_the_chances_cost() -> None:
    outcome = randomised(DRAWN)
    assert outcome.decision.chances == (
        Chance("A1", "E1", HALF),
        Chance("A1", "E2", HALF),
        Chance("A2", "E2", HALF),
        Chance("A2", "E3", HALF),
    )
    assert [(o.name, o.value, o.bound) for o in outcome.objectives] == [("expected", 5, 5)]
    drawn = brute_force.affinity(DRAWN, outcome.decision.pairs)
    assert [note.sentence for note in outcome.trace if not note.about] == [
        "Chances of at most 0.5 cost 2 in expected total: 5 instead of 7.",
        f"The drawn assignment totals {drawn}.",
    ]


def test_the_prices_of_a_draw_say_nothing_of_a_single_exchange() -> None:
    outcome = randomised(DRAWN)
    certificate, pairs = outcome.certificate, outcome.decision.pairs
    asked = [assignment.price_of_change(DRAWN, pairs, a, e, certificate) for a in ("A1", "A2") for e in ("E1", "E2")]
    assert asked == [None, None, None, None]


def test_without_a_limit_it_is_the_best_assignment() -> None:
    problem = evaluation_of(12, 9)
    assert randomised(problem).objective == assignment.min_cost_flow(problem).objective


def test_too_few_evaluators_for_the_chances_are_named() -> None:
    crowded = assignment_of({"A1": 2, "A2": 1}, {"E1": 1, "E2": 1, "E3": 1}, conflicts=(("A2", "E1", ""),))
    with pytest.raises(Infeasible) as refused:
        randomised(replace(crowded, likeliest=HALF))
    assert refused.value.reasons == (
        (
            "Application A1 still needs 2 evaluators, but the pairs free of conflict and load, at chances up to 0.5,"
            " give at most 1.5 (Evaluators E1, E2, E3)."
        ),
    )
    idle = assignment_of({"A1": 1}, {"E1": 1, "E2": 1}, least={"E1": 1})
    with pytest.raises(Infeasible) as refused:
        randomised(replace(idle, likeliest=HALF))
    assert refused.value.reasons == (
        (
            "Evaluator E1 must still read at least 1 times together, but the applications open to them (Application A1)"
            " do not have that many places at chances up to 0.5."
        ),
    )


def test_demands_that_a_draw_does_not_keep_are_refused() -> None:
    with pytest.raises(Unusable) as refused:
        randomised(replace(DRAWN, diversity=(Diversity("country", kinds=1),), floor=Floor(Fraction(1))))
    assert refused.value.reasons == (
        "The rule randomised does not look at diversity of country; min_cost_flow does.",
        "The rule randomised does not look at a floor under each application; min_cost_flow does.",
    )


@pytest.mark.parametrize(
    ("likeliest", "reason"),
    [
        (Fraction(0), "No pair can have a chance of at most 0; say more than 0 and at most 1."),
        (Fraction(3, 2), "No pair can have a chance of at most 1.5; say more than 0 and at most 1."),
        (Fraction(1, 1001), "The greatest chance 1/1001 is finer than 1/1000."),
    ],
)
def test_a_limit_that_is_no_chance_is_refused(likeliest: Fraction, reason: str) -> None:
    with pytest.raises(Unusable) as refused:
        replace(TWO, likeliest=likeliest)
    assert refused.value.reasons == (reason,)


def test_the_limit_and_the_chances_are_stored_and_read_back() -> None:
    assert Problem.from_data(DRAWN.to_data()) == DRAWN
    assert "likeliest" not in TWO.to_data()
    decision = randomised(DRAWN).decision
    assert Assignment.from_data(decision.to_data()) == decision


def planted(outcome: Outcome[Assignment], **changed: Any) -> tuple[str, ...]:
    decision = replace(outcome.decision, **changed)
    return assignment.check(DRAWN, changed_outcome(outcome, decision=decision))


def test_chances_that_cannot_be_are_found() -> None:
    outcome = randomised(DRAWN)
    pairs, chances = (Pair("A1", "E1"), Pair("A2", "E2")), outcome.decision.chances
    drawn = changed_outcome(outcome, decision=Assignment(pairs, chances))
    certain = (Chance("A1", "E1", Fraction(1)), *chances[2:])
    assert planted(drawn, chances=certain) == (
        "The chance of A1 and E1 is 1, not above 0 and at most 1/2.",
        "The expected total is 13/2, not 5.",
        "The bound 5 is below the expected 13/2.",
        "The outcome calls itself optimal although its bound is not reached.",
    )
    assert planted(drawn, chances=chances[:3]) == (
        "The chances of application A2 add up to 1/2, not 1.",
        "The expected total is 4, not 5.",
        "The outcome calls itself optimal although its bound is not reached.",
    )
    assert planted(drawn, pairs=(Pair("A1", "E3"), Pair("A2", "E2"))) == (
        "The draw of A1 and E3 does not agree with its chance.",
    )
    assert planted(drawn, chances=chances[::-1])[0] == "The chances are not sorted, or a pair has two."
    barred = replace(DRAWN, conflicts=(assignment.Conflict("A1", "E2"),))
    told = assignment.check(barred, replace(drawn, problem_digest=barred.digest))
    assert "The pair A1 and E2 must not be but has a chance." in told
    assert planted(drawn, chances=()) == (
        "The draw of A1 and E1 does not agree with its chance.",
        "The draw of A2 and E2 does not agree with its chance.",
        "The chances of application A1 add up to 0, not 1.",
        "The chances of application A2 add up to 0, not 1.",
        "Evaluator E1 is expected to read 0, which does not agree with loads and draw.",
        "Evaluator E2 is expected to read 0, which does not agree with loads and draw.",
        "The expected total is 0, not 5.",
        "The outcome calls itself optimal although its bound is not reached.",
    )

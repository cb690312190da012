from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from securit.engines import assignment
from securit.engines._shared.errors import Infeasible, TooLarge, Unusable
from securit.engines.assignment import flow
from tests.engines.worlds import assignment_of


def test_the_best_total_may_give_one_application_its_second_choice() -> None:
    problem = assignment_of(
        {"A1": 1, "A2": 1}, {"E1": 1, "E2": 1}, {"A1": {"E1": "3", "E2": "2"}, "A2": {"E1": "2.5", "E2": "0.5"}}
    )
    outcome = assignment.min_cost_flow(problem)
    assert outcome.decision.pairs == (("A1", "E2"), ("A2", "E1"))
    assert (outcome.objective, outcome.bound, outcome.gap) == (4.5, 4.5, 0)
    assert [note.sentence for note in outcome.notes_about("A1")] == [
        "Application A1: total affinity 2, alone it could have 3; 2 evaluators without conflict, 0 with.",
        "E2 reads A1: affinity 2, place 2 among 2 without conflict.",
    ]


def test_a_pinned_pair_stays_whatever_its_affinity() -> None:
    problem = assignment_of({"A1": 1}, {"E1": 1, "E2": 1}, {"A1": {"E1": "1"}}, pinned=(("A1", "E2"),))
    outcome = assignment.min_cost_flow(problem)
    assert outcome.decision.pairs == (("A1", "E2"),)
    assert outcome.notes_about("A1", "E2")[0].sentence == (
        "E2 reads A1: fixed beforehand; affinity 0, place 2 among 2 without conflict."
    )


def test_equals_are_drawn_by_the_seed_and_never_cost_value() -> None:
    problem = assignment_of({"A1": 1}, {f"E{n}": 1 for n in range(5)}, {"A1": {"E0": "1", "E3": "1", "E4": "1"}})
    chosen = {assignment.min_cost_flow(problem, seed=seed).decision.pairs[0].evaluator for seed in range(20)}
    assert chosen == {"E0", "E3", "E4"}


@pytest.mark.parametrize(
    ("problem", "reasons"),
    [
        (
            assignment_of({"A17": 3}, {"E1": 1, "E2": 1, "E3": 1}, conflicts=(("A17", "E3", "employer"),)),
            ("Application A17 has 2 evaluators without conflict but needs 3.",),
        ),
        (
            assignment_of({f"A{n}": 3 for n in range(3)}, {"E1": 2, "E2": 3, "E3": 3}),
            ("All evaluators together may read 8 times, but 9 readings are needed.",),
        ),
        (
            assignment_of({"A1": 1}, {"E1": 1}, conflicts=(("A1", "E1", "employer"),), pinned=(("A1", "E1"),)),
            (
                "Evaluator E1 is pinned to application A1 but has a conflict (employer).",
                "Application A1 has 0 evaluators without conflict but needs 1.",
            ),
        ),
        (
            assignment_of({"A1": 1}, {"E1": 1, "E2": 1}, pinned=(("A1", "E1"), ("A1", "E2"))),
            ("Application A1 has 2 pinned evaluators but needs 1.",),
        ),
        (
            assignment_of({"A1": 1, "A2": 1}, {"E1": 1, "E2": 1}, pinned=(("A1", "E1"), ("A2", "E1"))),
            ("Evaluator E1 is pinned to 2 applications but may read at most 1.",),
        ),
        (
            assignment_of({"A1": 1}, {"E1": 1, "E2": 1}, least={"E1": 1, "E2": 1}),
            ("The least loads of all evaluators add up to 2, but only 1 readings are needed.",),
        ),
        (
            assignment_of(
                {"A1": 1, "A2": 1, "A3": 1},
                {"E1": 1, "E2": 5},
                conflicts=(("A1", "E2", ""), ("A2", "E2", "")),
            ),
            (
                (
                    "Applications A1, A2 still need 2 evaluators, but the pairs free of conflict and load give at most"
                    " 1 (Evaluator E1)."
                ),
            ),
        ),
        (
            assignment_of(
                {"A1": 1, "A2": 1},
                {"E1": 1, "E2": 1, "E3": 2},
                least={"E1": 1, "E2": 1},
                conflicts=(("A2", "E1", ""), ("A2", "E2", "")),
            ),
            (
                (
                    "Evaluators E1, E2 must still read at least 2 times together, but the applications open to them"
                    " (Application A1) do not have that many places."
                ),
            ),
        ),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_clashes(
    problem: assignment.Problem, reasons: tuple[str, ...]
) -> None:
    for rule in assignment.RULES.values():
        with pytest.raises(Infeasible) as refused:
            rule(problem)
        assert refused.value.reasons == reasons


def test_contradictions_in_the_data_are_all_named() -> None:
    with pytest.raises(Unusable) as refused:
        assignment.Problem(
            (assignment.Application("A1", -1), assignment.Application("A1", -1)),
            (assignment.Evaluator("E1", 1, 2),),
            conflicts=(assignment.Conflict("A9", "E9"),),
        )
    assert refused.value.reasons == (
        "Application A1 is given more than once.",
        "Application A1 cannot need -1 evaluators.",
        "Application A1 cannot need -1 evaluators.",
        "Evaluator E1 cannot read at least 2 and at most 1 applications.",
        "One conflict names application A9, which is not in the problem.",
        "One conflict names evaluator E9, who is not in the problem.",
    )


def test_affinities_beyond_exact_solving_are_refused() -> None:
    problem = assignment_of({"A1": 1}, {"E1": 1}, {"A1": {"E1": "1000000000.5"}})
    with pytest.raises(TooLarge, match="give fewer digits"):
        assignment.min_cost_flow(problem)


@pytest.mark.parametrize(
    ("evaluator", "answer"),
    [
        ("E1", "affinity 3 beats E2 (2), but the evaluator reads 1 others, the most allowed."),
        ("E2", "the pair was chosen."),
        ("E3", "there is a conflict (same group)."),
        ("E4", "affinity 1 is not above that of the lowest chosen, E2 (2)."),
    ],
)
def test_why_not_has_an_answer_for_every_pair(evaluator: str, answer: str) -> None:
    problem = assignment_of(
        {"A1": 1, "A2": 1},
        {"E1": 1, "E2": 1, "E3": 1, "E4": 1},
        {"A1": {"E1": "3", "E2": "2", "E3": "9", "E4": "1"}, "A2": {"E1": "4"}},
        conflicts=(("A1", "E3", "same group"),),
    )
    pairs = assignment.min_cost_flow(problem).decision.pairs
    asked = assignment.why_not(problem, pairs, "A1", evaluator)
    assert asked == f"Evaluator {evaluator} and application A1: {answer}"


def test_the_prices_say_what_another_choice_must_cost() -> None:
    problem = assignment_of(
        {"A1": 1, "A2": 1}, {"E1": 1, "E2": 1}, {"A1": {"E1": "3", "E2": "2"}, "A2": {"E1": "2.5", "E2": "0.5"}}
    )
    outcome = assignment.min_cost_flow(problem)
    asked = {
        (a, e): assignment.price_of_change(problem, outcome.decision.pairs, a, e, outcome.certificate)
        for a in ("A1", "A2")
        for e in ("E1", "E2")
    }
    assert sum(cost or 0 for cost in asked.values()) == 1  # the only other assignment totals 1 less
    told = assignment.why_not(problem, outcome.decision.pairs, "A1", "E1", outcome.certificate)
    assert told.startswith("Evaluator E1 and application A1: affinity 3 beats E2 (2), but the evaluator reads 1 others")


def test_somebody_away_in_the_session_does_not_read_what_is_read_there() -> None:
    problem = assignment.Problem(
        (assignment.Application("A1", 1, "spring"), assignment.Application("A2", 1, "autumn")),
        (assignment.Evaluator("E1", 2, away=("spring",)), assignment.Evaluator("E2", 2)),
        (assignment.Affinity("A1", "E1", Fraction(9)), assignment.Affinity("A2", "E1", Fraction(1))),
    )
    pairs = assignment.min_cost_flow(problem).decision.pairs
    assert pairs == (("A1", "E2"), ("A2", "E1"))
    told = assignment.why_not(problem, pairs, "A1", "E1")
    assert told == "Evaluator E1 and application A1: there is a conflict (away in session spring)."


def test_a_flow_that_is_not_the_best_has_no_prices() -> None:
    grid = np.array([[2, 1], [1, 2]])
    ones = np.ones(2, dtype=np.int64)
    network = flow.network_of(grid > 0, grid, ones, ones, 0 * ones)
    with pytest.raises(RuntimeError, match="can be improved"):
        flow.prices_of(network, np.array([False, True, True, False]))

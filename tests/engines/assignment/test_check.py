"""Each kind of corruption, planted in a sound outcome, is found and named."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from securit.engines import assignment
from securit.engines.assignment import Assignment, Pair
from tests.engines.worlds import assignment_of, changed_outcome

PROBLEM = assignment_of(
    {"A1": 1, "A2": 1},
    {"E1": 1, "E2": 1, "E3": 1},
    {"A1": {"E1": "1"}, "A2": {"E2": "1", "E3": "0.5"}},
    least={"E1": 1},
    conflicts=(("A2", "E1", ""),),
    pinned=(("A1", "E1"),),
)
SOUND = assignment.min_cost_flow(PROBLEM)


def faults(**changed: Any) -> tuple[str, ...]:
    return assignment.check(PROBLEM, changed_outcome(SOUND, **changed))


def pairs(*names: str) -> Assignment:
    return Assignment(tuple(Pair(*name.split()) for name in names))


@pytest.mark.parametrize(
    ("decision", "found"),
    [
        (
            pairs("A1 E1"),
            ("Application A2 has 0 evaluators, not 1.", "The total affinity is 1, not 2."),
        ),
        (pairs("A1 E1", "A2 E3"), ("The total affinity is 3/2, not 2.",)),
        (pairs("A2 E2", "A1 E1"), ("The pairs are not sorted, or one stands twice.",)),
        (
            pairs("A1 E2", "A2 E2"),
            (
                "Evaluator E1 reads 0 applications, not between 1 and 1.",
                "Evaluator E2 reads 2 applications, not between 0 and 1.",
                "The pinned pair A1 and E1 was not kept.",
                "The total affinity is 1, not 2.",
            ),
        ),
        (
            pairs("A1 E2", "A2 E1"),
            (
                "Evaluator E1 has a conflict with application A2.",
                "The pinned pair A1 and E1 was not kept.",
                "The total affinity is 0, not 2.",
            ),
        ),
        (
            pairs("A1 E1", "A2 E2", "A9 E9"),
            ("Application A9 is not in the problem.", "Evaluator E9 is not in the problem."),
        ),
    ],
)
def test_a_decision_that_is_not_allowed_is_found(decision: Assignment, found: tuple[str, ...]) -> None:
    kept = tuple(fault for fault in faults(decision=decision) if "calls itself optimal" not in fault)
    assert kept == found


def test_the_sound_outcome_has_no_fault() -> None:
    assert faults() == ()


def test_a_wrong_value_a_wrong_bound_and_wrong_prices_are_found() -> None:
    assert faults(objective=Fraction(3)) == ("The total affinity is 2, not 3.",)
    low = Fraction(1)
    assert faults(bound=low) == (
        "The bound 1 is below the total 2.",
        "The outcome calls itself optimal although its bound is not reached.",
        "From the prices follows the bound 2, not 1.",
    )
    dearer = (("application:A2", Fraction(9)),)
    assert faults(certificate=dearer) == ("From the prices follows the bound 10, not 2.",)


def test_another_problem_and_a_missing_explanation_are_found() -> None:
    assert faults(problem_digest="0") == ("The outcome answers another problem.",)
    silent = tuple(note for note in SOUND.trace if "E3" not in note.about)
    assert faults(trace=silent) == ("The explanation does not name E3.",)

"""Each kind of corruption, planted in a sound outcome, is found and named."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from securit.engines import aggregation
from securit.engines.aggregation import Problem, Ranking
from tests.engines.worlds import HORIZON, HORIZON_CHAIN, scored

PROBLEM = Problem(
    HORIZON,
    (scored("A", "4", "4", "4"), scored("B", "4", "4", "4"), scored("C", "4", "3.5", "4"), scored("D", "2", "5", "5")),
    tie_breaks=HORIZON_CHAIN,
)
SOUND = aggregation.weighted_ranking(PROBLEM)
A, B, C = SOUND.decision.places


def faults(**changed: Any) -> tuple[str, ...]:
    return aggregation.check(PROBLEM, replace(SOUND, **changed))


def of(*places: aggregation.Place, below: tuple[str, ...] = ("D",)) -> tuple[str, ...]:
    return faults(decision=Ranking(places, below))


def test_the_sound_outcome_has_no_fault() -> None:
    assert faults() == ()


def test_a_wrong_order_and_a_wrong_rank_are_found() -> None:
    assert of(A, replace(C, rank=2), replace(B, rank=3)) == ("B should stand above C.",)
    assert of(A, replace(B, rank=2), C) == ("The rank of B is 1, not 2.",)
    assert of(replace(A, rank=2), replace(B, rank=2), C) == ("The first rank is 2, not 1.",)


def test_a_wrong_total_is_found() -> None:
    assert of(replace(A, total=Fraction(15)), B, C) == ("The total of A is 14, not 15.",)
    assert of(replace(A, raw_total=Fraction(15)), B, C) == ("The raw total of A is 12, not 15.",)


def test_an_application_on_the_wrong_side_of_a_threshold_is_found() -> None:
    assert of(A, B, below=("C", "D")) == ("Application C passes every threshold but is not ranked.",)
    ranked = aggregation.Place("D", 1, Fraction("14.5"), Fraction(12))
    assert of(ranked, *(replace(p, rank=p.rank + 1) for p in (A, B, C)), below=()) == (
        "Application D is below a threshold.",
    )


def test_a_missing_application_is_found() -> None:
    assert of(A, B) == ("The ranking does not hold every application of the problem exactly once.",)


def test_an_objective_another_problem_and_a_missing_explanation_are_found() -> None:
    assert faults(headline="total") == ("A ranking maximises nothing, so it has no objectives.",)
    assert faults(problem_digest="0") == ("The outcome answers another problem.",)
    assert faults(trace=SOUND.trace[:-1]) == ("The explanation does not name D.",)

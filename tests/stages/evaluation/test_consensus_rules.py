"""The pure rules of a consensus."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from securit.stages.evaluation.consensus_rules import Candidate, lies_outside, mean_of_nearest_two, proposed_rapporteur

DRAW = {"A": "3", "B": "2", "C": "1"}


def candidate(ref: str, drafting: int, total: int) -> Candidate:
    return Candidate(ref, drafting, Decimal(total))


@pytest.mark.parametrize(
    ("candidates", "proposed"),
    [
        ([], ""),
        ([candidate("A", 0, 9), candidate("B", 0, 12), candidate("C", 0, 5)], "A"),
        ([candidate("A", 1, 9), candidate("B", 0, 12), candidate("C", 1, 5)], "B"),
        ([candidate("A", 0, 4), candidate("B", 0, 8)], "B"),
    ],
)
def test_the_rapporteur_is_who_drafts_least_then_who_is_nearest_the_middle_then_drawn(
    candidates: list[Candidate], proposed: str
) -> None:
    assert proposed_rapporteur(candidates, DRAW) == proposed
    assert proposed_rapporteur(candidates[::-1], DRAW) == proposed


@pytest.mark.parametrize(("score", "outside"), [("2.5", True), ("3", False), ("4", False), ("5", False), ("5.5", True)])
def test_a_score_lies_outside_below_the_least_or_above_the_most(score: str, outside: bool) -> None:
    assert lies_outside(score, ["3", "5"]) == outside


@pytest.mark.parametrize(
    ("values", "combined"),
    [([1, 4, 5], Fraction(9, 2)), ([5, 1, 4], Fraction(9, 2)), ([1, 3, 5], Fraction(3)), ([2, 2, 5], Fraction(2))],
)
def test_the_nearest_two_combine_and_equally_near_pairs_all_count(values: list[int], combined: Fraction) -> None:
    assert mean_of_nearest_two([Fraction(v) for v in values]) == combined


def test_one_value_has_no_nearest_two() -> None:
    with pytest.raises(ValueError, match="fewer than two"):
        mean_of_nearest_two([Fraction(1)])

"""Scores on the published scale."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securit.programmes.definition import CriteriaScheme, Criterion
from securit.stages.evaluation.scores import canonical_score, missing, steps, written

HALVES = CriteriaScheme(criteria=(Criterion(code="impact", title="Impact"),))
TENTHS = CriteriaScheme(least=Decimal(1), most=Decimal(2), step=Decimal("0.1"), criteria=HALVES.criteria)


def test_the_steps_of_a_scale_are_written_in_one_way() -> None:
    assert steps(HALVES) == ("0", "0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5")
    assert steps(TENTHS)[:3] == ("1", "1.1", "1.2")


@pytest.mark.parametrize(("typed", "stored"), [("4.50", "4.5"), (" 3,5 ", "3.5"), ("05", "5"), (Decimal("0.0"), "0")])
def test_a_score_has_one_text(typed: object, stored: str) -> None:
    assert canonical_score(HALVES, typed) == stored


@given(st.integers(1, 40), st.integers(1, 20), st.integers(0, 3))
def test_every_step_of_a_scale_is_a_score_of_it(count: int, unit: int, places: int) -> None:
    step = Decimal(unit) / 10**places
    scheme = CriteriaScheme(least=Decimal(0), most=step * count, step=step, criteria=HALVES.criteria)
    assert [canonical_score(scheme, score) for score in steps(scheme)] == list(steps(scheme))
    assert steps(scheme)[-1] == written(step * count)


def test_missing_names_score_and_comment_in_order() -> None:
    found = missing(HALVES, {"impact": "9"}, {"impact": " "})
    assert [(problem.criterion, problem.part) for problem in found] == [("impact", "score"), ("impact", "comment")]
    assert missing(HALVES, {"impact": "4.5"}, {"impact": "Wide."}) == ()

"""The measures of the aggregation benchmark, where their values are known."""

from __future__ import annotations

from fractions import Fraction

import pytest

from benchmarks import aggregation
from securit.engines.aggregation import scores
from securit.engines.aggregation.scores import Applicant, Prefer, Problem, Report


def test_chances_that_come_true_as_often_as_they_say_have_no_error() -> None:
    chances = [(0.25, True), (0.25, False), (0.25, False), (0.25, False), (1.0, True), (0.0, False)]
    assert aggregation.calibration_error(chances) == 0


def test_the_error_of_chances_is_weighted_by_the_size_of_the_bins() -> None:
    chances = [(0.55, False), (0.05, False), (0.05, False), (1.0, True)]
    assert aggregation.calibration_error(chances) == pytest.approx((0.55 + 2 * 0.05) / 4)


@pytest.mark.parametrize("rule", ["additive", "calibrated"])
def test_a_report_is_foretold_from_application_and_evaluator_where_lower_is_better(rule: str) -> None:
    worth = {f"A{n:02}": Fraction(n * 7 % 30, 10) for n in range(30)}
    severity = {f"E{n}": Fraction(n, 2) for n in range(6)}
    reports = tuple(
        Report(a, e, worth[a] + severity[e])
        for n, a in enumerate(worth)
        for k, e in enumerate(severity)
        if (n + k) % 2 == 0 or k == n % 6
    )
    left, *rest = reports
    problem = Problem(tuple(map(Applicant, worth)), tuple(rest), 0, Prefer.LOWER, samples=100)
    decision = scores.RULES[rule](problem).decision
    assert "bias" in decision.corrections
    assert aggregation.foretold(decision, left) == pytest.approx(float(left.score), abs=0.01)


def test_a_simulated_call_is_the_same_each_time() -> None:
    assert aggregation.call_of("nonlinear", 4)[0].digest == aggregation.call_of("nonlinear", 4)[0].digest


def test_a_reader_who_bends_the_scale_keeps_the_order() -> None:
    reader = aggregation.Reader(0.5, 1.5, -0.8)
    said = [reader.says(n / 10) for n in range(-30, 31)]
    assert said == sorted(said)

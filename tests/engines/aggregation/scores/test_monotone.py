"""Monotone least squares: as free as left-out reports support, and the plain mean where they support nothing."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from fractions import Fraction

import numpy as np

from securit.engines.aggregation import scores
from securit.engines.aggregation.scores import Applicant, Problem, Report
from securit.engines.aggregation.scores.answer import reports_of
from securit.engines.aggregation.scores.monotone import AS_WRITTEN, FIRM, Hold, fitted, supported


def call(seed: int, severity: float, bend: float = 0.0) -> tuple[Problem, dict[str, float]]:
    """Sixty applications and their worths, each read by three of twelve evaluators, who differ in severity."""
    dice = random.Random(seed)
    worth = {f"A{n:02}": dice.gauss(0, 1) for n in range(60)}
    lenient = {f"E{n:02}": dice.gauss(0, severity) for n in range(12)}
    reports = []
    for name, true in worth.items():
        for who in dice.sample(sorted(lenient), 3):
            seen = true + dice.gauss(0, 0.5)
            bent = math.expm1(bend * seen) / bend if bend else seen
            reports.append(Report(name, who, Fraction(round(100 * (bent + lenient[who])), 100)))
    return Problem(tuple(map(Applicant, worth)), tuple(reports), samples=100), worth


def likeness(problem: Problem, worth: dict[str, float], rule: str) -> float:
    """How like the scores are to the worths."""
    places = scores.RULES[rule](problem).decision.places
    return float(np.corrcoef([float(p.score) for p in places], [worth[p.id] for p in places])[0, 1])


def test_where_evaluators_do_not_differ_it_is_the_plain_mean_and_says_so() -> None:
    problem, _ = call(1, 0.0)
    mine, plain = (scores.RULES[rule](problem) for rule in ("monotone_least_squares", "plain_mean"))
    assert mine.decision == plain.decision
    assert mine.trace[0].sentence.startswith("The data do not show that evaluators need maps of their own (")


def test_where_evaluators_differ_it_is_nearer_to_the_truth_than_the_plain_mean() -> None:
    for seed in range(5):
        problem, worth = call(seed, 1.0)
        assert likeness(problem, worth, "monotone_least_squares") > likeness(problem, worth, "plain_mean")


def test_the_severity_it_finds_is_that_of_the_evaluators() -> None:
    problem, _ = call(3, 1.0)
    decision = scores.RULES["monotone_least_squares"](problem).decision
    mixed = scores.RULES["calibrated"](problem).decision
    assert "bias" in decision.corrections
    own, other = ([float(who.severity) for who in one.evaluators] for one in (decision, mixed))
    assert np.corrcoef(own, other)[0, 1] > 0.95


def test_every_map_rises_and_gives_equal_scores_one_value() -> None:
    reports = reports_of(call(2, 1.0, bend=0.5)[0])
    for hold in (Hold(FIRM, FIRM, 0.3), Hold(1.0, 3.0, 0.3), Hold(0.3, 10.0, FIRM)):
        fit = fitted(reports, np.arange(len(reports.score)), hold, 30)
        read = fit.read(reports.evaluator, reports.score)
        for who in range(reports.evaluators):
            mine = np.flatnonzero(reports.evaluator == who)
            order = mine[np.argsort(reports.score[mine], kind="stable")]
            assert (np.diff(read[order]) >= -1e-9).all()
            equal = np.diff(reports.score[order]) == 0
            assert np.abs(np.diff(read[order])[equal]).max(initial=0.0) <= 1e-9


def test_other_units_change_nothing_that_is_held() -> None:
    reports = reports_of(call(4, 1.0)[0])
    scaled = replace(reports, score=reports.score * 7 + 3)
    assert supported(scaled)[0] == supported(reports)[0] != AS_WRITTEN

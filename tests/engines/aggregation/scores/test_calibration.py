"""What calibration finds where the truth is known, where nothing is to be found, and what the checker finds."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from securit.engines import Unusable
from securit.engines.aggregation import scores
from securit.engines.aggregation.scores import Applicant, Problem, Report
from securit.engines.aggregation.scores.mixed import Model, Ratios, Reports
from tests.engines.aggregation.opinions import readings


def call(*, bias: float, stretch: float = 0.0, seed: int = 3) -> tuple[Problem, dict[str, float]]:
    """Eighty applications read by three of twenty evaluators whose severity and scale differ as stated."""
    dice = random.Random(seed)
    worth = {f"A{i:02}": dice.gauss(0, 1) for i in range(80)}
    who = {f"E{j:02}": (dice.gauss(0, bias), 2 ** dice.gauss(0, stretch)) for j in range(20)}
    reports = tuple(
        Report(a, e, Fraction(round(100 * (5 + who[e][0] + who[e][1] * (f + dice.gauss(0, 0.6)))), 100))
        for a, f in worth.items()
        for e in dice.sample(sorted(who), 3)
    )
    return Problem(tuple(Applicant(a) for a in worth), reports, 20, samples=400), worth


def found(rule: str, problem: Problem, worth: dict[str, float]) -> float:
    """How the scores of the rule correlate with what is true."""
    places = sorted(scores.RULES[rule](problem).decision.places, key=lambda one: one.id)
    return float(np.corrcoef([float(one.score) for one in places], [worth[one.id] for one in places])[0, 1])


def test_severe_evaluators_are_found_and_taken_out() -> None:
    problem, worth = call(bias=1.0)
    assert scores.calibrated(problem).decision.corrections == ("bias",)
    assert found("calibrated", problem, worth) > found("plain_mean", problem, worth) + 0.05
    assert found("calibrated", problem, worth) > found("z_scores", problem, worth)


def test_scales_are_found_and_taken_out() -> None:
    problem, worth = call(bias=0.5, stretch=0.8)
    assert scores.calibrated(problem).decision.corrections == ("bias", "scale")
    assert found("calibrated", problem, worth) > found("additive", problem, worth) + 0.02


def test_nothing_is_corrected_where_evaluators_do_not_differ_and_the_outcome_says_so() -> None:
    outcome = scores.calibrated(call(bias=0.0)[0])
    assert outcome.decision.corrections == ()
    assert outcome.trace[0].sentence.startswith("The data do not show that evaluators differ in severity")
    assert {(one.severity, one.scale) for one in outcome.decision.evaluators} == {(Fraction(0), Fraction(1))}


def test_the_chances_add_up_to_the_places_there_are() -> None:
    problem, _ = call(bias=0.5)
    decision = scores.calibrated(problem).decision
    assert sum(one.chance for one in decision.places) == 20
    assert decision.near_line == tuple(o.id for o in decision.places if Fraction(1, 5) < o.chance < Fraction(4, 5))
    assert len(decision.near_line) > 5


def test_woodbury_says_what_the_full_covariance_says() -> None:
    dice = np.random.default_rng(5)
    application, evaluator = np.repeat(np.arange(6), 3), dice.permuted(np.repeat(np.arange(6), 3).reshape(3, 6), axis=0)
    reports = Reports(application, evaluator.T.reshape(-1) % 5, dice.standard_normal(18), 6, 5)
    ratios, scale = Ratios(0.8, 0.5), np.exp(dice.standard_normal(5) / 3)
    model = Model(reports, ratios, scale)
    t = scale[reports.evaluator]
    f = np.equal.outer(reports.application, np.arange(6)).astype(float)
    b = np.equal.outer(reports.evaluator, np.arange(5)).astype(float) / t[:, None]
    covariance = np.eye(18) + ratios.application * f @ f.T + ratios.evaluator * b @ b.T
    inverse, x, y = np.linalg.inv(covariance), 1 / t, reports.score / t
    mean = (x @ inverse @ y) / (x @ inverse @ x)
    rest = inverse @ (y - x * mean)
    variance = (y - x * mean) @ rest / 17
    determinant = np.linalg.slogdet(covariance)[1] + np.log(x @ inverse @ x)
    expected = -0.5 * (determinant + 17 * np.log(variance)) - np.log(t).sum()
    said = model.effects(model.score)
    assert np.allclose(said[0], mean)
    assert np.allclose(said[1], ratios.application * f.T @ rest)
    assert np.allclose(said[2], ratios.evaluator * b.T @ rest)
    assert np.allclose(model.likelihood(), (expected, variance))


SMALL = readings(
    {"A": {"E": "4", "F": "3"}, "B": {"E": "3", "F": "1.5", "G": "2"}, "C": {"G": "3.5", "F": "2.5"}}, budget=1
)


def faults(rule: str, which: int = 0, **changed: Any) -> tuple[str, ...]:
    sound = scores.RULES[rule](SMALL)
    decision = {n: changed.pop(n) for n in ("evaluators", "near_line", "places") if n in changed}
    row = {n: changed.pop(n) for n in list(changed) if n not in ("trace", "problem_digest")}
    places = list(decision.pop("places", sound.decision.places))
    if row:
        places[which] = replace(places[which], **row)
    return scores.check(
        SMALL, replace(sound, decision=replace(sound.decision, places=tuple(places), **decision), **changed)
    )


@pytest.mark.parametrize("rule", scores.RULES)
def test_corruptions_of_every_decision_are_found(rule: str) -> None:
    first = scores.RULES[rule](SMALL).decision.places[0]
    assert faults(rule) == ()
    assert faults(rule, places=()) == ("The decision does not place every application of the problem exactly once.",)
    assert faults(rule, evaluators=()) == ("The decision does not name every evaluator exactly once, sorted.",)
    assert faults(rule, rank=3)[0] == f"The rank of {first.id} is 1, not 3."
    assert faults(rule, low=first.high + 1) == (f"The intervals of {first.id} do not rise.",)
    assert faults(rule, rank_from=0) == (f"The intervals of {first.id} do not rise.",)
    assert faults(rule, chance=Fraction(1, 3))[0] == f"The chance of {first.id} is not a part of 100 draws."
    assert faults(rule, near_line=("Z",)) == ("Those near the line are not those whose chances say so.",)
    assert faults(rule, mean=first.mean + 1)[0].startswith(f"The mean of {first.id} is ")
    assert faults(rule, problem_digest="0") == ("The outcome answers another problem.",)
    assert len(faults(rule, trace=())) == 6


@pytest.mark.parametrize(
    ("rule", "fault"),
    [("plain_mean", "is not its mean"), ("additive", "does not solve"), ("calibrated", "does not solve")],
)
def test_a_score_that_the_rule_does_not_give_is_found(rule: str, fault: str) -> None:
    first = scores.RULES[rule](SMALL).decision.places[0]
    assert [fault in said for said in faults(rule, score=first.score + Fraction(1, 2))] == [True]


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: Problem((Applicant("A"),), ()), "Application A has no report."),
        (lambda: readings({"A": {"": "1"}}), "A report has no evaluator."),
        (lambda: replace(SMALL, reports=(*SMALL.reports, SMALL.reports[0])),
         "The report E on A is given more than once."),
        (lambda: replace(SMALL, budget_cents=-1), "The budget cannot be the negative amount -1."),
        (lambda: replace(SMALL, decimals=10), "10 decimals cannot be kept; 0 to 9 can."),
        (lambda: replace(SMALL, samples=7), "7 draws are not enough or too many; 100 to 100000 can be made."),
        (lambda: replace(SMALL, near=(Fraction(1), Fraction(0))),
         "The chances near the line must rise, and lie between 0 and 1."),
        (lambda: replace(SMALL, reports=(*SMALL.reports, Report("Z", "E", Fraction(1)))),
         "A report speaks of Z, which is not an application of the problem."),
    ],
)  # fmt: skip
def test_wrong_reports_are_refused(make: Any, reason: str) -> None:
    with pytest.raises(Unusable) as refused:
        make()
    assert refused.value.reasons == (reason,)

"""The rules on scores by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from securit.engines._shared.rule import Law, Rule, registry
from securit.engines.aggregation.scores import estimates, monotone
from securit.engines.aggregation.scores.answer import Estimator, answer
from securit.engines.aggregation.scores.decision import Calibration
from securit.engines.aggregation.scores.problem import Problem

ENGINE = "aggregation.scores"


def _rule(
    name: str,
    estimator: Estimator,
    explanation: str,
    weakness: str,
    *laws: Law,
    is_exact: bool = False,
    version: str = "1",
) -> Rule[Problem, Calibration]:
    return Rule(
        engine=ENGINE,
        name=name,
        version=version,
        explanation=explanation,
        weakness=weakness,
        laws=frozenset(laws),
        is_exact=is_exact,
        answer=partial(answer, estimator),
        solver=("scipy.optimize", "scipy.sparse", "scipy.linalg"),
    )


plain_mean = _rule(
    "plain_mean",
    estimates.plain_mean,
    "Orders by the mean of the reports.",
    "Whoever draws severe evaluators pays for it.",
    Law.MONOTONE_IN_SCORE,
    Law.INDEPENDENT_OF_OTHERS,
)
z_scores = _rule(
    "z_scores",
    estimates.z_scores,
    "Moves and stretches each evaluator's scores to the common mean and spread, then takes the mean.",
    "Whoever really read the better applications is taken for lenient, above all with few reports each.",
)
additive = _rule(
    "additive",
    estimates.additive,
    "Takes out each evaluator's severity by least squares over all applications.",
    "It corrects even where evaluators do not differ, and so adds noise.",
    Law.MONOTONE_IN_SCORE,
)
calibrated = _rule(
    "calibrated",
    estimates.calibrated,
    "Fits a mixed model with severity and scale of evaluators, and corrects only what the data support.",
    "It draws applications towards the mean, and believes errors to be normal.",
)
monotone_least_squares = _rule(
    "monotone_least_squares",
    monotone.monotone_least_squares,
    "Gives each evaluator a rising map of their own scores, as free as left-out reports support, and takes the mean.",
    "It says nothing about why evaluators differ, and needs many reports of each before it may bend a scale.",
    version="2",
)

RULES: Mapping[str, Rule[Problem, Calibration]] = registry(
    plain_mean, z_scores, additive, calibrated, monotone_least_squares
)

"""What each rule makes of the reports: a score per application with draws around it, and the evaluators beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from securit.engines.aggregation.scores.fitting import Fit, fitted
from securit.engines.aggregation.scores.mixed import Array, Model, Ratios, Reports

LOOSE = 1e6


@dataclass(frozen=True, slots=True)
class Estimate:
    """Scores (higher is better), their draws (a column per draw), biases with theirs, scales, and what was found.

    ``figures`` are mean and standard deviations by name; ``said`` is a sentence on the correction.
    """

    score: Array
    draws: Array
    bias: Array
    bias_draws: Array
    scale: Array
    corrections: tuple[str, ...]
    figures: tuple[tuple[str, float], ...]
    said: str


def plain_mean(reports: Reports, count: int, seed: int) -> Estimate:
    """The mean of the reports of each application; what is left is taken as equal for all."""
    nobody = np.zeros(reports.evaluators)
    return of_means(reports, reports.score, nobody, nobody + 1, (), "Scores are taken at face value.", count, seed)


def z_scores(reports: Reports, count: int, seed: int) -> Estimate:
    """Each evaluator's scores moved and stretched to the common mean and deviation, then the mean."""
    counts = np.bincount(reports.evaluator, minlength=reports.evaluators)
    mean, spread = float(reports.score.mean()), float(reports.score.std())
    centre = reports.by_evaluator(reports.score) / counts
    squares = reports.by_evaluator((reports.score - centre[reports.evaluator]) ** 2)
    own = np.sqrt(squares / counts)
    usable = (counts > 1) & (own > 1e-9 * max(spread, 1e-9))
    scale = np.where(usable, own / max(spread, 1e-12), 1.0)
    bias = np.where(usable, centre - mean, 0.0)
    moved = mean + (reports.score - mean - bias[reports.evaluator]) / scale[reports.evaluator]
    said = "Every evaluator's scores are stretched to the same mean and spread."
    return of_means(reports, moved, bias, scale, ("bias", "scale"), said, count, seed)


def additive(reports: Reports, count: int, seed: int) -> Estimate:
    """Least squares of application plus evaluator, with a trace of a ridge where groups share no evaluator."""
    flat = np.ones(reports.evaluators)
    model = Model(reports, Ratios(LOOSE, LOOSE), flat)
    mean, application, bias = model.effects(model.score)
    left = reports.score - mean - application[reports.application] - bias[reports.evaluator]
    degrees = max(len(left) - reports.applications - reports.evaluators + 1, 1)
    variance = max(float(left @ left) / degrees, 1e-12)
    score, bias_draws = model.draws(variance, count, seed)
    figures = (("left", float(np.sqrt(variance))), ("mean", float(mean)))
    said = "Every evaluator's mean severity is taken out, whether or not the data show one."
    return Estimate(mean + application, score, bias, bias_draws, flat, ("bias",), figures, said)


def calibrated(reports: Reports, count: int, seed: int) -> Estimate:
    """The mixed model that the data support."""
    fit = fitted(reports)
    mean, application, bias = fit.model.effects(fit.model.score)
    score, bias_draws = fit.model.draws(fit.variance, count, seed)
    ratios = fit.model.ratios
    figures = (
        ("applications", float(np.sqrt(ratios.application * fit.variance))),
        ("evaluators", float(np.sqrt(ratios.evaluator * fit.variance))),
        ("left", float(np.sqrt(fit.variance))),
        ("mean", float(mean)),
        ("scales", fit.scale_deviation),
    )
    return Estimate(mean + application, score, bias, bias_draws, fit.scale, fit.corrections, figures, _said(fit))


def of_means(
    reports: Reports,
    moved: Array,
    bias: Array,
    scale: Array,
    corrections: tuple[str, ...],
    said: str,
    count: int,
    seed: int,
) -> Estimate:
    """The means of moved reports; what is left is taken as equal for all."""
    counts = np.bincount(reports.application, minlength=reports.applications)
    score = reports.by_application(moved) / counts
    left = moved - score[reports.application]
    deviation = float(np.sqrt(left @ left / max(len(left) - reports.applications, 1)))
    dice = np.random.default_rng(seed)
    draws = score[:, None] + dice.standard_normal((len(score), count)) * (deviation / np.sqrt(counts))[:, None]
    figures = (("left", deviation), ("mean", float(moved.mean())))
    return Estimate(score, draws, bias, np.repeat(bias[:, None], 2, axis=1), scale, corrections, figures, said)


def _said(fit: Fit) -> str:
    if "bias" not in fit.corrections:
        start = f"The data do not show that evaluators differ in severity (log-likelihood won: {fit.gain_of_bias:.2f})"
        return f"{start}, so nothing is corrected but the scale." if fit.scale_deviation else f"{start}; not corrected."
    start = f"Evaluators differ in severity (log-likelihood won: {fit.gain_of_bias:.2f}); it is taken out"
    return f"{start}, and so are their scales ({fit.gain_of_scale:.2f})." if fit.scale_deviation else f"{start}."

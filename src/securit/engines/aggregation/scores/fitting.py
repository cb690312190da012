"""Finding variances and scales, and whether the data support correcting anything at all.

Variances by REML. The bias of evaluators is kept when the restricted likelihood without it is worse by more than chance
would make it once in twenty (half a χ² with one degree: Self & Liang 1987). Logarithms of scales are normal around 0;
they are found by variational steps and kept when a Laplace approximation of the evidence gains as much.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from securit.engines.aggregation.scores.mixed import Array, Model, Ratios, Reports

SUPPORT = 2.706 / 2
ROUNDS = 40
LOWEST, HIGHEST = -9.0, 7.0
"""Bounds on the logarithms of the ratios."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A model with its variances; ``gain_of_bias`` and ``gain_of_scale`` are the log-likelihoods won."""

    model: Model
    variance: float
    scale: Array
    scale_deviation: float
    gain_of_bias: float
    gain_of_scale: float

    @property
    def corrections(self) -> tuple[str, ...]:
        """What the data support correcting."""
        bias = ("bias",) if self.model.ratios.evaluator else ()
        return bias + (("scale",) if self.scale_deviation else ())


def fitted(reports: Reports) -> Fit:
    """The model that the data support. A few dozen factorisations."""
    flat = np.ones(reports.evaluators)
    if reports.evaluators < 2 or len(reports.score) < reports.applications + 2:
        blind = Model(reports, Ratios(1.0, 0.0), flat)
        return Fit(blind, blind.likelihood()[1], flat, 0.0, 0.0, 0.0)
    alone = _without_evaluators(reports, flat)
    base = alone.likelihood()[0]
    biased = _with_evaluators(reports, flat, alone.ratios)
    gain = biased.likelihood()[0] - base
    model, bias = (biased, gain) if gain > SUPPORT else (alone, max(gain, 0.0))
    scale, deviation, evidence = _scales(model)
    if deviation:
        scaled = (
            _with_evaluators(reports, scale, model.ratios) if model is biased else _without_evaluators(reports, scale)
        )
        more = scaled.likelihood()[0] - model.likelihood()[0] + evidence
        if more > SUPPORT:
            return Fit(scaled, scaled.likelihood()[1], scale, deviation, bias, more)
    return Fit(model, model.likelihood()[1], flat, 0.0, bias, 0.0)


def _without_evaluators(reports: Reports, scale: Array) -> Model:
    def worse(log_ratio: float) -> float:
        return -Model(reports, Ratios(float(np.exp(log_ratio)), 0.0), scale).likelihood()[0]

    best = minimize_scalar(worse, bounds=(LOWEST, HIGHEST), method="bounded", options={"xatol": 1e-3})
    return Model(reports, Ratios(float(np.exp(best.x)), 0.0), scale)


def _with_evaluators(reports: Reports, scale: Array, start: Ratios) -> Model:
    def model(logs: Array) -> Model:
        f, b = np.exp(np.clip(logs, LOWEST, HIGHEST))
        return Model(reports, Ratios(float(f), float(b)), scale)

    first = np.log([max(start.application, 1e-2), max(start.evaluator, 0.2)])
    simplex = np.array([first, first + np.array([0.7, 0.0]), first + np.array([0.0, 0.7])])
    best = minimize(
        lambda logs: -model(logs).likelihood()[0],
        first,
        method="Nelder-Mead",
        options={"initial_simplex": simplex, "xatol": 0.01, "fatol": 1e-4, "maxfev": 80},
    )
    return model(best.x)


def _scales(model: Model) -> tuple[Array, float, float]:
    """The scales, the deviation of their logarithms, and what prior and uncertainty add to the log-evidence.

    Mean-field steps: bias of each evaluator, a Newton step for the logarithm of the scale, its variance, applications.
    O(reports) each.
    """
    reports, variance = model.reports, model.likelihood()[1]
    mean, f, b = model.effects(reports.score)
    precise_f = 1 / (model.ratios.application * variance)
    precise_b = 1 / max(model.ratios.evaluator * variance, 1e-12)
    y = reports.score - mean
    counts = np.bincount(reports.evaluator, minlength=reports.evaluators)
    read = np.bincount(reports.application, minlength=reports.applications)
    log, deviation = np.zeros(reports.evaluators), 0.3
    curve = np.ones(reports.evaluators)
    for _ in range(ROUNDS):
        t = np.exp(log)
        doubt = 1 / (precise_b + counts / (t**2 * variance))
        b = doubt * reports.by_evaluator(y - t[reports.evaluator] * f[reports.application]) / (t**2 * variance)
        rest = y - b[reports.evaluator]
        square = (reports.by_evaluator(rest**2) + counts * doubt) / (t**2 * variance)
        cross = reports.by_evaluator(rest * f[reports.application]) / (t * variance)
        curve = np.maximum(2 * square - cross, counts) + 1 / deviation**2
        log = np.clip(log + np.clip((square - cross - counts - log / deviation**2) / curve, -0.5, 0.5), -2.0, 2.0)
        deviation = max(float(np.sqrt((log**2 + 1 / curve).mean())), 1e-3)
        f = reports.by_application(rest / np.exp(log)[reports.evaluator]) / variance / (precise_f + read / variance)
    evidence = float((-(log**2) / (2 * deviation**2) - 0.5 * np.log(curve * deviation**2)).sum())
    return np.exp(log - log.mean()), deviation, evidence

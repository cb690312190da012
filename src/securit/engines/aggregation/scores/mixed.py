"""The mixed model y = μ + b(evaluator) + t(evaluator)·(f(application) + e), its REML likelihood, BLUP and posterior.

f, b and e are normal with variances σf², σb², σe²; the scales t are given here (:mod:`.fitting` finds them), and
dividing by them leaves a model where only the mean and the bias are weighted. Applications are eliminated one by one
(each is a rank-one term), which leaves a dense system of the size of the evaluators: Woodbury, O(reports + evaluators³)
time, O(evaluators²) memory. Patterson & Thompson (1971), Henderson (1975).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reports:
    """All reports as arrays of one length: the places of application and evaluator, the score (higher is better)."""

    application: NDArray[np.int64]
    evaluator: NDArray[np.int64]
    score: Array
    applications: int
    evaluators: int

    def by_application(self, values: Array) -> Array:
        """Sums per application; ``values`` has a row per report and maybe a column per draw."""
        if values.ndim == 1:
            return np.asarray(np.bincount(self.application, values, self.applications), dtype=np.float64)
        shape = (self.applications, len(self.score))
        picks = csr_matrix((np.ones(len(self.score)), (self.application, np.arange(len(self.score)))), shape=shape)
        return np.asarray(picks @ values, dtype=np.float64)

    def by_evaluator(self, values: Array) -> Array:
        """Sums per evaluator."""
        if values.ndim == 1:
            return np.asarray(np.bincount(self.evaluator, values, self.evaluators), dtype=np.float64)
        shape = (self.evaluators, len(self.score))
        picks = csr_matrix((np.ones(len(self.score)), (self.evaluator, np.arange(len(self.score)))), shape=shape)
        return np.asarray(picks @ values, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Ratios:
    """The variances of applications and of evaluators, as multiples of the variance of what is left."""

    application: float
    evaluator: float


class Model:
    """The model at given ratios and scales, factorised once."""

    def __init__(self, reports: Reports, ratios: Ratios, scale: Array) -> None:
        self.reports, self.ratios = reports, ratios
        self.scale, self.per_report = scale, 1 / scale[reports.evaluator]
        self.score = reports.score * self.per_report
        self._size = np.bincount(reports.application, minlength=reports.applications).astype(np.float64)
        self._shrink = ratios.application / (1 + ratios.application * self._size)
        self._factor, self._log_evaluators = self._evaluators()
        self._one = self.weighted(self.per_report)
        self._ones = float(self.per_report @ self._one)

    def weighted(self, values: Array) -> Array:
        """V⁻¹·values, V being the covariance of the reports, divided by their scales, over σe²."""
        free = self._free(values)
        if not self.ratios.evaluator:
            return free
        solved = cho_solve(self._factor, self._biases(free))
        per_report = self.per_report if values.ndim == 1 else self.per_report[:, None]
        return free - self._free(self.ratios.evaluator * per_report * solved[self.reports.evaluator])

    def mean(self, values: Array) -> Array:
        """The generalised least squares mean, one per column."""
        return np.asarray(self._one @ values / self._ones)

    def effects(self, values: Array) -> tuple[Array, Array, Array]:
        """The mean, the best linear predictions for applications, and for evaluators; of scores over their scales."""
        mean = self.mean(values)
        rest = self.weighted(values) - np.multiply.outer(self._one, mean)
        application = self.ratios.application * self.reports.by_application(rest)
        return mean, application, self.ratios.evaluator * self._biases(rest)

    def likelihood(self) -> tuple[float, float]:
        """The restricted log-likelihood with σe² at its best, and that σe²."""
        y = self.score
        degrees = max(len(y) - 1, 1)
        rest = self.weighted(y) - self._one * self.mean(y)
        variance = max(float(y @ rest) / degrees, 1e-12)
        determinant = float(np.log1p(self.ratios.application * self._size).sum()) + self._log_evaluators
        found = -0.5 * (determinant + np.log(self._ones) + degrees * np.log(variance))
        return found + float(np.log(self.per_report).sum()), variance

    def draws(self, variance: float, count: int, seed: int) -> tuple[Array, Array]:
        """Draws of μ + f and of b from their joint posterior, by conditional simulation (a column per draw)."""
        dice = np.random.default_rng(seed)
        reports, left = self.reports, np.sqrt(variance)
        f = dice.standard_normal((reports.applications, count)) * left * np.sqrt(self.ratios.application)
        b = dice.standard_normal((reports.evaluators, count)) * left * np.sqrt(self.ratios.evaluator)
        made = f[reports.application] + self.per_report[:, None] * b[reports.evaluator]
        made += dice.standard_normal((len(reports.score), count)) * left
        mean, more_f, more_b = self.effects(self.score[:, None] - made)
        return mean[None, :] + f + more_f, b + more_b

    def _free(self, values: Array) -> Array:
        """The same as ``weighted`` for a model without evaluators."""
        shrink = self._shrink if values.ndim == 1 else self._shrink[:, None]
        sums = shrink * self.reports.by_application(values)
        return values - sums[self.reports.application]

    def _biases(self, values: Array) -> Array:
        return self.reports.by_evaluator(values * (self.per_report if values.ndim == 1 else self.per_report[:, None]))

    def _evaluators(self) -> tuple[tuple[Array, bool], float]:
        if not self.ratios.evaluator:
            return (np.zeros((0, 0)), True), 0.0
        reports = self.reports
        shape = (reports.applications, reports.evaluators)
        met = csr_matrix((self.per_report, (reports.application, reports.evaluator)), shape=shape)
        shared = (met.T @ met.multiply(self._shrink[:, None]).tocsr()).toarray()
        system = -self.ratios.evaluator * shared
        counts = np.bincount(reports.evaluator, self.per_report**2, minlength=reports.evaluators)
        system[np.diag_indices_from(system)] += 1 + self.ratios.evaluator * counts
        factor = cho_factor(system, lower=True, check_finite=False)
        return factor, 2 * float(np.log(np.diag(factor[0])).sum())

"""Monotone least squares: scores of applications, and one rising map per evaluator from what was written to them.

Found together by least squares in turn: an application has the mean of its mapped reports, and a map is the isotonic
fit to what the applications have, held back by a straight line of the evaluator's own; after Tan, Wu, Bei and Xu,
*Least Square Calibration for Peer Reviews* (2021), whose free maps follow noise where an evaluator read ten. How far
line and map may leave the scores as written is taken from the data: reports are left out a tenth at a time, and what is
sought is that they, mapped, agree best with what their applications have without them. Unless they agree better than
scores as written do, by more than chance would once in twenty, nothing is corrected and the plain mean is left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from securit.engines.aggregation.scores.estimates import Estimate, of_means, plain_mean
from securit.engines.aggregation.scores.mixed import Array, Reports

Ints = NDArray[np.int64]

FIRM = float("inf")
ROUNDS, TRIAL_ROUNDS, PARTS, PASSES = 50, 15, 10, 2
CHANCE = 1.645
"""What a gain must be in standard errors to be more than chance makes it once in twenty."""
STEEPEST = 10.0
STILL, TINY = 1e-3, 1e-12


class Hold(NamedTuple):
    """How firmly maps are held: to no shift and to the common slope (in reports), to their lines (as a ratio)."""

    shift: float
    slope: float
    line: float


AS_WRITTEN = Hold(FIRM, FIRM, FIRM)
CHOICES = {
    "shift": (FIRM, 10.0, 3.0, 1.0, 0.3),
    "slope": (FIRM, 10.0, 3.0),
    "line": (FIRM, 3.0, 1.0, 0.3),
}


def monotone_least_squares(reports: Reports, count: int, seed: int) -> Estimate:
    """The scores under the maps that the data support. O(trials × parts × rounds × reports), some fifteen trials."""
    hold, gain = supported(reports)
    won = f"{gain:.2f} standard errors won"
    if hold == AS_WRITTEN:
        said = f"The data do not show that evaluators need maps of their own ({won}); not corrected."
        return replace(plain_mean(reports, count, seed), said=said)
    fit = fitted(reports, np.arange(len(reports.score)), hold, ROUNDS)
    mapped = fit.read(reports.evaluator, reports.score)
    corrections = ("bias",) if hold.slope == hold.line == FIRM else ("bias", "scale")
    said = f"With a rising map for each evaluator the reports foretell each other better ({won})."
    return of_means(reports, mapped, fit.shift / fit.slope, 1 / fit.slope, corrections, said, count, seed)


def supported(reports: Reports) -> tuple[Hold, float]:
    """The hold under which left-out reports agree best with the others, and what it wins over scores as written.

    One hold after the other is chosen while the others stay, twice over.
    """
    trials: dict[Hold, Trial] = {}

    def agreement(hold: Hold) -> float:
        if hold not in trials:
            trials[hold] = tried(reports, hold)
        return trials[hold].agreement

    best = AS_WRITTEN
    for _ in range(PASSES):
        for name, values in CHOICES.items():
            best = max((best._replace(**{name: value}) for value in values), key=agreement)
    won = trials[best].closeness - trials[AS_WRITTEN].closeness
    spread = float(won.std()) if len(won) > 1 else 0.0
    gain = float(won.mean()) / spread * float(np.sqrt(len(won))) if spread > 0 else 0.0
    return (best, gain) if gain > CHANCE else (AS_WRITTEN, max(gain, 0.0))


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """How left-out reports, mapped, agree with what their applications have: correlation, and report by report."""

    agreement: float
    closeness: Array


def tried(reports: Reports, hold: Hold) -> Trial:
    """Leave out a tenth of the reports at a time (every tenth in the order of the ids), and map them."""
    part = np.arange(len(reports.score)) % PARTS
    mapped, had = np.zeros(len(part)), np.zeros(len(part))
    seen = np.zeros(len(part), dtype=np.bool_)
    for number in range(min(PARTS, len(part))):
        out, kept = np.flatnonzero(part == number), np.flatnonzero(part != number)
        if not len(kept):
            continue
        fit = fitted(reports, kept, hold, TRIAL_ROUNDS)
        mapped[out] = fit.read(reports.evaluator[out], reports.score[out])
        had[out] = fit.score[reports.application[out]]
        seen[out] = np.isin(reports.application[out], reports.application[kept])
    one, other = mapped[seen], had[seen]
    if len(one) < 2 or one.std() <= TINY or other.std() <= TINY:
        return Trial(-1.0, np.zeros(len(one)))
    one, other = (one - one.mean()) / one.std(), (other - other.mean()) / other.std()
    return Trial(round(float((one * other).mean()), 9), -((one - other) ** 2) / 2)


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Scores of applications and the maps of evaluators, kept where they were fitted: sorted by evaluator and score."""

    score: Array
    evaluator: Ints
    given: Array
    mapped: Array
    shift: Array
    slope: Array
    beyond: float  # how steep a map goes on beyond its ends, as a part of its line

    def read(self, evaluator: Ints, given: Array) -> Array:
        """What the maps make of scores; those of somebody unknown stay as they are."""
        start, stop = (np.searchsorted(self.evaluator, evaluator, side=side) for side in ("left", "right"))
        known = start < stop
        who, what = evaluator[known], given[known]
        within = np.clip(what, self.given[start[known]], self.given[stop[known] - 1])
        apart = 2.0 * float(np.ptp(self.given)) + 1.0
        found = np.interp(within + who * apart, self.given + self.evaluator * apart, self.mapped)
        read = given.copy()
        read[known] = found + (what - within) * self.beyond * self.slope[who]
        return read


def fitted(reports: Reports, kept: Ints, hold: Hold, rounds: int) -> Fit:
    """Scores and maps for the kept reports, in turn until nothing moves."""
    kept = kept[np.lexsort((reports.score[kept], reports.evaluator[kept]))]
    application, evaluator, given = reports.application[kept], reports.evaluator[kept], reports.score[kept]
    cells = _Cells.of(evaluator, given)
    counts = np.maximum(np.bincount(application, minlength=reports.applications), 1)
    read = np.maximum(np.bincount(evaluator, minlength=reports.evaluators), 1)
    mean = float(given.mean())
    apart = given - (np.bincount(evaluator, given, reports.evaluators) / read)[evaluator]
    squares = _summed(evaluator, apart**2, reports.evaluators)
    usual = float(squares.sum()) / max(len(given) - int((read > 0).sum()), 1)
    score = np.bincount(application, given, reports.applications) / counts
    shift, slope, mapped = np.zeros(reports.evaluators), np.ones(reports.evaluators), given
    for _ in range(rounds):
        wanted = score[application]
        if hold.slope < FIRM:
            slope = _slopes(_summed(evaluator, apart * wanted, reports.evaluators), squares, hold.slope * usual)
        line = mean + (given - mean) * slope[evaluator]
        shift = np.bincount(evaluator, line - wanted, reports.evaluators) / (read + hold.shift)
        line = line - shift[evaluator]
        if hold.line < FIRM:
            line = cells.rising((wanted + hold.line * line) / (1 + hold.line))
        mapped = line + (mean - line.mean())
        before, score = score, np.bincount(application, mapped, reports.applications) / counts
        if float(np.abs(score - before).max()) <= STILL * max(float(given.std()), TINY):
            break
    beyond = 1.0 if hold.line == FIRM else hold.line / (1 + hold.line)
    return Fit(score, evaluator, given, mapped, shift, slope, beyond)


def _summed(which: Ints, values: Array, count: int) -> Array:
    return np.asarray(np.bincount(which, values, count), dtype=np.float64)


def _slopes(products: Array, squares: Array, firm: float) -> Array:
    """The slope of each evaluator's line against the common one, drawn towards it; 1 is the common one."""
    common = max(float(products.sum()) / max(float(squares.sum()), TINY), TINY)
    own = (products + firm * common) / np.maximum(squares + firm, TINY) / common
    return np.asarray(np.clip(own, 1 / STEEPEST, STEEPEST), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Equal scores of one evaluator are one cell, and have one value."""

    which: Ints
    weight: Array
    evaluator: Ints

    @classmethod
    def of(cls, evaluator: Ints, given: Array) -> _Cells:
        """The cells of reports sorted by evaluator and score."""
        first = np.append(True, (np.diff(evaluator) != 0) | (np.diff(given) > 0))
        which = np.cumsum(first) - 1
        return cls(which, np.bincount(which).astype(np.float64), evaluator[first])

    def rising(self, wanted: Array) -> Array:
        """The nearest values that rise for each evaluator: one isotonic regression, evaluators set far apart."""
        means = np.bincount(self.which, wanted) / self.weight
        lift = self.evaluator * (2 * float(np.ptp(means)) + 1.0)
        fit = isotonic_regression(means + lift, weights=self.weight).x - lift
        return np.asarray(fit[self.which], dtype=np.float64)

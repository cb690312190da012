"""Solve a stored recommendation again, and say whether the same comes out, digest for digest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.canonical import digest
from securit.machinery.decisions.models import Recommendation

Solver = Callable[[str, int, Mapping[str, Any]], Mapping[str, Any]]
"""``solve(rule, seed, problem) -> outcome``, both as plain data; may raise what the engine raises."""

_solvers: dict[str, Solver] = {}


def register(engine: str, solve: Solver) -> None:
    """Make known how recommendations of this engine are solved; called from a stage's ``AppConfig.ready``."""
    _solvers[engine] = solve


@dataclass(frozen=True, slots=True)
class Repetition:
    """What became of it: whether problem and outcome are as stored, and whether the outcome came out again.

    ``trouble`` is empty, or the sentence of what kept it from being solved.
    """

    recommendation: Recommendation
    is_intact: bool
    is_same: bool
    trouble: str = ""

    @property
    def follows(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.is_intact and self.is_same

    @property
    def sentence(self) -> str:
        """What to tell a person."""
        if not self.is_intact:
            return _("What is stored is not what was stored: a digest does not fit.")
        if self.trouble:
            return _("It could not be solved again: %(trouble)s") % {"trouble": self.trouble}
        if not self.is_same:
            return _("Solved again, something else came out.")
        return _("Solved again: the same outcome, digest for digest.")


def solve_again(recommendation: Recommendation) -> Repetition:
    """Hold the stored digests against the stored data, solve the problem anew, and compare the outcome."""
    problem, outcome = recommendation.problem, recommendation.outcome
    is_intact = (digest(problem), digest(outcome)) == (recommendation.problem_sha256, recommendation.outcome_sha256)
    solve = _solvers.get(recommendation.engine)
    if solve is None:
        return Repetition(recommendation, is_intact, False, _("nobody here solves for this engine."))
    try:
        came_out = solve(recommendation.rule, recommendation.seed, problem)
    except Exception as trouble:  # noqa: BLE001  a forged problem may break a solver in any way
        return Repetition(recommendation, is_intact, False, str(trouble) or type(trouble).__name__)
    return Repetition(recommendation, is_intact, digest(came_out) == recommendation.outcome_sha256)

"""How often each candidate would be funded if the scores were a little different."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import NormalDist

from securit.engines._shared.draws import draw
from securit.engines._shared.errors import Infeasible
from securit.engines._shared.rule import Rule
from securit.engines.portfolio.problem import Candidate, Portfolio, Problem

NORMAL = NormalDist()
DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Robustness:
    """In how many of ``samples`` each candidate was funded, by id; ``refused`` samples had no answer."""

    samples: int
    refused: int
    funded: tuple[tuple[str, int], ...]

    def share(self, candidate: str) -> Fraction:
        """How often the candidate was funded, of the samples that had an answer."""
        answered = self.samples - self.refused
        return Fraction(dict(self.funded)[candidate], answered) if answered else Fraction(0)


def robustness(
    problem: Problem,
    rule: Rule[Problem, Portfolio],
    spread: Mapping[str, Fraction],
    *,
    samples: int = 200,
    seed: int = 0,
) -> Robustness:
    """Run the rule on ``samples`` problems whose scores are drawn anew around the given ones.

    ``spread`` is the standard error of a score by candidate (none: the score is sure). Scores are drawn from normal
    distributions by the published draw, so a repetition gives the same numbers; they are cut at nothing and kept to
    four decimals, and the ranks follow them. It takes as long as ``samples`` runs of the rule.
    """
    counts: Counter[str] = Counter({c.id: 0 for c in problem.candidates})
    refused = 0
    for sample in range(samples):
        try:
            counts.update(rule(_drawn(problem, spread, seed, sample), seed=seed).decision.funded)
        except Infeasible:
            refused += 1
    return Robustness(samples, refused, tuple(sorted(counts.items())))


def _drawn(problem: Problem, spread: Mapping[str, Fraction], seed: int, sample: int) -> Problem:
    if not any(spread.values()):
        return problem
    scores = {
        c.id: _score(c, spread.get(c.id, Fraction(0)), draw(seed, "score", c.id, str(sample)))
        for c in problem.candidates
    }
    better = sorted(scores.values(), reverse=True)
    rank = {score: place for place, score in reversed(list(enumerate(better, 1)))}
    return replace(problem, candidates=tuple(_with(c, scores[c.id], rank[scores[c.id]]) for c in problem.candidates))


def _score(candidate: Candidate, spread: Fraction, drawn: int) -> Fraction:
    away = round(NORMAL.inv_cdf(((drawn >> 12) + 0.5) / 2**52) * 10**DECIMALS)
    return max(Fraction(0), candidate.score + Fraction(round(spread * away), 10**DECIMALS))


def _with(candidate: Candidate, score: Fraction, rank: int) -> Candidate:
    part = score / candidate.score if candidate.score else Fraction(0)
    steps = tuple(replace(step, score=step.score * part) for step in candidate.steps)
    return replace(candidate, score=score, rank=rank, steps=steps)

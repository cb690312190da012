"""The aggregation engine: equal shares on real elections, real grant reviews, and calls whose truth is known."""

from __future__ import annotations

import csv
import hashlib
import math
import random
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scipy.stats import kendalltau

from benchmarks.record import Figure, Row, data, measured, published
from securit.cli.engine import aggregate as files
from securit.engines.aggregation import ballots, scores
from securit.engines.aggregation.scores import Applicant, Calibration, Prefer, Problem, Report

REFERENCES = {
    "Poland_Warszawa_2026": (40, 16_102_171, "0247e29f", 49.4),
    "France_Toulouse_2022": (91, 4_083_220, "fb2eea02", 2.16),
    "Poland_Lodz_2020": (27, 2_991_777, "8b1e8b19", 27.2),
    "Poland_Warszawa_2020_Wawer": (51, 1_769_150, "cd79ff63", 5.15),
}
"""Projects, cost and digest of the set that pabutools chooses in exact fractions, and its seconds."""

READERS = 3
BIAS, NOISE, STRETCH, BEND = 0.7, 0.7, 0.35, 0.5
"""Standard deviations, of worths of deviation 1: severity, noise, logarithm of the scale, curvature."""


def rows() -> Iterator[Row]:
    """What needs no data first; then the elections and the reviews."""
    for kind in KINDS:
        yield from simulated(kind)
    yield ten_thousand_reports()
    for name, (projects, cost, digest, seconds) in REFERENCES.items():
        yield equal_shares(name)
        figures = Figure("projects", str(projects)), Figure("cost", str(cost)), Figure("digest", digest)
        yield published(name, "pabutools, exact", *figures, seconds=seconds, note="one run")
    for rule in ("plain_mean", "additive", "calibrated"):
        yield left_out(rule)


def equal_shares(name: str) -> Row:
    """The set of the method of equal shares without completion; the digest is that of its sorted ids."""
    path = data("portfolio", f"{name}.pb")
    problem = files.read(path, Namespace(rule=files.OF_BALLOTS, lower_is_better=False, places=0))
    row, run = measured(name, ballots.method_of_equal_shares, problem)
    chosen = sorted(run.outcome.decision.chosen)
    cents = sum(option.cost_cents for option in problem.options if option.id in set(chosen))
    digest = hashlib.md5(",".join(chosen).encode(), usedforsecurity=False).hexdigest()[:8]
    found = (len(chosen), cents // 100, digest)
    same = "the same set" if found == REFERENCES[name][:3] else "another set"
    figures = tuple(map(Figure, ("projects", "cost", "digest"), map(str, found)))
    return replace(row, figures=figures, note=same)


def left_out(rule: str) -> Row:
    """How far each report lies from what the rule, fitted without it, would have its evaluator say."""
    given = grant_reviews()
    written = Counter(report.evaluator for report in given.reports)
    errors, corrected = [], 0
    for one in given.reports:
        if written[one.evaluator] > 1:
            rest = tuple(report for report in given.reports if report is not one)
            decision = scores.RULES[rule](replace(given, reports=rest)).decision
            errors.append(float(one.score) - foretold(decision, one))
            corrected += bool(decision.corrections)
    return Row(
        "AIBS, each report left out",
        rule,
        (Figure("root mean square error", f"{math.sqrt(sum(e * e for e in errors) / len(errors)):.4f}"),),
        note=f"{len(errors)} reports, fitted anew for each; corrected in {corrected}",
    )


def foretold(decision: Calibration, report: Report) -> float:
    """What the evaluator would write about the application, by the rule, on a scale where lower is better."""
    place = next(one for one in decision.places if one.id == report.application)
    who = next((one for one in decision.evaluators if one.id == report.evaluator), None)
    if who is None:
        return float(place.score)
    mean = next(float(value) for name, value in decision.figures if name == "mean")
    # The engine turns such a scale, and of its figures the mean stays turned.
    return -mean + float(who.severity) + float(who.scale) * (float(place.score) + mean)


def grant_reviews() -> Problem:
    """The 216 reviews of AIBS; 1 is the best score. The smallest number of draws, since no chance is looked at."""
    with data("calibration", "AIBS.csv").open(encoding="utf-8", newline="") as lines:
        reports = tuple(Report(row["ID"], row["RevID"], Fraction(row["Score"])) for row in csv.DictReader(lines))
    names = sorted({report.application for report in reports})
    return Problem(tuple(map(Applicant, names)), reports, 0, Prefer.LOWER, samples=100)


@dataclass(frozen=True, slots=True)
class Reader:
    """An evaluator as simulated: what they add, how far they spread, how they bend the scale.

    ``doubt`` is the deviation of what they think of an application, ``slip`` of what they write from what they mean.
    They write whole parts of a point (``parts`` of them) within the ends of the scale.
    """

    bias: float = 0.0
    stretch: float = 1.0
    bend: float = 0.0
    doubt: float = NOISE
    slip: float = 0.0
    parts: int = 100
    ends: tuple[float, float] = (-math.inf, math.inf)

    def says(self, impression: float) -> float:
        """The score for an impression; rises with it. Bent upwards it spreads the best, downwards the worst."""
        bent = math.expm1(self.bend * impression) / self.bend if self.bend else impression
        return 3 + self.bias + self.stretch * bent

    def writes(self, worth: float, dice: random.Random) -> Fraction:
        """A score for an application of this worth."""
        meant = self.says(worth + dice.gauss(0, self.doubt)) + dice.gauss(0, self.slip)
        return Fraction(round(self.parts * min(max(meant, self.ends[0]), self.ends[1])), self.parts)


def severe(dice: random.Random) -> Reader:
    """Differs in severity only."""
    return Reader(dice.gauss(0, BIAS))


def stretching(dice: random.Random) -> Reader:
    """Differs in severity and scale."""
    return replace(severe(dice), stretch=math.exp(dice.gauss(0, STRETCH)))


@dataclass(frozen=True, slots=True)
class Kind:
    """How the evaluators of a call come about, and its size; three of them read each application."""

    reader: Callable[[random.Random], Reader]
    applications: int = 100
    evaluators: int = 30
    places: int = 20
    calls: int = 30


KINDS: Mapping[str, Kind] = {
    "even": Kind(lambda _: Reader()),
    "additive": Kind(severe),
    "scale": Kind(stretching),
    "nonlinear": Kind(lambda dice: replace(stretching(dice), bend=dice.gauss(0, BEND))),
    "scale, slips": Kind(lambda dice: replace(stretching(dice), doubt=0.0, slip=NOISE)),
    "scale, halves from 0 to 5": Kind(lambda dice: replace(stretching(dice), parts=2, ends=(0.0, 5.0))),
    "scale, small": Kind(stretching, applications=30, evaluators=9, places=6, calls=100),
}
"""The first four are the model's own, or bent; slips do not stretch with the scale, halves are lost at its ends."""


def call_of(name: str, seed: int) -> tuple[Problem, Mapping[str, float]]:
    """A call whose truth is known: applications with normal worths, each read by a few evaluators, and the worths."""
    kind, dice = KINDS[name], random.Random(f"{name} {seed}")
    worth = {f"A{n:03}": dice.gauss(0, 1) for n in range(kind.applications)}
    readers = {f"E{n:02}": kind.reader(dice) for n in range(kind.evaluators)}
    reports = tuple(
        Report(name, who, readers[who].writes(true, dice))
        for name, true in worth.items()
        for who in dice.sample(sorted(readers), READERS)
    )
    return Problem(tuple(map(Applicant, worth)), reports, kind.places), worth


def simulated(kind: str) -> Iterator[Row]:
    """Every rule on calls of one kind: likeness with the true order, who is rightly funded, how true chances are."""
    number = KINDS[kind].calls
    calls = [call_of(kind, seed) for seed in range(number)]
    found = {
        name: [seen(rule(problem).decision, worth, problem.budget_cents) for problem, worth in calls]
        for name, rule in scores.RULES.items()
    }
    taus = {name: sum(one.tau for one in some) / number for name, some in found.items()}
    for name, some in found.items():
        behind = taus[name] - max(taus.values())
        corrected = sum(bool(one.corrected) for one in some)
        yield Row(
            f"simulated, {kind}",
            name,
            (
                Figure("Kendall tau", f"{taus[name]:.4f}"),
                Figure("rightly funded", f"{sum(one.right for one in some) / number:.4f}"),
                Figure("calibration error", f"{calibration_error([c for one in some for c in one.chances]):.4f}"),
            ),
            note=f"mean of {number} calls; tau {behind:+.4f} to the best; corrected in {corrected}",
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """One decision against the truth; ``chances`` pairs each chance with whether the truth funds the application."""

    tau: float
    right: float
    chances: tuple[tuple[float, bool], ...]
    corrected: tuple[str, ...]


def seen(decision: Calibration, worth: Mapping[str, float], places: int) -> Seen:
    """How near a decision came to the truth."""
    deserving = set(sorted(worth, key=lambda name: -worth[name])[:places])
    funded = [one.id for one in decision.places[:places]]
    tau = float(
        kendalltau([float(one.score) for one in decision.places], [worth[one.id] for one in decision.places])[0]
    )
    chances = tuple((float(one.chance), one.id in deserving) for one in decision.places)
    return Seen(tau, len(deserving.intersection(funded)) / places, chances, decision.corrections)


def calibration_error(chances: Sequence[tuple[float, bool]]) -> float:
    """In ten bins of chance: the distance of the mean chance from how often it came true, weighted by their sizes."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for chance, came in chances:
        bins.setdefault(min(int(chance * 10), 9), []).append((chance, came))
    return sum(abs(sum(chance - came for chance, came in some)) for some in bins.values()) / len(chances)


def ten_thousand_reports() -> Row:
    """A programme far larger than any of ours: 10,000 reports by 600 evaluators on 3,400 applications."""
    dice = random.Random(1)
    worth = [dice.gauss(0, 1) for _ in range(3_400)]
    readers = [stretching(dice) for _ in range(600)]
    pairs = [(n, who) for n in range(3_400) for who in dice.sample(range(600), 3)][:10_000]
    reports = tuple(Report(f"A{n:04}", f"E{who:03}", readers[who].writes(worth[n], dice)) for n, who in pairs)
    names = sorted({report.application for report in reports})
    row, run = measured("10,000 reports", scores.calibrated, Problem(tuple(map(Applicant, names)), reports, 700))
    corrections = " and ".join(run.outcome.decision.corrections)
    return replace(row, figures=(Figure("corrected", corrections or "nothing"),), note=f"{len(names)} applications")

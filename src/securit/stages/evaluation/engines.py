"""Rows → Problem → rule → Outcome, held against the checker; and several scores → one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from securit.engines import Limits, Outcome, Refused, TooLarge, exact, plain
from securit.engines._runner import Progress, run_apart
from securit.engines.aggregation import Rounding, mean, median
from securit.engines.assignment import (
    RULES,
    Affinity,
    Application,
    Assignment,
    Conflict,
    Evaluator,
    Pair,
    Problem,
    Table,
    check,
    why_not,
)
from securit.machinery.computations.watching import UNWATCHED, Watching
from securit.stages.evaluation.conflicts import detected
from securit.stages.evaluation.consensus_rules import mean_of_nearest_two
from securit.stages.evaluation.contracts import Profile, Reading
from securit.stages.evaluation.fitting import Fits, fits_of
from securit.stages.evaluation.near import Near

if TYPE_CHECKING:
    from securit.engines.aggregation import scores

__all__ = [
    "CALIBRATION",
    "ENGINE",
    "RULES",
    "Answer",
    "Calibrated",
    "Posed",
    "Question",
    "Refused",
    "Scored",
    "again",
    "answered",
    "calibrate",
    "calibrate_again",
    "combined",
    "conflict_between",
    "posed",
    "rounded",
    "scores_in",
    "solve",
    "why_not_pair",
]

ENGINE = "assignment"
CALIBRATION = "aggregation.scores"
APART_FROM_PAIRS = 2_000
"""From so many pairs a rule gets a process of its own, with a limit; below, starting one takes longer than the rule."""

APART_FROM_REPORTS = 400
LIMITS = Limits(seconds=60)
MEMORY_MB = 2048
LIKELIEST = Fraction(1, 2)
"""How likely a pair may be where the assignment is drawn: nobody can count on one."""

_COMBINING = {"mean": mean, "median": median, "nearest_two": mean_of_nearest_two}
_LONGEST_BECAUSE = 300
TABLE_FROM = 50_000
"""From so many pairs the fits are stored as one table."""

MOST_PAIRS = 2_500_000
"""More are refused: they would need more memory than a worker may take."""


@dataclass(frozen=True, slots=True)
class Question:
    """Who could read what. Applications go by number, evaluators by ref.

    ``pinned`` pairs stand already (or were set by hand); ``barred`` ones must not be, each with its reason;
    ``applicant_ids`` are people who write an application of their own in the call; ``doubtful`` pairs may be a conflict
    that a person would have to decide on, so they count as fitting least. ``earlier`` are proposed pairs that stand,
    which the rule of the fewest changes keeps where it can.
    """

    readings: Sequence[Reading]
    profiles: Sequence[Profile]
    required: int
    most: int
    pinned: frozenset[tuple[str, str]]
    barred: Mapping[tuple[str, str], str]
    applicant_ids: frozenset[int]
    doubtful: frozenset[tuple[str, str]] = frozenset()
    earlier: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Posed:
    """The question as the engine takes it, how well each pair fits, and which pairs must not be."""

    question: Question
    problem: Problem
    fits: Fits
    barred: NDArray[np.bool_]

    def points(self, pair: tuple[str, str]) -> int:
        """How well a pair fits."""
        return self.fits.points_of(pair)


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome, the problem it answers, and why each chosen pair fits."""

    problem: Problem
    outcome: Outcome[Assignment]
    because: Mapping[tuple[str, str], str]


def solve(question: Question, *, rule: str, seed: int) -> Answer:
    """The recommended assignment: the greedy one where the rule came to no answer within :data:`LIMITS`.

    Raises ``Refused`` with its reasons, ``AssertionError`` if the checker disagrees.
    """
    return answered(posed(question), rule=rule, seed=seed)


def posed(question: Question) -> Posed:
    """The question made ready once, to be answered by one rule or by several. Raises ``Refused``."""
    applications, evaluators = len(question.readings), len(question.profiles)
    if applications * evaluators > MOST_PAIRS:
        made = f"{applications} applications and {evaluators} evaluators make {applications * evaluators} pairs"
        raise TooLarge([f"{made}; up to {MOST_PAIRS} can be weighed at once."])
    fits = fits_of(question.readings, question.profiles, question.doubtful)
    problem = _problem(question, fits)
    barred = np.zeros_like(fits.points, dtype=np.bool_)
    for conflict in problem.conflicts:
        barred[fits.rows[conflict.application], fits.columns[conflict.evaluator]] = True
    return Posed(question, problem, fits, barred)


def answered(ready: Posed, *, rule: str, seed: int, watching: Watching = UNWATCHED) -> Answer:
    """What the rule recommends; like :func:`solve`, and stopped with the best so far when ``watching`` says so."""
    problem = _for_rule(ready, rule)
    outcome = _checked(problem, rule, seed, watching)
    chosen = [(pair.application, pair.evaluator) for pair in outcome.decision.pairs]
    because = {pair: _because(pair, ready) for pair in chosen}
    return Answer(problem, outcome, because)


def _for_rule(ready: Posed, rule: str) -> Problem:
    """The problem with what this rule alone looks at."""
    if rule == "randomised":
        return replace(ready.problem, likeliest=LIKELIEST)
    if rule == "fewest_changes":
        return replace(ready.problem, earlier=tuple(Pair(*pair) for pair in ready.question.earlier))
    return ready.problem


def again(rule: str, seed: int, problem: Mapping[str, object]) -> dict[str, object]:
    """The outcome of a stored problem, solved anew. Raises ``Refused``."""
    return _checked(Problem.from_data(problem), rule, seed, UNWATCHED).to_data()


def why_not_pair(problem: Mapping[str, object], outcome: Mapping[str, object], application: str, evaluator: str) -> str:
    """One sentence on why a stored recommendation does not hold this pair."""
    decision = outcome["decision"]
    pairs = Assignment.from_data(decision if isinstance(decision, Mapping) else {}).pairs
    return why_not(Problem.from_data(problem), pairs, application, evaluator)


def combined(scores: Iterable[str], how: str) -> Fraction:
    """The exact mean or median of scores written as text, or the mean of the two nearest each other."""
    return _COMBINING[how]([exact(score) for score in scores])


def rounded(score: Fraction, places: int) -> str:
    """A combined score as it is published: so many decimals, half up."""
    return plain(Rounding(places)(score))


@dataclass(frozen=True, slots=True)
class Scored:
    """An application, what it asks for, and the total that each evaluator gave it."""

    number: str
    ask_cents: int
    totals: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Calibrated:
    """The outcome of a calibration and the problem it answers."""

    problem: scores.Problem
    outcome: Outcome[scores.Calibration]


def calibrate(scored: Sequence[Scored], budget_cents: int, *, watching: Watching = UNWATCHED) -> Calibrated:
    """Severity and what it moved, by the mixed model. Raises ``Refused``; ``AssertionError`` as :func:`solve`."""
    from securit.engines.aggregation import scores  # loads solvers that a web process starts without

    problem = scores.Problem(
        applications=tuple(scores.Applicant(one.number, one.ask_cents) for one in scored),
        reports=tuple(scores.Report(one.number, ref, total) for one in scored for ref, total in one.totals),
        budget_cents=budget_cents,
    )
    return Calibrated(problem, _calibrated(problem, "calibrated", 0, watching))


def calibrate_again(rule: str, seed: int, problem: Mapping[str, object]) -> dict[str, object]:
    """The outcome of a stored calibration, computed anew. Raises ``Refused``."""
    from securit.engines.aggregation import scores

    return _calibrated(scores.Problem.from_data(problem), rule, seed, UNWATCHED).to_data()


def _calibrated(problem: scores.Problem, rule: str, seed: int, watching: Watching) -> Outcome[scores.Calibration]:
    from securit.engines.aggregation import scores

    if len(problem.reports) < APART_FROM_REPORTS:
        outcome = scores.RULES[rule](problem, seed=seed)
    else:
        outcome = run_apart(
            scores.RULES[rule],
            problem,
            seed=seed,
            memory_mb=MEMORY_MB,
            progress=_telling(watching),
            cancelled=watching.is_stopped,
        ).outcome
    faults = scores.check(problem, outcome)
    if faults:
        raise AssertionError(f"The checker disagrees with {rule}: {' '.join(faults)}")
    return outcome


def _checked(problem: Problem, rule: str, seed: int, watching: Watching) -> Outcome[Assignment]:
    if len(problem.applications) * len(problem.evaluators) < APART_FROM_PAIRS:
        outcome = RULES[rule](problem, seed=seed, limits=LIMITS)
    else:
        outcome = run_apart(
            RULES[rule],
            problem,
            fallback=RULES["greedy"],
            seed=seed,
            limits=LIMITS,
            memory_mb=MEMORY_MB,
            progress=_telling(watching),
            cancelled=watching.is_stopped,
        ).outcome
    faults = check(problem, outcome)
    if faults:
        raise AssertionError(f"The checker disagrees with {rule}: {' '.join(faults)}")
    return outcome


def _telling(watching: Watching) -> Callable[[Progress], None]:
    """Pass on how a run goes: the headline of its best answer and what nothing exceeds."""

    def tell(seen: Progress) -> None:
        named = {one.name: one for one in seen.best.objectives} if seen.best else {}
        headline = named.get(seen.best.headline) if seen.best else None
        best = "" if headline is None else plain(headline.value)
        bound = "" if headline is None or headline.bound is None else plain(headline.bound)
        watching.told(seconds=seen.seconds, best=best, bound=bound)

    return tell


def _problem(question: Question, fits: Fits) -> Problem:
    here = {reading.number for reading in question.readings}
    people = {profile.ref for profile in question.profiles}
    pinned = {pair for pair in question.pinned if pair[0] in here and pair[1] in people}
    on = {number: sum(1 for pair in pinned if pair[0] == number) for number in here}
    by = {ref: sum(1 for pair in pinned if pair[1] == ref) for ref in people}
    conflicts = {pair: why for pair, why in _conflicts(question).items() if pair not in pinned}
    return Problem(
        applications=tuple(Application(number, max(question.required, on[number])) for number in sorted(here)),
        evaluators=tuple(
            Evaluator(p.ref, max(min(p.max_load, question.most), by[p.ref]), country=p.country)
            for p in question.profiles
        ),
        affinities=_affinities(fits),
        conflicts=tuple(Conflict(*pair, why) for pair, why in conflicts.items()),
        pinned=tuple(Pair(*pair) for pair in pinned),
    )


def _affinities(fits: Fits) -> tuple[Affinity, ...] | Table:
    """Row by row where they are few, as one table where they are many."""
    numbers, refs = list(fits.rows), list(fits.columns)
    if fits.points.size >= TABLE_FROM:
        return Table(tuple(numbers), tuple(refs), fits.points)
    found = zip(*np.nonzero(fits.points), strict=True)
    return tuple(Affinity(numbers[row], refs[column], Fraction(int(fits.points[row, column]))) for row, column in found)


def scores_in(problem: Mapping[str, Any], pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Decimal]:
    """How well these pairs fit in a stored problem."""
    if "table" not in problem:
        known = {(row["application"], row["evaluator"]): Decimal(row["score"]) for row in problem["affinities"]}
        return {pair: known.get(pair, Decimal(0)) for pair in pairs}
    table = problem["table"]
    rows = {name: place for place, name in enumerate(table["applications"])}
    columns = {name: place for place, name in enumerate(table["evaluators"])}
    units = {(number, ref): table["units"][rows[number]][columns[ref]] for number, ref in pairs}
    return {pair: Decimal(value) / table["scale"] for pair, value in units.items()}


def conflict_between(question: Question, profile: Profile, reading: Reading) -> str:
    """Why this pair must not be: declared before, set apart by hand, or detected; empty when nothing is known."""
    why = question.barred.get((reading.number, profile.ref)) or detected(profile, reading)
    if not why and profile.user_id in question.applicant_ids:
        return "has an own application in this call"
    return why


def _conflicts(question: Question) -> dict[tuple[str, str], str]:
    """Every pair that must not be, and why; only those who share something with an application are looked at."""
    near, applicants = Near(question.profiles), set()
    for place, profile in enumerate(question.profiles):
        if profile.user_id in question.applicant_ids:
            applicants.add(place)
    refs = {profile.ref: place for place, profile in enumerate(question.profiles)}
    barred: defaultdict[str, set[int]] = defaultdict(set)
    for number, ref in question.barred:
        if ref in refs:
            barred[number].add(refs[ref])
    found = {}
    for reading in question.readings:
        for place in sorted({*near.places(reading), *applicants, *barred[reading.number]}):
            profile = question.profiles[place]
            why = conflict_between(question, profile, reading)
            if why:
                found[reading.number, profile.ref] = why
    return found


def _because(pair: tuple[str, str], ready: Posed) -> str:
    fits = ready.fits
    mine, row = fits.fit_of(pair), fits.rows[pair[0]]
    free = fits.points[row][~ready.barred[row]]
    better = int((free > mine.points).sum())
    says = mine.says or "has a free place"
    fitter = "nobody" if not better else str(better)
    return f"{says}; {fitter} of {len(free)} without conflict {'fits' if better < 2 else 'fit'} better"[
        :_LONGEST_BECAUSE
    ]

"""Rows → Problem → rule → Outcome, held against the checker; and several scores → one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from securit.engines import Limits, Outcome, Refused, exact, plain
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
    check,
    why_not,
)
from securit.machinery.computations.kinds import UNWATCHED, Watching
from securit.stages.evaluation.conflicts import detected
from securit.stages.evaluation.consensus_rules import mean_of_nearest_two
from securit.stages.evaluation.contracts import Profile, Reading
from securit.stages.evaluation.fit import Fit, fit, text_of

__all__ = [
    "ENGINE",
    "RULES",
    "Answer",
    "Posed",
    "Question",
    "Refused",
    "again",
    "answered",
    "combined",
    "conflict_between",
    "posed",
    "rounded",
    "solve",
    "why_not_pair",
]

ENGINE = "assignment"
APART_FROM_PAIRS = 2_000
"""From so many pairs a rule gets a process of its own, with a limit; below, starting one takes longer than the rule."""

LIMITS = Limits(seconds=60)
MEMORY_MB = 2048
LIKELIEST = Fraction(1, 2)
"""How likely a pair may be where the assignment is drawn: nobody can count on one."""

_COMBINING = {"mean": mean, "median": median, "nearest_two": mean_of_nearest_two}
_LONGEST_BECAUSE = 300
DOUBTFUL = Fit(0, ("perhaps a conflict, to be asked about",))


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


@dataclass(frozen=True, slots=True)
class Posed:
    """The question as the engine takes it, and how well each pair fits."""

    question: Question
    problem: Problem
    fits: Mapping[tuple[str, str], Fit]
    conflicted: frozenset[tuple[str, str]]

    def points(self, pair: tuple[str, str]) -> int:
        """How well a pair fits."""
        return self.fits[pair].points


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
    """The question made ready once, to be answered by one rule or by several."""
    fits = _fits(question)
    problem = _problem(question, fits)
    return Posed(question, problem, fits, frozenset((c.application, c.evaluator) for c in problem.conflicts))


def answered(ready: Posed, *, rule: str, seed: int, watching: Watching = UNWATCHED) -> Answer:
    """What the rule recommends; like :func:`solve`, and stopped with the best so far when ``watching`` says so."""
    problem = _for_rule(ready, rule)
    outcome = _checked(problem, rule, seed, watching)
    chosen = [(pair.application, pair.evaluator) for pair in outcome.decision.pairs]
    because = {pair: _because(pair, ready.fits, ready.conflicted) for pair in chosen}
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


def _fits(question: Question) -> dict[tuple[str, str], Fit]:
    fits: dict[tuple[str, str], Fit] = {}
    for reading in question.readings:
        text = text_of(reading)
        for profile in question.profiles:
            pair = (reading.number, profile.ref)
            fits[pair] = DOUBTFUL if pair in question.doubtful else fit(profile, reading, text)
    return fits


def _problem(question: Question, fits: Mapping[tuple[str, str], Fit]) -> Problem:
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
        affinities=tuple(Affinity(*pair, Fraction(value.points)) for pair, value in fits.items() if value.points),
        conflicts=tuple(Conflict(*pair, why) for pair, why in conflicts.items()),
        pinned=tuple(Pair(*pair) for pair in pinned),
    )


def conflict_between(question: Question, profile: Profile, reading: Reading) -> str:
    """Why this pair must not be: declared before, set apart by hand, or detected; empty when nothing is known."""
    why = question.barred.get((reading.number, profile.ref)) or detected(profile, reading)
    if not why and profile.user_id in question.applicant_ids:
        return "has an own application in this call"
    return why


def _conflicts(question: Question) -> dict[tuple[str, str], str]:
    pairs = {(r.number, p.ref): conflict_between(question, p, r) for r in question.readings for p in question.profiles}
    return {pair: why for pair, why in pairs.items() if why}


def _because(pair: tuple[str, str], fits: Mapping[tuple[str, str], Fit], conflicted: frozenset[tuple[str, str]]) -> str:
    number, ref = pair
    mine = fits[number, ref]
    free = [value.points for key, value in fits.items() if key[0] == number and key not in conflicted]
    better = sum(1 for points in free if points > mine.points)
    says = mine.says or "has a free place"
    fitter = "nobody" if not better else str(better)
    return f"{says}; {fitter} of {len(free)} without conflict {'fits' if better < 2 else 'fit'} better"[
        :_LONGEST_BECAUSE
    ]

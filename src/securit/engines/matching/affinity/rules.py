"""The rules of affinity by name.

Each evaluator's text is compared with each application, by words (cosine of TF-IDF) and by vectors (cosine); each
measure is brought to mean 0 and deviation 1 over all those pairs, and the two are averaged. An evaluator's affinity is
half the mean of their three nearest texts and half the mean of all. The parameters are those found on the gold standard
of Stelmakh et al. (2023).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import partial
from itertools import pairwise

import numpy as np

from securit.engines._shared.outcome import Answer, Limits, Note, Objective, Status
from securit.engines._shared.rule import Law, Rule, registry
from securit.engines.matching.affinity.decision import SCALE, Affinities, Reason
from securit.engines.matching.affinity.problem import Problem
from securit.engines.matching.weighing import Floats, Weighed, directions, units, weighed
from securit.engines.matching.words import spelling_of, words_of

ENGINE = "matching.affinity"
NEAREST = 3
SHOWN_WORDS = 6


def answer(with_vectors: bool, problem: Problem, seed: int, limits: Limits) -> Answer[Affinities]:
    """The answer of a rule of affinity; it needs no limits and draws nothing."""
    applications, evaluators = (tuple(one.id for one in part) for part in (problem.applications, problem.evaluators))
    if not applications or not evaluators:
        decision = Affinities(applications, evaluators, tuple(() for _ in applications), ())
        notes = [
            Note((name,), "alone", f"{name}: there is nobody to compare with.") for name in applications + evaluators
        ]
        return _said(decision, tuple(notes))
    limits.watch.told("reading")
    words = _Words(problem)
    uses_vectors = with_vectors and problem.has_vectors
    likeness = words.cosines()
    likeness = _standard(likeness)
    if uses_vectors:
        likeness = (likeness + _standard(_nearness(problem))) / 2
    owners = np.cumsum([0, *(len(one.texts) for one in problem.evaluators)])
    table = _stretched(np.column_stack([_combined(likeness[:, a:b]) for a, b in pairwise(owners.tolist())]))
    whole = units(table)
    nearest = {place: _nearest(row) for place, row in enumerate(whole)}
    column = {name: place for place, name in enumerate(evaluators)}
    row_of = {name: place for place, name in enumerate(applications)}
    pairs = {(place, one) for place, found in nearest.items() for one in found}
    pairs |= {(row_of[one.application], column[one.evaluator]) for one in problem.asked}
    reasons = tuple(_reason(problem, words, likeness, owners, i, j) for i, j in sorted(pairs))
    decision = Affinities(applications, evaluators, tuple(tuple(row) for row in whole.tolist()), reasons)
    notes = list(_notes(decision))
    if with_vectors and not uses_vectors:
        notes.insert(0, Note((), "no_vectors", "Words alone count, since some texts have no vector."))
    return _said(decision, tuple(notes))


def mean_of_nearest(decision: Affinities) -> Fraction:
    """The mean over the applications of the affinity of their nearest evaluator; 0 where there is none."""
    nearest = [max(row) for row in decision.units if row]
    return Fraction(sum(nearest), SCALE * max(1, len(nearest)))


class _Words:
    """The words of all texts: the evaluators' first, then the applications'."""

    def __init__(self, problem: Problem) -> None:
        own = [text.text for one in problem.evaluators for text in one.texts]
        self.texts = own + ["\n".join(p.text for p in one.passages) for one in problem.applications]
        self.own = len(own)
        self.weighed: Weighed = weighed([words_of(text) for text in self.texts])

    def cosines(self) -> Floats:
        """(applications × evaluators' texts)."""
        found: Floats = (self.weighed.tfidf[self.own :] @ self.weighed.tfidf[: self.own].T).toarray()
        return found

    def shared(self, text: int, application: int) -> tuple[str, ...]:
        """The words of an evaluator's text that weigh most in its likeness to an application, as spelled there."""
        spelled = spelling_of(self.texts[self.own + application])
        one, other = (Counter(words_of(self.texts[place])) for place in (text, self.own + application))
        weight = {word: self.weighed.rarity_of(word) for word in one.keys() & other.keys()}
        ordered = sorted(weight, key=lambda word: (-round(weight[word], 9), word))
        return tuple(spelled[word] for word in ordered[:SHOWN_WORDS])


def _nearness(problem: Problem) -> Floats:
    own = directions([text.vector for one in problem.evaluators for text in one.texts])
    listed = [[p.vector for p in one.passages if p.vector] for one in problem.applications]
    theirs = directions([vector for vectors in listed for vector in vectors])
    starts = np.cumsum([0, *(len(vectors) for vectors in listed)])[:-1]
    nearest: Floats = np.maximum.reduceat(theirs @ own.T, starts, axis=0)
    return nearest


def _standard(values: Floats) -> Floats:
    """Mean 0 and deviation 1; all 0 where nothing differs."""
    deviation = values.std()
    moved: Floats = values - values.mean()
    return moved / deviation if deviation > 1e-9 else np.zeros_like(values)


def _combined(likeness: Floats) -> Floats:
    """Half the mean of the nearest three texts, half the mean of all; one number per application."""
    best = np.sort(likeness, axis=1)[:, -NEAREST:]
    found: Floats = (best.mean(axis=1) + likeness.mean(axis=1)) / 2
    return found


def _stretched(table: Floats) -> Floats:
    low, high = table.min(), table.max()
    found: Floats = (table - low) / (high - low) if high - low > 1e-9 else np.full_like(table, 0.5)
    return found


def _nearest(row: np.ndarray) -> list[int]:
    return [int(place) for place in np.argsort(-row, kind="stable")[:NEAREST]]


def _reason(problem: Problem, words: _Words, likeness: Floats, owners: np.ndarray, i: int, j: int) -> Reason:
    start, end = int(owners[j]), int(owners[j + 1])
    text = int(np.argmax(np.round(likeness[i, start:end], 9)))
    return Reason(problem.applications[i].id, problem.evaluators[j].id, text, words.shared(start + text, i))


def _notes(decision: Affinities) -> Iterator[Note]:
    for reason in decision.reasons:
        score = float(decision.score(reason.application, reason.evaluator))
        words = f", which shares {', '.join(reason.words)}" if reason.words else ", which shares no word"
        said = f"{reason.evaluator} {score:.3f}, nearest by text {reason.text + 1}{words}"
        yield Note((reason.application, reason.evaluator), "pair", f"{reason.application}: {said}.")
    table = decision.array
    for place, name in enumerate(decision.evaluators):
        best = int(np.argmax(table[:, place]))
        said = f"nearest to {decision.applications[best]} ({table[best, place] / SCALE:.3f})"
        yield Note((name,), "evaluator", f"{name}: {said}.")


def _said(decision: Affinities, notes: tuple[Note, ...]) -> Answer[Affinities]:
    value = mean_of_nearest(decision)
    objectives = (Objective("mean_of_nearest", value, None, Status.BY_RULE),)
    return Answer(decision, Status.BY_RULE, notes, objectives, "mean_of_nearest")


def _rule(name: str, with_vectors: bool, explanation: str, weakness: str) -> Rule[Problem, Affinities]:
    return Rule(
        engine=ENGINE,
        name=name,
        version="1",
        explanation=explanation,
        weakness=weakness,
        laws=frozenset({Law.VALUE_DOES_NOT_DEPEND_ON_SEED}),
        is_exact=False,
        answer=partial(answer, with_vectors),
        solver=("scipy.sparse",),
    )


hybrid = _rule(
    "hybrid",
    True,
    "Compares what evaluators wrote with each application, by words and by vectors in equal parts.",
    "Who wrote much about many things looks middling everywhere; 0 and 1 mean the ends of this one table.",
)
lexical = _rule(
    "lexical",
    False,
    "Compares what evaluators wrote with each application by shared words alone.",
    "Who writes about the same in other words, or in another language, looks far away.",
)

RULES: Mapping[str, Rule[Problem, Affinities]] = registry(hybrid, lexical)

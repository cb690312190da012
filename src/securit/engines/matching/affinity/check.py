"""An independent look at affinities: every one again from the texts, and that reasons are true.

It shares with the rules only what a word is. Affinities are compared within ten millionths.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from securit.engines._shared.outcome import Outcome, unexplained
from securit.engines.matching.affinity.decision import Affinities
from securit.engines.matching.affinity.problem import Application, Problem
from securit.engines.matching.words import words_of

NEAR = 10


def check(problem: Problem, outcome: Outcome[Affinities]) -> tuple[str, ...]:
    """Every fault found, one sentence each; empty when the outcome stands."""
    decision = outcome.decision
    applications, evaluators = [a.id for a in problem.applications], [e.id for e in problem.evaluators]
    if [list(decision.applications), list(decision.evaluators)] != [applications, evaluators]:
        return ("The table does not stand for the applications and evaluators of the problem, sorted.",)
    if [len(row) for row in decision.units] != [len(evaluators)] * len(applications):
        return ("The table does not have an affinity for every pair.",)
    faults = list(_frame(problem, outcome))
    if applications and evaluators:
        faults += _scores(problem, decision, outcome.rule == "hybrid" and problem.has_vectors)
    return tuple(faults)


def _scores(problem: Problem, decision: Affinities, with_vectors: bool) -> Iterator[str]:
    likeness = _standard(_by_words(problem))
    if with_vectors:
        likeness = (likeness + _standard(_by_vectors(problem))) / 2
    start, columns, of_text = 0, [], []
    for evaluator in problem.evaluators:
        own = likeness[start : start + len(evaluator.texts)]
        best = -np.sort(-own, axis=0)[:3]
        columns.append((best.mean(axis=0) + own.mean(axis=0)) / 2)
        of_text.append(own)
        start += len(evaluator.texts)
    raw = np.array(columns).T
    low, high = raw.min(), raw.max()
    expected = (raw - low) / (high - low) if high - low > 1e-9 else np.full_like(raw, 0.5)
    off = np.abs(np.array(decision.units) - expected * 1_000_000)
    for i, j in np.argwhere(off > NEAR)[:10]:
        pair = f"{decision.applications[i]} and {decision.evaluators[j]}"
        yield f"The affinity of {pair} is {expected[i, j]:.6f}, not {decision.units[i][j] / 1_000_000:.6f}."
    yield from _reasons(problem, decision, expected, of_text)


def _reasons(problem: Problem, decision: Affinities, expected: np.ndarray, of_text: list[np.ndarray]) -> Iterator[str]:
    row = {name: place for place, name in enumerate(decision.applications)}
    column = {name: place for place, name in enumerate(decision.evaluators)}
    told = set()
    for reason in decision.reasons:
        pair = f"{reason.application} and {reason.evaluator}"
        if reason.application not in row or reason.evaluator not in column:
            yield f"A reason speaks of {pair}, which is not a pair of the problem."
            continue
        i, j = row[reason.application], column[reason.evaluator]
        told.add((i, j))
        own, evaluator = of_text[j], problem.evaluators[j]
        if not 0 <= reason.text < len(evaluator.texts) or own[reason.text, i] < own[:, i].max() - 1e-6:
            yield f"Text {reason.text + 1} is not the one that brings {pair} nearest."
            continue
        shared = set(words_of(evaluator.texts[reason.text].text)) & set(_words(problem.applications[i]))
        said = {word for one in reason.words for word in words_of(one)}
        if not said <= shared or bool(said) != bool(shared):
            yield f"The words that {pair} share are not told as they are."
    for pair_asked in problem.asked:
        if (row[pair_asked.application], column[pair_asked.evaluator]) not in told:
            yield f"No reason is given for {pair_asked.application} and {pair_asked.evaluator}."
    for i, scores in enumerate(expected):
        best = [j for j in range(len(scores)) if (i, j) in told]
        rest = [scores[j] for j in range(len(scores)) if (i, j) not in told]
        if len(best) < min(3, len(scores)) or (rest and sorted(scores[best])[-3] < max(rest) - 2e-5):
            yield f"The nearest evaluators of {decision.applications[i]} are not explained."


def _words(application: Application) -> list[str]:
    return [word for passage in application.passages for word in words_of(passage.text)]


def _by_words(problem: Problem) -> np.ndarray:
    """Cosines of TF-IDF, (evaluators' texts × applications), summed word by word."""
    texts = [words_of(text.text) for one in problem.evaluators for text in one.texts]
    own = len(texts)
    texts += [_words(one) for one in problem.applications]
    held: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, text in enumerate(texts):
        for word, number in Counter(text).items():
            held[word].append((place, number))
    norm = np.zeros(len(texts))
    found = np.zeros((own, len(texts) - own))
    for where in held.values():
        idf = 1 + math.log((1 + len(texts)) / (1 + len(where)))
        weight = {place: (1 + math.log(number)) * idf for place, number in where}
        for place, value in weight.items():
            norm[place] += value**2
        one = [place for place in weight if place < own]
        other = [place for place in weight if place >= own]
        if one and other:
            sums = np.outer([weight[place] for place in one], [weight[place] for place in other])
            found[np.ix_(one, [place - own for place in other])] += sums
    norm = np.sqrt(np.where(norm > 0, norm, 1.0))
    cosines: np.ndarray = found / norm[:own, None] / norm[None, own:]
    return cosines


def _by_vectors(problem: Problem) -> np.ndarray:
    own = [_unit(text.vector) for one in problem.evaluators for text in one.texts]
    columns = []
    for application in problem.applications:
        theirs = [_unit(passage.vector) for passage in application.passages if passage.vector]
        columns.append([max(float(np.sum(one * other)) for other in theirs) for one in own])
    return np.array(columns).T


def _unit(vector: bytes) -> np.ndarray:
    numbers = np.frombuffer(vector, dtype="<f4").astype(np.float64)
    scaled: np.ndarray = numbers / math.sqrt(float(np.sum(numbers**2)))
    return scaled


def _standard(values: np.ndarray) -> np.ndarray:
    deviation = math.sqrt(float(np.mean((values - np.mean(values)) ** 2)))
    return (values - np.mean(values)) / deviation if deviation > 1e-9 else values * 0


def _frame(problem: Problem, outcome: Outcome[Affinities]) -> Iterator[str]:
    nearest = [max(row) for row in outcome.decision.units if row]
    mean = Fraction(sum(nearest), 1_000_000 * max(1, len(nearest)))
    if outcome.objective != mean:
        yield f"The mean affinity of the nearest is {mean}, not {outcome.objective}."
    if outcome.problem_digest != problem.digest:
        yield "The outcome answers another problem."
    items = (*(a.id for a in problem.applications), *(e.id for e in problem.evaluators))
    for name in unexplained(items, outcome.trace):
        yield f"The explanation does not name {name}."

"""An independent look at likenesses: every one again from the texts; order, themes, words.

It shares with the rules only what a word is. Likenesses are compared within three millionths.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from securit.engines._shared.outcome import Outcome, unexplained
from securit.engines.matching.likeness.decision import Candidate, Likenesses, Look
from securit.engines.matching.likeness.problem import Item, Problem
from securit.engines.matching.words import words_of

NEAR = 3e-6
Table = np.ndarray


def check(problem: Problem, outcome: Outcome[Likenesses]) -> tuple[str, ...]:
    """Every fault found, one sentence each; empty when the outcome stands."""
    decision = outcome.decision
    if [look.id for look in decision.looks] != [item.id for item in problem.items]:
        return ("The decision does not speak of every item of the problem exactly once, sorted.",)
    faults = list(_frame(problem, outcome))
    if problem.items:
        words, vectors = _by_words(problem), None
        if outcome.rule == "hybrid" and problem.has_vectors:
            vectors = _by_vectors(problem)
        for place, look in enumerate(decision.looks):
            faults += _look(problem, look, place, words, vectors)
        cut = float(problem.cut_used(vectors is not None))
        faults += _themes(problem, decision, words if vectors is None else (words + vectors) / 2, cut)
    return tuple(faults)


def _look(problem: Problem, look: Look, place: int, words: Table, vectors: Table | None) -> Iterator[str]:
    compared = problem.others or problem.items
    at = {one.id: number for number, one in enumerate(compared)}
    row = words[place] if vectors is None else (words[place] + vectors[place]) / 2
    unknown = [one.id for one in look.candidates if one.id not in at or one.id == look.id]
    if unknown:
        yield f"{look.id}: {unknown[0]} is not one it is compared with."
        return
    for one in look.candidates:
        column = at[one.id]
        yield from _candidate(
            problem.items[place], one, compared[column], (row[column], words[place, column]),
            None if vectors is None else vectors[place, column],
        )  # fmt: skip
    for one, after in zip(look.candidates, look.candidates[1:], strict=False):
        if after.likeness > one.likeness:
            yield f"{look.id}: {after.id} stands below {one.id} although it is more alike."
    named = {one.id for one in look.candidates}
    least = float(problem.least)
    rest = [one.id for one in compared if one.id not in named | {look.id} and row[at[one.id]] > least + NEAR]
    if len(named) < len(look.candidates) or len(named) > problem.top or (len(named) < problem.top and rest):
        yield f"{look.id}: {len(look.candidates)} candidates are named, though {problem.top} are asked for."
    weakest = float(min((one.likeness for one in look.candidates), default=Fraction(1)))
    better = [name for name in rest if row[at[name]] > weakest + NEAR]
    if better:
        yield f"{look.id}: {better[0]} is not named although it is more alike than one that is."
    if weakest < least - NEAR:
        yield f"{look.id}: a candidate is named that is less than {least} alike."


def _candidate(
    item: Item, one: Candidate, other: Item, expected: tuple[float, float], vectors: float | None
) -> Iterator[str]:
    pair = f"{item.id} and {one.id}"
    if abs(float(one.likeness) - expected[0]) > NEAR:
        yield f"{pair} are {expected[0]:.6f} alike, not {float(one.likeness):.6f}."
    if abs(float(one.by_words) - expected[1]) > NEAR:
        yield f"{pair} are {expected[1]:.6f} alike by words, not {float(one.by_words):.6f}."
    if (one.by_vectors is None) != (vectors is None):
        yield f"{pair}: whether vectors count is not told as it is."
    elif one.by_vectors is not None and vectors is not None and abs(float(one.by_vectors) - vectors) > NEAR:
        yield f"{pair} are {vectors:.6f} alike by vectors, not {float(one.by_vectors):.6f}."
    shared = set(words_of(item.text)) & set(words_of(other.text))
    said = {word for spelled in one.words for word in words_of(spelled)}
    if not said <= shared or bool(said) != bool(shared):
        yield f"{pair}: the words they share are not told as they are."


def _themes(problem: Problem, decision: Likenesses, likeness: Table, cut: float) -> Iterator[str]:
    """Each item in one theme, no theme looser than the cut, and no two that could have been joined."""
    listed = [name for theme in decision.themes for name in theme.items]
    expected = [] if problem.others else [item.id for item in problem.items]
    if sorted(listed) != expected:
        yield "The themes do not hold every item exactly once."
        return
    at = {item.id: place for place, item in enumerate(problem.items)}
    places = [[at[name] for name in theme.items] for theme in decision.themes]
    for theme, own in zip(decision.themes, places, strict=True):
        least = min((likeness[i, j] for i in own for j in own if i != j), default=1.0)
        if least < cut - NEAR:
            yield f"The theme of {theme.items[0]} holds two items that are {least:.6f} alike, below the cut."
        if len(own) > 1 and abs(float(theme.least) - least) > NEAR:
            yield f"The least likeness in the theme of {theme.items[0]} is {least:.6f}."
        used = Counter(word for place in own for word in set(words_of(problem.items[place].text)))
        often = {word for word, number in used.items() if number >= min(2, len(own))}
        said = {word for spelled in theme.words for word in words_of(spelled)}
        if not said <= often or bool(said) != bool(often):
            yield f"The words that name the theme of {theme.items[0]} are not told as they are."
    order = [place for own in places for place in own]
    starts = np.cumsum([0, *(len(own) for own in places)])[:-1]
    blocks = np.minimum.reduceat(likeness[np.ix_(order, order)], starts, axis=0)
    blocks = np.triu(np.minimum.reduceat(blocks, starts, axis=1), 1)
    for one, other in np.argwhere(blocks > cut + NEAR)[:5]:
        yield f"The themes of {decision.themes[one].items[0]} and {decision.themes[other].items[0]} could be one."


def _by_words(problem: Problem) -> Table:
    """Cosines of TF-IDF, (items × those they are compared with), summed word by word."""
    everybody = (*problem.items, *problem.others)
    held: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, item in enumerate(everybody):
        for word, number in Counter(words_of(item.text)).items():
            held[word].append((place, number))
    items, start = len(problem.items), len(problem.items) if problem.others else 0
    norm, found = np.zeros(len(everybody)), np.zeros((items, len(everybody) - start))
    for where in held.values():
        idf = 1 + math.log((1 + len(everybody)) / (1 + len(where)))
        weight = {place: (1 + math.log(number)) * idf for place, number in where}
        for place, value in weight.items():
            norm[place] += value**2
        rows, columns = [p for p in weight if p < items], [p for p in weight if p >= start]
        sums = np.outer([weight[p] for p in rows], [weight[p] for p in columns])
        found[np.ix_(rows, [p - start for p in columns])] += sums
    norm = np.sqrt(np.where(norm > 0, norm, 1.0))
    cosines: Table = found / norm[:items, None] / norm[None, start:]
    return cosines


def _by_vectors(problem: Problem) -> Table:
    rows = _turned(problem.items)
    cosines: Table = np.einsum("ik,jk->ij", rows, _turned(problem.others) if problem.others else rows)
    return np.clip(cosines, 0.0, None, out=cosines)


def _turned(items: Sequence[Item]) -> Table:
    numbers = [np.frombuffer(one.vector, dtype="<f4").astype(np.float64) for one in items]
    return np.array([one / math.sqrt(float(np.sum(one**2))) for one in numbers])


def _frame(problem: Problem, outcome: Outcome[Likenesses]) -> Iterator[str]:
    best = [look.candidates[0].likeness for look in outcome.decision.looks if look.candidates]
    mean = sum(best, Fraction(0)) / max(1, len(best))
    if outcome.objective != mean:
        yield f"The mean likeness of the most alike is {mean}, not {outcome.objective}."
    if outcome.problem_digest != problem.digest:
        yield "The outcome answers another problem."
    for name in unexplained((one.id for one in (*problem.items, *problem.others)), outcome.trace):
        yield f"The explanation does not name {name}."

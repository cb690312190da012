"""The rules of likeness by name.

How alike two texts are: the mean of the cosine of their words (TF-IDF, each measured over all texts of the problem) and
the cosine of their vectors, taken as 0 where it is negative. Themes are complete-link clusters (Sørensen 1948): of all
groups the two are joined whose least alike items are most alike, while these are at least ``cut`` alike. O(n²).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import partial
from math import ceil

import numpy as np
from numpy.typing import NDArray

from securit.engines._shared.draws import draw
from securit.engines._shared.outcome import Answer, Limits, Note, Objective, Status
from securit.engines._shared.rule import Law, Rule, registry
from securit.engines.matching.likeness.decision import Candidate, Likenesses, Look, Theme
from securit.engines.matching.likeness.problem import Problem
from securit.engines.matching.weighing import Floats, directions, units, weighed
from securit.engines.matching.words import spelling_of, words_of

ENGINE = "matching.likeness"
UNIT = 1_000_000
SHOWN_WORDS = 6
Units = NDArray[np.int64]


def answer(with_vectors: bool, problem: Problem, seed: int, limits: Limits) -> Answer[Likenesses]:
    """The answer of a rule of likeness; it needs no limits."""
    if not problem.items:
        return _said(Likenesses((), ()), tuple(Note((o.id,), "other", f"{o.id}: no items.") for o in problem.others))
    limits.watch.told("comparing")
    table = _Table(problem, with_vectors and problem.has_vectors)
    looks = tuple(_look(problem, table, place, seed) for place in range(len(problem.items)))
    themes = () if problem.others else _themes(problem, table)
    decision = Likenesses(looks, themes)
    return _said(decision, tuple(_notes(problem, decision, with_vectors and not problem.has_vectors)))


class _Table:
    """How alike each item (row) is to each of those it is compared with (column), in millionths."""

    def __init__(self, problem: Problem, with_vectors: bool) -> None:
        everybody = (*problem.items, *problem.others)
        self.start = len(problem.items) if problem.others else 0
        self.counted = [Counter(words_of(one.text)) for one in everybody]
        self.spelled = [spelling_of(one.text) for one in problem.items]
        self.weighed = weighed([list(words.elements()) for words in self.counted])
        rows = self.weighed.tfidf[: len(problem.items)]
        by_words: Floats = (rows @ self.weighed.tfidf[self.start :].T).toarray()
        self.by_words, self.by_vectors, likeness = units(by_words), None, by_words
        if with_vectors:
            turned = directions([one.vector for one in everybody])
            cosines = np.maximum(turned[: len(problem.items)] @ turned[self.start :].T, 0.0)
            self.by_vectors = units(cosines)
            likeness = (by_words + cosines) / 2
        self.likeness: Units = np.minimum(units(likeness), UNIT)

    def shared(self, one: int, other: int) -> tuple[str, ...]:
        """The words that add most to the likeness of two texts, as the first spells them."""
        mine, theirs = self.counted[one], self.counted[other]
        worth = {}
        for word in mine.keys() & theirs.keys():
            idf = float(self.weighed.idf[self.weighed.column[word]])
            worth[word] = round((1 + np.log(mine[word])) * (1 + np.log(theirs[word])) * idf**2, 9)
        return tuple(self.spelled[one][word] for word in sorted(worth, key=lambda w: (-worth[w], w))[:SHOWN_WORDS])


def _look(problem: Problem, table: _Table, place: int, seed: int) -> Look:
    compared = problem.others or problem.items
    row = table.likeness[place]
    may = row >= ceil(problem.least * UNIT)
    if not problem.others:
        may[place] = False
    places = np.flatnonzero(may)
    if len(places) > problem.top:
        least = np.partition(row[places], len(places) - problem.top)[len(places) - problem.top]
        places = places[row[places] >= least]
    item = problem.items[place]
    keyed = sorted((-int(row[j]), draw(seed, item.id, compared[j].id), int(j)) for j in places.tolist())
    return Look(
        item.id,
        tuple(
            Candidate(
                compared[j].id,
                Fraction(-less, UNIT),
                Fraction(int(table.by_words[place, j]), UNIT),
                None if table.by_vectors is None else Fraction(int(table.by_vectors[place, j]), UNIT),
                table.shared(place, table.start + j),
            )
            for less, _, j in keyed[: problem.top]
        ),
    )


def _themes(problem: Problem, table: _Table) -> tuple[Theme, ...]:
    groups = _groups(table.likeness, float(problem.cut_used(table.by_vectors is not None) * UNIT))
    found = []
    for places in groups:
        block = table.likeness[np.ix_(places, places)]
        names = tuple(problem.items[place].id for place in places)
        found.append(Theme(names, _naming(table, places), Fraction(int(block.min()), UNIT)))
    return tuple(sorted(found, key=lambda theme: (-len(theme.items), theme.items)))


def _groups(likeness: Units, cut: float) -> list[list[int]]:
    """The places of the items of each theme, rising."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(likeness) == 1:
        return [[0]]
    distance = (UNIT - likeness).astype(np.float64)
    np.fill_diagonal(distance, 0.0)
    label = fcluster(linkage(squareform(distance, checks=False), "complete"), UNIT - cut, "distance")
    found: dict[int, list[int]] = {}
    for place, one in enumerate(label.tolist()):
        found.setdefault(one, []).append(place)
    return list(found.values())


def _naming(table: _Table, places: list[int]) -> tuple[str, ...]:
    """The words that most of the theme's weight rests on; of several items those that at least two use."""
    weight = np.asarray(table.weighed.tfidf[places].sum(axis=0)).ravel()
    used: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for place in places:
        for word, written in table.spelled[place].items():
            used[word] += 1
            spelled.setdefault(word, written)
    often = [word for word, number in used.items() if number > 1] if len(places) > 1 else list(used)
    ordered = sorted(often, key=lambda word: (-round(float(weight[table.weighed.column[word]]), 9), word))
    return tuple(spelled[word] for word in ordered[:SHOWN_WORDS])


def _notes(problem: Problem, decision: Likenesses, lacks_vectors: bool) -> Iterator[Note]:
    if lacks_vectors:
        yield Note((), "no_vectors", "Words alone count, since some texts have no vector.")
    left = {one.id for one in problem.others}
    for look in decision.looks:
        if not look.candidates:
            yield Note((look.id,), "alone", f"{look.id}: nothing is like it.")
        for candidate in look.candidates:
            words = f", by {', '.join(candidate.words)}" if candidate.words else ""
            said = f"{float(candidate.likeness):.3f} alike{words}"
            yield Note((look.id, candidate.id), "candidate", f"{look.id} and {candidate.id}: {said}.")
            left.discard(candidate.id)
    if left:
        yield Note(tuple(sorted(left)), "not_named", "These are not among the most alike of any item.")
    for theme in decision.themes:
        if len(theme.items) > 1:
            named = f"a theme ({', '.join(theme.words)})" if theme.words else "a theme"
            said = f"{named}; any two are at least {float(theme.least):.3f} alike"
            yield Note(theme.items, "theme", f"{', '.join(theme.items)}: {said}.")


def _said(decision: Likenesses, notes: tuple[Note, ...]) -> Answer[Likenesses]:
    best = [look.candidates[0].likeness for look in decision.looks if look.candidates]
    value = sum(best, Fraction(0)) / max(1, len(best))
    objective = Objective("mean_of_most_alike", value, None, Status.BY_RULE)
    return Answer(decision, Status.BY_RULE, notes, (objective,), "mean_of_most_alike")


def _rule(name: str, with_vectors: bool, explanation: str, weakness: str) -> Rule[Problem, Likenesses]:
    return Rule(
        engine=ENGINE,
        name=name,
        version="1",
        explanation=explanation,
        weakness=weakness,
        laws=frozenset({Law.VALUE_DOES_NOT_DEPEND_ON_SEED}),
        is_exact=False,
        answer=partial(answer, with_vectors),
        solver=("scipy.sparse", "scipy.cluster.hierarchy"),
    )


hybrid = _rule(
    "hybrid",
    True,
    "Ranks for each text those most alike, by words and vectors in equal parts, and joins themes by complete link.",
    "The same subject is not the same text: of the candidates many are neighbours, so people must look.",
)
lexical = _rule(
    "lexical",
    False,
    "Ranks for each text those that share most words, and joins themes by complete link.",
    "A text that was rewritten or translated shares few words with its first form and is overlooked.",
)

RULES: Mapping[str, Rule[Problem, Likenesses]] = registry(hybrid, lexical)

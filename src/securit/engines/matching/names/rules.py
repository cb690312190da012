"""The rule on names: runs of two to four characters, the rarer the more they count, compared within a country.

Names and addresses are folded (no case, accents or signs) and cut into all runs of 2, 3 and 4 characters, blanks at
both ends counting as one; both are weighed by TF-IDF over all organisations of the problem and compared by the cosine.
A slip of the keyboard, another order or a legal form more costs a few runs only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from math import ceil

import numpy as np

from securit.engines._shared.draws import draw
from securit.engines._shared.outcome import Answer, Limits, Note, Objective, Status
from securit.engines._shared.rule import Law, Rule, registry
from securit.engines.matching.names.decision import Candidate, Look, Names
from securit.engines.matching.names.problem import Organisation, Problem
from securit.engines.matching.weighing import Weighed, units, weighed
from securit.engines.matching.words import folded

ENGINE = "matching.names"
UNIT = 1_000_000
SHORTEST, LONGEST = 2, 4
AT_A_TIME = 100
"""Organisations whose likenesses to all those known of a country are held in memory at once."""


def runs_of(text: str) -> list[str]:
    """The runs of characters of a text."""
    padded = " ".join(["", *"".join(c if c.isalnum() else " " for c in folded(text)).split(), ""])
    if not padded.strip():
        return []
    return [padded[i : i + n] for n in range(SHORTEST, LONGEST + 1) for i in range(len(padded) - n + 1)]


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Names]:
    """The answer of the rule; it needs no limits."""
    looks: dict[str, Look] = {}
    if problem.asked and problem.known:
        table = _Table(problem)
        ordered = sorted(range(len(problem.asked)), key=lambda place: (problem.asked[place].country, place))
        for country, group in groupby(ordered, key=lambda place: problem.asked[place].country):
            limits.watch.told(f"comparing names of {country or 'no country'}")
            asked = list(group)
            for start in range(0, len(asked), AT_A_TIME):
                part = asked[start : start + AT_A_TIME]
                looks.update((look.id, look) for look in table.looks(part, country, seed))
    decision = Names(tuple(looks.get(one.id, Look(one.id, ())) for one in problem.asked))
    best = [look.candidates[0].likeness for look in decision.looks if look.candidates]
    value = sum(best, Fraction(0)) / max(1, len(best))
    objective = Objective("mean_of_most_alike", value, None, Status.BY_RULE)
    return Answer(decision, Status.BY_RULE, tuple(_notes(problem, decision)), (objective,), "mean_of_most_alike")


class _Table:
    """The runs of all names and addresses, those asked about first."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        everybody: Sequence[Organisation] = (*problem.asked, *problem.known)
        self.names: Weighed = weighed([runs_of(one.name) for one in everybody])
        self.addresses: Weighed = weighed([runs_of(one.address) for one in everybody])
        self.has_address = np.array([bool(runs_of(one.address)) for one in everybody])

    def looks(self, asked: list[int], country: str, seed: int) -> Iterator[Look]:
        """The looks of some that are asked about, all of one country."""
        problem, first = self.problem, len(self.problem.asked)
        known = [n for n, one in enumerate(problem.known) if not country or one.country in ("", country)]
        if not known:
            return
        columns = [first + place for place in known]
        by_name = (self.names.tfidf[asked] @ self.names.tfidf[columns].T).toarray()
        by_address = (self.addresses.tfidf[asked] @ self.addresses.tfidf[columns].T).toarray()
        both = self.has_address[asked][:, None] & self.has_address[columns][None, :]
        share = float(problem.share_of_address)
        likeness = units(np.where(both, (1 - share) * by_name + share * by_address, by_name))
        names, addresses = units(by_name), units(by_address)
        for row, place in enumerate(asked):
            one = problem.asked[place]
            chosen = self._best(likeness[row], known, one, seed)
            yield Look(
                one.id,
                tuple(
                    Candidate(
                        problem.known[known[j]].id,
                        Fraction(int(likeness[row, j]), UNIT),
                        Fraction(int(names[row, j]), UNIT),
                        Fraction(int(addresses[row, j]), UNIT) if both[row, j] else None,
                    )
                    for j in chosen
                ),
            )

    def _best(self, row: np.ndarray, known: list[int], one: Organisation, seed: int) -> list[int]:
        problem = self.problem
        places = np.flatnonzero((row >= ceil(problem.least * UNIT)) & (row > 0))
        if len(places) > problem.top:
            least = np.partition(row[places], len(places) - problem.top)[len(places) - problem.top]
            places = places[row[places] >= least]
        keyed = sorted((-int(row[j]), draw(seed, one.id, problem.known[known[j]].id), int(j)) for j in places.tolist())
        return [j for _, _, j in keyed[: problem.top]]


def _notes(problem: Problem, decision: Names) -> Iterator[Note]:
    name = {one.id: one.name for one in (*problem.asked, *problem.known)}
    left = {one.id for one in problem.known}
    for look in decision.looks:
        if not look.candidates:
            yield Note((look.id,), "new", f"{look.id} ({name[look.id]}): nobody known is like it.")
        for one in look.candidates:
            address = "" if one.by_address is None else f", address {float(one.by_address):.3f}"
            said = f"{float(one.likeness):.3f} alike (name {float(one.by_name):.3f}{address})"
            about = f"{look.id} ({name[look.id]}) and {one.id} ({name[one.id]})"
            yield Note((look.id, one.id), "candidate", f"{about}: {said}.")
            left.discard(one.id)
    if left:
        yield Note(tuple(sorted(left)), "not_named", "These are not among the most alike of anybody.")


char_ngrams: Rule[Problem, Names] = Rule(
    engine=ENGINE,
    name="char_ngrams",
    version="1",
    explanation="Ranks known organisations of the same country by the runs of characters of name and address.",
    weakness="Who took another name is not found by it; a register number is better wherever there is one.",
    laws=frozenset({Law.VALUE_DOES_NOT_DEPEND_ON_SEED}),
    is_exact=False,
    answer=answer,
    solver=("scipy.sparse",),
)

RULES: Mapping[str, Rule[Problem, Names]] = registry(char_ngrams)

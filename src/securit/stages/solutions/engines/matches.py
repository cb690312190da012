"""Solutions for a challenge, challenges for a solution, and what the catalogue covers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from securit.engines.matching.search import Document, Finding, Force, Hit, Index, Query, Settings, Want
from securit.programmes.public import Programme
from securit.stages.challenges.public import Challenge, published_challenges
from securit.stages.solutions.engines.shelves import (
    Basis,
    Shelf,
    challenge_document,
    listed_among,
    said_by_challenge,
    said_by_solution,
    shelf_of_challenges,
    shelf_of_solutions,
    solution_document,
)
from securit.stages.solutions.models import Solution

MOST_HITS = 12
MOST_COUNTED = 500
#: A solution speaks to a challenge when its domain is the challenge's and they share at least so many words, or the
#: cosine of their vectors is at least so much. (Scores compare the solutions of one list with each other: they cannot
#: say that.) Both together find more of what belongs together than words alone, and are as often right (``which pairs
#: speak`` in the benchmarks).
SPEAKS_NEAR, SPEAKS_FROM = 0.40, 3
#: With word joiners around the dash, so that a narrow column does not break it.
BANDS = tuple((f"{low}\u2060–\u2060{high}", range(low, high + 1)) for low, high in ((1, 3), (4, 6), (7, 9)))


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a solution should meet for a challenge: levels of readiness, countries, kinds of provider.

    ``required``: who does not meet them is left out; otherwise each one met lifts the score.
    """

    levels: tuple[int, ...] = ()
    country: str = ""
    kind: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """One solution (or challenge) for the other side: score of 100, the passage that speaks to it, and why.

    ``near`` is the cosine of the two whole texts; ``None`` while words alone count.
    """

    subject: Any
    score: int
    passage: str
    words: tuple[str, ...]
    lacks: tuple[str, ...]
    met: tuple[str, ...]
    missed: tuple[str, ...]
    near: float | None

    @property
    def speaks(self) -> bool:
        """Whether the two are of one domain and close enough to be proposed unasked."""
        is_close = len(self.words) >= SPEAKS_FROM or (self.near is not None and self.near >= SPEAKS_NEAR)
        return is_close and any(want.startswith("domain: ") for want in self.met)


@dataclass(frozen=True, slots=True)
class Matches:
    """The best matches first; ``left_out`` says how many each requirement took away, ``missing`` what nobody says."""

    found: tuple[Match, ...]
    left_out: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]
    basis: Basis


def solutions_for(challenge: Challenge, wishes: Wishes, *, most: int = MOST_HITS) -> Matches:
    """The listed solutions that speak to the challenge, the best first."""
    shelf = shelf_of_solutions(challenge.programme)
    asked = shelf.question(f"challenge {challenge.ref}", said_by_challenge(challenge))
    query = replace(asked, wants=_wants(wishes, challenge.domain.code))
    finding = shelf.index.find(query, Settings(top=most))
    rows = listed_among(challenge.programme, (hit.document for hit in finding.hits))
    return _matches(finding, shelf, query, {ref: (row, solution_document(row)) for ref, row in rows.items()})


def challenges_for(solution: Solution, *, most: int = 5) -> Matches:
    """The published challenges that the solution could answer, the best first."""
    rows = list(published_challenges(solution.programme))
    shelf = shelf_of_challenges(solution.programme, rows)
    asked = shelf.question(f"solution {solution.ref}", said_by_solution(solution))
    query = replace(asked, wants=(Want("domain", solution.domains),) if solution.domains else ())
    finding = shelf.index.find(query, Settings(top=most))
    return _matches(finding, shelf, query, {row.ref: (row, challenge_document(row)) for row in rows})


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many solutions speak to one challenge: by band of readiness, country, kind of provider; and which they are.

    ``speaking`` are their refs, the best first, at most :data:`MOST_COUNTED`. ``by_meaning``: closeness in meaning
    counts beside shared words.
    """

    challenge: Challenge
    speaking: tuple[str, ...]
    bands: tuple[int, ...]
    by_country: Mapping[str, int]
    by_kind: Mapping[str, int]
    verified: int
    total: int
    by_meaning: bool

    @property
    def countries(self) -> int:
        """From how many countries they come."""
        return len(self.by_country)


def coverage(programme: Programme, challenges: Iterable[Challenge]) -> list[Coverage]:
    """For each challenge what the catalogue holds; solutions without a level count in the total only."""
    shelf = shelf_of_solutions(programme)
    texts = {challenge: said_by_challenge(challenge) for challenge in challenges}
    vectors = shelf.vectors(texts.values())
    queries = {one: Query(one.ref, text, vectors.get(text, b"")) for one, text in texts.items()}
    by_meaning = shelf.basis(*queries.values()).by_meaning
    return [_coverage(challenge, shelf.index, query, by_meaning) for challenge, query in queries.items()]


def _coverage(challenge: Challenge, index: Index, query: Query, by_meaning: bool) -> Coverage:
    near = index.cosines(query.vector) if by_meaning else None
    shared = index.shared_words(query.text)
    close = shared >= SPEAKS_FROM if near is None else (shared >= SPEAKS_FROM) | (near >= SPEAKS_NEAR)
    speaks = close & index.where("domain", (challenge.domain.code,))
    best = np.argsort(-(shared if near is None else near)[speaks], kind="stable")[:MOST_COUNTED]
    return Coverage(
        challenge=challenge,
        speaking=tuple(index.ids[place] for place in np.flatnonzero(speaks)[best].tolist()),
        bands=tuple(int((speaks & index.where("trl", map(str, levels))).sum()) for _name, levels in BANDS),
        by_country=_counted(index, "country", speaks),
        by_kind=_counted(index, "kind", speaks),
        verified=int((speaks & index.where("verified", ("yes",))).sum()),
        total=int(speaks.sum()),
        by_meaning=by_meaning,
    )


def _counted(index: Index, fact: str, speaks: NDArray[np.bool_]) -> dict[str, int]:
    """How many of these have each value that one of them has."""
    counts = {value: int((speaks & index.where(fact, (value,))).sum()) for value in index.values_of(fact)}
    return {value: count for value, count in counts.items() if count}


def _wants(wishes: Wishes, domain: str) -> tuple[Want, ...]:
    asked = [Want("domain", (domain,))]
    wished = [
        ("trl", tuple(map(str, wishes.levels))),
        ("country", (wishes.country,) if wishes.country else ()),
        ("kind", (wishes.kind,) if wishes.kind else ()),
    ]
    force = Force.REQUIRED if wishes.required else Force.PREFERRED
    return (*asked, *(replace(Want(fact, among), force=force, weight=Fraction(1)) for fact, among in wished if among))


def _matches(finding: Finding, shelf: Shelf, query: Query, rows: Mapping[str, tuple[Any, Document]]) -> Matches:
    found = tuple(
        _match(hit, *rows[hit.document], shelf.index.cosine(query.vector, hit.document))
        for hit in finding.hits
        if hit.document in rows
    )
    left_out = tuple((each.reason, len(each.documents)) for each in finding.excluded)
    return Matches(found, left_out, finding.missing, shelf.basis(query))


def _match(hit: Hit, subject: Any, document: Document, near: float | None) -> Match:
    passage = document.passages[min(hit.passage, len(document.passages) - 1)].text
    return Match(subject, round(hit.score * 100), passage, hit.words, hit.lacks, hit.met, hit.missed, near)

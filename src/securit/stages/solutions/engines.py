"""Challenges and solutions side by side: rows become documents, the engine ranks them, the pages explain.

Words alone count (the platform says so); an index is kept per process and programme, and built anew when a row of the
catalogue has changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from threading import Lock
from typing import Any

from django.db.models import Count, Max, Min, Sum

from securit.engines.matching.search import Document, Finding, Force, Hit, Index, Passage, Query, Settings, Want
from securit.programmes.public import Programme
from securit.stages.challenges.public import Challenge, published_challenges
from securit.stages.solutions.models import Solution
from securit.stages.solutions.selectors import listed_solutions

MOST_HITS = 12
MOST_COUNTED = 500
#: A solution speaks to a challenge when its domain is the challenge's and they share at least so many words. (Scores
#: compare the solutions of one list with each other, so they cannot say that.)
SPEAKS_FROM = 3
#: With word joiners around the dash, so that a narrow column does not break it.
BANDS = tuple((f"{low}\u2060–\u2060{high}", range(low, high + 1)) for low, high in ((1, 3), (4, 6), (7, 9)))
_MOST_INDEXES = 16
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_indexes: dict[tuple[str, int], tuple[object, Index]] = {}
_lock = Lock()


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
    """One solution (or challenge) for the other side: score of 100, the passage that speaks to it, and why."""

    subject: Any
    score: int
    passage: str
    words: tuple[str, ...]
    lacks: tuple[str, ...]
    met: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def speaks(self) -> bool:
        """Whether the two are of one domain and share enough words to be proposed unasked."""
        return len(self.words) >= SPEAKS_FROM and any(want.startswith("domain: ") for want in self.met)


@dataclass(frozen=True, slots=True)
class Matches:
    """The best matches first; ``left_out`` says how many each requirement took away, ``missing`` what nobody says."""

    found: tuple[Match, ...]
    left_out: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]


def solutions_for(challenge: Challenge, wishes: Wishes, *, most: int = MOST_HITS) -> Matches:
    """The listed solutions that speak to the challenge, the best first."""
    index = _solutions_index(challenge.programme)
    text = f"{challenge.title}. {challenge.scope} {challenge.expected_outcome}"
    query = Query(f"challenge {challenge.ref}", text, wants=_wants(wishes, challenge.domain.code))
    finding = index.find(query, Settings(top=most), with_vectors=False)
    rows = listed_solutions(challenge.programme).filter(ref__in=[hit.document for hit in finding.hits])
    return _matches(finding, index, {row.ref: row for row in rows})


def challenges_for(solution: Solution, *, most: int = 5) -> Matches:
    """The published challenges that the solution could answer, the best first."""
    rows = {row.ref: row for row in published_challenges(solution.programme)}
    marker = tuple((row.ref, row.version) for row in rows.values())
    index = _index(("challenge", solution.programme_id), marker, lambda: [_of_challenge(row) for row in rows.values()])
    wants = (Want("domain", solution.domains),) if solution.domains else ()
    query = Query(f"solution {solution.ref}", f"{solution.title}. {solution.summary}", wants=wants)
    return _matches(index.find(query, Settings(top=most), with_vectors=False), index, rows)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many solutions speak to one challenge: by band of readiness, country, kind of provider; and which they are.

    ``speaking`` are their refs, the best first, at most :data:`MOST_COUNTED`.
    """

    challenge: Challenge
    speaking: tuple[str, ...]
    bands: tuple[int, ...]
    by_country: Mapping[str, int]
    by_kind: Mapping[str, int]
    verified: int
    total: int

    @property
    def countries(self) -> int:
        """From how many countries they come."""
        return len(self.by_country)


def coverage(programme: Programme, challenges: Iterable[Challenge]) -> list[Coverage]:
    """For each challenge what the catalogue holds; solutions without a level count in the total only."""
    index = _solutions_index(programme)
    found = []
    for challenge in challenges:
        text = f"{challenge.title}. {challenge.scope} {challenge.expected_outcome}"
        query = Query(f"challenge {challenge.ref}", text, wants=(Want("domain", (challenge.domain.code,)),))
        hits = index.find(query, Settings(top=MOST_COUNTED), with_vectors=False).hits
        speaking = tuple(hit.document for hit in hits if hit.met and len(hit.words) >= SPEAKS_FROM)
        known = set(speaking)
        facts = [dict(document.facts) for document in index.documents if document.id in known]
        found.append(_coverage(challenge, speaking, facts))
    return found


def _coverage(challenge: Challenge, speaking: tuple[str, ...], facts: Sequence[dict[str, str]]) -> Coverage:
    return Coverage(
        challenge=challenge,
        speaking=speaking,
        bands=tuple(sum(fact.get("trl", "") in map(str, levels) for fact in facts) for _name, levels in BANDS),
        by_country=Counter(fact["country"] for fact in facts),
        by_kind=Counter(fact["kind"] for fact in facts),
        verified=sum(fact["verified"] == "yes" for fact in facts),
        total=len(facts),
    )


def _solutions_index(programme: Programme) -> Index:
    rows = listed_solutions(programme)
    marker = tuple(rows.aggregate(Count("id"), Sum("version"), Sum("id"), Min("ref"), Max("ref")).values())
    return _index(("solution", programme.pk), marker, lambda: [_of_solution(row) for row in rows])


def _index(key: tuple[str, int], marker: object, documents: Any) -> Index:
    """The index kept under the key, while the marker says that nothing has changed."""
    kept = _indexes.get(key)
    if kept is not None and kept[0] == marker:
        return kept[1]
    index = Index(documents())
    with _lock:
        while len(_indexes) >= _MOST_INDEXES:
            _indexes.pop(next(iter(_indexes)))
        _indexes[key] = (marker, index)
    return index


def _of_solution(row: Solution) -> Document:
    facts = [("country", row.country), ("kind", row.provider_kind), ("nature", row.nature)]
    facts += [("domain", code) for code in row.domains]
    facts += [("verified", "yes" if row.state == "verified" else "no")]
    facts += [("trl", str(row.trl))] if row.trl else []
    passages = _passages(row.title, row.summary, row.deployments, row.certifications)
    return Document(row.ref, passages, tuple(facts), row.title)


def _of_challenge(row: Challenge) -> Document:
    passages = _passages(row.title, row.scope, row.expected_outcome)
    return Document(row.ref, passages, (("domain", row.domain.code),), row.title)


def _passages(title: str, *texts: str) -> tuple[Passage, ...]:
    """One passage per sentence, so that what is shown is short; the title where nothing else is written."""
    found = tuple(Passage(part) for text in texts for part in _SENTENCE.split(text.strip()) if part.strip())
    return found or (Passage(title),)


def _wants(wishes: Wishes, domain: str) -> tuple[Want, ...]:
    asked = [Want("domain", (domain,))]
    wished = [
        ("trl", tuple(map(str, wishes.levels))),
        ("country", (wishes.country,) if wishes.country else ()),
        ("kind", (wishes.kind,) if wishes.kind else ()),
    ]
    force = Force.REQUIRED if wishes.required else Force.PREFERRED
    return (*asked, *(replace(Want(fact, among), force=force, weight=Fraction(1)) for fact, among in wished if among))


def _matches(finding: Finding, index: Index, rows: dict[str, Any]) -> Matches:
    documents = {document.id: document for document in index.documents}
    found = tuple(
        _match(hit, documents[hit.document], rows[hit.document]) for hit in finding.hits if hit.document in rows
    )
    left_out = tuple((each.reason, len(each.documents)) for each in finding.excluded)
    return Matches(found, left_out, finding.missing)


def _match(hit: Hit, document: Document, subject: Any) -> Match:
    passage = document.passages[hit.passage].text if document.passages else ""
    return Match(subject, round(hit.score * 100), passage, hit.words, hit.lacks, hit.met, hit.missed)

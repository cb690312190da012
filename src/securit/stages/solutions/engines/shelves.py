"""The indexes of a programme's solutions and challenges: of what they are made, where they lie, on what they rest.

A page builds the index of up to :data:`MOST_AT_ONCE` solutions itself, whenever a row has changed; every process keeps
its own. That of a larger catalogue is built by the worker, lies on disk, is shared by all processes and says of when it
is. Vectors count once every text has its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Lock

from django.conf import settings

from securit.engines.matching.search import Document, Index, Passage, Query
from securit.machinery.meaning.vectors import digest_of, every_vector, is_switched_on, stock_of, vectors_of
from securit.machinery.search.kept import Kept, forget, keep, newest
from securit.programmes.public import Programme
from securit.stages.challenges.public import Challenge
from securit.stages.solutions.compared import challenge_text, listed_by_programme, mark_of, solution_text
from securit.stages.solutions.models import Solution
from securit.stages.solutions.selectors import listed_solutions

MOST_AT_ONCE = 2_000
#: How old the index of a large catalogue must be before a change makes a new one, and how old before it is made
#: although vectors are missing.
REBUILT_AFTER, IMPATIENT_AFTER = timedelta(minutes=10), timedelta(hours=1)
_MOST_INDEXES = 16
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_indexes: dict[tuple[str, int], tuple[object, Index]] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Basis:
    """On what a ranking rests: words and meaning, or words alone while only ``ready`` of ``total`` texts have a vector.

    ``as_of``: when the worker built the index; ``None`` where it is of now. ``is_preparing``: it has still to be built.
    """

    by_meaning: bool
    ready: int
    total: int
    as_of: datetime | None = None
    is_preparing: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    """An index of one side, and when it was built, if not now."""

    programme: Programme
    index: Index
    as_of: datetime | None = None
    waiting: int = 0

    def question(self, name: str, text: str) -> Query:
        """The question of the other side, with the vector of its text where the worker has made it."""
        return Query(name, text, self.vectors([text]).get(text, b""))

    def vectors(self, texts: Iterable[str]) -> Mapping[str, bytes]:
        """The vectors of these texts, as far as the worker has made them; none where vectors cannot count."""
        return _vectors(self.programme, texts)

    def basis(self, *asked: Query) -> Basis:
        """On what the answers to these questions rest: on meaning only where each text has its vector."""
        total = len(self.index.ids)
        vectors = sum(bool(one.vector) for one in asked)
        ready = total - len(self.index.without_vectors) + vectors
        by_meaning = self.index.has_vectors and vectors == len(asked)
        return Basis(by_meaning, ready, (total or self.waiting) + len(asked), self.as_of, bool(self.waiting))


def shelf_of_solutions(programme: Programme) -> Shelf:
    """The listed solutions, indexed by this page or by the worker."""
    kept = newest(_folder(programme.pk))
    if kept is not None:
        read = partial(_solutions_named, programme)
        mark = (kept.folder, kept.about["at"], *kept.about["mark"])
        index = _index(("kept", programme.pk), mark, lambda: Index.opened(kept.arrays(), read))
        return Shelf(programme, index, datetime.fromisoformat(kept.about["at"]))
    rows = listed_solutions(programme)
    now = mark_of(rows)
    if now.count > MOST_AT_ONCE:
        return Shelf(programme, Index(()), waiting=now.count)
    build = partial(_index_of_solutions, programme, rows)
    return Shelf(programme, _index(("solution", programme.pk), (now, _stock(programme.pk)), build))


def shelf_of_challenges(programme: Programme, rows: Sequence[Challenge]) -> Shelf:
    """These challenges, indexed by this page."""
    mark = (tuple((row.ref, row.version) for row in rows), _stock(programme.pk))
    build = partial(_index_of_challenges, programme, rows)
    return Shelf(programme, _index(("challenge", programme.pk), mark, build))


def listed_among(programme: Programme, refs: Iterable[str]) -> dict[str, Solution]:
    """Those of these solutions that are listed in the programme, by ref.

    Asked by ref alone: given state and programme as well, SQLite walks through all that are listed.
    """
    rows = Solution.objects.filter(ref__in=list(refs)).order_by("ref")
    return {row.ref: row for row in rows if row.programme_id == programme.pk and row.is_public}


def said_by_solution(row: Solution) -> str:
    """What of it is compared."""
    return solution_text(row.title, row.summary)


def said_by_challenge(row: Challenge) -> str:
    """What of it is compared."""
    return challenge_text(row.title, row.scope, row.expected_outcome)


def solution_document(row: Solution, vector: bytes = b"") -> Document:
    """A solution for the engine; the vector of its whole text stands at each of its passages."""
    facts = [("country", row.country), ("kind", row.provider_kind), ("nature", row.nature)]
    facts += [("domain", code) for code in row.domains]
    facts += [("verified", "yes" if row.state == "verified" else "no")]
    facts += [("trl", str(row.trl))] if row.trl else []
    passages = _passages(vector, row.title, row.summary, row.deployments, row.certifications)
    return Document(row.ref, passages, tuple(facts), row.title)


def challenge_document(row: Challenge, vector: bytes = b"") -> Document:
    """A challenge for the engine."""
    passages = _passages(vector, row.title, row.scope, row.expected_outcome)
    return Document(row.ref, passages, (("domain", row.domain.code),), row.title)


def keep_indexes(at: datetime) -> None:
    """Build the index of each large catalogue that has changed; forget those of catalogues that are small again.

    For the worker alone: 100,000 solutions take it a minute.
    """
    sizes = listed_by_programme()
    for folder in sorted(_folder(0).parent.glob("*")):
        if folder.name.isdecimal() and sizes.get(int(folder.name), 0) <= MOST_AT_ONCE:
            forget(folder)
    for programme in Programme.objects.filter(pk__in=[pk for pk, size in sizes.items() if size > MOST_AT_ONCE]):
        rows = listed_solutions(programme)
        mark = [*mark_of(rows).values, *map(str, _stock(programme.pk))]
        kept = newest(_folder(programme.pk))
        if kept is None or (kept.about["mark"] != mark and _is_due(programme, kept, at)):
            _keep_index(programme, rows.order_by("ref").iterator(chunk_size=2_000), mark, at)


def _is_due(programme: Programme, kept: Kept, at: datetime) -> bool:
    """Changes are collected for a while; for longer where an index with vectors would be followed by one without."""
    age = at - datetime.fromisoformat(kept.about["at"])
    if age < REBUILT_AFTER or age >= IMPATIENT_AFTER or not kept.about["by_meaning"] or not is_switched_on():
        return age >= REBUILT_AFTER
    made = {digest for digest, _vector in every_vector(programme.pk)}
    texts = listed_solutions(programme).values_list("title", "summary")
    return all(digest_of(solution_text(*text)) in made for text in texts.iterator(chunk_size=2_000))


def _keep_index(programme: Programme, rows: Iterable[Solution], mark: Sequence[str], at: datetime) -> None:
    vectors = dict(every_vector(programme.pk)) if is_switched_on() else {}
    index = Index.ranking(solution_document(row, vectors.get(digest_of(said_by_solution(row)), b"")) for row in rows)
    about = {"mark": list(mark), "at": at.isoformat(), "by_meaning": index.has_vectors}
    keep(_folder(programme.pk), index.arrays(), about)


def _index_of_solutions(programme: Programme, rows: Iterable[Solution]) -> Index:
    texts = {row.ref: said_by_solution(row) for row in rows}
    vectors = _vectors(programme, texts.values())
    return Index(solution_document(row, vectors.get(texts[row.ref], b"")) for row in rows)


def _index_of_challenges(programme: Programme, rows: Iterable[Challenge]) -> Index:
    texts = {row.ref: said_by_challenge(row) for row in rows}
    vectors = _vectors(programme, texts.values())
    return Index(challenge_document(row, vectors.get(texts[row.ref], b"")) for row in rows)


def _vectors(programme: Programme, texts: Iterable[str]) -> Mapping[str, bytes]:
    return vectors_of(programme.pk, texts) if is_switched_on() else {}


def _index(key: tuple[str, int], mark: object, build: Callable[[], Index]) -> Index:
    """The index kept under the key, while the mark says that nothing has changed."""
    kept = _indexes.get(key)
    if kept is not None and kept[0] == mark:
        return kept[1]
    index = build()
    with _lock:
        while len(_indexes) >= _MOST_INDEXES:
            _indexes.pop(next(iter(_indexes)))
        _indexes[key] = (mark, index)
    return index


def _solutions_named(programme: Programme, refs: Sequence[str]) -> Mapping[str, Document]:
    return {ref: solution_document(row) for ref, row in listed_among(programme, refs).items()}


def _stock(programme_id: int) -> tuple[int, ...]:
    return stock_of(programme_id).mark if is_switched_on() else ()


def _folder(programme_id: int) -> Path:
    return Path(settings.DATA_DIR) / "cache" / "matching" / str(programme_id)


def _passages(vector: bytes, title: str, *texts: str) -> tuple[Passage, ...]:
    """One passage per sentence, so that what is shown is short; the title where nothing else is written."""
    found = tuple(Passage(part, vector) for text in texts for part in _SENTENCE.split(text.strip()) if part.strip())
    return found or (Passage(title, vector),)

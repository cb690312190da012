"""The question: which documents answer a query, in what order, under constraints that must or should be met?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Any

from securit.engines._shared.errors import TooLarge, Unusable, refuse_if_any
from securit.engines._shared.exact import plain
from securit.engines._shared.plain_data import (
    Plain,
    digest_of,
    doubled,
    mapping_in,
    number_in,
    one_of,
    rows_in,
    text_in,
    texts_in,
    whole_in,
)
from securit.engines.matching.passages import Passage, faults_of, passage_in

SCHEMA = "securit.search/1"
MOST_DOCUMENTS = 100_000
MOST_PAIRS = 20_000_000


class Force(Enum):
    """What a want does: a document without a required fact, or with a forbidden one, is not shown."""

    REQUIRED = "required"
    FORBIDDEN = "forbidden"
    PREFERRED = "preferred"


@dataclass(frozen=True, slots=True)
class Want:
    """One of these values under this fact; ``weight`` counts beside other preferred wants only."""

    fact: str
    among: tuple[str, ...]
    force: Force = Force.PREFERRED
    weight: Fraction = Fraction(1)

    @property
    def name(self) -> str:
        """The want in words, like ``country: BE or FR``."""
        return f"{self.fact}: {' or '.join(self.among)}"


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; a vector made by the same model as those of the documents.

    A query with the id of a document is that document, and does not find itself.
    """

    id: str
    text: str
    vector: bytes = b""
    wants: tuple[Want, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """Something that may be found: its passages, and facts as (name, value), a name as often as it has values.

    The words of ``title`` count as if they stood there twice. A title has no vector: whoever makes those of the
    passages may put it before each.
    """

    id: str
    passages: tuple[Passage, ...]
    facts: tuple[tuple[str, str], ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A document that a query must not be shown, and why."""

    query: str
    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class Weights:
    """How much words (BM25), words (TF-IDF) and vectors count; together 1."""

    bm25: Fraction
    tfidf: Fraction
    vectors: Fraction


@dataclass(frozen=True, slots=True)
class Settings:
    """How to rank. A query of at most ``border`` words (repetitions counted, empty words not) is *short*.

    Of the score, ``share_of_wants`` is the weighted part of the preferred wants that are met; the rest is the text.
    ``top`` documents are shown at most.
    """

    top: int = 10
    border: int = 30
    share_of_wants: Fraction = Fraction(1, 5)
    short: Weights = Weights(Fraction(2, 5), Fraction(0), Fraction(3, 5))
    long: Weights = Weights(Fraction(7, 20), Fraction(7, 20), Fraction(3, 10))


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything is sorted by id on entry. At most 100,000 documents, and 20 million pairs of query and document.

    Raises ``Unusable`` when it contradicts itself and ``TooLarge`` beyond those limits. It is never infeasible.
    """

    queries: tuple[Query, ...]
    documents: tuple[Document, ...]
    bars: tuple[Bar, ...] = ()
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        object.__setattr__(self, "queries", tuple(sorted(self.queries, key=lambda one: one.id)))
        object.__setattr__(self, "documents", tuple(sorted(self.documents, key=lambda one: one.id)))
        object.__setattr__(self, "bars", tuple(sorted(self.bars, key=lambda b: (b.query, b.document, b.reason))))
        refuse_if_any(_beyond_limits(self), TooLarge)
        refuse_if_any(_contradictions(self))

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical plain data."""
        return digest_of(self.to_data())

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold; numbers as text, vectors in base64."""
        return {
            "schema": SCHEMA,
            "queries": [
                {**Passage(q.text, q.vector).to_data(), "id": q.id, "wants": [_want_data(want) for want in q.wants]}
                for q in self.queries
            ],
            "documents": [
                {
                    "id": d.id,
                    "title": d.title,
                    "passages": [p.to_data() for p in d.passages],
                    "facts": [list(fact) for fact in d.facts],
                }
                for d in self.documents
            ],
            "bars": [{"query": b.query, "document": b.document, "reason": b.reason} for b in self.bars],
            "settings": {
                "top": self.settings.top,
                "border": self.settings.border,
                "share_of_wants": plain(self.settings.share_of_wants),
                "short": _weights_data(self.settings.short),
                "long": _weights_data(self.settings.long),
            },
        }

    @classmethod
    def from_data(cls, data: Plain) -> Problem:
        """The problem that was stored; raises ``Unusable`` for another shape. Settings may be left out."""
        if data.get("schema") != SCHEMA:
            raise Unusable([f"This is not a problem of the form {SCHEMA}."])
        return cls(
            tuple(_query_in(row) for row in rows_in(data, "queries")),
            tuple(
                Document(
                    text_in(row, "id"),
                    tuple(passage_in(p) for p in rows_in(row, "passages")),
                    _facts_in(row),
                    text_in(row, "title", ""),
                )
                for row in rows_in(data, "documents")
            ),
            tuple(
                Bar(text_in(row, "query"), text_in(row, "document"), text_in(row, "reason"))
                for row in rows_in(data, "bars")
            ),
            _settings_in(mapping_in(data, "settings")),
        )


def _want_data(want: Want) -> dict[str, Any]:
    return {"fact": want.fact, "among": list(want.among), "force": want.force.value, "weight": plain(want.weight)}


def _weights_data(weights: Weights) -> dict[str, str]:
    return {"bm25": plain(weights.bm25), "tfidf": plain(weights.tfidf), "vectors": plain(weights.vectors)}


def _query_in(row: Plain) -> Query:
    asked = passage_in(row)
    wants = tuple(
        Want(
            text_in(want, "fact"),
            texts_in(want, "among"),
            one_of(Force, want, "force") if "force" in want else Force.PREFERRED,
            number_in(want, "weight") if "weight" in want else Fraction(1),
        )
        for want in rows_in(row, "wants")
    )
    return Query(text_in(row, "id"), asked.text, asked.vector, wants)


def _facts_in(row: Plain) -> tuple[tuple[str, str], ...]:
    given = row.get("facts", [])
    if not isinstance(given, list) or not all(
        isinstance(fact, list) and len(fact) == 2 and all(isinstance(part, str) for part in fact) for fact in given
    ):
        raise Unusable(["“facts” must be a list of [name, value]."])
    return tuple((name, value) for name, value in given)


def _settings_in(data: Plain) -> Settings:
    usual = Settings()
    return Settings(
        whole_in(data, "top", usual.top),
        whole_in(data, "border", usual.border),
        number_in(data, "share_of_wants") if "share_of_wants" in data else usual.share_of_wants,
        _weights_in(data, "short", usual.short),
        _weights_in(data, "long", usual.long),
    )


def _weights_in(data: Plain, key: str, usual: Weights) -> Weights:
    if key not in data:
        return usual
    row = mapping_in(data, key)
    return Weights(number_in(row, "bm25"), number_in(row, "tfidf"), number_in(row, "vectors"))


def _beyond_limits(problem: Problem) -> Iterator[str]:
    queries, documents = len(problem.queries), len(problem.documents)
    if documents > MOST_DOCUMENTS:
        yield f"There are {documents} documents; at most {MOST_DOCUMENTS} can be searched."
    if queries * documents > MOST_PAIRS:
        yield f"{queries} queries × {documents} documents are more than {MOST_PAIRS} pairs; ask fewer at a time."


def _contradictions(problem: Problem) -> Iterator[str]:
    yield from doubled("Query", (one.id for one in problem.queries))
    yield from doubled("Document", (one.id for one in problem.documents))
    queries, documents = {q.id for q in problem.queries}, {d.id for d in problem.documents}
    yield from faults_of(
        (
            *((f"Query {q.id}", (Passage(q.text, q.vector),)) for q in problem.queries),
            *((f"Document {d.id}", d.passages) for d in problem.documents),
        )
    )
    for query in problem.queries:
        for want in query.wants:
            if not want.fact or not want.among:
                yield f"Query {query.id} has a want without a fact or without a value."
            if want.weight <= 0:
                yield f"The want “{want.name}” of query {query.id} must weigh more than 0."
    for bar in problem.bars:
        if bar.query not in queries or bar.document not in documents:
            yield f"A bar speaks of {bar.query} and {bar.document}; one of them is not in the problem."
    yield from _settings_faults(problem.settings)


def _settings_faults(settings: Settings) -> Iterator[str]:
    if settings.top < 1:
        yield f"At least 1 document must be shown, not {settings.top}."
    if settings.border < 0:
        yield f"The border between short and long cannot be {settings.border} words."
    if not 0 <= settings.share_of_wants <= 1:
        yield f"The share of wants must lie between 0 and 1; {plain(settings.share_of_wants)} does not."
    for name, weights in (("short", settings.short), ("long", settings.long)):
        parts = (weights.bm25, weights.tfidf, weights.vectors)
        if min(parts) < 0 or sum(parts) != 1 or weights.bm25 + weights.tfidf == 0:
            yield f"The weights of a {name} query must not be negative, be 1 together, and leave something to words."

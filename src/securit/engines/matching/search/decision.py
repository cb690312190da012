"""What the rules of search decide: for each query the documents from the best down, each with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from securit.engines._shared.exact import plain
from securit.engines._shared.plain_data import (
    Plain,
    mapping_in,
    number_in,
    number_or_none_in,
    rows_in,
    text_in,
    texts_in,
    whole_in,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a score is made of, each from 0 to 1: words (BM25, TF-IDF), vectors, the part of preferred wants met.

    Each is ``None`` where it does not count.
    """

    bm25: Fraction | None
    tfidf: Fraction | None
    vectors: Fraction | None
    wants: Fraction | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that is shown, and why: score, its parts, the passage that answers best (0 is the first).

    ``words`` are those it shares with the query, the rarest first; ``lacks`` the rarest of the query that it does not
    have. ``met`` and ``missed`` are the preferred wants.
    """

    document: str
    score: Fraction
    parts: Parts
    passage: int
    words: tuple[str, ...]
    lacks: tuple[str, ...]
    met: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Documents that a query may not be shown, for one reason."""

    reason: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to a query. ``ranked_by`` says which parts counted; ``missing`` what no shown document speaks of."""

    query: str
    ranked_by: str
    hits: tuple[Hit, ...]
    excluded: tuple[Exclusion, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """The decision: a finding for every query, sorted by id."""

    findings: tuple[Finding, ...]

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        return {"findings": [_finding_data(one) for one in self.findings]}

    @classmethod
    def from_data(cls, data: Plain) -> Findings:
        """The decision that was stored."""
        return cls(tuple(_finding_in(row) for row in rows_in(data, "findings")))


def _finding_data(one: Finding) -> dict[str, Any]:
    return {
        "query": one.query,
        "ranked_by": one.ranked_by,
        "hits": [_hit_data(hit) for hit in one.hits],
        "excluded": [{"reason": e.reason, "documents": list(e.documents)} for e in one.excluded],
        "missing": list(one.missing),
    }


def _hit_data(hit: Hit) -> dict[str, Any]:
    return {
        "document": hit.document,
        "score": plain(hit.score),
        "parts": {name: None if part is None else plain(part) for name, part in named(hit.parts).items()},
        "passage": hit.passage,
        **{name: list(getattr(hit, name)) for name in ("words", "lacks", "met", "missed")},
    }


def named(parts: Parts) -> dict[str, Fraction | None]:
    """The parts by name."""
    return {"bm25": parts.bm25, "tfidf": parts.tfidf, "vectors": parts.vectors, "wants": parts.wants}


def _finding_in(row: Plain) -> Finding:
    return Finding(
        text_in(row, "query"),
        text_in(row, "ranked_by"),
        tuple(_hit_in(hit) for hit in rows_in(row, "hits")),
        tuple(Exclusion(text_in(e, "reason"), texts_in(e, "documents")) for e in rows_in(row, "excluded")),
        texts_in(row, "missing"),
    )


def _hit_in(row: Plain) -> Hit:
    parts = mapping_in(row, "parts")
    return Hit(
        text_in(row, "document"),
        number_in(row, "score"),
        Parts(*(number_or_none_in(parts, name) for name in ("bm25", "tfidf", "vectors", "wants"))),
        whole_in(row, "passage"),
        *(texts_in(row, name) for name in ("words", "lacks", "met", "missed")),
    )

"""Documents made ready to be searched: built once, asked often. Pure: a finding depends on what is passed in alone."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from securit.engines._shared.draws import draw
from securit.engines.matching.passages import direction
from securit.engines.matching.search.decision import Exclusion, Finding, Hit, Parts
from securit.engines.matching.search.facts import Facts
from securit.engines.matching.search.problem import Document, Force, Query, Settings, Want, Weights
from securit.engines.matching.weighing import Floats, Weighed, directions, in_text, named_in, units, weighed
from securit.engines.matching.words import spelling_of, words_of

SHOWN_WORDS = 6
"""How many words explain a hit, or are named as lacking."""

UNIT = 1_000_000
ITSELF = "it is the query itself"
Reads = Callable[[Sequence[str]], Mapping[str, Document]]
"""Gives the documents of these ids, as far as they are still there."""


@dataclass(frozen=True, slots=True, eq=False)
class _Scores:
    """The parts of the scores of all documents for a query, each from 0 to 1, and the score in millionths."""

    parts: Mapping[str, Floats | None]
    text: Floats
    total: Floats


class Index:
    """10,000 documents of 150 words: some seconds to build, some milliseconds to ask. Holds a copy of the vectors.

    :meth:`arrays` are all that ranking needs; :meth:`opened` makes an index of them, also of arrays that lie on disk
    (``numpy.load`` with ``mmap_mode``), so that a large collection is built once and read by many processes.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        held = {document.id: document for document in sorted(documents, key=lambda one: one.id)}
        self._read: Reads = lambda names: {name: held[name] for name in names}
        self._take(held.values(), np.float64)

    @classmethod
    def ranking(cls, documents: Iterable[Document]) -> Index:
        """The index of documents that come with rising ids and are not kept: it can give its :meth:`arrays` alone."""
        index = cls(())
        index._take(documents, np.float32)
        if any(one >= after for one, after in pairwise(index.ids)):
            raise ValueError("The documents must come with rising ids.")
        return index

    def _take(self, documents: Iterable[Document], kind: type[np.floating[Any]]) -> None:
        ids: list[str] = []
        facts: list[tuple[tuple[str, str], ...]] = []
        listed: list[list[bytes]] = []

        def words() -> Iterator[list[str]]:
            for document in documents:
                ids.append(document.id)
                facts.append(document.facts)
                listed.append(list(dict.fromkeys(p.vector for p in document.passages if p.vector)))
                yield said(document)

        self._words = weighed(words())
        self._facts = Facts.of(facts)
        self.ids: tuple[str, ...] = tuple(ids)
        self.without_vectors: tuple[str, ...] = tuple(name for name, own in zip(ids, listed, strict=True) if not own)
        """The documents of which no passage has a vector; while there are any, vectors do not count."""
        ready = bool(listed) and not self.without_vectors
        self._vectors = directions([one for own in listed for one in own], kind) if ready else None
        self._starts = np.cumsum([0, *(len(own) for own in listed)])[:-1]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The index as arrays by name, numbers in 32 bits: a score may differ by a millionth from that before."""
        found = {f"words_{name}": array for name, array in self._words.arrays().items()}
        found |= {f"facts_{name}": array for name, array in self._facts.arrays().items()}
        found |= {"ids": in_text(self.ids), "without": in_text(self.without_vectors)}
        if self._vectors is not None:
            found |= {"vectors": self._vectors.astype(np.float32, copy=False), "starts": self._starts}
        return found

    @classmethod
    def opened(cls, arrays: Mapping[str, NDArray[Any]], read: Reads) -> Index:
        """The index of these arrays; ``read`` gives the documents that are shown, whose words and passages explain.

        A document that ``read`` does not give is left out; one that was changed since is ranked by what it said then
        and explained by what it says now.
        """
        index = cls(())
        index.ids, index.without_vectors = tuple(named_in(arrays["ids"])), tuple(named_in(arrays["without"]))
        index._read = read
        index._words = Weighed.opened({name[6:]: a for name, a in arrays.items() if name.startswith("words_")})
        index._facts = Facts.opened({name[6:]: a for name, a in arrays.items() if name.startswith("facts_")})
        index._vectors, index._starts = arrays.get("vectors"), arrays.get("starts", np.empty(0, np.int64))
        return index

    @property
    def has_vectors(self) -> bool:
        """Whether vectors can count: there are documents, and each has one."""
        return self._vectors is not None

    def where(self, fact: str, among: Iterable[str]) -> NDArray[np.bool_]:
        """For each document (as in ``ids``) whether it has one of these values under this fact."""
        return self._facts.where(fact, among)

    def values_of(self, fact: str) -> tuple[str, ...]:
        """The values that stand under a fact, sorted."""
        return self._facts.values_of(fact)

    def shared_words(self, text: str) -> NDArray[np.int64]:
        """For each document how many different words it shares with the text."""
        return self._words.shared_of(set(words_of(text)))

    def cosines(self, vector: bytes) -> Floats | None:
        """For each document the cosine of its nearest vector; ``None`` where there is no vector to compare."""
        return self._near(vector) if vector and self._vectors is not None else None

    def cosine(self, vector: bytes, name: str) -> float | None:
        """The same for the one document of this id; ``None`` too where there is none."""
        place = bisect_left(self.ids, name)
        if not vector or self._vectors is None or self.ids[place : place + 1] != (name,):
            return None
        last = self._starts[place + 1] if place + 1 < len(self.ids) else len(self._vectors)
        return float((self._vectors[self._starts[place] : last] @ direction(vector)).max())

    def find(
        self,
        query: Query,
        settings: Settings,
        *,
        bars: Mapping[str, str] | None = None,
        seed: int = 0,
        with_vectors: bool = True,
    ) -> Finding:
        """The finding for a query; ``bars`` gives for each document that it must not be shown the reason.

        Without a vector of the query, or of any document, words alone count. Equal scores follow the published draw.
        """
        spelled = spelling_of(query.text)
        words = Counter(words_of(query.text))
        weights, ranked_by = self._weights(query, settings, sum(words.values()), with_vectors)
        scores = self._scores(query, words, weights, settings)
        excluded, barred = self._excluded(query, bars or {})
        order = self._best(query, units(scores.total), (scores.text > 0) & ~barred, settings.top, seed)
        documents = self._read([self.ids[place] for place in order])
        shown = [(place, documents[self.ids[place]]) for place in order if self.ids[place] in documents]
        spoken = [set(said(document)) for _place, document in shown]
        hits = tuple(
            self._hit(place, document, own, query, spelled, scores)
            for (place, document), own in zip(shown, spoken, strict=True)
        )
        told = set().union(*spoken)
        missing = [word for word in self._rarest(spelled) if word not in told][:SHOWN_WORDS] if hits else []
        return Finding(query.id, ranked_by, hits, excluded, tuple(spelled[word] for word in missing))

    def _weights(self, query: Query, settings: Settings, length: int, with_vectors: bool) -> tuple[Weights, str]:
        is_short = length <= settings.border
        weights, name = (settings.short, "short") if is_short else (settings.long, "long")
        if with_vectors and weights.vectors and query.vector and self._vectors is not None:
            return weights, f"{name} query, words and vectors"
        lexical = weights.bm25 + weights.tfidf
        return Weights(weights.bm25 / lexical, weights.tfidf / lexical, Fraction(0)), f"{name} query, words alone"

    def _scores(self, query: Query, words: Counter[str], weights: Weights, settings: Settings) -> _Scores:
        is_short = sum(words.values()) <= settings.border
        once = dict.fromkeys(words, 1)
        parts: dict[str, Floats | None] = {
            "bm25": _of_greatest(self._words.bm25_of(once if is_short else words)) if weights.bm25 else None,
            "tfidf": _of_greatest(self._words.cosines_of(words)) if weights.tfidf else None,
            "vectors": _stretched(self._near(query.vector)) if weights.vectors else None,
        }
        text = np.zeros(len(self.ids))
        for part, weight in zip(parts.values(), (weights.bm25, weights.tfidf, weights.vectors), strict=True):
            text = text if part is None else text + float(weight) * part
        met = self._met([want for want in query.wants if want.force is Force.PREFERRED])
        share = 0.0 if met is None else float(settings.share_of_wants)
        total = text if met is None else (1 - share) * text + share * met
        return _Scores({**parts, "wants": met}, text, total)

    def _near(self, vector: bytes) -> Floats:
        """The cosine of the nearest passage of each document."""
        assert self._vectors is not None
        cosines = (self._vectors @ direction(vector).astype(self._vectors.dtype)).astype(np.float64)
        nearest: Floats = cosines if len(cosines) == len(self.ids) else np.maximum.reduceat(cosines, self._starts)
        return nearest

    def _met(self, wants: Sequence[Want]) -> Floats | None:
        """The weighted part of these wants that each document meets; ``None`` without wants."""
        if not wants:
            return None
        all_together = float(sum(want.weight for want in wants))
        met = np.zeros(len(self.ids))
        for want in wants:
            met += float(want.weight) * self.where(want.fact, want.among)
        return met / all_together

    def _excluded(self, query: Query, bars: Mapping[str, str]) -> tuple[tuple[Exclusion, ...], NDArray[np.bool_]]:
        """Who may not be shown, each document under the first reason that applies; and the same as a mask."""
        gone = np.zeros(len(self.ids), dtype=np.bool_)
        found: dict[str, list[int]] = {}
        hard = [want for want in query.wants if want.force is not Force.PREFERRED]
        for name, reason in {**bars, query.id: ITSELF}.items():
            place = bisect_left(self.ids, name)
            if self.ids[place : place + 1] == (name,):
                found.setdefault(reason, []).append(place)
                gone[place] = True
        for want in hard:
            meets = self.where(want.fact, want.among)
            broken = (meets if want.force is Force.FORBIDDEN else ~meets) & ~gone
            found.setdefault(f"{want.force.value} {want.name}", []).extend(np.flatnonzero(broken).tolist())
            gone |= broken
        return tuple(
            Exclusion(reason, tuple(self.ids[place] for place in sorted(places)))
            for reason, places in sorted(found.items())
            if places
        ), gone

    def _best(self, query: Query, total: np.ndarray, may: np.ndarray, top: int, seed: int) -> list[int]:
        """The places of the best, from the best down; a draw decides between equals."""
        places = np.flatnonzero(may)
        if len(places) > top:
            least = np.partition(total[places], len(places) - top)[len(places) - top]
            places = places[total[places] >= least]
        keyed = [(-int(total[place]), draw(seed, query.id, self.ids[place]), int(place)) for place in places.tolist()]
        return [place for _, _, place in sorted(keyed)[:top]]

    def _hit(
        self,
        place: int,
        document: Document,
        spoken: set[str],
        query: Query,
        spelled: Mapping[str, str],
        scores: _Scores,
    ) -> Hit:
        rarest = self._rarest(spelled)
        wants = [want for want in query.wants if want.force is Force.PREFERRED]
        met = [bool(self.where(want.fact, want.among)[place]) for want in wants]
        return Hit(
            document=document.id,
            score=_exact(scores.total[place]),
            parts=Parts(
                *(None if part is None else _exact(part[place]) for part in scores.parts.values()),
            ),
            passage=self._passage(document, query, spelled),
            words=tuple(spelled[word] for word in rarest if word in spoken)[:SHOWN_WORDS],
            lacks=tuple(spelled[word] for word in rarest if word not in spoken)[:SHOWN_WORDS],
            met=tuple(want.name for want, is_met in zip(wants, met, strict=True) if is_met),
            missed=tuple(want.name for want, is_met in zip(wants, met, strict=True) if not is_met),
        )

    def _passage(self, document: Document, query: Query, spelled: Mapping[str, str]) -> int:
        """Which passage answers best: the rarity of the query's words in it as a part of all, and its cosine."""
        if len(document.passages) == 1:
            return 0
        whole = sum(self._words.rarity_of(word) for word in spelled) or 1.0
        worth = []
        for passage in document.passages:
            shared = sum(self._words.rarity_of(word) for word in sorted(set(words_of(passage.text)) & set(spelled)))
            near = float(direction(passage.vector) @ direction(query.vector)) if passage.vector and query.vector else 0
            worth.append(round(shared / whole + near, 6))
        return worth.index(max(worth))

    def _rarest(self, spelled: Mapping[str, str]) -> list[str]:
        return sorted(spelled, key=lambda word: (-round(self._words.rarity_of(word), 9), word))


def said(document: Document) -> list[str]:
    """The words of all passages, and those of the title twice."""
    found = words_of(document.title) * 2
    for passage in document.passages:
        found += words_of(passage.text)
    return found


def _of_greatest(scores: Floats) -> Floats:
    high = scores.max(initial=0.0)
    return scores / high if high > 0 else scores


def _stretched(cosines: Floats) -> Floats:
    """Over 0 to 1, the least and the greatest of them."""
    low, high = cosines.min(), cosines.max()
    if high - low < 1e-9:
        return np.full(len(cosines), float(high > 0))
    stretched: Floats = (cosines - low) / (high - low)
    return stretched


def _exact(score: float) -> Fraction:
    return Fraction(round(float(score) * UNIT), UNIT)

"""Documents made ready to be searched: built once, asked often. Pure: a finding depends on what is passed in alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from securit.engines._shared.draws import draw
from securit.engines.matching.passages import direction
from securit.engines.matching.search.decision import Exclusion, Finding, Hit, Parts
from securit.engines.matching.search.problem import Document, Force, Query, Settings, Want, Weights
from securit.engines.matching.weighing import Floats, directions, units, weighed
from securit.engines.matching.words import spelling_of, words_of

SHOWN_WORDS = 6
"""How many words explain a hit, or are named as lacking."""

UNIT = 1_000_000
ITSELF = "it is the query itself"


@dataclass(frozen=True, slots=True, eq=False)
class _Scores:
    """The parts of the scores of all documents for a query, each from 0 to 1, and the score in millionths."""

    parts: Mapping[str, Floats | None]
    text: Floats
    total: Floats


class Index:
    """10,000 documents of 150 words: some seconds to build, some milliseconds to ask. Holds a copy of the vectors."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents: tuple[Document, ...] = tuple(sorted(documents, key=lambda one: one.id))
        self._place = {document.id: place for place, document in enumerate(self.documents)}
        self._words = weighed([_words(document) for document in self.documents])
        self._facts = [set(d.facts) for d in self.documents]
        listed = [[p.vector for p in d.passages if p.vector] for d in self.documents]
        self.without_vectors: tuple[str, ...] = tuple(
            d.id for d, vectors in zip(self.documents, listed, strict=True) if not vectors
        )
        """The documents of which no passage has a vector; while there are any, vectors do not count."""
        ready = bool(listed) and not self.without_vectors
        self._vectors = directions([one for vectors in listed for one in vectors]) if ready else None
        self._starts = np.cumsum([0, *(len(vectors) for vectors in listed)])[:-1]

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
        excluded = self._excluded(query, bars or {})
        barred = np.zeros(len(self.documents), dtype=np.bool_)
        barred[[self._place[name] for one in excluded for name in one.documents]] = True
        order = self._best(query, units(scores.total), (scores.text > 0) & ~barred, settings.top, seed)
        hits = tuple(self._hit(place, query, spelled, scores) for place in order)
        said = {word for place in order for word in self._spoken(place)}
        missing = [word for word in self._rarest(spelled) if word not in said][:SHOWN_WORDS] if hits else []
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
            "vectors": self._nearness(query) if weights.vectors else None,
        }
        text = np.zeros(len(self.documents))
        for part, weight in zip(parts.values(), (weights.bm25, weights.tfidf, weights.vectors), strict=True):
            text = text if part is None else text + float(weight) * part
        met = self._met([want for want in query.wants if want.force is Force.PREFERRED])
        share = 0.0 if met is None else float(settings.share_of_wants)
        total = text if met is None else (1 - share) * text + share * met
        return _Scores({**parts, "wants": met}, text, total)

    def _nearness(self, query: Query) -> Floats:
        """The cosine of the nearest passage of each document, stretched over 0 to 1."""
        assert self._vectors is not None
        cosines = np.maximum.reduceat(self._vectors @ direction(query.vector), self._starts)
        low, high = cosines.min(), cosines.max()
        if high - low < 1e-9:
            return np.full(len(cosines), float(high > 0))
        stretched: Floats = (cosines - low) / (high - low)
        return stretched

    def _met(self, wants: Sequence[Want]) -> Floats | None:
        """The weighted part of these wants that each document meets; ``None`` without wants."""
        if not wants:
            return None
        all_together = float(sum(want.weight for want in wants))
        met = np.zeros(len(self.documents))
        for want in wants:
            met += float(want.weight) * np.array([_meets(facts, want) for facts in self._facts], dtype=np.float64)
        return met / all_together

    def _excluded(self, query: Query, bars: Mapping[str, str]) -> tuple[Exclusion, ...]:
        """Who may not be shown, each document under the first reason that applies."""
        found: dict[str, list[str]] = {}
        hard = [want for want in query.wants if want.force is not Force.PREFERRED]
        if not hard and not bars and query.id not in self._place:
            return ()
        for document, facts in zip(self.documents, self._facts, strict=True):
            reason = ITSELF if document.id == query.id else bars.get(document.id)
            if reason is None:
                broken = (want for want in hard if _meets(facts, want) is (want.force is Force.FORBIDDEN))
                reason = next((f"{want.force.value} {want.name}" for want in broken), None)
            if reason is not None:
                found.setdefault(reason, []).append(document.id)
        return tuple(Exclusion(reason, tuple(names)) for reason, names in sorted(found.items()))

    def _best(self, query: Query, total: np.ndarray, may: np.ndarray, top: int, seed: int) -> list[int]:
        """The places of the best, from the best down; a draw decides between equals."""
        places = np.flatnonzero(may)
        if len(places) > top:
            least = np.partition(total[places], len(places) - top)[len(places) - top]
            places = places[total[places] >= least]
        keyed = [
            (-int(total[place]), draw(seed, query.id, self.documents[place].id), int(place))
            for place in places.tolist()
        ]
        return [place for _, _, place in sorted(keyed)[:top]]

    def _hit(self, place: int, query: Query, spelled: Mapping[str, str], scores: _Scores) -> Hit:
        document = self.documents[place]
        spoken = self._spoken(place)
        rarest = self._rarest(spelled)
        wants = [want for want in query.wants if want.force is Force.PREFERRED]
        return Hit(
            document=document.id,
            score=_exact(scores.total[place]),
            parts=Parts(
                *(None if part is None else _exact(part[place]) for part in scores.parts.values()),
            ),
            passage=self._passage(document, query, spelled),
            words=tuple(spelled[word] for word in rarest if word in spoken)[:SHOWN_WORDS],
            lacks=tuple(spelled[word] for word in rarest if word not in spoken)[:SHOWN_WORDS],
            met=tuple(want.name for want in wants if _meets(self._facts[place], want)),
            missed=tuple(want.name for want in wants if not _meets(self._facts[place], want)),
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

    def _spoken(self, place: int) -> set[str]:
        return self._words.words_of(place)

    def _rarest(self, spelled: Mapping[str, str]) -> list[str]:
        return sorted(spelled, key=lambda word: (-round(self._words.rarity_of(word), 9), word))


def _words(document: Document) -> list[str]:
    """The words of all passages, and those of the title twice."""
    said = words_of(document.title) * 2
    for passage in document.passages:
        said += words_of(passage.text)
    return said


def _meets(facts: set[tuple[str, str]], want: Want) -> bool:
    return any((want.fact, value) in facts for value in want.among)


def _of_greatest(scores: Floats) -> Floats:
    high = scores.max(initial=0.0)
    return scores / high if high > 0 else scores


def _exact(score: float) -> Fraction:
    return Fraction(round(float(score) * UNIT), UNIT)

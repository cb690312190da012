"""An independent look at findings: every score again from the texts, in plain sums; order, constraints, explanation.

It shares with the rules only what a word is. Scores are compared within five millionths.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np

from securit.engines._shared.outcome import Outcome, unexplained
from securit.engines.matching.search.decision import Finding, Findings, Hit
from securit.engines.matching.search.problem import Document, Force, Problem, Query, Want
from securit.engines.matching.words import words_of

NEAR = 5e-6
Part = Sequence[float] | None


def check(problem: Problem, outcome: Outcome[Findings]) -> tuple[str, ...]:
    """Every fault found, one sentence each; empty when the outcome stands. Some seconds per 10,000 documents."""
    decision = outcome.decision
    if [one.query for one in decision.findings] != [one.id for one in problem.queries]:
        return ("The decision does not answer every query of the problem exactly once, sorted.",)
    known = {document.id for document in problem.documents}
    shown = {hit.document for one in decision.findings for hit in one.hits}
    shown |= {name for one in decision.findings for e in one.excluded for name in e.documents}
    if not shown <= known:
        return (f"The decision names {min(shown - known)}, which is not in the problem.",)
    faults = list(_frame(problem, outcome))
    if problem.documents:
        told = _Collection(problem.documents)
        for query, finding in zip(problem.queries, decision.findings, strict=True):
            faults += _constraints(problem, query, finding)
            faults += _scores(problem, query, finding, told, outcome.rule == "hybrid")
    return tuple(faults)


class _Collection:
    """The words of the documents, counted anew."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.where: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.length = [0] * len(documents)
        for place, document in enumerate(documents):
            words = _spoken(document)
            self.length[place] = len(words)
            for word, number in Counter(words).items():
                self.where[word].append((place, number))
        self.mean = sum(self.length) / len(documents) or 1.0
        self.rows: list[np.ndarray] = []
        self.norm = [0.0] * len(documents)
        for word, held in self.where.items():
            for place, number in held:
                self.norm[place] += ((1 + math.log(number)) * self.idf(word)) ** 2

    def idf(self, word: str) -> float:
        return 1 + math.log((1 + len(self.documents)) / (1 + len(self.where.get(word, ()))))

    def bm25(self, asked: Mapping[str, int]) -> list[float]:
        found = [0.0] * len(self.documents)
        for word, times in asked.items():
            held = self.where.get(word, [])
            rarity = math.log(1 + (len(self.documents) - len(held) + 0.5) / (len(held) + 0.5))
            for place, number in held:
                length = 0.25 + 0.75 * self.length[place] / self.mean
                found[place] += times * rarity * number * 2.5 / (number + 1.5 * length)
        return found

    def tfidf(self, asked: Mapping[str, int]) -> list[float]:
        found = [0.0] * len(self.documents)
        for word, times in asked.items():
            for place, number in self.where.get(word, []):
                found[place] += (1 + math.log(times)) * (1 + math.log(number)) * self.idf(word) ** 2
        return [value / math.sqrt(norm) if norm else 0.0 for value, norm in zip(found, self.norm, strict=True)]

    def vectors(self, query: Query) -> list[float]:
        """The cosine of the nearest passage of each document."""
        if not self.rows:
            self.rows = [np.array([_numbers(p.vector) for p in d.passages if p.vector]) for d in self.documents]
        asked = _numbers(query.vector)
        cosines = [own @ asked / np.sqrt(np.sum(own**2, axis=1) * np.sum(asked**2)) for own in self.rows]
        return [float(one.max()) for one in cosines]


def _spoken(document: Document) -> list[str]:
    return [
        word
        for text in (document.title, document.title, *(p.text for p in document.passages))
        for word in words_of(text)
    ]


def _numbers(vector: bytes) -> np.ndarray:
    return np.frombuffer(vector, dtype="<f4").astype(np.float64)


def _recomputed(
    problem: Problem, query: Query, told: _Collection, hybrid: bool
) -> tuple[str, list[Part], list[float], list[float]]:
    """By what it is ranked, the four parts of the score, the text's part of it, and the score, for every document."""
    words = words_of(query.text)
    short = len(words) <= problem.settings.border
    kind, weights = ("short", problem.settings.short) if short else ("long", problem.settings.long)
    has_vectors = query.vector and all(any(p.vector for p in d.passages) for d in problem.documents)
    uses = bool(hybrid and has_vectors and weights.vectors > 0)
    rest = Fraction(1) if uses else weights.bm25 + weights.tfidf
    counted = Counter(words)
    parts: list[Part] = [None, None, None, None]
    if weights.bm25:
        parts[0] = _by_greatest(told.bm25(dict.fromkeys(counted, 1) if short else counted))
    if weights.tfidf:
        parts[1] = _by_greatest(told.tfidf(counted))
    if uses:
        parts[2] = _stretched(told.vectors(query))
    shares = [float(weights.bm25 / rest), float(weights.tfidf / rest), float(weights.vectors)]
    text = [
        math.fsum(share * part[place] for share, part in zip(shares, parts[:3], strict=True) if part is not None)
        for place in range(len(problem.documents))
    ]
    preferred = [want for want in query.wants if want.force is Force.PREFERRED]
    score = text
    if preferred:
        whole = sum(want.weight for want in preferred)
        met = [float(sum(w.weight for w in preferred if _has(d, w)) / whole) for d in problem.documents]
        share = float(problem.settings.share_of_wants)
        parts[3] = met
        score = [(1 - share) * one + share * other for one, other in zip(text, met, strict=True)]
    return f"{kind} query, words{' and vectors' if uses else ' alone'}", parts, text, score


def _by_greatest(values: list[float]) -> list[float]:
    return [value / max(values) for value in values] if max(values) > 0 else values


def _stretched(values: list[float]) -> list[float]:
    low, high = min(values), max(values)
    if high - low < 1e-9:
        return [1.0 if high > 0 else 0.0] * len(values)
    return [(value - low) / (high - low) for value in values]


def _has(document: Document, want: Want) -> bool:
    return bool({value for name, value in document.facts if name == want.fact} & set(want.among))


def _constraints(problem: Problem, query: Query, finding: Finding) -> Iterator[str]:
    """Exactly those who may not be shown are excluded, each for a reason that is true."""
    barred: dict[str, set[str]] = defaultdict(set)
    for bar in problem.bars:
        if bar.query == query.id:
            barred[bar.document].add(bar.reason)
    stated = {name: one.reason for one in finding.excluded for name in one.documents}
    if len(stated) != sum(len(one.documents) for one in finding.excluded):
        yield f"{query.id}: a document is excluded twice."
    for document in problem.documents:
        reasons = {*barred.get(document.id, ()), *({"it is the query itself"} if document.id == query.id else ())}
        for want in query.wants:
            if want.force is not Force.PREFERRED and _has(document, want) is (want.force is Force.FORBIDDEN):
                reasons.add(f"{want.force.value} {want.name}")
        if reasons and stated.get(document.id) not in reasons:
            yield f"{query.id}: {document.id} is not excluded although it must be: {min(reasons)}."
        if not reasons and document.id in stated:
            yield f"{query.id}: {document.id} is excluded without a reason."
    for name in sorted({hit.document for hit in finding.hits} & (set(stated) | set(barred))):
        yield f"{query.id}: {name} is shown although it is excluded."


def _scores(problem: Problem, query: Query, finding: Finding, told: _Collection, hybrid: bool) -> Iterator[str]:
    ranked_by, parts, text, score = _recomputed(problem, query, told, hybrid)
    if finding.ranked_by != ranked_by:
        yield f"{query.id}: it is ranked by “{ranked_by}”, not “{finding.ranked_by}”."
    place = {document.id: number for number, document in enumerate(problem.documents)}
    if len({hit.document for hit in finding.hits}) < len(finding.hits):
        yield f"{query.id}: a document is shown twice."
    for hit in finding.hits:
        yield from _hit(query, hit, problem.documents[place[hit.document]], parts, score, place[hit.document])
    for hit, after in zip(finding.hits, finding.hits[1:], strict=False):
        if after.score > hit.score:
            yield f"{query.id}: {after.document} stands below {hit.document} although its score is higher."
    gone = {hit.document for hit in finding.hits} | {name for one in finding.excluded for name in one.documents}
    open_to = [d.id for d in problem.documents if d.id not in gone and text[place[d.id]] > NEAR]
    if len(finding.hits) > problem.settings.top or (len(finding.hits) < problem.settings.top and open_to):
        yield f"{query.id}: {len(finding.hits)} documents are shown, though {problem.settings.top} are asked for."
    least = float(min((hit.score for hit in finding.hits), default=Fraction(1)))
    better = [name for name in open_to if score[place[name]] > least + NEAR]
    if better:
        yield f"{query.id}: {better[0]} is not shown although its score is higher than that of one that is."
    yield from _words(query, finding, [problem.documents[place[hit.document]] for hit in finding.hits])


def _hit(
    query: Query, hit: Hit, document: Document, parts: Sequence[Part], score: Sequence[float], place: int
) -> Iterator[str]:
    if abs(float(hit.score) - score[place]) > NEAR:
        yield f"{query.id}: the score of {hit.document} is {score[place]:.6f}, not {float(hit.score):.6f}."
    said = (hit.parts.bm25, hit.parts.tfidf, hit.parts.vectors, hit.parts.wants)
    for name, one, other in zip(("bm25", "tfidf", "vectors", "wants"), said, parts, strict=True):
        if (one is None) != (other is None) or (
            one is not None and other is not None and abs(float(one) - other[place]) > NEAR
        ):
            yield f"{query.id}: the part {name} of the score of {hit.document} is wrong."
    preferred = [want for want in query.wants if want.force is Force.PREFERRED]
    if hit.met != tuple(want.name for want in preferred if _has(document, want)) or hit.missed != tuple(
        want.name for want in preferred if not _has(document, want)
    ):
        yield f"{query.id}: the wants that {hit.document} meets and misses are not told as they are."
    if not 0 <= hit.passage < len(document.passages):
        yield f"{query.id}: {hit.document} has no passage {hit.passage}."


def _words(query: Query, finding: Finding, documents: Sequence[Document]) -> Iterator[str]:
    """Words said to be shared are, words said to lack do, and some are told where there are any."""
    asked = set(words_of(query.text))
    said: set[str] = set()
    for hit, document in zip(finding.hits, documents, strict=True):
        own = set(_spoken(document))
        said |= own
        shares, lacks = ({word for one in told for word in words_of(one)} for told in (hit.words, hit.lacks))
        if not shares <= asked & own or bool(shares) != bool(asked & own):
            yield f"{query.id}: the words that {hit.document} shares are not told as they are."
        if not lacks <= asked - own or bool(lacks) != bool(asked - own):
            yield f"{query.id}: the words that {hit.document} lacks are not told as they are."
    missing = {word for one in finding.missing for word in words_of(one)}
    if finding.hits and (not missing <= asked - said or bool(missing) != bool(asked - said)):
        yield f"{query.id}: what nothing shown speaks of is not told as it is."


def _frame(problem: Problem, outcome: Outcome[Findings]) -> Iterator[str]:
    scores = [hit.score for finding in outcome.decision.findings for hit in finding.hits]
    mean = sum(scores, Fraction(0)) / max(1, len(scores))
    if outcome.objective != mean:
        yield f"The mean score is {mean}, not {outcome.objective}."
    if outcome.problem_digest != problem.digest:
        yield "The outcome answers another problem."
    items = (*(q.id for q in problem.queries), *(d.id for d in problem.documents))
    for name in unexplained(items, outcome.trace):
        yield f"The explanation does not name {name}."

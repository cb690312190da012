"""Words weighed: BM25 and TF-IDF over a collection of texts, as sparse matrices. O(words) to build, O(words) a query.

BM25 after Robertson et al. (1994) with the idf of Lucene, ``ln(1 + (n − df + ½) / (df + ½))``; TF-IDF with
``1 + ln tf``, ``1 + ln((1 + n) / (1 + df))`` and length 1 (Salton and Buckley 1988). Words stand sorted, so equal
collections give equal sums to the last bit on one machine.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from securit.engines.matching.passages import direction

if TYPE_CHECKING:
    from scipy import sparse

SATURATION, LENGTH_SHARE = 1.5, 0.75
"""``k1`` and ``b`` of BM25."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """A collection of texts: ``bm25`` and ``tfidf`` are (texts × words), the rows of ``tfidf`` of length 1."""

    words: Sequence[str]
    column: Mapping[str, int]
    rarity: Floats
    idf: Floats
    bm25: sparse.csr_array[Any]
    tfidf: sparse.csr_array[Any]

    def bm25_of(self, words: Mapping[str, int]) -> Floats:
        """The BM25 score of every text for the words with their number."""
        row = np.zeros(len(self.column), self.bm25.dtype)
        for word, number in words.items():
            if word in self.column:
                row[self.column[word]] = number
        found: Floats = (self.bm25 @ row).astype(np.float64)
        return found

    def cosines_of(self, words: Mapping[str, int]) -> Floats:
        """The cosine of every text with a text of these words; words that no text has are left out."""
        row = np.zeros(len(self.column))
        for word, number in words.items():
            if word in self.column:
                row[self.column[word]] = (1 + np.log(number)) * self.idf[self.column[word]]
        length = np.sqrt(np.dot(row, row))
        found: Floats = (self.tfidf @ row.astype(self.tfidf.dtype)).astype(np.float64)
        return found / length if length > 0 else found

    def shared_of(self, words: Collection[str]) -> NDArray[np.int64]:
        """How many of these different words each text has."""
        asked = np.zeros(len(self.column), np.int64)
        asked[[self.column[word] for word in words if word in self.column]] = 1
        sums = np.concatenate([[0], np.cumsum(asked[self.bm25.indices])])
        found: NDArray[np.int64] = sums[self.bm25.indptr[1:]] - sums[self.bm25.indptr[:-1]]
        return found

    def rarity_of(self, word: str) -> float:
        """The idf of BM25 of a word; that of a word in no text is the highest."""
        place = self.column.get(word)
        return float(np.log(1 + (self.bm25.shape[0] + 0.5) / 0.5)) if place is None else float(self.rarity[place])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The collection as arrays, its matrices in 32 bits."""
        return {
            "words": in_text(self.words),
            "rarity": self.rarity,
            "idf": self.idf,
            "starts": self.bm25.indptr.astype(np.int32),
            "where": self.bm25.indices.astype(np.int32),
            "bm25": self.bm25.data.astype(np.float32),
            "tfidf": self.tfidf.data.astype(np.float32),
        }

    @classmethod
    def opened(cls, arrays: Mapping[str, NDArray[Any]]) -> Weighed:
        """The collection of such arrays, which may lie on disk."""
        from scipy import sparse

        words = named_in(arrays["words"])
        shape = (len(arrays["starts"]) - 1, len(words))
        bm25, tfidf = (
            sparse.csr_array((arrays[name], arrays["where"], arrays["starts"]), shape=shape)
            for name in ("bm25", "tfidf")
        )
        column = {word: place for place, word in enumerate(words)}
        return cls(words, column, arrays["rarity"], arrays["idf"], bm25, tfidf)


def weighed(texts: Iterable[Sequence[str]]) -> Weighed:
    """Weigh the words of the texts, read one after another; none of them is kept."""
    from scipy import sparse

    first_seen: dict[str, int] = {}
    held, numbers, ends, lengths = array("q"), array("q"), array("q", [0]), array("d")
    for text in texts:
        counted = Counter(text)
        for word in sorted(counted):
            held.append(first_seen.setdefault(word, len(first_seen)))
            numbers.append(counted[word])
        ends.append(len(held))
        lengths.append(len(text))
    vocabulary = sorted(first_seen)
    column = {word: place for place, word in enumerate(vocabulary)}
    renumbered = np.empty(len(column), np.int64)
    renumbered[[first_seen[word] for word in vocabulary]] = np.arange(len(column))
    where, starts = renumbered[np.array(held, np.int64)], np.array(ends, np.int64)
    number, length, size = np.array(numbers, np.float64), np.array(lengths, np.float64), len(lengths)
    frequency = np.bincount(where, minlength=len(column)).astype(np.float64)
    rarity = np.log(1 + (size - frequency + 0.5) / (frequency + 0.5))
    idf = 1 + np.log((1 + size) / (1 + frequency))
    mean = length.mean() if size and length.any() else 1.0
    row = np.repeat(np.arange(size), np.diff(starts))
    held_back = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length[row] / mean)
    bm25 = rarity[where] * number * (SATURATION + 1) / (number + held_back)
    tfidf = (1 + np.log(number)) * idf[where]
    norms = np.sqrt(np.bincount(row, tfidf * tfidf, minlength=size))
    shape = (size, len(column))
    return Weighed(
        vocabulary,
        column,
        rarity,
        idf,
        sparse.csr_array((bm25, where, starts), shape=shape),
        sparse.csr_array((tfidf / norms[row], where, starts), shape=shape),
    )


def directions(vectors: Sequence[bytes], kind: type[np.floating[Any]] = np.float64) -> NDArray[Any]:
    """The vectors as rows of length 1, in numbers of this kind."""
    made = np.empty((len(vectors), len(vectors[0]) // 4 if vectors else 0), kind)
    for place, vector in enumerate(vectors):
        made[place] = direction(vector)
    return made


def in_text(names: Sequence[str]) -> NDArray[np.uint8]:
    """Names without the character of number 0 as one array of bytes."""
    return np.frombuffer("".join(f"{name}\0" for name in names).encode(errors="surrogatepass"), np.uint8)


def named_in(array: NDArray[np.uint8]) -> list[str]:
    """The names that :func:`in_text` wrote."""
    return array.tobytes().decode(errors="surrogatepass").split("\0")[:-1]


def units(scores: Floats) -> NDArray[np.int64]:
    """The scores in whole millionths."""
    return np.rint(scores * 1_000_000).astype(np.int64)

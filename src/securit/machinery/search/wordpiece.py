"""Texts into the numbers of the vocabulary: BERT's uncased WordPiece, standard library only.

Source: Devlin et al., BERT (2019), and Schuster, Nakajima, Japanese and Korean voice search (2012). A text is cleaned,
its accents are dropped, it is lowered, cut at spaces and punctuation, and each word is split into the longest pieces
the vocabulary has, from its left. A marker that stands in a text (``[SEP]``) is text: nobody writes the model's own
marks.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

LONGEST_WORD = 100
MOST_WORDS_KEPT = 50_000
CONTINUED = "##"
CHINESE = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


class _Cleaned(dict[int, str]):
    """For ``str.translate``: control characters go, every space is one kind, each Chinese character is a word."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter in "\t\n\r":
            clean = " "
        elif code == 0xFFFD or unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs"):
            clean = ""
        elif letter.isspace():
            clean = " "
        else:
            clean = f" {letter} " if any(first <= code <= last for first, last in CHINESE) else letter
        return self.setdefault(code, clean)


class _Cut(dict[int, str]):
    """For ``str.translate``, after decomposition: accents go, each punctuation mark is a word."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        kind = unicodedata.category(letter)
        is_mark = kind.startswith("P") or (code < 128 and kind.startswith("S"))
        return self.setdefault(code, "" if kind == "Mn" else f" {letter} " if is_mark else letter)


_CLEANED, _CUT = _Cleaned(), _Cut()


def words(text: str) -> list[str]:
    """The words and punctuation marks of a text, lowered, without accents."""
    plain = unicodedata.normalize("NFD", text.translate(_CLEANED)).translate(_CUT)
    return plain.replace("Σ", "σ").lower().split()  # lower() alone would look at a sigma's neighbours


class WordPiece:
    """A vocabulary: one piece a line, its number is its line; ``##`` begins what goes on within a word."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._number = {piece: number for number, piece in enumerate(pieces)}
        self._begin, self._end = self._number["[CLS]"], self._number["[SEP]"]
        self._unknown = [self._number["[UNK]"]]
        self._kept: dict[str, list[int]] = {}

    def numbers(self, text: str, most: int) -> list[int]:
        """At most ``most`` numbers, the marks of beginning and end among them; what goes on beyond is not read."""
        found: list[int] = []
        for word in words(text[: most * LONGEST_WORD]):
            found += self._pieces(word)
            if len(found) >= most - 2:
                break
        return [self._begin, *found[: most - 2], self._end]

    def _pieces(self, word: str) -> list[int]:
        kept = self._kept.get(word)
        if kept is None:
            kept = self._split(word)
            if len(self._kept) < MOST_WORDS_KEPT:
                self._kept[word] = kept
        return kept

    def _split(self, word: str) -> list[int]:
        if len(word) > LONGEST_WORD:
            return self._unknown
        found, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else CONTINUED + word[start:end]
                if piece in self._number:
                    found.append(self._number[piece])
                    start = end
                    break
            else:
                return self._unknown
        return found

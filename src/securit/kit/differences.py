"""What changed in a text, word by word, so that a reader finds it at a glance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

AROUND = 12
"""How many unchanged words are shown on either side of a change."""
SHORT = 30
"""Up to so many words a text stands whole, before and after."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row: unchanged, taken out or put in."""

    text: str
    is_old: bool = False
    is_new: bool = False


@lru_cache(maxsize=256)
def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts as one: what stayed (long stretches shortened to an ellipsis), what went, what came.

    Short texts are not taken apart: the old one, then the new one.
    """
    old, new = _words(before), _words(after)
    if max(len(old), len(new)) <= SHORT:
        return tuple(piece for piece in (Piece(before, is_old=True), Piece(after, is_new=True)) if piece.text)
    found: list[Piece] = []
    blocks = SequenceMatcher(a=[word.strip() for word in old], b=[word.strip() for word in new]).get_opcodes()
    for number, (tag, a, b, c, d) in enumerate(blocks):
        if tag == "equal":
            kept = _shortened(new[c:d], is_first=number == 0, is_last=number == len(blocks) - 1)
            found.append(Piece("".join(kept)))
            continue
        if b > a:
            found.append(Piece("".join(old[a:b]).rstrip(), is_old=True))
            if d > c:
                found.append(Piece(" "))
        if d > c:
            found.append(Piece("".join(new[c:d]), is_new=True))
        else:
            found.append(Piece(" "))
    return tuple(piece for piece in found if piece.text)


def _words(text: str) -> list[str]:
    """Words, each with the white space behind it."""
    return re.findall(r"\S+\s*", text)


def _shortened(words: list[str], *, is_first: bool, is_last: bool) -> list[str]:
    head, tail = (0 if is_first else AROUND), (0 if is_last else AROUND)
    if len(words) <= head + tail + AROUND:
        return words
    return [*words[:head], "… ", *words[len(words) - tail :]]

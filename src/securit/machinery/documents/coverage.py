"""Which characters a vendored font can print, read from its own character map.

A tagged PDF may not contain a character without a glyph, so a document with an emoji would not be made at all.
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
SUBSTITUTE = "\N{WHITE SQUARE}"


def printable(text: str) -> str:
    """The text with every character that the vendored fonts lack replaced by a white square."""
    covered = covered_characters()
    return "".join(c if ord(c) in covered or c in "\n\t" else SUBSTITUTE for c in text)


@cache
def covered_characters() -> frozenset[int]:
    """The code points of the regular face."""
    return frozenset(_characters((FONTS / "Inter-Regular.otf").read_bytes()))


def _characters(font: bytes) -> set[int]:
    found: set[int] = set()
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for index in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * index + 4)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if form == 4:
            found |= _segments(font, start + offset)
        elif form == 12:
            found |= _groups(font, start + offset)
    return found


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError("The font has no character map.")


def _segments(font: bytes, at: int) -> set[int]:
    """Format 4: parallel arrays of segment ends and starts. A glyph of 0 inside a segment is not met in our fonts."""
    half = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{half}H", font, at + 14)
    starts = struct.unpack_from(f">{half}H", font, at + 16 + 2 * half)
    return {c for first, last in zip(starts, ends, strict=True) for c in range(first, last + 1) if c != 0xFFFF}


def _groups(font: bytes, at: int) -> set[int]:
    """Format 12: groups of first, last and glyph."""
    (count,) = struct.unpack_from(">I", font, at + 12)
    found: set[int] = set()
    for index in range(count):
        first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * index)
        found.update(range(first, last + 1))
    return found

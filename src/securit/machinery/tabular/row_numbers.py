"""Rows as a person names them: ``2-40, 57, 60-``."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PART = re.compile(r"(\d{1,7})(?:\s*[-–—]\s*(\d{0,7}))?")


def named_rows(text: str, there: Iterable[int]) -> frozenset[int]:
    """The rows of ``there`` that the text names. Raises ``ValueError`` with the part that cannot be understood.

    Parts are separated by commas, semicolons or spaces; a range without its end goes to the last row. A number or an
    end of a range that is no row is a mistake: whoever names row 400 of 40 means something else.
    """
    rows = sorted(there)
    known, found = frozenset(rows), set[int]()
    for part in re.split(r"[,;\s]+", re.sub(r"\s*[-–—]\s*", "-", text.strip())):
        said = _PART.fullmatch(part)
        if not part:
            continue
        if said is None:
            raise ValueError(part)
        first = int(said[1])
        last = first if said[2] is None else int(said[2] or max(rows, default=0))
        if first not in known or last not in known or last < first:
            raise ValueError(part)
        found |= {row for row in rows if first <= row <= last}
    return frozenset(found)

"""Short codes that nobody has to invent: made of a title, and never used twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 30


def code_of(title: str, taken: Iterable[str], *, otherwise: str) -> str:
    """A code of small letters, digits and ``_`` for ``title`` that is not among ``taken``."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    base = words[:LONGEST].rsplit("_", 1)[0] if len(words) > LONGEST and "_" in words[:LONGEST] else words[:LONGEST]
    if not base or not base[0].isalpha():
        base = otherwise
    used, number, code = set(taken), 2, base
    while code in used:
        code, number = f"{base}_{number}", number + 1
    return code

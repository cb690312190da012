"""Names of files as people see them; never a path on our side."""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 150
_SPACES = re.compile(r"\s+")


def shown_name(name: str) -> str:
    """The name to show and to offer at download: no folders, control characters, or marks that turn text around.

    A name of which nothing is left becomes ``file``; a long one loses its middle, not its ending.
    """
    spaced = _SPACES.sub(" ", unicodedata.normalize("NFC", name.encode("utf-8", "ignore").decode()))
    visible = "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    last = re.split(r"[/\\]", visible)[-1].strip(" .")
    if len(last) <= MOST_CHARACTERS:
        return last or "file"
    stem, point, ending = last.rpartition(".")
    if not point or len(ending) > 10:
        return last[:MOST_CHARACTERS]
    return f"{stem[: MOST_CHARACTERS - len(ending) - 2]}….{ending}"

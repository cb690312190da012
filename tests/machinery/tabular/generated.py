"""Tables that a person could have made, with mistakes in some cells, and what of them is valid by construction.

The oracle is the generator itself: each cell comes with whether it may be stored, so no code of the platform says so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

#: Texts of cells that every stage's tables share: how they are written, and the code they mean (empty: a mistake).
COUNTRIES = {"FR": "FR", "Deutschland": "DE", "Polska": "PL", "el": "GR", "Atlantis": "", "": "", "F R": "", "123": ""}
GOOD_AND_BAD_COUNTRIES = (
    tuple(text for text, code in COUNTRIES.items() if code),
    tuple(text for text, code in COUNTRIES.items() if not code),
)
TITLES = ("Pumps", "Gates", "PUMPS", "Fences at night", "<b>Doors</b>", "=1+1", "")
NAMES = ("Acme", "Beta Works", "")


@dataclass(frozen=True)
class Cells:
    """One row: its texts by column, and whether all of them may be stored."""

    texts: Mapping[str, str]
    is_valid: bool


@dataclass(frozen=True)
class Generated:
    """A table as bytes, and its rows in the order of the file."""

    content: bytes
    rows: tuple[Cells, ...]

    def expected(self, title: str, owner: str, country: str) -> list[int]:
        """The numbers of the rows that are new: valid, and the first of their title, owner and country."""
        seen: set[tuple[str, str, str]] = set()
        found = []
        for number, row in enumerate(self.rows, start=2):
            key = (row.texts[title].lower(), row.texts[owner].lower(), COUNTRIES[row.texts[country]])
            if row.is_valid and key not in seen:
                seen.add(key)
                found.append(number)
        return found


def tables(columns: Mapping[str, tuple[str, Sequence[str], Sequence[str]]]) -> st.SearchStrategy[Generated]:
    """Tables of these columns: name → (what stands over it, texts that are valid there, texts that are not)."""

    def row_of(picked: tuple[str, ...]) -> Cells:
        texts = dict(zip(columns, picked, strict=True))
        return Cells(texts, all(text in columns[name][1] for name, text in texts.items()))

    good = st.tuples(*(st.sampled_from(list(valid)) for _head, valid, _wrong in columns.values()))
    mixed = st.tuples(*(st.sampled_from([*valid, *wrong]) for _head, valid, wrong in columns.values()))
    one_wrong = st.tuples(good, mixed, st.integers(0, len(columns) - 1)).map(
        lambda both: tuple(both[1][at] if at == both[2] else cell for at, cell in enumerate(both[0]))
    )
    rows = st.lists((good | one_wrong | mixed).map(row_of), min_size=1, max_size=25)
    kinds = st.sampled_from([("utf-8", ";"), ("utf-8-sig", ","), ("utf-16", "\t"), ("utf-8", "|")])
    heads = [head for head, _valid, _wrong in columns.values()]
    return st.builds(lambda found, kind: Generated(_written(heads, found, *kind), tuple(found)), rows, kinds)


def _written(heads: Sequence[str], rows: Sequence[Cells], encoding: str, sign: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=sign, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow(list(row.texts.values()))
    return text.getvalue().encode(encoding)

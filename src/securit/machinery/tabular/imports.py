"""From a table that somebody made to rows that may be stored: columns assigned, every row judged, nothing written.

A stage says what it takes with an :class:`ImportSpec`; this module guesses which column is which, judges the rows,
and makes the same table again with an error column. Who calls it stores exactly the rows that are good, or those of
them that a person ticked.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from securit.machinery.tabular.columns import Column
from securit.machinery.tabular.reading import Table

MOST_IMPORT_ROWS = 10_000
Status = Literal["new", "known", "repeated", "faulty"]
Texts = Mapping[str, str]


@dataclass(frozen=True)
class ImportColumn:
    """What can be taken from a column: its name, its label, other words for it (any language), whether it must be.

    With ``choices`` (text → label) a person may choose one that holds for every row that says nothing itself;
    ``default`` is the one that is chosen at first.
    """

    name: str
    label: str
    words: tuple[str, ...] = ()
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    default: str = ""


@dataclass(frozen=True)
class ImportSpec:
    """What a stage takes from a table.

    ``check_row`` answers with a sentence for each column that is wrong; ``key_of`` says by what two rows are the same
    thing (empty: nothing to compare).
    """

    columns: tuple[ImportColumn, ...]
    check_row: Callable[[Texts], Mapping[str, str]]
    key_of: Callable[[Texts], str]

    @property
    def defaults(self) -> dict[str, str]:
        """What holds for every row before anybody chose."""
        return {column.name: column.default for column in self.columns if column.default}


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell, with the letter of its column as a spreadsheet shows it (empty: the whole row)."""

    letter: str
    label: str
    sentence: str

    def __str__(self) -> str:
        place = f"{self.letter} ({self.label})" if self.letter else self.label
        return f"{place}: {self.sentence}" if place else self.sentence


@dataclass(frozen=True)
class JudgedRow:
    """One row: its number in the file, its texts by column of the spec, what is wrong, and what it would be."""

    number: int
    texts: Texts
    status: Status
    faults: tuple[Fault, ...] = ()
    same_as: str = ""


@dataclass(frozen=True)
class Preview:
    """All rows of a table, judged."""

    rows: tuple[JudgedRow, ...]
    unassigned: tuple[str, ...]

    def of(self, status: Status) -> tuple[JudgedRow, ...]:
        """The rows of one status, in order of the file."""
        return tuple(row for row in self.rows if row.status == status)

    @property
    def is_all_good(self) -> bool:
        """Whether every row could be stored as a new one."""
        return bool(self.rows) and all(row.status == "new" for row in self.rows)


def letter_of(index: int) -> str:
    """The letter over a column in a spreadsheet: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def signature(columns: Iterable[str]) -> str:
    """The digest of a header, by which an assignment is remembered for the next table of the same make."""
    return hashlib.sha256("\x1f".join(plain(label) for label in columns).encode()).hexdigest()


def guess_mapping(spec: ImportSpec, columns: tuple[str, ...]) -> dict[str, str]:
    """Which column of the table is which of the spec: ``{column label: name}``.

    First by the whole header, then by a word of it; a name is given once.
    """
    mapping: dict[str, str] = {}
    known = [(each.name, {plain(each.name), plain(each.label), *map(plain, each.words)}) for each in spec.columns]
    for exactly in (True, False):
        for label in columns:
            if label in mapping:
                continue
            for name, words in known:
                if name not in mapping.values() and _says(plain(label), words, exactly):
                    mapping[label] = name
                    break
    return mapping


def _says(label: str, words: set[str], exactly: bool) -> bool:
    if exactly:
        return label in words
    return any(f" {word} " in f" {label} " for word in words if len(word) > 2)


def plain(text: str) -> str:
    """Lower case, without accents, underscores or signs."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


def judge(
    spec: ImportSpec,
    table: Table,
    mapping: Mapping[str, str],
    known: Mapping[str, str],
    defaults: Mapping[str, str] | None = None,
) -> Preview:
    """Every row of the table under this assignment. ``known`` says what is there already: key → its name.

    ``defaults`` are the texts of rows that say nothing: column → text. A row is faulty with any fault, known when its
    key is, repeated when a row above has the same key, else new.
    """
    places = {mapping[label]: index for index, label in enumerate(table.columns) if mapping.get(label)}
    labels = {column.name: column.label for column in spec.columns}
    broken: dict[int, list[str]] = {}
    for problem in table.problems:
        broken.setdefault(int(problem.path[1]), []).append(problem.sentence)
    seen: dict[str, int] = {}
    rows = []
    for row in table.rows:
        texts = {name: row.values[index] for name, index in places.items()}
        texts |= {name: text for name, text in (defaults or {}).items() if text and not texts.get(name)}
        wrong = spec.check_row({column.name: texts.get(column.name, "") for column in spec.columns})
        faults = tuple(
            [Fault("", "", sentence) for sentence in broken.get(row.number, ())]
            + [
                Fault(letter_of(places[name]) if name in places else "", labels.get(name, name), sentence)
                for name, sentence in wrong.items()
            ]
        )
        rows.append(_judged(row.number, texts, faults, spec.key_of(texts), known, seen))
    return Preview(tuple(rows), tuple(label for label in table.columns if not mapping.get(label)))


def _judged(
    number: int, texts: Texts, faults: tuple[Fault, ...], key: str, known: Mapping[str, str], seen: dict[str, int]
) -> JudgedRow:
    if faults:
        return JudgedRow(number, texts, "faulty", faults)
    if key and key in seen:
        return JudgedRow(number, texts, "repeated", same_as=str(seen[key]))
    if key:
        seen[key] = number
    if key and key in known:
        return JudgedRow(number, texts, "known", same_as=known[key])
    return JudgedRow(number, texts, "new")


def missing_columns(spec: ImportSpec, mapping: Mapping[str, str], defaults: Mapping[str, str]) -> list[str]:
    """Labels of columns that must be assigned and are not, and that no default stands in for."""
    said = {*mapping.values(), *(name for name, text in defaults.items() if text)}
    return [column.label for column in spec.columns if column.required and column.name not in said]


def with_errors(table: Table, preview: Preview, heading: str) -> tuple[list[Column], Iterator[dict[str, object]]]:
    """The same table for the writer, with a last column that says what is wrong in each row."""
    columns = [Column(f"c{index}", label) for index, label in enumerate(table.columns)]
    faults = {row.number: "; ".join(map(str, row.faults)) for row in preview.rows}

    def rows() -> Iterator[dict[str, object]]:
        for row in table.rows:
            cells: dict[str, object] = {f"c{index}": value for index, value in enumerate(row.values)}
            yield {**cells, "errors": faults.get(row.number, "")}

    return [*columns, Column("errors", heading)], rows()

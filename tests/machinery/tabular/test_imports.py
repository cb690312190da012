"""Tables on their way in: which column is which, what every row is, and the same table with its errors."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securit.machinery.tabular.imports import (
    ImportColumn,
    ImportSpec,
    guess_mapping,
    judge,
    letter_of,
    missing_columns,
    signature,
    with_errors,
)
from securit.machinery.tabular.reading import UnreadableTable, read_table, sheets_of
from securit.machinery.tabular.writing import write_csv


def check(texts: Mapping[str, str]) -> Mapping[str, str]:
    """A name is needed; a level is a digit."""
    wrong = {}
    if not texts["name"]:
        wrong["name"] = "A name is needed."
    if texts["level"] and texts["level"] not in "123456789":
        wrong["level"] = "A level is a digit from 1 to 9."
    return wrong


SPEC = ImportSpec(
    (
        ImportColumn("name", "Name", ("title", "bezeichnung", "nom"), required=True),
        ImportColumn("level", "Level", ("trl", "reifegrad")),
        ImportColumn("country", "Country", ("pays", "land")),
    ),
    check,
    lambda texts: texts.get("name", "").casefold(),
)


@pytest.mark.parametrize(
    ("columns", "mapping"),
    [
        (("Name", "TRL", "Pays"), {"Name": "name", "TRL": "level", "Pays": "country"}),
        (("Bezeichnung", "Reifegrad", "Land"), {"Bezeichnung": "name", "Reifegrad": "level", "Land": "country"}),
        (("NOM_", "trl (1-9)"), {"NOM_": "name", "trl (1-9)": "level"}),
        (("Name", "Title"), {"Name": "name"}),
        (("Something", "else"), {}),
        (("Title of it", "Name"), {"Name": "name"}),
    ],
)
def test_columns_are_known_by_their_words_in_any_language(columns: tuple[str, ...], mapping: dict[str, str]) -> None:
    assert guess_mapping(SPEC, columns) == mapping


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ")])
def test_a_column_has_the_letter_that_a_spreadsheet_shows(index: int, letter: str) -> None:
    assert letter_of(index) == letter


def test_a_header_is_known_again_whatever_its_case() -> None:
    assert signature(["Name", "TRL"]) == signature(["NAME", "trl"])
    assert signature(["Name", "TRL"]) != signature(["TRL", "Name"])


def preview(text: str, known: Mapping[str, str] | None = None):  # type: ignore[no-untyped-def]
    table = read_table(io.BytesIO(text.encode()), "t.csv")
    return table, judge(SPEC, table, guess_mapping(SPEC, table.columns), known or {})


def test_each_row_is_new_known_repeated_or_faulty() -> None:
    _table, seen = preview("name;trl\nA;1\nB;x\na;2\nC;3\n;4\n", {"c": "C (here)"})

    assert [(row.number, row.status, row.same_as) for row in seen.rows] == [
        (2, "new", ""), (3, "faulty", ""), (4, "repeated", "2"), (5, "known", "C (here)"), (6, "faulty", ""),
    ]  # fmt: skip
    assert str(seen.rows[1].faults[0]) == "B (Level): A level is a digit from 1 to 9."
    assert seen.is_all_good is False


def test_a_column_that_must_be_there_is_named() -> None:
    assert missing_columns(SPEC, {"x": "level"}, {}) == ["Name"]
    assert missing_columns(SPEC, {"x": "level"}, {"name": "Camera"}) == []


def test_the_table_comes_back_with_a_column_that_says_what_is_wrong() -> None:
    table, seen = preview("name;trl;=extra\nA;1;k\n;x;l\n")
    columns, rows = with_errors(table, seen, "What is wrong")
    made = b"".join(write_csv(columns, rows)).decode().splitlines()

    assert made == [
        "name,trl,'=extra,What is wrong",
        "A,1,k,",
        ",x,l,A (Name): A name is needed.; B (Level): A level is a digit from 1 to 9.",
    ]


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ("name;trl\nÉ;1\n".encode(), "UTF-8, columns separated by semicolons"),
        ("name\ttrl\nÉ\t1\n".encode("utf-16"), "UTF-16, columns separated by tabs"),
        ("name,trl\nÉ,1\n".encode("cp1252"), "Windows-1252, columns separated by commas"),
        ("name,trl\nÉ,1\n".encode("utf-8-sig"), "UTF-8, columns separated by commas"),
    ],
)
def test_it_is_said_how_the_file_was_read(content: bytes, note: str) -> None:
    table = read_table(io.BytesIO(content), "t.csv")

    assert (table.notes, table.rows[0].values) == ((note,), ("É", "1"))


def a_workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["read me"])
    sheet = book.create_sheet("Data")
    for row in (["A list"], ["name", "trl"], ["A", "=1+1"], ["B", 2]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_sheet_and_header_are_chosen_and_formulas_and_joined_cells_are_told() -> None:
    content = a_workbook()
    table = read_table(io.BytesIO(content), "t.xlsx", sheet="Data", header=2)

    assert sheets_of(content, "t.xlsx") == ["Sheet", "Data"]
    assert (table.columns, [row.values for row in table.rows]) == (("name", "trl"), [("A", ""), ("B", "2")])
    assert [note.split(":")[0] for note in table.notes] == ["1 cells hold formulas", "1 groups of cells are joined"]


def test_a_file_that_is_no_workbook_has_no_sheets() -> None:
    with pytest.raises(UnreadableTable):
        sheets_of(b"PK\x03\x04 nothing", "t.xlsx")


@dataclass(frozen=True)
class Cell:
    """A generated row: what stands in it, and whether that can be stored."""

    name: str
    level: str
    is_valid: bool


VALID = st.builds(
    Cell, st.from_regex(r"[A-Za-z]{1,8}", fullmatch=True), st.sampled_from(["", *"123456789"]), st.just(True)
)
FAULTY = st.builds(Cell, st.just(""), st.sampled_from("123"), st.just(False)) | st.builds(
    Cell,
    st.from_regex(r"[A-Za-z]{1,8}", fullmatch=True),
    st.sampled_from(["0", "10", "x", "-1", "1.5"]),
    st.just(False),
)


@given(st.lists(VALID | FAULTY, min_size=1, max_size=30), st.sampled_from([";", ",", "\t"]))
def test_what_is_accepted_is_exactly_what_was_valid(cells: list[Cell], sign: str) -> None:
    text = "".join(f"{cell.name}{sign}{cell.level}{sign}x\n" for cell in cells)
    table, seen = preview(f"name{sign}trl{sign}other\n{text}")
    first: dict[str, int] = {}
    for number, cell in enumerate(cells, start=2):
        if cell.is_valid:
            first.setdefault(cell.name.casefold(), number)

    assert len(table.rows) == len(cells)
    assert [row.number for row in seen.of("faulty")] == [n for n, cell in enumerate(cells, 2) if not cell.is_valid]
    assert [row.number for row in seen.of("new")] == sorted(first.values())
    assert {row.number: row.texts["name"] for row in seen.of("new")} == {n: cells[n - 2].name for n in first.values()}

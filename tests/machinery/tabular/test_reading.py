import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securit.machinery.shape import Problem
from securit.machinery.tabular.reading import MOST_COLUMNS, MOST_ROWS, Table, UnreadableTable, read_table
from tests.machinery.files.test_archives import archive


def read(content: bytes | str) -> Table:
    return read_table(io.BytesIO(content.encode() if isinstance(content, str) else content), "needs.csv")


def rows(table: Table) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.number, row.values) for row in table.rows]


def workbook(lines: Sequence[Sequence[Any]], *, hidden_first: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    if hidden_first:
        sheet.sheet_state = "hidden"
        sheet.append(["secret"])
        sheet = book.create_sheet("Visible")
    for line in lines:
        sheet.append(list(line))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_usual_encodings_are_recognised(encoding: str) -> None:
    table = read("Name,City\nMüller,Genève\n".encode(encoding))
    assert (table.columns, rows(table)) == (("Name", "City"), [(2, ("Müller", "Genève"))])


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_usual_delimiters_are_recognised(sign: str) -> None:
    table = read(f'Name{sign}"Needs, urgent; or not"\nA{sign}"x, y; z"\nB{sign}w\n')
    assert (table.columns, rows(table)) == (
        ("Name", "Needs, urgent; or not"),
        [(2, ("A", "x, y; z")), (3, ("B", "w"))],
    )


def test_a_row_is_known_by_its_line_even_after_cells_of_several_lines() -> None:
    assert rows(read('Name,Text\nA,"one\ntwo"\n\nB,x\n')) == [(2, ("A", "one\ntwo")), (5, ("B", "x"))]


def test_the_header_is_found_below_a_title() -> None:
    table = read("Needs of the workshop\n\nName,Country,Year\nA,FR,2020\n")
    assert (table.header_number, table.columns, rows(table)) == (
        3,
        ("Name", "Country", "Year"),
        [(4, ("A", "FR", "2020"))],
    )


def test_blank_and_repeated_labels_become_distinct() -> None:
    assert read("Name,,Name,Name\na,b,c,d\n").columns == ("Name", "Column 2", "Name (2)", "Name (3)")


def test_short_rows_are_filled_and_long_rows_reported_with_their_number() -> None:
    table = read("Name,City\nA\nB,C,D\n")
    assert rows(table) == [(2, ("A", "")), (3, ("B", "C"))]
    assert table.problems == (Problem(("row", 3), "The row has 3 cells, but the header names only 2 columns."),)


def test_records_give_each_row_by_column() -> None:
    assert list(read("Name,City\nA,B\n").records()) == [(2, {"Name": "A", "City": "B"})]


def test_a_single_column_is_a_table() -> None:
    table = read("Name\nA\nB\n")
    assert (table.columns, rows(table)) == (("Name",), [(2, ("A",)), (3, ("B",))])


def test_a_workbook_reads_as_text() -> None:
    table = read(
        workbook(
            [
                ["Name", "Staff", "Share", "Day", "At", "Yes"],
                ["A", 5, 0.1, datetime(2022, 4, 26), datetime(2022, 4, 26, 17), True],  # noqa: DTZ001
                [],
                ["B", 5.0, 1e-7, None, None, False],
            ]
        )
    )
    assert table.columns == ("Name", "Staff", "Share", "Day", "At", "Yes")
    assert rows(table) == [
        (2, ("A", "5", "0.1", "2022-04-26", "2022-04-26T17:00:00", "true")),
        (4, ("B", "5", "0.0000001", "", "", "false")),
    ]


def test_a_hidden_sheet_is_not_read() -> None:
    table = read(workbook([["Name"], ["A"]], hidden_first=True))
    assert (table.columns, rows(table)) == (("Name",), [(2, ("A",))])


def test_an_error_in_a_cell_is_reported_with_its_row() -> None:
    table = read(workbook([["Name", "Sum"], ["A", 1], ["B", "#REF!"]]))
    assert table.problems == (Problem(("row", 3), "A cell shows the error #REF!."),)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "“needs.csv” is empty."),
        (b"  \n ", "“needs.csv” is empty."),
        (b",,\n,\n", "“needs.csv” has no filled rows."),
        (b"a,b\n\0,c\n", "“needs.csv” cannot be read: it holds zero bytes, so it is not a text file."),
        (b"PK\x03\x04rest", "“needs.csv” cannot be read: The file is damaged: its end is missing."),
        (
            archive({"word/document.xml": b"x"}),
            "“needs.csv” cannot be read: it is not an Excel workbook (xlsx); save it in that format or as CSV.",
        ),
        (
            archive({"xl/workbook.xml": b"x", "[Content_Types].xml": b"x"}),
            "“needs.csv” cannot be read: the workbook is damaged; open it in Excel and save it again.",
        ),
        (
            archive({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}),
            "“needs.csv” cannot be read: the workbook holds a document type declaration, which no spreadsheet writes.",
        ),
        (
            archive({"xl/workbook.xml": b"\0" * 9_000_000}),
            "“needs.csv” cannot be read: Unpacked, a part of the file grows more than 100 times.",
        ),
        (
            "a,b\n" + "1,2\n" * (MOST_ROWS + 1),
            f"“needs.csv” has {MOST_ROWS + 1} rows; at most {MOST_ROWS} are read.",
        ),
        (
            "a,b\n" + "1,2\n" * (MOST_ROWS + 500),
            f"“needs.csv” has more than {MOST_ROWS} rows; split it into several files.",
        ),
        (
            ",".join("a" for _ in range(MOST_COLUMNS + 1)),
            f"“needs.csv” has {MOST_COLUMNS + 1} columns; at most {MOST_COLUMNS} are read.",
        ),
        ("\n" * 100_001 + "a", f"“needs.csv” has more than {MOST_ROWS} rows; split it into several files."),
    ],
)
def test_a_file_that_is_no_usable_table_is_refused_with_a_sentence(content: bytes | str, sentence: str) -> None:
    with pytest.raises(UnreadableTable) as refused:
        read(content)
    assert str(refused.value) == sentence


def test_quotation_marks_that_do_not_close_are_refused_with_their_line() -> None:
    with pytest.raises(UnreadableTable, match="from line 3 on, the quotation marks do not close"):
        read('a,b\n1,2\n"3,4\n5,6\n')


def test_a_table_at_the_limit_is_read() -> None:
    assert len(read("a,b\n" + "1,2\n" * MOST_ROWS).rows) == MOST_ROWS


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_table_or_a_sentence(content: bytes) -> None:
    problem, widths = "“needs.csv” ", set[int]()
    try:
        table = read(content)
        widths = {len(row.values) - len(table.columns) for row in table.rows}
    except UnreadableTable as refused:
        problem = str(refused)
    assert (problem.startswith("“needs.csv” "), widths <= {0}) == (True, True)


HEALTHY = workbook([["Name", "Staff"], ["A", 5], ["B", "=1+1"]])


@settings(max_examples=150)
@given(st.integers(0, len(HEALTHY) - 1), st.integers(1, 255))
def test_a_workbook_damaged_anywhere_gives_a_table_or_a_sentence(at: int, flipped: int) -> None:
    damaged = bytearray(HEALTHY)
    damaged[at] ^= flipped
    problem = "“needs.csv” "
    try:
        read(bytes(damaged))
    except UnreadableTable as refused:
        problem = str(refused)
    assert problem.startswith("“needs.csv” ")

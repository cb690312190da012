import csv
import io
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from securit.machinery.tabular.columns import Column, defused, is_formula
from securit.machinery.tabular.writing import write_csv, write_xlsx

AT = datetime(2022, 5, 1, tzinfo=UTC)
COLUMNS = (
    Column("name", "Organisation"),
    Column("staff", "Staff", "whole"),
    Column("grant", "Sub-grant (EUR)", "money"),
    Column("score", "Score", "decimal"),
    Column("day", "Founded", "date"),
    Column("sent", "Submitted", "moment"),
)
ROW: dict[str, object] = {
    "name": "Łódź “Safe”, Ltd",
    "staff": 12,
    "grant": 7_400_000,
    "score": Decimal("13.50"),
    "day": date(2020, 2, 29),
    "sent": datetime(2022, 4, 26, 17, 0, tzinfo=timezone(timedelta(hours=2))),
}
EMPTY: dict[str, object] = dict.fromkeys(ROW)
HOSTILE = [
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\tx",
    "\r=1",
    "\nx",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\u200b=1",
    '"=1',
    "−1",
]


def csv_of(columns: tuple[Column, ...], *rows: dict[str, object]) -> list[list[str]]:
    made = b"".join(write_csv(columns, rows)).decode()
    return list(csv.reader(io.StringIO(made, newline="")))


def sheet_of(columns: tuple[Column, ...], *rows: dict[str, object], title: str = "Organisations") -> Any:
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(columns, rows, title=title, at=AT))).worksheets[0]


def test_csv_prints_every_kind_of_value() -> None:
    assert csv_of(COLUMNS, ROW, EMPTY) == [
        ["Organisation", "Staff", "Sub-grant (EUR)", "Score", "Founded", "Submitted"],
        ["Łódź “Safe”, Ltd", "12", "74000.00", "13.50", "2020-02-29", "2022-04-26T15:00:00Z"],
        ["", "", "", "", "", ""],
    ]


def test_csv_of_no_rows_is_its_header() -> None:
    assert b"".join(write_csv(COLUMNS[:2], [])) == b"Organisation,Staff\r\n"


def test_csv_for_excel_begins_with_a_byte_order_mark() -> None:
    assert b"".join(write_csv(COLUMNS[:1], [], encoding="utf-8-sig")) == b"\xef\xbb\xbfOrganisation\r\n"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_could_be_a_formula_is_defused_in_csv(text: str) -> None:
    assert csv_of((Column("x", text),), {"x": text}) == [["'" + text], ["'" + text]]


@pytest.mark.parametrize("text", ["plain", "a=b", "3+4", "e-mail", "", "a@b.eu", "Müller & Söhne; Wien"])
def test_a_harmless_text_stays_as_it_is(text: str) -> None:
    assert (is_formula(text), defused(text)) == (False, text)


def test_a_formula_behind_a_list_separator_is_defused_too() -> None:
    assert (defused("a;=1+1"), defused("a\t @x")) == ("a;'=1+1", "a\t' @x")


def test_negative_numbers_stay_numbers() -> None:
    columns = (Column("n", "N", "whole"), Column("m", "M", "money"), Column("d", "D", "decimal"))
    row: dict[str, object] = {"n": -3, "m": -5, "d": Decimal("-0.5")}
    assert csv_of(columns, row)[1] == ["-3", "-0.05", "-0.5"]
    assert [cell.value for cell in sheet_of(columns, row)[2]] == [-3, -0.05, -0.5]


def test_a_workbook_holds_typed_cells_under_a_header() -> None:
    sheet = sheet_of(COLUMNS, ROW, EMPTY)
    assert [cell.value for cell in sheet[1]] == [
        "Organisation",
        "Staff",
        "Sub-grant (EUR)",
        "Score",
        "Founded",
        "Submitted (UTC)",
    ]
    assert [cell.value for cell in sheet[2]] == [
        "Łódź “Safe”, Ltd",
        12,
        74000,
        13.5,
        datetime(2020, 2, 29),  # noqa: DTZ001 - a workbook knows no zones
        datetime(2022, 4, 26, 15),  # noqa: DTZ001
    ]
    assert (sheet.title, sheet["C2"].number_format) == ("Organisations", "#,##0.00")


@pytest.mark.parametrize("text", [*HOSTILE, "{=1}", "https://e.eu", "123"])
def test_a_text_in_a_workbook_is_a_text_cell(text: str) -> None:
    cell = sheet_of((Column("x", "X"),), {"x": text})["A2"]
    assert (cell.data_type, str(cell.value).replace("_x000D_", "\r"), cell.hyperlink) == ("s", text, None)


def test_a_text_over_the_limit_of_a_cell_is_cut_visibly() -> None:
    value = str(sheet_of((Column("x", "X"),), {"x": "y" * 40_000})["A2"].value)
    assert (len(value), value[-26:]) == (32_767, "y … (cut; 40000 characters)"[-26:])


@pytest.mark.parametrize(("title", "name"), [("a/b:[c]", "a b  c"), ("", "Table"), ("x" * 50, "x" * 31)])
def test_a_sheet_gets_a_name_that_excel_accepts(title: str, name: str) -> None:
    assert sheet_of(COLUMNS[:1], title=title).title == name


def test_the_same_rows_give_the_same_bytes() -> None:
    assert write_xlsx(COLUMNS, [ROW], title="T", at=AT) == write_xlsx(COLUMNS, [ROW], title="T", at=AT)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("grant", 1.5),
        ("grant", "1"),
        ("staff", True),
        ("score", 0.5),
        ("day", datetime(2022, 1, 1, tzinfo=UTC)),
        ("name", 3),
    ],
)
def test_a_value_of_another_type_is_refused(name: str, value: object) -> None:
    with pytest.raises(TypeError, match=f"Column “{name}”"):
        csv_of(COLUMNS, ROW | {name: value})


def test_a_moment_without_offset_is_refused() -> None:
    with pytest.raises(TypeError, match="Column “sent”"):
        csv_of(COLUMNS, ROW | {"sent": datetime(2022, 1, 1)})  # noqa: DTZ001 - the case under test

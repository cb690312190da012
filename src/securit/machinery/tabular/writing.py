"""The one writer of tables: whatever leaves as CSV or XLSX leaves through here, formulas defused."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Literal

from securit import money
from securit.machinery.tabular.columns import Column, Row, checked, defused, is_formula, printed

MOST_XLSX_ROWS = 1_048_575
_MOST_CELL = 32_767
_FORMATS = {"money": "#,##0.00", "whole": "0", "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm:ss"}
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDEST = 60


def write_csv(
    columns: Sequence[Column], rows: Iterable[Row], *, encoding: Literal["utf-8", "utf-8-sig"] = "utf-8"
) -> Iterator[bytes]:
    """The table as RFC 4180 CSV, in pieces, header first; ``utf-8-sig`` opens rightly in Excel.

    Texts that a spreadsheet could take for a formula get an apostrophe before them; numbers stay numbers.
    """
    if encoding == "utf-8-sig":
        yield b"\xef\xbb\xbf"
    yield _line([defused(column.label) for column in columns])
    for row in rows:
        yield _line([_csv_cell(column, row) for column in columns])


def write_xlsx(columns: Sequence[Column], rows: Iterable[Row], *, title: str, at: datetime) -> bytes:
    """The table as an Excel workbook of one sheet; ``at`` (aware) is its creation date, so same in, same bytes out.

    Texts are text cells, never formulas or links; a text over 32,767 characters (Excel's limit) is cut visibly.
    Raises ``ValueError`` beyond :data:`MOST_XLSX_ROWS` rows.
    """
    import xlsxwriter  # here, since it is a tenth of a process's start, and few processes write a workbook

    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as workbook:
        workbook.set_properties({"title": title, "created": at.astimezone(UTC).replace(tzinfo=None)})
        sheet = workbook.add_worksheet(_sheet_name(title))
        formats = _Formats(workbook)
        for index, column in enumerate(columns):
            label = f"{column.label} (UTC)" if column.kind == "moment" else column.label
            _write_text(sheet, 0, index, label, formats.head)
        count = 0
        for count, row in enumerate(rows, start=1):
            if count > MOST_XLSX_ROWS:
                raise ValueError(f"A workbook holds at most {MOST_XLSX_ROWS} rows; export as CSV instead.")
            for index, column in enumerate(columns):
                _write_cell(sheet, count, index, column, row, formats)
        sheet.freeze_panes(1, 0)
        if columns:
            sheet.autofilter(0, 0, count, len(columns) - 1)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, min(_WIDEST, max(12, len(column.label) + 4)))
    return made.getvalue()


class _Formats:
    """The cell formats of one workbook."""

    def __init__(self, workbook: Any) -> None:
        self.head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.quoted = workbook.add_format({"quote_prefix": True})
        self.of_kind = {kind: workbook.add_format({"num_format": form}) for kind, form in _FORMATS.items()}


def _line(cells: Sequence[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().encode("utf-8", "replace")


def _csv_cell(column: Column, row: Row) -> str:
    text = printed(column, row)
    return defused(text.replace("\0", "")) if column.kind == "text" else text


def _write_cell(sheet: Any, line: int, index: int, column: Column, row: Row, formats: _Formats) -> None:
    value = checked(column, row)
    form = formats.of_kind.get(column.kind)
    if value is None:
        return
    if isinstance(value, str):
        _write_text(sheet, line, index, value, formats.quoted if is_formula(value) else None)
    elif column.kind == "money" and isinstance(value, int):
        sheet.write_number(line, index, Decimal(money.plain(value)), form)
    elif isinstance(value, datetime):
        sheet.write_datetime(line, index, value.astimezone(UTC).replace(tzinfo=None, microsecond=0), form)
    elif isinstance(value, date):
        sheet.write_datetime(line, index, datetime.combine(value, time()), form)
    else:
        sheet.write_number(line, index, value, form)


def _write_text(sheet: Any, line: int, index: int, text: str, form: Any) -> None:
    clean = _NO_XML.sub("", text)
    if len(clean) > _MOST_CELL:
        mark = f" … (cut; {len(clean)} characters)"
        clean = clean[: _MOST_CELL - len(mark)] + mark
    sheet.write_string(line, index, clean, form)


def _sheet_name(title: str) -> str:
    cleaned = re.sub(r"[\[\]:*?/\\]", " ", _NO_XML.sub("", title)).strip().strip("'")[:31].strip().strip("'")
    return "Table" if cleaned.casefold() in ("", "history") else cleaned

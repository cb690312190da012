"""The lines of the first visible sheet of an Excel workbook as lists of text."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import IO
from xml.etree.ElementTree import ParseError

from securit.machinery.files.archives import entries_of


def xlsx_rows(stream: IO[bytes]) -> Iterator[tuple[int, list[str], str]]:
    """Row number, cells and, where there is one, the problem of each row.

    Formulas count by the value that was saved with them. Raises ``ValueError`` with a sentence for an archive that is
    not safe to unpack, for anything that is no workbook, and for a document type declaration inside it.
    """
    import openpyxl

    names = entries_of(stream)
    if "xl/workbook.xml" not in names:
        raise ValueError("it is not an Excel workbook (xlsx); save it in that format or as CSV.")
    _refuse_declarations(stream, names)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and validations, which we do not read
            workbook = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
            if not sheets:
                raise ValueError("it has no visible sheet.")
            sheets[0].reset_dimensions()
            for number, cells in enumerate(sheets[0].iter_rows(values_only=True), start=1):
                yield number, [_text(value) for value in cells], _problem(cells)
    except (KeyError, TypeError, AttributeError, IndexError, ParseError, zipfile.BadZipFile, OSError) as error:
        raise ValueError("the workbook is damaged; open it in Excel and save it again.") from error


def _refuse_declarations(stream: IO[bytes], names: tuple[str, ...]) -> None:
    with zipfile.ZipFile(stream) as archive:
        for name in names:
            if name.endswith((".xml", ".rels")):
                with archive.open(name) as part:
                    head = part.read(4096).replace(b"\0", b"")
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise ValueError("the workbook holds a document type declaration, which no spreadsheet writes.")
    stream.seek(0)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return _number(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return str(value)


def _number(value: float) -> str:
    """The shortest decimal text of the cell's number, never with an exponent: 5.0 is ``5``."""
    exact = Decimal(repr(value))
    if not exact.is_finite():
        return ""
    return format(exact.to_integral_value() if exact == exact.to_integral_value() else exact, "f")


def _problem(cells: tuple[object, ...]) -> str:
    errors = sorted({cell for cell in cells if isinstance(cell, str) and cell in _ERRORS})
    return f"A cell shows the error {', '.join(errors)}." if errors else ""


_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})

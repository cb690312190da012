"""The lines of the first visible sheet of an Excel workbook as lists of text."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import IO
from xml.etree.ElementTree import ParseError

from securit.machinery.files.archives import UNREADABLE, UnsafeArchive, entries_of

MOST_UNPACKED = 100 * 1024**2
"""A workbook that unpacks to more is refused: its texts would be held in memory several times over."""


class _Unusable(ValueError):
    """A workbook that we do not read, with the sentence for the person who brought it."""


def xlsx_rows(stream: IO[bytes], sheet: str = "") -> Iterator[tuple[int, list[str], str]]:
    """Row number, cells and, where there is one, the problem of each row, of the named sheet or the first visible one.

    Formulas count by the value that was saved with them. Raises ``ValueError`` with a sentence for an archive that is
    not safe to unpack, for anything that is no workbook, and for a document type declaration inside it.
    """
    import openpyxl

    with _damage_in_words():
        _refuse_unreadable(stream)
        workbook = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise _Unusable("it has no visible sheet.")
        chosen = next((each for each in sheets if each.title == sheet), sheets[0])
        chosen.reset_dimensions()
        for number, cells in enumerate(chosen.iter_rows(values_only=True), start=1):
            yield number, [_text(value) for value in cells], _problem(cells)


def sheet_names(stream: IO[bytes]) -> list[str]:
    """The visible sheets of the workbook, in their order. Raises as :func:`xlsx_rows`."""
    import openpyxl

    try:
        with _damage_in_words():
            _refuse_unreadable(stream)
            workbook = openpyxl.load_workbook(stream, read_only=True, keep_links=False)
            return [sheet.title for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    finally:
        stream.seek(0)


@contextmanager
def _damage_in_words() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and validations, which we do not read
            yield
    except (_Unusable, UnsafeArchive):
        raise
    except (*UNREADABLE, KeyError, TypeError, AttributeError, IndexError, ParseError) as error:
        raise ValueError("the workbook is damaged; open it in Excel and save it again.") from error


def curiosities(stream: IO[bytes]) -> list[str]:
    """What in the workbook is read in another way than it looks: formulas and joined cells, a sentence each."""
    formulas = joined = 0
    with zipfile.ZipFile(stream) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as part:
                    for line in _pieces(part):
                        formulas += len(_FORMULA.findall(line))
                        joined += line.count(b"<mergeCell ")
    stream.seek(0)
    found = []
    if formulas:
        found.append(f"{formulas} cells hold formulas: the values saved with them are read, no formula is run")
    if joined:
        found.append(f"{joined} groups of cells are joined: the text counts for the first cell, the others are empty")
    return found


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    """The content in pieces that end with a tag, so that no tag is cut in two."""
    left = b""
    while read := part.read(1024**2):
        whole, sign, rest = (left + read).rpartition(b"<")
        yield whole
        left = sign + rest
    yield left


def _refuse_unreadable(stream: IO[bytes]) -> None:
    """What is no workbook, is not safe to unpack, or would fill the memory."""
    names = entries_of(stream)
    if "xl/workbook.xml" not in names:
        raise _Unusable("it is not an Excel workbook (xlsx); save it in that format or as CSV.")
    with zipfile.ZipFile(stream) as archive:
        if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
            raise _Unusable(f"unpacked it has more than {MOST_UNPACKED // 1024**2} MiB; save the one sheet as CSV.")
        for name in names:
            if name.endswith((".xml", ".rels")):
                with archive.open(name) as part:
                    head = part.read(4096).replace(b"\0", b"")
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise _Unusable("the workbook holds a document type declaration, which no spreadsheet writes.")
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


_FORMULA = re.compile(rb"<(?:\w+:)?f[ >]")
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})

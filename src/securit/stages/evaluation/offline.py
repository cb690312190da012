"""Reports as a workbook: one row per report and criterion, written with the scale as a list and read back strictly."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

import xlsxwriter
from django.utils.translation import gettext as _

from securit.machinery.tabular.reading import UnreadableTable, read_table

MOST_IN_A_CELL = 32_767
KEY = "Do not change"
HEADINGS = ("Application", "Criterion", "Score", "Comment", KEY)
_WIDTHS = (14, 40, 10, 100, 30)


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of one report; ``version`` is that of the report when the pack was made."""

    number: str
    title: str
    score: str
    comment: str
    review: str
    version: int
    criterion: str
    evaluator: str

    @property
    def key(self) -> str:
        """What names the row when it comes back."""
        return f"{self.review}/{self.version}/{self.criterion}/{self.evaluator}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in the file, and in which row (0 for the file as a whole)."""

    row: int
    sentence: str


def workbook(lines: Sequence[Line], steps: Sequence[str], *, at: datetime) -> bytes:
    """The lines as an Excel workbook; a score is chosen from ``steps``. Texts are never formulas."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"title": "Reports", "created": at.astimezone(UTC).replace(tzinfo=None)})
        sheet, scale = book.add_worksheet("Reports"), book.add_worksheet("Scale")
        head, text = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for index, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
            sheet.write_string(0, index, heading, head)
            sheet.set_column(index, index, width)
        for row, line in enumerate(lines, start=1):
            cells = (line.number, line.title, line.score, line.comment[:MOST_IN_A_CELL], line.key)
            for index, cell in enumerate(cells):
                sheet.write_string(row, index, cell, text)
        for row, step in enumerate(steps):
            scale.write_string(row, 0, step)
        if lines and steps:
            rule = {"validate": "list", "source": f"=Scale!$A$1:$A${len(steps)}", "ignore_blank": True}
            sheet.data_validation(1, 2, len(lines), 2, rule)
        sheet.freeze_panes(1, 0)
    return made.getvalue()


def read_back(stream: IO[bytes], name: str, *, evaluator: str) -> tuple[tuple[Line, ...], tuple[Fault, ...]]:
    """The rows of a workbook that came back, and what is wrong with it; rows of somebody else are refused."""
    try:
        table = read_table(stream, name, sheet="Reports", header=1)
    except UnreadableTable as error:
        return (), (Fault(0, str(error)),)
    if table.columns[: len(HEADINGS)] != HEADINGS:
        said = _("This is not a workbook of reports: its first row must read %(headings)s.")
        return (), (Fault(0, said % {"headings": ", ".join(HEADINGS)}),)
    faults = [Fault(int(problem.path[1]), problem.sentence) for problem in table.problems if len(problem.path) > 1]
    lines = []
    for row, cells in table.records():
        line = _line(cells[HEADINGS[0]], cells[HEADINGS[1]], cells["Score"], cells["Comment"], cells[KEY])
        if line is None:
            faults.append(Fault(row, _("The last column was changed; take the row from the pack again.")))
        elif line.evaluator != evaluator:
            faults.append(Fault(row, _("This row belongs to the pack of somebody else.")))
        else:
            lines.append(line)
    return tuple(lines), tuple(faults)


def _line(number: str, title: str, score: str, comment: str, key: str) -> Line | None:
    parts = key.strip().split("/")
    if len(parts) != 4 or not parts[1].isascii() or not parts[1].isdigit() or len(parts[1]) > 9:
        return None
    review, version, criterion, evaluator = parts
    return Line(number, title, score.strip(), comment.strip(), review, int(version), criterion, evaluator)


def by_review(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines of each report, in their order."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.review, []).append(line)
    return found

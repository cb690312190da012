"""What leaves as a table: the grid of a call, and why applications did not pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.machinery.files.downloads import as_attachment
from securit.machinery.tabular.columns import Column, Row
from securit.machinery.tabular.writing import write_csv, write_xlsx
from securit.stages.calls.public import Call
from securit.stages.screening.listing import Desk, Wanted, chosen
from securit.stages.screening.titles import RESULT_WORDS, TITLES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_AT_ONCE = 500


def as_file(
    request: HttpRequest, columns: Sequence[Column], rows: Iterable[Row], *, title: str, name: str
) -> HttpResponseBase:
    """The table as CSV, or as a workbook where ``?as=xlsx`` asks for it."""
    if request.GET.get("as") == "xlsx":
        made, kind, ending = write_xlsx(columns, rows, title=title, at=arrived(request)), XLSX, "xlsx"
    else:
        made, kind, ending = b"".join(write_csv(columns, rows, encoding="utf-8-sig")), "text/csv", "csv"
    return as_attachment(HttpResponse(made, content_type=kind), name=f"{name}.{ending}", size=len(made))


def grid_columns(call: Call) -> list[Column]:
    """Number, name, lead, countries, state, then one column per test."""
    first = (
        Column("number", _("Number")),
        Column("acronym", _("Acronym")),
        Column("lead", _("Lead")),
        Column("countries", _("Countries")),
        Column("state", _("State")),
    )
    tests = [(rule.code, f"{rule.code}: {rule.says}") for rule in call.terms.eligibility]
    return [*first, *(Column(code, str(title)) for code, title in [*tests, *TITLES.items()])]


def grid_rows(call: Call, actor: Actor, wanted: Wanted) -> Iterator[Row]:
    """The rows of the grid, all pages of it; a test that did not run is an empty cell."""
    codes = [column.name for column in grid_columns(call)]
    for screening in chosen(Desk.of(call, actor), wanted).iterator(chunk_size=_AT_ONCE):
        content = screening.screened_version.content
        results = {check.code: str(RESULT_WORDS[check.standing_result][1]) for check in screening.checks.all()}
        yield (
            dict.fromkeys(codes)
            | results
            | {
                "number": content["number"],
                "acronym": content["acronym"],
                "lead": content["members"][0]["legal_name"],
                "countries": ", ".join(sorted({member["country"] for member in content["members"]})),
                "state": str(screening.state_label),
            }
        )

"""What meetings brought: the page and the table for the report to the funder."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from securit.kit.tables import Column, Row, Table
from securit.machinery.files.downloads import as_attachment
from securit.machinery.tabular.columns import Column as FileColumn
from securit.machinery.tabular.writing import write_csv
from securit.portal.selectors.meeting_figures import NUMBERS, MeetingFigures, labels, meeting_figures
from securit.programmes.public import Programme, screen


@screen("event.list")
def meetings(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Event by event, and the whole programme."""
    *events, total = meeting_figures(programme)
    columns = (Column(_("Brokerage day")), *(Column(label, numeric=True) for label in labels().values()))
    table = Table(
        _("Brokerage days"),
        columns,
        tuple(Row((f"{one.event} ({one.on})", *_numbers(one)), url=one.url) for one in events),
        total=Row((_("Whole programme"), *_numbers(total))),
        empty=_("No brokerage day is announced yet."),
    )
    context = {"programme": programme, "table": table}
    return render(request, "portal/meetings.html", context)


@screen("event.list")
def meetings_table(request: HttpRequest, programme: Programme) -> HttpResponseBase:
    """The same as a file."""
    columns = [
        FileColumn("event", _("Brokerage day")),
        FileColumn("on", _("Date")),
        *(FileColumn(name, label) for name, label in labels().items()),
    ]
    rows = (_file_row(one) for one in meeting_figures(programme))
    made = b"".join(write_csv(columns, rows, encoding="utf-8-sig"))
    answer = HttpResponse(made, content_type="text/csv")
    return as_attachment(answer, name=f"{programme.slug}-meetings.csv", size=len(made))


def _numbers(one: MeetingFigures) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in NUMBERS)


def _file_row(one: MeetingFigures) -> dict[str, Any]:
    said = {name: str(getattr(one, name)) for name in ("on", *NUMBERS)}
    return {**said, "event": one.event or _("Whole programme")}

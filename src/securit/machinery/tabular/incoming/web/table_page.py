"""What the page of a table shows: how it is read, which column is which, its rows, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.machinery.tabular.imports import ImportSpec, Preview, guess_mapping
from securit.machinery.tabular.incoming.intake import Intake, content_of, read_content
from securit.machinery.tabular.incoming.models import IncomingTable
from securit.machinery.tabular.incoming.services.take_rows import MOST_AT_ONCE
from securit.machinery.tabular.incoming.web.forms import TakeForm
from securit.machinery.tabular.incoming.web.previews import (
    PAGE_SIZE,
    STATUSES,
    counts_of,
    default_fields,
    mapping_fields,
    rows_page,
)
from securit.machinery.tabular.reading import Table, UnreadableTable, sheets_of

MOST_ADVISED = 300
"""Tables with more rows are not compared row by row; the page says so."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The table as it is read for this page, which column is taken for which, and what is wrong with that."""

    spec: ImportSpec
    table: Table
    sheets: tuple[str, ...]
    sheet: str
    mapping: Mapping[str, str]
    defaults: Mapping[str, str]
    problem: str = ""

    def with_problem(self, problem: str) -> Reading:
        """The same, with a sentence above it."""
        return replace(self, problem=problem)


def read_as_asked(record: IncomingTable, intake: Intake, asked: Mapping[str, Any]) -> Reading:
    """The table by the sheet and header row asked for; as stored, with the reason, where it cannot be read so.

    Raises :class:`UnreadableTable` when it cannot be read at all.
    """
    content, name = content_of(record.file), record.file.name
    sheet = asked.get("sheet") or record.sheet
    header = _number(asked.get("header")) or (record.header_number if sheet == record.sheet else 0)
    problem = ""
    try:
        table = read_content(content, name, sheet=sheet, header=header)
    except UnreadableTable as error:
        problem, sheet = str(error), record.sheet
        table = read_content(content, name, sheet=sheet, header=record.header_number)
    mapping = {label: record.mapping.get(label, "") for label in table.columns}
    spec = intake.spec_of(record.programme)
    if not any(mapping.values()):
        mapping = guess_mapping(spec, table.columns)
    defaults = dict(record.defaults)
    if "column-0" in asked and not problem:
        mapping = {label: asked.get(f"column-{index}", "") for index, label in enumerate(table.columns)}
        defaults = {column.name: asked.get(f"all-{column.name}", "") for column in spec.columns if column.choices}
    return Reading(spec, table, tuple(sheets_of(content, name)), sheet, mapping, defaults, problem)


def closed_page(record: IncomingTable, intake: Intake) -> dict[str, Any]:
    """The page of a table that is being imported, was imported or was put aside."""
    return {
        "programme": record.programme,
        "record": record,
        "intake": intake,
        "urls": _urls(record, intake),
        "is_taking": record.state == "taking",
    }


def open_page(
    record: IncomingTable, intake: Intake, reading: Reading, request: HttpRequest, form: TakeForm | None = None
) -> dict[str, Any]:
    """The page on which columns are assigned and rows chosen; ``form`` is the one that was refused."""
    spec = reading.spec
    context = closed_page(record, intake) | {
        "reading": reading,
        "read": reading.table,
        "row_count": len(reading.table.rows),
        "fields": mapping_fields(spec, reading.table, reading.mapping),
        "defaults": default_fields(spec, reading.defaults),
        "problem": reading.problem,
        "is_taken_form": form is not None,
        "preview": None,
    }
    if record.state == "mapped":
        table, actor = reading.table if _is_as_stored(record, reading) else _stored(record), request.actor  # type: ignore[attr-defined]
        context |= _rows(record, intake, intake.preview_of(record, table, actor, spec), spec, request)
        context["take_form"] = form or TakeForm.asking(intake.confirmation)
        context["ticked"] = {_number(text) for text in request.POST.getlist("rows")} if form else None
    return context


def _rows(
    record: IncomingTable, intake: Intake, preview: Preview, spec: ImportSpec, request: HttpRequest
) -> dict[str, Any]:
    counts, show = counts_of(preview), request.GET.get("show", "")
    if not show and counts["faulty"] and len(preview.rows) > PAGE_SIZE:
        show = "faulty"
    is_small = len(preview.rows) <= MOST_ADVISED
    advice = intake.advice(record, preview, request.actor) if is_small else {}  # type: ignore[attr-defined]
    rows = rows_page(spec, preview, advice, show=show, page=_number(request.GET.get("page")))
    return {
        "preview": preview,
        "counts": counts,
        "is_many": counts["new"] > MOST_AT_ONCE,
        "most_at_once": MOST_AT_ONCE,
        "promises": intake.promise(record, preview),
        "not_compared": not is_small and intake.advises,
        "most_compared": MOST_ADVISED,
        "rows": rows,
        "show": show or "all",
        "tabs": _tabs(counts, show),
    }


def _tabs(counts: Mapping[str, int], show: str) -> list[dict[str, Any]]:
    """The rows by what they are; those that have none are left out."""
    labels = {"new": _("new"), "known": _("here already"), "repeated": _("repeated"), "faulty": _("faulty")}
    entries = [{"label": _("all"), "url": "?show=all#rows", "current": show not in STATUSES}]
    entries[0]["count"] = sum(counts.values())
    for status in STATUSES:
        if counts[status]:
            url = f"?show={status}#rows"
            entries.append({"label": labels[status], "url": url, "current": show == status, "count": counts[status]})
    return entries


def _is_as_stored(record: IncomingTable, reading: Reading) -> bool:
    return (reading.sheet, reading.table.header_number) == (record.sheet, record.header_number)


def _stored(record: IncomingTable) -> Table:
    content = content_of(record.file)
    return read_content(content, record.file.name, sheet=record.sheet, header=record.header_number)


def _urls(record: IncomingTable, intake: Intake) -> dict[str, str]:
    """The addresses of the page's forms, and where its person came from and goes on."""
    args = [record.programme.slug, record.ref]
    urls = {name: reverse(f"{intake.space}:{name}", args=args) for name in ("table", "take", "discard", "errors")}
    urls["stop"] = reverse(f"{intake.space}:stop_taking", args=args)
    urls["upload"] = reverse(f"{intake.space}:import", args=args[:1])
    return urls | {"after": intake.after(record.programme), "back": intake.back(record.programme)}


def _number(text: Any) -> int:
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 8 else 0

"""From a table to drafted solutions: upload, assign columns, look, import. The state is kept between the steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.kit.acts import ActForm
from securit.machinery.files.downloads import as_attachment
from securit.machinery.tabular.imports import MOST_IMPORT_ROWS, guess_mapping, with_errors
from securit.machinery.tabular.reading import Table, UnreadableTable, sheets_of
from securit.machinery.tabular.writing import write_csv, write_xlsx
from securit.programmes.public import Programme, actor_of, refused, screen
from securit.stages.solutions.importing import content_of, preview_of, read_content, spec_of, table_of
from securit.stages.solutions.models import SolutionImport
from securit.stages.solutions.selectors import recent_imports
from securit.stages.solutions.services.discard_table import discard_table
from securit.stages.solutions.services.map_columns import map_columns
from securit.stages.solutions.services.take_rows import take_rows
from securit.stages.solutions.services.upload_table import upload_table
from securit.stages.solutions.web.forms import UploadForm
from securit.stages.solutions.web.loading import load_import
from securit.stages.solutions.web.previews import mapping_fields, preview_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _load(programme: Programme, actor: Actor, table: str) -> SolutionImport:
    return load_import(programme, actor, table)


@screen("solution.manage", post="solution_import.create")
def upload(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Bring a table; its limits stand beside the field."""
    form, status = UploadForm.fresh(), 200
    if request.method == "POST":
        form, status = UploadForm(request.POST, request.FILES), 422
        if form.is_valid():
            try:
                record = upload_table(
                    programme=programme,
                    upload=form.cleaned_data["table"],
                    synthetic=programme.synthetic,
                    actor=actor_of(request),
                    at=arrived(request),
                    intent=form.cleaned_data["intent"],
                )
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                return redirect(_address(record))
    context = {
        "programme": programme,
        "form": form,
        "imports": recent_imports(programme),
        "most_rows": MOST_IMPORT_ROWS,
        "columns": spec_of(programme).columns,
    }
    return render(request, "solutions/import.html", context, status=status)


@screen("solution_import.view", post="solution_import.map", load=_load)
def table(request: HttpRequest, record: SolutionImport) -> HttpResponse:
    """Which column is which (GET shows, POST stores), and the rows as they will be."""
    content = content_of(record.file)
    sheet = request.POST.get("sheet") or request.GET.get("sheet") or record.sheet
    header = _number(request.POST.get("header") or request.GET.get("header")) or record.header_number
    try:
        read = read_content(content, record.file.name, sheet=sheet, header=header)
    except UnreadableTable as error:
        return refused(request, Refusal(str(error), code="unreadable"))
    mapping = {label: record.mapping.get(label, "") for label in read.columns}
    if not any(mapping.values()):
        mapping = guess_mapping(spec_of(record.programme), read.columns)
    problem = ""
    if request.method == "POST":
        mapping = {label: request.POST.get(f"column-{index}", "") for index, label in enumerate(read.columns)}
        try:
            record = map_columns(
                record=record,
                table=read,
                mapping=mapping,
                sheet=sheet,
                actor=actor_of(request),
                at=arrived(request),
                intent=request.POST.get("intent", ""),
            )
        except Refusal as refusal:
            problem = str(refusal)
        else:
            return redirect(f"{_address(record)}#rows")
    context = _page(record, content, read, mapping, sheet) | {"problem": problem}
    return render(request, "solutions/table.html", context, status=422 if problem else 200)


@screen("solution_import.take", load=_load)
@require_POST
def take(request: HttpRequest, record: SolutionImport) -> HttpResponse:
    """Import all rows, all new ones, or the ticked ones."""
    numbers = _wanted(request, record)
    done = take_rows(
        record=record,
        numbers=numbers,
        actor=actor_of(request),
        at=arrived(request),
        intent=request.POST.get("intent", ""),
    )
    said = {"taken": done.rows_taken, "left": done.rows_left_out}
    messages.success(request, _("%(taken)d solutions are in preparation; %(left)d rows were left out.") % said)
    return redirect(f"{reverse('solutions:desk', args=[done.programme.slug])}?show=drafted")


@screen("solution_import.discard", load=_load)
@require_POST
def discard(request: HttpRequest, record: SolutionImport) -> HttpResponse:
    """Put the table aside."""
    discard_table(record=record, actor=actor_of(request), at=arrived(request), intent=request.POST.get("intent", ""))
    messages.success(request, _("Discarded; nothing was imported."))
    return redirect("solutions:import", record.programme.slug)


@screen("solution_import.view", load=_load)
def errors(request: HttpRequest, record: SolutionImport) -> HttpResponseBase:
    """The same table with a column that says what is wrong, in the format it came in."""
    read = table_of(record)
    columns, rows = with_errors(read, preview_of(record, read), _("What is wrong"))
    stem = record.file.name.rsplit(".", 1)[0]
    if content_of(record.file).startswith(b"PK"):
        made, kind, ending = write_xlsx(columns, rows, title=stem, at=arrived(request)), XLSX, "xlsx"
    else:
        made, kind, ending = b"".join(write_csv(columns, rows, encoding="utf-8-sig")), "text/csv", "csv"
    return as_attachment(HttpResponse(made, content_type=kind), name=f"{stem}-errors.{ending}", size=len(made))


def _page(record: SolutionImport, content: bytes, read: Table, mapping: dict[str, str], sheet: str) -> dict[str, Any]:
    spec = spec_of(record.programme)
    context: dict[str, Any] = {
        "programme": record.programme,
        "record": record,
        "sheets": sheets_of(content, record.file.name),
        "sheet": sheet,
        "read": read,
        "row_count": len(read.rows),
        "fields": mapping_fields(spec, read, mapping),
        "form": ActForm.fresh(),
        "take_form": ActForm.fresh(),
        "is_open": record.state in ("uploaded", "mapped"),
        "preview": None,
    }
    if record.state == "mapped":
        preview = preview_of(record, read)
        context |= {
            "preview": preview,
            "counts": {status: len(preview.of(status)) for status in ("new", "known", "repeated", "faulty")},
            "rows": preview_table(spec, record.mapping, preview),
        }
    return context


def _wanted(request: HttpRequest, record: SolutionImport) -> set[int] | None:
    """The rows that the person asks for; ``None`` is all of them, right or not at all."""
    which = request.POST.get("which", "all")
    if which == "ticked":
        return {number for text in request.POST.getlist("rows") if (number := _number(text))}
    if which == "new" and record.state == "mapped":
        return {row.number for row in preview_of(record, table_of(record)).of("new")}
    return None


def _address(record: SolutionImport) -> str:
    return reverse("solutions:table", args=[record.programme.slug, record.ref])


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else 0

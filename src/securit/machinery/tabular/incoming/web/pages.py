"""The pages of a table, from upload to import. A stage's views are one line each: they name their intake and policy.

Each function takes the request as the stage's screen let it through, so ``request.actor`` is known and a refusal that
is raised here becomes a page.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.machinery.files.downloads import as_attachment
from securit.machinery.tabular.imports import with_errors
from securit.machinery.tabular.incoming.intake import Intake, content_of, table_of
from securit.machinery.tabular.incoming.models import IncomingTable
from securit.machinery.tabular.incoming.services.discard_table import discard_table
from securit.machinery.tabular.incoming.services.map_columns import CannotMapColumns, map_columns
from securit.machinery.tabular.incoming.services.stop_taking import stop_taking
from securit.machinery.tabular.incoming.services.take_rows import CannotTakeRows, take_rows
from securit.machinery.tabular.incoming.services.upload_table import upload_table
from securit.machinery.tabular.incoming.web.forms import TakeForm, UploadForm
from securit.machinery.tabular.incoming.web.table_page import Reading, closed_page, open_page, read_as_asked
from securit.machinery.tabular.reading import UnreadableTable
from securit.machinery.tabular.writing import write_csv, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def upload(request: HttpRequest, programme: Any, intake: Intake) -> HttpResponse:
    """Bring a table; its limits stand beside the field."""
    form, status = UploadForm.fresh(), 200
    if request.method == "POST":
        form, status = UploadForm(request.POST, request.FILES), 422
        if form.is_valid():
            try:
                return redirect(_address(intake, _uploaded(request, programme, form, intake)))
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
    context = {
        "programme": programme,
        "intake": intake,
        "form": form,
        "tables": [(_address(intake, record), record) for record in intake.recent(programme, _actor(request))],
        "columns": intake.spec_of(programme).columns,
        "back": intake.back(programme),
    }
    return render(request, "tabular/upload.html", context, status=status)


def table(request: HttpRequest, record: IncomingTable, intake: Intake) -> HttpResponse:
    """Which column is which (GET shows, POST stores), and the rows as they will be."""
    if record.state == "taking" and request.headers.get("HX-Request"):
        return HttpResponse(status=204)  # nothing new: the page stays as it is, and no screen reader says it again
    if not record.is_open:
        return render(request, "tabular/table.html", closed_page(record, intake))
    try:
        reading = read_as_asked(record, intake, request.POST or request.GET)
    except UnreadableTable as error:
        raise Refusal(str(error), code="unreadable") from error
    if request.method == "POST" and not reading.problem:
        try:
            record = _mapped(request, record, reading, intake)
        except CannotMapColumns as refusal:
            reading = reading.with_problem(str(refusal))
        else:
            return redirect(f"{_address(intake, record)}#rows")
    context = open_page(record, intake, reading, request)
    return render(request, "tabular/table.html", context, status=422 if reading.problem else 200)


def take(request: HttpRequest, record: IncomingTable, intake: Intake) -> HttpResponse:
    """Import all rows, all new ones, the ticked or the named ones; refused, the page stands as it was filled in."""
    form = TakeForm.asking(intake.confirmation, request.POST)
    try:
        done = _taken(request, record, form, intake)
    except CannotTakeRows as refusal:
        if refusal.field in form.fields:
            form.add_error(refusal.field, str(refusal))
        reading = read_as_asked(record, intake, {})
        problem = "" if refusal.field in form.fields else str(refusal)
        context = open_page(record, intake, reading.with_problem(problem), request, form)
        return render(request, "tabular/table.html", context, status=422)
    if done.state == "taking":
        return redirect(_address(intake, done))
    messages.success(request, _said(done))
    return redirect(intake.after(done.programme))


def stop(request: HttpRequest, record: IncomingTable, intake: Intake) -> HttpResponse:
    """Stop an import that the worker has not finished."""
    stop_taking(record=record, actor=_actor(request), at=arrived(request), intent=request.POST.get("intent", ""))
    messages.success(request, _("Stopped; nothing was imported."))
    return redirect(_address(intake, record))


def discard(request: HttpRequest, record: IncomingTable, intake: Intake) -> HttpResponse:
    """Put the table aside."""
    discard_table(record=record, actor=_actor(request), at=arrived(request), intent=request.POST.get("intent", ""))
    messages.success(request, _("Discarded; nothing was imported."))
    return redirect(f"{intake.space}:import", record.programme.slug)


def errors(request: HttpRequest, record: IncomingTable, intake: Intake) -> HttpResponseBase:
    """The same table with a column that says what is wrong, in the format it came in."""
    read = table_of(record)
    columns, rows = with_errors(read, intake.preview_of(record, read, _actor(request)), _("What is wrong"))
    stem = record.file.name.rsplit(".", 1)[0]
    if content_of(record.file).startswith(b"PK"):
        made, kind, ending = write_xlsx(columns, rows, title=stem, at=arrived(request)), XLSX, "xlsx"
    else:
        made, kind, ending = b"".join(write_csv(columns, rows, encoding="utf-8-sig")), "text/csv", "csv"
    return as_attachment(HttpResponse(made, content_type=kind), name=f"{stem}-errors.{ending}", size=len(made))


def _uploaded(request: HttpRequest, programme: Any, form: UploadForm, intake: Intake) -> IncomingTable:
    return upload_table(
        intake=intake,
        programme=programme,
        upload=form.cleaned_data["table"],
        synthetic=programme.synthetic,
        actor=_actor(request),
        at=arrived(request),
        intent=form.cleaned_data["intent"],
    )


def _mapped(request: HttpRequest, record: IncomingTable, reading: Reading, intake: Intake) -> IncomingTable:
    return map_columns(
        intake=intake,
        record=record,
        table=reading.table,
        mapping=reading.mapping,
        defaults=reading.defaults,
        sheet=reading.sheet,
        actor=_actor(request),
        at=arrived(request),
        intent=request.POST.get("intent", ""),
    )


def _taken(request: HttpRequest, record: IncomingTable, form: TakeForm, intake: Intake) -> IncomingTable:
    which = request.POST.get("which", "all")
    numbers: frozenset[int] | None = None
    if which == "ticked":
        numbers = frozenset(int(text) for text in request.POST.getlist("rows") if text.isdecimal() and len(text) < 8)
    elif which in ("new", "named") and record.state == "mapped":
        table = table_of(record)
        form.full_clean()
        numbers = (
            form.numbers([row.number for row in table.rows])
            if which == "named"
            else frozenset(row.number for row in intake.preview_of(record, table, _actor(request)).of("new"))
        )
    return take_rows(
        intake=intake,
        record=record,
        numbers=numbers,
        confirmed=bool(request.POST.get("confirmed")),
        actor=_actor(request),
        at=arrived(request),
        intent=request.POST.get("intent", ""),
    )


def _said(done: IncomingTable) -> str:
    """What became of the table, in a sentence."""
    taken = ngettext("One row was imported", "%(taken)d rows were imported", done.rows_taken)
    left = ngettext("one was left out.", "%(left)d were left out.", done.rows_left_out)
    said = f"{taken}; {left}" if done.rows_left_out else f"{taken}."
    return said % {"taken": done.rows_taken, "left": done.rows_left_out}


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]


def _address(intake: Intake, record: IncomingTable) -> str:
    return reverse(f"{intake.space}:table", args=[record.programme.slug, record.ref])

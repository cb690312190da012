"""From a table to drafted solutions: the pages are those of every table on its way in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST

from securit.machinery.tabular.incoming.web import pages
from securit.programmes.public import Programme, screen
from securit.stages.solutions.importing import INTAKE
from securit.stages.solutions.models import SolutionImport
from securit.stages.solutions.web.loading import load_import


@screen("solution.manage", post="solution_import.create")
def upload(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Bring a table; its limits stand beside the field."""
    return pages.upload(request, programme, INTAKE)


@screen("solution_import.view", post="solution_import.map", load=load_import)
def table(request: HttpRequest, record: SolutionImport) -> HttpResponse:
    """Which column is which, and the rows as they will be."""
    return pages.table(request, record, INTAKE)


@screen("solution_import.take", load=load_import)
@require_POST
def take(request: HttpRequest, record: SolutionImport) -> HttpResponse:
    """Import all rows, all new ones, the ticked or the named ones."""
    return pages.take(request, record, INTAKE)


@screen("solution_import.give_back", load=load_import)
@require_POST
def stop_taking(request: HttpRequest, record: SolutionImport) -> HttpResponse:
    """Stop an import that is not finished."""
    return pages.stop(request, record, INTAKE)


@screen("solution_import.discard", load=load_import)
@require_POST
def discard(request: HttpRequest, record: SolutionImport) -> HttpResponse:
    """Put the table aside."""
    return pages.discard(request, record, INTAKE)


@screen("solution_import.view", load=load_import)
def errors(request: HttpRequest, record: SolutionImport) -> HttpResponseBase:
    """The same table with a column that says what is wrong."""
    return pages.errors(request, record, INTAKE)

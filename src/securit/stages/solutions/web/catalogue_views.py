"""The public catalogue: list, map, comparison, export, one solution, and the claim on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from securit.kernel.arrival import arrived
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.kit.maps import europe
from securit.machinery.files.downloads import as_attachment
from securit.machinery.tabular.writing import write_csv, write_xlsx
from securit.programmes.public import Programme, actor_of, pressed, screen
from securit.stages.solutions.catalogue import (
    MOST_EXPORTED,
    Wanted,
    catalogue,
    columns,
    counts_by_country,
    export_row,
    has_synthetic,
)
from securit.stages.solutions.models import Solution
from securit.stages.solutions.selectors import compared, own_solutions
from securit.stages.solutions.services.claim_solution import claim_solution
from securit.stages.solutions.web.forms import ClaimForm
from securit.stages.solutions.web.loading import load_solution
from securit.stages.solutions.web.pages import catalogue_page, comparison_rows, found_part, list_choices, solution_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@screen("programme.view", open_to_all=True)
@vary_on_headers("HX-Request")
def listing(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What is listed, filtered; typed words narrow it at once where there is JavaScript."""
    wanted, page = Wanted.read(request.GET.dict(), programme), request.GET.get("page", "")
    if request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request"):
        return render(request, "solutions/found.html", found_part(programme, wanted, page))
    context = catalogue_page(programme, wanted, page)
    context["own"] = own_solutions(programme, actor_of(request))
    return render(request, "solutions/list.html", context)


@screen("programme.view", open_to_all=True)
def country_map(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Where the providers of the filtered list are."""
    wanted = Wanted.read(request.GET.dict(), programme)
    found = catalogue(programme, wanted)
    counts = counts_by_country(found)
    figure = europe(
        counts,
        title=_("Solutions by country of the provider"),
        head=(_("Country"), _("Solutions")),
        none=_("none"),
        language=get_language() or "en",
    )
    context = {
        "programme": programme,
        "wanted": wanted,
        "query": wanted.query(),
        "figure": figure,
        "count": sum(counts.values()),
        "synthetic": has_synthetic(found),
        **list_choices(programme),
    }
    return render(request, "solutions/map.html", context)


@screen("programme.view", open_to_all=True)
def comparison(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Up to four solutions side by side."""
    solutions = compared(programme, request.GET.getlist("compare"))
    context = {
        "programme": programme,
        "solutions": solutions,
        "rows": comparison_rows(solutions, programme),
        "synthetic": any(solution.synthetic for solution in solutions),
    }
    return render(request, "solutions/compare.html", context)


@screen("programme.view", open_to_all=True)
def export(request: HttpRequest, programme: Programme) -> HttpResponseBase:
    """The list exactly as it is filtered and sorted, all pages of it."""
    wanted = Wanted.read(request.GET.dict(), programme)
    rows = [export_row(solution) for solution in catalogue(programme, wanted)[:MOST_EXPORTED]]
    if request.GET.get("as") == "xlsx":
        made, kind = write_xlsx(columns(), rows, title=_("Solutions"), at=arrived(request)), XLSX
    else:
        made, kind = b"".join(write_csv(columns(), rows, encoding="utf-8-sig")), "text/csv"
    ending = "xlsx" if kind == XLSX else "csv"
    return as_attachment(HttpResponse(made, content_type=kind), name=f"solutions.{ending}", size=len(made))


@screen("solution.view", load=load_solution, open_to_all=True)
def show(request: HttpRequest, solution: Solution) -> HttpResponse:
    """One solution: what it does, what shows it, who provides it, and what later stages add."""
    return shown(request, solution)


@screen("claim.create", load=load_solution)
def claim(request: HttpRequest, solution: Solution) -> HttpResponse:
    """A provider's person asks for the record."""
    form = ClaimForm.received(request, solution)
    tried = attempt(
        form,
        lambda: claim_solution(
            solution=solution,
            statement=form.cleaned_data["statement"],
            **pressed(request),
        ),
    )
    if isinstance(tried, Done):
        _made, others = tried.made
        return onward(request, address(solution), _claimed(others=others))
    context = {"solution": solution, "programme": solution.programme, "form": form}
    return render(request, "solutions/claim.html", context, status=tried.status)


def shown(request: HttpRequest, solution: Solution, status: int = 200, **forms: ActForm) -> HttpResponse:
    """The page of a solution; ``forms`` stand there as they were sent, instead of fresh ones."""
    context = solution_page(solution, actor_of(request)) | forms
    return render(request, "solutions/show.html", context, status=status)


def address(solution: Solution) -> str:
    """The page of a solution."""
    return reverse("solutions:show", args=[solution.programme.slug, solution.ref])


def _claimed(*, others: bool) -> str:
    said = _("Asked. A partner looks at it, and you get the answer by mail.")
    return f"{said} {_('Somebody else has asked for it as well; a person decides between you.')}" if others else said

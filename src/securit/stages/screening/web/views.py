"""Pages of the office: the checks of a call, and one check."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from securit.kernel.arrival import arrived
from securit.kit.acts import Done, attempt, onward
from securit.programmes.public import actor_of, screen
from securit.stages.calls.public import Call
from securit.stages.screening.listing import Desk, Wanted, in_group
from securit.stages.screening.models import Screening
from securit.stages.screening.selectors import screenings_of
from securit.stages.screening.services.clear_screening import clear_screenings
from securit.stages.screening.services.open_screening import open_screening
from securit.stages.screening.web.exports import as_file, grid_columns, grid_rows
from securit.stages.screening.web.forms import PlainForm
from securit.stages.screening.web.grid import grid_page
from securit.stages.screening.web.head import MOST_AT_ONCE, what_waits
from securit.stages.screening.web.loading import load_call, load_screening
from securit.stages.screening.web.pages import show_page


@screen("screening.list", load=load_call)
def listing(request: HttpRequest, call: Call) -> HttpResponse:
    """Every check of the call that the reader may open, as a grid of its tests."""
    actor = actor_of(request)
    wanted = Wanted.read(request.GET.dict())
    context = grid_page(call, actor, wanted, cell=request.GET.get("cell", ""))
    return render(request, "screening/list.html", {**context, **what_waits(request, call)})


@screen("screening.list", load=load_call)
def export(request: HttpRequest, call: Call) -> HttpResponseBase:
    """The grid exactly as it is filtered and sorted on the page, all pages of it."""
    rows = grid_rows(call, actor_of(request), Wanted.read(request.GET.dict()))
    title = _("Check of %(call)s") % {"call": call.code}
    return as_file(request, grid_columns(call), rows, title=title, name=f"{call.code}-check")


@screen("screening.create", load=load_call)
@require_POST
def open_check(request: HttpRequest, call: Call) -> HttpResponse:
    """Open the check of every application that has none."""
    opened = open_screening(call=call, actor=actor_of(request), at=arrived(request))
    said = ngettext(
        "The check of %(count)d application is open; the published rules have run.",
        "The checks of %(count)d applications are open; the published rules have run.",
        len(opened),
    )
    return onward(request, _list(call), said % {"count": len(opened)})


@screen("screening.create", load=load_call)
@require_POST
def clear_many(request: HttpRequest, call: Call) -> HttpResponse:
    """First shows the exact set where nothing is open or unmet; then clears exactly the set that was shown."""
    actor, refs = actor_of(request), request.POST.getlist("ref")
    form = PlainForm.received(request) if refs else PlainForm.fresh()
    tried = attempt(form, lambda: _clear(call, refs, request))
    if isinstance(tried, Done):
        count = len(tried.made)
        said = ngettext("%(count)d application is cleared.", "%(count)d applications are cleared.", count)
        return onward(request, _list(call), said % {"count": count})
    ready = in_group(Desk.of(call, actor).rows, "ready")[:MOST_AT_ONCE]
    context = {"call": call, "programme": call.programme, "ready": list(ready), "form": form, "most": MOST_AT_ONCE}
    return render(request, "screening/clear_many.html", context, status=tried.status)


def _clear(call: Call, refs: list[str], request: HttpRequest) -> list[Screening]:
    chosen = list(screenings_of(call).filter(ref__in=refs[:MOST_AT_ONCE]))
    return clear_screenings(screenings=chosen, actor=actor_of(request), at=arrived(request))


@screen("screening.view", load=load_screening)
def show(request: HttpRequest, screening: Screening) -> HttpResponse:
    """One check: every test with its finding, and what may be done."""
    return render(request, "screening/show.html", show_page(screening, actor_of(request)))


def _list(call: Call) -> str:
    return reverse("screening:list", args=[call.programme.slug, call.code])

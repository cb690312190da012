"""What engines recommended: the stored problems and outcomes, solved again on request."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from securit.kernel.canonical import canonical
from securit.machinery.decisions.again import solve_again
from securit.machinery.decisions.models import Recommendation
from securit.portal.selectors.recommendations import recommendation_lines, recommendations_of
from securit.programmes.public import Programme, screen


@screen("programme.audit")
def recommendations(request: HttpRequest, programme: Programme) -> HttpResponse:
    """All recommendations of the programme; POST solves the one named and says whether the same comes out."""
    again = None
    if request.method == "POST":
        again = solve_again(_found(programme, request.POST.get("ref", "")))
    context = {"programme": programme, "lines": recommendation_lines(programme), "again": again}
    return render(request, "portal/recommendations.html", context)


@screen("programme.audit")
def recommendation_file(request: HttpRequest, programme: Programme, ref: str, part: str) -> HttpResponse:
    """The stored problem or outcome: the bytes whose SHA-256 the page states."""
    found = _found(programme, ref)
    if part not in ("problem", "outcome"):
        raise Http404(_("There is no such file here."))
    answer = HttpResponse(canonical(getattr(found, part)), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{found.engine}-{found.ref}-{part}.json"'
    return answer


def _found(programme: Programme, ref: str) -> Recommendation:
    found = recommendations_of(programme).filter(ref=ref).first()
    if found is None:
        raise Http404(_("There is no such recommendation here."))
    return found

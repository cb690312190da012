"""Pages of the office: the checks of a call, and one check."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from securit.kernel import policy
from securit.kernel.arrival import arrived
from securit.programmes.public import actor_of, screen
from securit.stages.calls.public import Call
from securit.stages.screening.models import Screening
from securit.stages.screening.selectors import screenings_of, unscreened_versions
from securit.stages.screening.services.clear_screening import clear_screenings
from securit.stages.screening.services.open_screening import open_screening
from securit.stages.screening.web.loading import load_call, load_screening
from securit.stages.screening.web.pages import group_of, list_page, show_page
from securit.stages.screening.web.sanctions_views import may_on_list


@screen("screening.list", load=load_call)
def listing(request: HttpRequest, call: Call) -> HttpResponse:
    """Every check of the call that the reader may open, in its tab, with the tests that stand in the way."""
    page = request.GET.get("page", "")
    context = list_page(
        call,
        list(screenings_of(call).visible_to(actor_of(request))),
        request.GET.get("group", ""),
        request.GET.get("test", ""),
        int(page) if page.isdecimal() and len(page) < 6 else 1,
    )
    context["missing"] = unscreened_versions(call).count() if call.state == "closed" else 0
    context["may_open"] = bool(policy.decide(actor_of(request), "screening.create", call.facts()))
    context["may_see_list"] = may_on_list(request, call.programme, "view")
    return render(request, "screening/list.html", context)


@screen("screening.create", load=load_call)
@require_POST
def open_check(request: HttpRequest, call: Call) -> HttpResponse:
    """Open the check of every application that has none."""
    opened = open_screening(call=call, actor=actor_of(request), at=arrived(request))
    count = len(opened)
    said = ngettext(
        "The check of %(count)d application is open; the published rules have run.",
        "The checks of %(count)d applications are open; the published rules have run.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("screening:list", call.programme.slug, call.code)


@screen("screening.create", load=load_call)
@require_POST
def clear_many(request: HttpRequest, call: Call) -> HttpResponse:
    """First shows the exact set where every test is met; then clears exactly the set that was shown."""
    refs = request.POST.getlist("ref")
    if not refs:
        seen = screenings_of(call).visible_to(actor_of(request))
        ready = [screening for screening in seen if group_of(screening) == "ready"]
        return render(request, "screening/clear_many.html", {"call": call, "programme": call.programme, "ready": ready})
    chosen = list(screenings_of(call).filter(ref__in=refs))
    cleared = clear_screenings(screenings=chosen, actor=actor_of(request), at=arrived(request))
    count = len(cleared)
    said = ngettext("%(count)d application is cleared.", "%(count)d applications are cleared.", count)
    messages.success(request, said % {"count": count})
    return redirect("screening:list", call.programme.slug, call.code)


@screen("screening.view", load=load_screening)
def show(request: HttpRequest, screening: Screening) -> HttpResponse:
    """One check: every test with its finding, and what may be done."""
    return render(request, "screening/show.html", show_page(screening, actor_of(request)))

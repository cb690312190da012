"""Rules beside each other: compute, look, try something out, choose one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel import policy
from securit.kernel.arrival import arrived
from securit.kit.acts import Done, attempt, onward
from securit.machinery.computations.asking import latest, stop_computation
from securit.programmes.public import actor_of, screen
from securit.stages.calls.public import Call
from securit.stages.evaluation.comparing import USUAL, Changes
from securit.stages.evaluation.services.choose_assignment import choose_assignment
from securit.stages.evaluation.services.compare_assignments import KIND, compare_assignments, compared_in
from securit.stages.evaluation.web.comparing_forms import ChooseForm, CompareForm, in_lines
from securit.stages.evaluation.web.loading import load_call


@screen("assignment.list", post="assignment.create", load=load_call)
def compare(request: HttpRequest, call: Call) -> HttpResponse:
    """The last comparison, how far a running one is, and the form for another."""
    last = latest(call.programme, f"call:{call.ref}", KIND)
    asked = last.question if last else None
    form = CompareForm.received(
        request,
        of={"call": call},
        rules=list(asked["rules"]) if asked else list(USUAL),
        **(in_lines(call, Changes.from_data(asked["changes"])) if asked else {}),
    )
    tried = attempt(
        form,
        lambda: compare_assignments(
            call=call,
            rules=form.cleaned_data["rules"],
            changes=form.changes,
            actor=actor_of(request),
            at=arrived(request),
        ),
    )
    if isinstance(tried, Done):
        return redirect("evaluation:compare", call.programme.slug, call.code)
    return _page(request, call, form=form, status=tried.status)


@screen("assignment.create", load=load_call)
@require_POST
def stop(request: HttpRequest, call: Call) -> HttpResponse:
    """End the running computation with the best it has."""
    running = latest(call.programme, f"call:{call.ref}", KIND)
    if running is not None:
        stop_computation(computation=running, at=arrived(request))
    return redirect("evaluation:compare", call.programme.slug, call.code)


@screen("assignment.create", load=load_call)
@require_POST
def choose(request: HttpRequest, call: Call) -> HttpResponse:
    """What one rule gave is proposed."""
    last = latest(call.programme, f"call:{call.ref}", KIND)
    if last is None or not last.has_answer:
        return redirect("evaluation:compare", call.programme.slug, call.code)
    form = ChooseForm.received(request, of={"figures": compared_in(last).figures})
    tried = attempt(
        form,
        lambda: choose_assignment(
            call=call,
            computation=last,
            rule=form.cleaned_data["rule"],
            reason=form.cleaned_data["reason"],
            actor=actor_of(request),
            at=arrived(request),
        ),
    )
    if isinstance(tried, Done):
        url = reverse("evaluation:assignments", args=[call.programme.slug, call.code])
        return onward(request, url, _("Proposed. Look at it, change what you know better, and confirm."))
    return _page(request, call, chosen=form, status=tried.status)


def _page(
    request: HttpRequest,
    call: Call,
    *,
    form: CompareForm | None = None,
    chosen: ChooseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    last = latest(call.programme, f"call:{call.ref}", KIND)
    compared = compared_in(last) if last is not None and last.has_answer else None
    may_choose = bool(policy.decide(actor_of(request), "assignment.create", call.facts()))
    given = compared.figures if compared else ()
    is_free = last is None or not last.is_under_way
    asked = Changes.from_data(last.question["changes"]) if last else Changes()
    place = [call.programme.slug, call.code]
    context: dict[str, Any] = {
        "call": call,
        "programme": call.programme,
        "computation": last,
        "page": reverse("evaluation:compare", args=place),
        "stop_url": reverse("evaluation:compare_stop", args=place) if may_choose else "",
        "figures": given,
        "tried": [text.splitlines() for text in in_lines(call, asked).values() if isinstance(text, str)],
        "is_tried": compared is not None and not compared.changes.is_none,
        "most": asked.most,
        "computed_at": last.ended_at if last else None,
        "form": (form or CompareForm.fresh(of={"call": call}, rules=list(USUAL))) if may_choose and is_free else None,
        "choose_form": (chosen or ChooseForm.fresh(of={"figures": given}))
        if may_choose and any(not one.refused for one in given)
        else None,
    }
    return render(request, "evaluation/compare.html", context, status=status)

"""The calibration report: a quality report after the decision; names are for the chair."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kit.acts import ActForm, Done, attempt
from securit.machinery.decisions.models import Recommendation
from securit.programmes.public import actor_of, screen
from securit.stages.calls.public import Call
from securit.stages.evaluation.calibrating import crossing, lines_in, severities_in
from securit.stages.evaluation.readers import barred_numbers
from securit.stages.evaluation.selectors.office import names_by_ref
from securit.stages.evaluation.services.calibrate_scores import calibrate_scores, calibration_of, computation_of
from securit.stages.evaluation.web.loading import load_call
from securit.stages.evaluation.web.office_pages import PER_PAGE, page_asked, pages_of


class ComputeForm(ActForm):
    """A button."""


@screen("calibration.view", post="calibration.create", load=load_call)
def calibration(request: HttpRequest, call: Call) -> HttpResponse:
    """What severity moved, and who would have crossed the line; a post computes it."""
    form = ComputeForm.received(request)
    tried = attempt(form, lambda: calibrate_scores(call=call, actor=actor_of(request), at=arrived(request)))
    if isinstance(tried, Done):
        return redirect("evaluation:calibration", call.programme.slug, call.code)
    actor, said = actor_of(request), calibration_of(call)
    context = {
        "call": call,
        "programme": call.programme,
        "form": form,
        "may_compute": bool(policy.decide(actor, "calibration.create", call.facts())),
        "computation": computation_of(call),
        "page": reverse("evaluation:calibration", args=[call.programme.slug, call.code]),
        **(_report(request, call, actor, said) if said is not None else {}),
    }
    return render(request, "evaluation/calibration.html", context, status=tried.status)


def _report(request: HttpRequest, call: Call, actor: Actor, said: Recommendation) -> dict[str, Any]:
    """One page of the report; applications with which the reader has a conflict are left out."""
    lines, hidden = lines_in(said.outcome), barred_numbers(call, actor.user_id)
    crossed, shown = crossing(said.problem, lines), [line for line in lines if line.number not in hidden]
    number = page_asked(request)
    sees_names = bool(policy.decide(actor, "calibration.view_severity", call.facts()))
    decision = said.outcome["decision"]
    return {
        "said": said,
        "count": len(lines),
        "reports": len(said.problem["reports"]),
        "is_corrected": bool(decision["corrections"]),
        "near": len(decision["near_line"]),
        "up": [one for one in crossed.up if one not in hidden],
        "down": [one for one in crossed.down if one not in hidden],
        "hidden": len(lines) - len(shown),
        "lines": [(line, *_span(line.rank_from, line.rank_to, len(lines))) for line in _slice(shown, number)],
        "pages": pages_of(request, len(shown), number),
        "severities": _named(call, said) if sees_names else [],
        "sees_names": sees_names,
    }


def _slice(lines: list[Any], number: int) -> list[Any]:
    return lines[(number - 1) * PER_PAGE : number * PER_PAGE]


def _span(first: int, last: int, of: int) -> tuple[str, str]:
    """Where a row's bar begins and how wide it is, in per cent of all ranks."""
    return f"{100 * (first - 1) // of}%", f"{max(1, 100 * (last - first + 1) // of)}%"


def _named(call: Call, said: Recommendation) -> list[tuple[str, Any]]:
    severities = severities_in(said.problem, said.outcome)
    names = names_by_ref(call.programme, [one.ref for one in severities])
    return [(names.get(one.ref, one.ref), one) for one in severities]

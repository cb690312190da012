"""The planner: guesses in, evaluators, days and euros out; nothing is stored."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from securit.kit.tables import Column, Row, Table
from securit.money import euros
from securit.programmes.public import screen
from securit.stages.calls.expected import expected_of
from securit.stages.calls.models import Call
from securit.stages.calls.planning import Plan, plan
from securit.stages.calls.web.planning_form import PlanningForm, defaults
from securit.stages.calls.web.views import load_call


@screen("call.manage", load=load_call)
def planner(request: HttpRequest, call: Call) -> HttpResponse:
    """What the evaluation of the call will ask for, by the numbers in the address."""
    expected = expected_of(call)
    form = PlanningForm({**defaults(call.terms, expected), **request.GET.dict()}, expected)
    found = plan(form.guess()) if form.is_valid() else None
    context: dict[str, Any] = {"call": call, "programme": call.programme, "form": form, "plan": found}
    if found:
        context |= {"table": _table(found), "fees": euros(found.middle.fees_cents)}
    return render(request, "calls/planner.html", context, status=200 if found else 422)


def _table(found: Plan) -> Table:
    cases = (found.low, found.middle, found.high)
    lines = (
        (_("Applications"), [str(case.applications) for case in cases]),
        (_("Reports"), [str(case.reports) for case in cases]),
        (_("Evaluators who write them"), [str(case.evaluators) for case in cases]),
        (_("Evaluators to invite"), [str(case.invitations) for case in cases]),
        (_("Days of work of all together"), [str(case.person_days) for case in cases]),
        (_("Working days until the last report"), [str(case.days) for case in cases]),
        (_("Fees"), [euros(case.fees_cents) for case in cases]),
    )
    columns = (
        Column(_("What is needed")),
        Column(_("In one case of ten less"), numeric=True),
        Column(_("Middle"), numeric=True),
        Column(_("In one case of ten more"), numeric=True),
    )
    return Table(_("Eight cases of ten lie between the ends"), columns, tuple(Row((label, *n)) for label, n in lines))

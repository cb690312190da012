"""The pages about conflicts of interest: the call's list for the office, the reasons for evaluators, the evidence."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.arrival import arrived
from securit.kit.acts import Done, attempt, onward
from securit.machinery.files.downloads import download_response
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.calls.public import Call
from securit.stages.evaluation.conflict_models import StaffConflict
from securit.stages.evaluation.models import Assignment, Declaration
from securit.stages.evaluation.services.decide_staff_conflict import decide_staff_conflict
from securit.stages.evaluation.services.record_staff_conflict import record_staff_conflict
from securit.stages.evaluation.services.report_conflict import report_conflict
from securit.stages.evaluation.web.conflict_forms import (
    DecideStaffConflictForm,
    FoundConflictForm,
    StaffConflictForm,
)
from securit.stages.evaluation.web.conflict_pages import conflicts_file, conflicts_page, reasons_page
from securit.stages.evaluation.web.loading import (
    load_assignment,
    load_call,
    load_declaration,
    load_staff_conflict,
)
from securit.stages.evaluation.web.office_pages import assignment_page


@screen("declaration.list", post="staff_conflict.create", load=load_call)
def conflicts(request: HttpRequest, call: Call) -> HttpResponse:
    """Every conflict of the call; a post records one of a person of the office."""
    actor, form = actor_of(request), StaffConflictForm.received(request, of={"call": call})
    tried = attempt(form, lambda: record_staff_conflict(**form.values(), actor=actor, at=arrived(request)))
    if isinstance(tried, Done):
        said = _("Recorded. %(name)s no longer reads or decides anything about %(number)s.")
        words = {"name": tried.made.user, "number": tried.made.application.number}
        return onward(request, _list(call), said % words)
    context = conflicts_page(call, actor, form)
    return render(request, "evaluation/conflicts.html", context, status=tried.status)


@screen("declaration.list", load=load_call)
def conflicts_export(request: HttpRequest, call: Call) -> HttpResponseBase:
    """The same list as a table."""
    return conflicts_file(call, actor_of(request), request)


@screen("staff_conflict.accept", load=load_staff_conflict)
@require_POST
def decide_staff(request: HttpRequest, conflict: StaffConflict) -> HttpResponse:
    """Whether a possible conflict of a colleague stands in the way."""
    form, call, actor = DecideStaffConflictForm.received(request), conflict.application.call, actor_of(request)

    def decide() -> StaffConflict:
        accept, reason = form.given["decision"] == "accept", form.given["reason"]
        return decide_staff_conflict(conflict=conflict, accept=accept, reason=reason, actor=actor, at=arrived(request))

    tried = attempt(form, decide)
    if isinstance(tried, Done):
        return onward(request, _list(call), _("Decided and recorded."))
    context = conflicts_page(call, actor, StaffConflictForm.fresh(of={"call": call}), decided=(conflict.ref, form))
    return render(request, "evaluation/conflicts.html", context, status=tried.status)


@screen("assignment.view", post="declaration.declare_potential", load=load_assignment)
@require_POST
def found_conflict(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """The office found a conflict of an evaluator."""
    form, actor = FoundConflictForm.received(request), actor_of(request)
    tried = attempt(
        form, lambda: report_conflict(assignment=assignment, **form.given, actor=actor, at=arrived(request))
    )
    if isinstance(tried, Done):
        return onward(request, _list(assignment.application.call), _after(tried.made))
    context = assignment_page(assignment, actor) | {"conflict_form": form}
    return render(request, "evaluation/assignment.html", context, status=tried.status)


@screen("evaluator.work")
def reasons(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Each reason in one sentence, and what follows from it."""
    return render(request, "evaluation/reasons.html", reasons_page(programme, actor_of(request)))


@screen("declaration.read_evidence", load=load_declaration)
def declaration_evidence(request: HttpRequest, declaration: Declaration) -> HttpResponseBase:
    """The newest file that was given with the declaration."""
    found = declaration.evidence.select_related("file__programme").order_by("id").last()
    if found is None:
        raise Http404
    return download_response(found.file)


@screen("staff_conflict.read_evidence", load=load_staff_conflict)
def staff_evidence(request: HttpRequest, conflict: StaffConflict) -> HttpResponseBase:
    """The file that was given with a conflict of a person of the office."""
    if conflict.evidence is None:
        raise Http404
    return download_response(conflict.evidence)


def _after(declaration: Declaration) -> str:
    if declaration.state == "conflicted":
        return _("Access has ended and the report is set aside. A replacement is being proposed; you get a mail.")
    return _("Access has ended until you or a colleague decide.")


def _list(call: Call) -> str:
    return reverse("evaluation:conflicts", args=[call.programme.slug, call.code])

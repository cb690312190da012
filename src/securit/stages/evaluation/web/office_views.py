"""The office's pages: the pool, assignments and declarations of a call, how far the reports are."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.calls.public import Call
from securit.stages.evaluation.comparing import Changes
from securit.stages.evaluation.models import Assignment, Declaration, Evaluator, Review
from securit.stages.evaluation.services.assign_by_hand import assign_by_hand
from securit.stages.evaluation.services.compare_assignments import compare_assignments, pairs_of
from securit.stages.evaluation.services.confirm_assignments import confirm_assignments
from securit.stages.evaluation.services.decide_declaration import decide_declaration
from securit.stages.evaluation.services.end_assignment import end_assignment, recuse_assignment
from securit.stages.evaluation.services.invite_evaluator import invite_evaluator
from securit.stages.evaluation.services.leave_pool import leave_pool
from securit.stages.evaluation.services.prepare_summaries import prepare_summaries
from securit.stages.evaluation.services.propose_assignments import propose_assignments
from securit.stages.evaluation.services.return_review import return_review
from securit.stages.evaluation.web.forms import DecideForm, EvaluatorForm
from securit.stages.evaluation.web.loading import (
    load_assignment,
    load_call,
    load_declaration,
    load_evaluator,
    load_review,
)
from securit.stages.evaluation.web.office_pages import (
    ByHandForm,
    ProposeForm,
    assignment_page,
    assignments_page,
    pool_page,
    progress_page,
    summaries_page,
)

PROPOSED_AT_ONCE = 2_000
"""Up to so many pairs of application and evaluator a proposal takes less than a second."""


@screen("evaluator.list", post="evaluator.create")
def pool(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Everybody who can be asked; a post takes somebody in."""
    actor, form, status = actor_of(request), EvaluatorForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = invite_evaluator(programme=programme, actor=actor, at=arrived(request), **form.values())
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                messages.success(request, _("%(name)s is in the pool and was told by mail.") % {"name": made.user})
                return redirect("evaluation:pool", programme.slug)
    return render(request, "evaluation/pool.html", pool_page(programme, actor, form), status=status)


@screen("evaluator.leave", load=load_evaluator)
@require_POST
def leave(request: HttpRequest, evaluator: Evaluator) -> HttpResponse:
    """Take somebody out of the pool."""
    reason = request.POST.get("reason", "")
    leave_pool(evaluator=evaluator, reason=reason, actor=actor_of(request), at=arrived(request))
    messages.success(request, _("%(name)s has left the pool.") % {"name": evaluator.user})
    return redirect("evaluation:pool", evaluator.programme.slug)


@screen("assignment.list", load=load_call)
def assignments(request: HttpRequest, call: Call) -> HttpResponse:
    """Who reads what, why, and what is to be decided."""
    return render(request, "evaluation/assignments.html", assignments_page(call, request))


@screen("assignment.create", load=load_call)
@require_POST
def propose(request: HttpRequest, call: Call) -> HttpResponse:
    """Let the engine recommend."""
    form = ProposeForm(request.POST)
    if not form.is_valid():
        return render(request, "evaluation/assignments.html", assignments_page(call, request, propose=form), status=422)
    try:
        if pairs_of(call) > PROPOSED_AT_ONCE:
            return _in_the_background(request, call, form)
        propose_assignments(call=call, actor=actor_of(request), at=arrived(request), **form.cleaned_data)
    except Refusal as refusal:
        form.refuse(refusal)
        context = assignments_page(call, request, propose=form)
        return render(request, "evaluation/assignments.html", context, status=refusal.status)
    messages.success(request, _("Proposed. Look at it, change what you know better, and confirm."))
    return redirect("evaluation:assignments", call.programme.slug, call.code)


def _in_the_background(request: HttpRequest, call: Call, form: ProposeForm) -> HttpResponse:
    """What takes longer is computed by the worker; its page shows how far it is, and the proposal is made there."""
    compare_assignments(
        call=call,
        rules=[form.cleaned_data["rule"]],
        seed=form.cleaned_data["seed"],
        changes=Changes(),
        actor=actor_of(request),
        at=arrived(request),
    )
    return redirect("evaluation:compare", call.programme.slug, call.code)


@screen("assignment.create", load=load_call)
@require_POST
def confirm(request: HttpRequest, call: Call) -> HttpResponse:
    """Confirm every proposed pair."""
    reason = request.POST.get("reason", "")
    confirmed = confirm_assignments(call=call, actor=actor_of(request), at=arrived(request), reason=reason)
    count = len(confirmed)
    said = ngettext("%(count)d assignment is confirmed.", "%(count)d assignments are confirmed.", count)
    messages.success(request, said % {"count": count})
    return redirect("evaluation:assignments", call.programme.slug, call.code)


@screen("assignment.create", load=load_call)
@require_POST
def by_hand(request: HttpRequest, call: Call) -> HttpResponse:
    """Put one evaluator on one application."""
    form = ByHandForm(call, request.POST)
    status = 422
    if form.is_valid():
        try:
            assign_by_hand(actor=actor_of(request), at=arrived(request), **form.values())
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            messages.success(request, _("Set by hand; the engine builds around it."))
            return redirect("evaluation:assignments", call.programme.slug, call.code)
    context = assignments_page(call, request, by_hand=form)
    return render(request, "evaluation/assignments.html", context, status=status)


@screen("assignment.view", load=load_assignment)
def assignment(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """One pair: why it was chosen, what was declared, what can be done."""
    return render(request, "evaluation/assignment.html", assignment_page(assignment, actor_of(request)))


@screen("assignment.recuse", load=load_assignment)
@require_POST
def recuse(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """The evaluator must not read the application."""
    reason = request.POST.get("reason", "")
    recuse_assignment(assignment=assignment, reason=reason, actor=actor_of(request), at=arrived(request))
    messages.success(request, _("Recused. Propose again to find somebody else."))
    return redirect("evaluation:assignments", assignment.programme.slug, assignment.application.call.code)


@screen("assignment.end", load=load_assignment)
@require_POST
def end(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Somebody else is to read the application."""
    reason = request.POST.get("reason", "")
    end_assignment(assignment=assignment, reason=reason, actor=actor_of(request), at=arrived(request))
    messages.success(request, _("Ended. Propose again to find somebody else."))
    return redirect("evaluation:assignments", assignment.programme.slug, assignment.application.call.code)


@screen("declaration.accept", load=load_declaration)
@require_POST
def decide(request: HttpRequest, declaration: Declaration) -> HttpResponse:
    """Whether a possible conflict stands in the way."""
    form, call = DecideForm(request.POST), declaration.application.call
    status = 422
    if form.is_valid():
        accept, reason = form.cleaned_data["decision"] == "accept", form.cleaned_data["reason"]
        try:
            decide_declaration(
                declaration=declaration, accept=accept, reason=reason, actor=actor_of(request), at=arrived(request)
            )
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            messages.success(request, _("Decided and recorded."))
            return redirect("evaluation:assignments", call.programme.slug, call.code)
    context = assignments_page(call, request, decided=(declaration.ref, form))
    return render(request, "evaluation/assignments.html", context, status=status)


@screen("review.count", load=load_call)
def progress(request: HttpRequest, call: Call) -> HttpResponse:
    """How far the reports are; no score is shown here."""
    return render(request, "evaluation/progress.html", progress_page(call, request))


@screen("summary.create", load=load_call)
def summaries(request: HttpRequest, call: Call) -> HttpResponse:
    """Exactly what applicants will read; a post puts the reports on each application together."""
    if request.method != "POST":
        return render(request, "evaluation/summaries.html", summaries_page(call))
    made = prepare_summaries(call=call, actor=actor_of(request), at=arrived(request))
    said = ngettext("%(count)d summary is prepared.", "%(count)d summaries are prepared.", len(made))
    messages.success(request, said % {"count": len(made)})
    return redirect("evaluation:summaries", call.programme.slug, call.code)


@screen("review.return", load=load_review)
@require_POST
def send_back(request: HttpRequest, review: Review) -> HttpResponse:
    """Return a report for completion."""
    given = {"reason": request.POST.get("reason", ""), "ground": request.POST.get("ground", "incomplete")}
    return_review(review=review, actor=actor_of(request), at=arrived(request), **given)
    messages.success(request, _("Returned; the evaluator was told by mail."))
    return redirect("evaluation:review", review.programme.slug, review.ref)

"""The evaluator's pages: what to declare, what to read, the report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.evaluation.models import Assignment, Declaration, Review, Summary
from securit.stages.evaluation.selectors.desk import applicant_of
from securit.stages.evaluation.selectors.ties import known_of
from securit.stages.evaluation.services.abstain_review import abstain_review
from securit.stages.evaluation.services.begin_review import begin_review
from securit.stages.evaluation.services.declare import declare
from securit.stages.evaluation.services.submit_review import CannotSubmitReview, submit_review
from securit.stages.evaluation.web.forms import DeclarationForm, ReasonForm, ReviewForm
from securit.stages.evaluation.web.loading import load_assignment, load_declaration, load_review, load_summary
from securit.stages.evaluation.web.report_page import desk_page, report_page, summary_page, take_in, texts_of


@screen("evaluator.work")
def mine(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What this evaluator has to do: declarations, reports, and what is done."""
    return render(request, "evaluation/mine.html", desk_page(programme, actor_of(request), arrived(request)))


@screen("declaration.view", post="declaration.declare_conflict", load=load_declaration)
def declaration(request: HttpRequest, declaration: Declaration) -> HttpResponse:
    """Names and title, and the question; nothing else is shown before the answer."""
    ties, likely = ([], "") if declaration.reason_code else known_of(declaration, _("You"))
    initial = {"situation": likely} if likely else None
    form, status = DeclarationForm(request.POST or None, request.FILES or None, initial=initial), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                said = declare(declaration=declaration, actor=actor_of(request), at=arrived(request), **form.values())
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                messages.success(request, _thanks(said))
                return redirect("evaluation:mine", declaration.programme.slug)
    context = {"declaration": declaration, "form": form, "applicant": applicant_of(declaration)}
    context |= {"programme": declaration.programme, "call": declaration.application.call, "now": arrived(request)}
    context["ties"] = ties
    return render(request, "evaluation/declare.html", context, status=status)


@screen("assignment.view", post="review.create", load=load_assignment)
@require_POST
def begin(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Open the report on an assigned application."""
    begun = begin_review(assignment=assignment, actor=actor_of(request), at=arrived(request))
    return redirect("evaluation:review", begun.programme.slug, begun.ref)


@screen("review.view", post="review.edit", load=load_review)
def review(request: HttpRequest, review: Review) -> HttpResponse:
    """The report beside the application; a post saves it."""
    if request.method != "POST":
        return render(request, "evaluation/review.html", report_page(review, actor_of(request), arrived(request)))
    form = ReviewForm(review, request.POST)
    try:
        take_in(review, form, request)
    except Refusal as refusal:
        return _refused(request, review, form, refusal)
    messages.success(request, _("Saved."))
    return redirect("evaluation:review", review.programme.slug, review.ref)


@screen("review.edit", load=load_review)
@require_POST
def autosave(request: HttpRequest, review: Review) -> HttpResponse:
    """The same in the background: 200 with the new version, 409 with both texts, or the sentence."""
    form = ReviewForm(review, request.POST)
    try:
        saved = take_in(review, form, request)
    except Refusal as refusal:
        fresh = load_review(review.programme, actor_of(request), review.ref)
        answer: dict[str, Any] = {"sentence": str(refusal)}
        if refusal.code == "stale":
            answer |= {"theirs": texts_of(fresh), "version": fresh.version}
        return JsonResponse(answer, status=409 if refusal.code == "stale" else 422)
    return JsonResponse({"version": saved.version})


@screen("review.submit", load=load_review)
@require_POST
def submit(request: HttpRequest, review: Review) -> HttpResponse:
    """Keep what was typed, then hand the report in."""
    form = ReviewForm(review, request.POST)
    try:
        kept = take_in(review, form, request)
        intent = request.POST.get("intent", "")
        submit_review(review=kept, actor=actor_of(request), at=arrived(request), intent=intent)
    except Refusal as refusal:
        return _refused(request, review, form, refusal)
    messages.success(request, _("Thank you: your report is submitted."))
    return redirect("evaluation:mine", review.programme.slug)


@screen("review.abstain", load=load_review)
@require_POST
def abstain(request: HttpRequest, review: Review) -> HttpResponse:
    """Leave the judgement to somebody else."""
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else request.POST.get("reason", "")
    abstain_review(review=review, reason=reason, actor=actor_of(request), at=arrived(request))
    messages.success(request, _("You have abstained; somebody else will read the application."))
    return redirect("evaluation:mine", review.programme.slug)


@screen("summary.view", load=load_summary)
def summary(request: HttpRequest, summary: Summary) -> HttpResponse:
    """The evaluation summary report of one application."""
    return render(request, "evaluation/summary.html", summary_page(summary))


def _thanks(declaration: Declaration) -> str:
    if declaration.state == "clear":
        return _("Thank you. The application is open to you now.")
    if declaration.state == "potential":
        return _("Thank you. The call manager decides; until then the application stays closed to you.")
    return _("Thank you. You are recused; somebody else will read the application.")


def _refused(request: HttpRequest, loaded: Review, form: ReviewForm, refusal: Refusal) -> HttpResponse:
    review = load_review(loaded.programme, actor_of(request), loaded.ref)
    if review.state not in ("drafted", "returned"):
        raise refusal
    if isinstance(refusal, CannotSubmitReview):
        for problem in refusal.problems:
            form.add_error(f"{problem.part}_{problem.criterion}", problem.sentence)
    else:
        form.refuse(refusal)
    is_stale = refusal.code == "stale"
    context = report_page(review, actor_of(request), arrived(request), sent=form, is_stale=is_stale)
    return render(request, "evaluation/review.html", context, status=refusal.status)

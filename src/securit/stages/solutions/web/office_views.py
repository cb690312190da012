"""The working area of the catalogue: enter, edit, list, verify, archive, clear duplicates, answer claims."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.solutions.duplicates import proposed_pairs
from securit.stages.solutions.models import Claim, Solution
from securit.stages.solutions.selectors import (
    MOST_SHOWN,
    claims_waiting,
    office_list,
    stale_count,
    state_counts,
    visible_solutions,
)
from securit.stages.solutions.services.archive_solution import archive_solution
from securit.stages.solutions.services.confirm_solution import confirm_solution
from securit.stages.solutions.services.decide_claim import decide_claim
from securit.stages.solutions.services.draft_solution import draft_solution
from securit.stages.solutions.services.edit_solution import edit_solution
from securit.stages.solutions.services.keep_apart import keep_apart
from securit.stages.solutions.services.list_solution import list_solution
from securit.stages.solutions.services.merge_solutions import merge_solutions
from securit.stages.solutions.services.restore_solution import restore_solution
from securit.stages.solutions.services.verify_solution import verify_solution
from securit.stages.solutions.web.catalogue_views import address
from securit.stages.solutions.web.forms import ActForm, ArchiveForm, StatementForm, VerifyForm
from securit.stages.solutions.web.loading import load_claim, load_solution
from securit.stages.solutions.web.pages import solution_page
from securit.stages.solutions.web.tables import desk_table, desk_tabs


@screen("solution.manage")
def desk(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What is to be done in the catalogue."""
    at = arrived(request)
    show = request.GET.get("show", "to_verify")
    counts = {**state_counts(programme), "stale": stale_count(programme, at)}
    rows = list(office_list(programme, show, at)[:MOST_SHOWN])
    context = {
        "programme": programme,
        "tabs": desk_tabs(programme, show, counts),
        "table": desk_table(programme, rows),
        "claims": claims_waiting(programme),
        "form": ActForm.fresh(),
    }
    return render(request, "solutions/desk.html", context)


@screen("solution.manage", post="solution.create")
def enter(request: HttpRequest, programme: Programme) -> HttpResponse:
    """A scout enters a solution."""
    if request.method != "POST":
        return render(request, "solutions/enter.html", {"programme": programme, "form": StatementForm.blank(programme)})
    form, status = StatementForm(request.POST, programme=programme), 422
    if form.is_valid():
        try:
            made = draft_solution(
                programme=programme,
                stated=form.texts(),
                synthetic=programme.synthetic,
                actor=actor_of(request),
                at=arrived(request),
                intent=form.cleaned_data["intent"],
            )
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            messages.success(request, _("Saved. Only the programme's people see it until it is listed."))
            return redirect(address(made))
    return render(request, "solutions/enter.html", {"programme": programme, "form": form}, status=status)


@screen("solution.edit", load=load_solution)
def edit(request: HttpRequest, solution: Solution) -> HttpResponse:
    """Change what is stated; what was verified is looked at anew afterwards."""
    context: dict[str, Any] = {"solution": solution, "programme": solution.programme}
    if request.method != "POST":
        return render(request, "solutions/edit.html", {**context, "form": StatementForm.of(solution)})
    form, status = StatementForm(request.POST, programme=solution.programme), 422
    if form.is_valid():
        try:
            edit_solution(
                solution=solution,
                stated=form.texts(),
                actor=actor_of(request),
                at=arrived(request),
                intent=form.cleaned_data["intent"],
                version=form.cleaned_data["version"],
            )
        except Refusal as refusal:
            form, status = form.after_refusal(refusal, solution), refusal.status
        else:
            messages.success(request, _("Saved."))
            return redirect(address(solution))
    return render(request, "solutions/edit.html", {**context, "form": form}, status=status)


@screen("solution.publish", load=load_solution)
@require_POST
def publish(request: HttpRequest, solution: Solution) -> HttpResponse:
    """Into the public catalogue."""
    return _step(request, solution, list_solution, _("Listed; everyone can read it."))


@screen("solution.confirm", load=load_solution)
@require_POST
def confirm(request: HttpRequest, solution: Solution) -> HttpResponse:
    """It is still so."""
    return _step(request, solution, confirm_solution, _("Thank you. We ask again in a year."))


@screen("solution.restore", load=load_solution)
@require_POST
def restore(request: HttpRequest, solution: Solution) -> HttpResponse:
    """Back into the catalogue."""
    return _step(request, solution, restore_solution, _("Back in the catalogue."))


@screen("solution.verify", load=load_solution)
@require_POST
def verify(request: HttpRequest, solution: Solution) -> HttpResponse:
    """Say what was looked at."""
    form, status = VerifyForm.posted(request.POST), 422
    if form.is_valid():
        try:
            verify_solution(
                solution=solution,
                checked=form.cleaned_data["checked"],
                note=form.cleaned_data["note"],
                actor=actor_of(request),
                at=arrived(request),
                intent=form.cleaned_data["intent"],
                version=form.cleaned_data["version"],
            )
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            messages.success(request, _("Verified."))
            return redirect(address(solution))
    context = solution_page(solution, actor_of(request)) | {"verify_form": form}
    return render(request, "solutions/show.html", context, status=status)


@screen("solution.archive", load=load_solution)
@require_POST
def archive(request: HttpRequest, solution: Solution) -> HttpResponse:
    """Out of the catalogue."""
    form = ArchiveForm.posted(request.POST)
    if not form.is_valid():
        context = solution_page(solution, actor_of(request)) | {"archive_form": form}
        return render(request, "solutions/show.html", context, status=422)
    archive_solution(
        solution=solution,
        cause=form.cleaned_data["cause"],
        reason=form.cleaned_data["reason"],
        actor=actor_of(request),
        at=arrived(request),
        intent=form.cleaned_data["intent"],
    )
    messages.success(request, _("Archived. It can be put back."))
    return redirect(address(solution))


@screen("solution.manage", post="solution.merge")
def duplicates(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Pairs that may be the same: keep one, or say that they are not the same."""
    if request.method == "POST":
        return _cleared(request, programme)
    pairs = [(pair, ActForm.fresh(pair.first), ActForm.fresh(pair.second)) for pair in proposed_pairs(programme)]
    return render(request, "solutions/duplicates.html", {"programme": programme, "pairs": pairs})


def _cleared(request: HttpRequest, programme: Programme) -> HttpResponse:
    rows = visible_solutions(programme, actor_of(request))
    kept, other = (rows.filter(ref=request.POST.get(name, "")).first() for name in ("kept", "other"))
    if kept is None or other is None:
        raise Http404
    at, actor, intent = arrived(request), actor_of(request), request.POST.get("intent", "")
    if request.POST.get("answer") == "apart":
        keep_apart(first=kept, second=other, actor=actor, at=at, intent=intent)
        messages.success(request, _("Remembered: they are not the same."))
    else:
        merge_solutions(kept=kept, merged=other, actor=actor, at=at, intent=intent)
        messages.success(request, _("Merged. “Put back into the catalogue” on the archived one undoes it."))
    return redirect("solutions:duplicates", programme.slug)


def _load_claim(programme: Programme, actor: Any, claim: str) -> Claim:
    return load_claim(programme, actor, claim)


@screen("claim.approve", load=_load_claim)
@require_POST
def decide(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Approve or decline."""
    answer: Literal["approve", "decline"] = "approve" if request.POST.get("answer") == "approve" else "decline"
    decide_claim(
        claim=claim,
        answer=answer,
        reason=request.POST.get("reason", ""),
        actor=actor_of(request),
        at=arrived(request),
        intent=request.POST.get("intent", ""),
    )
    messages.success(request, _("Answered; the person is told by mail."))
    return redirect(reverse("solutions:desk", args=[claim.programme.slug]))


def _step(request: HttpRequest, solution: Solution, step: Callable[..., Solution], done: str) -> HttpResponse:
    step(solution=solution, actor=actor_of(request), at=arrived(request), intent=request.POST.get("intent", ""))
    messages.success(request, done)
    return redirect(address(solution))

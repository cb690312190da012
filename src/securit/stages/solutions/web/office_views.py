"""The working area of the catalogue: enter, edit, list, verify, archive, clear duplicates, answer claims."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.arrival import arrived
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.programmes.public import Programme, actor_of, pressed, screen
from securit.stages.solutions.duplicates import proposed_pairs
from securit.stages.solutions.models import Claim, Solution
from securit.stages.solutions.selectors import visible_solutions
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
from securit.stages.solutions.web.catalogue_views import address, shown
from securit.stages.solutions.web.desk import desk_page
from securit.stages.solutions.web.forms import ArchiveForm, DecideForm, StatementForm, VerifyForm
from securit.stages.solutions.web.loading import load_claim, load_solution


@screen("solution.manage")
def desk(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What is to be done in the catalogue."""
    context = desk_page(programme, request.GET.get("show", "to_verify"), arrived(request))
    return render(request, "solutions/desk.html", context)


@screen("solution.manage", post="solution.create")
def enter(request: HttpRequest, programme: Programme) -> HttpResponse:
    """A scout enters a solution."""
    form = StatementForm.entered(request, programme)
    tried = attempt(
        form,
        lambda: draft_solution(
            programme=programme,
            stated=form.texts(),
            synthetic=programme.synthetic,
            **pressed(request),
        ),
    )
    if isinstance(tried, Done):
        return onward(request, address(tried.made), _("Saved. Only the programme's people see it until it is listed."))
    return render(request, "solutions/enter.html", {"programme": programme, "form": form}, status=tried.status)


@screen("solution.edit", load=load_solution)
def edit(request: HttpRequest, solution: Solution) -> HttpResponse:
    """Change what is stated; what was verified is looked at anew afterwards."""
    form = StatementForm.changed(request, solution)
    tried = attempt(
        form,
        lambda: edit_solution(
            solution=solution,
            stated=form.texts(),
            **pressed(request),
            version=form.seen,
        ),
    )
    if isinstance(tried, Done):
        return onward(request, address(solution), _("Saved."))
    context = {"solution": solution, "programme": solution.programme, "form": form}
    return render(request, "solutions/edit.html", context, status=tried.status)


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
    form = VerifyForm.received(request)
    tried = attempt(
        form,
        lambda: verify_solution(
            solution=solution,
            checked=form.cleaned_data["checked"],
            note=form.cleaned_data["note"],
            **pressed(request),
            version=form.seen,
        ),
    )
    if isinstance(tried, Done):
        return onward(request, address(solution), _("Verified."))
    return shown(request, solution, tried.status, verify_form=form)


@screen("solution.archive", load=load_solution)
@require_POST
def archive(request: HttpRequest, solution: Solution) -> HttpResponse:
    """Out of the catalogue."""
    form = ArchiveForm.received(request)
    tried = attempt(
        form,
        lambda: archive_solution(
            solution=solution,
            cause=form.cleaned_data["cause"],
            reason=form.cleaned_data["reason"],
            **pressed(request),
        ),
    )
    if isinstance(tried, Done):
        return onward(request, address(solution), _("Archived. It can be put back."))
    return shown(request, solution, tried.status, archive_form=form)


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
    here = reverse("solutions:duplicates", args=[programme.slug])
    if request.POST.get("answer") == "apart":
        keep_apart(first=kept, second=other, **pressed(request))
        return onward(request, here, _("Remembered: they are not the same."))
    merge_solutions(kept=kept, merged=other, **pressed(request))
    return onward(request, here, _("Merged. “Put back into the catalogue” on the archived one undoes it."))


def _load_claim(programme: Programme, actor: Any, claim: str) -> Claim:
    return load_claim(programme, actor, claim)


@screen("claim.approve", load=_load_claim)
@require_POST
def decide(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Approve or decline."""
    form = DecideForm.about(claim, request.POST)
    tried = attempt(
        form,
        lambda: decide_claim(
            claim=claim,
            answer=form.answer,
            reason=form.cleaned_data["reason"],
            **pressed(request),
        ),
    )
    if isinstance(tried, Done):
        desk_url = reverse("solutions:desk", args=[claim.programme.slug])
        return onward(request, desk_url, _("Answered; the person is told by mail."))
    context = desk_page(claim.programme, "to_verify", arrived(request), decided=(claim, form))
    return render(request, "solutions/desk.html", context, status=tried.status)


def _step(request: HttpRequest, solution: Solution, step: Callable[..., Solution], done: str) -> HttpResponse:
    step(solution=solution, **pressed(request))
    return onward(request, address(solution), done)

"""The evaluator's pages: what to declare, what to read, the report."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from securit.kernel.actor import Actor
from securit.programmes.public import Programme, screen
from securit.stages.evaluation.models import Review


def load_review(programme: Programme, actor: Actor, ref: str) -> Review:
    """The report of that ref in the programme."""
    related = ("assignment", "evaluator__user", "application__call__programme")
    found = Review.objects.in_programme(programme).filter(ref=ref).select_related(*related).first()
    if found is None:
        raise Http404
    return found


@screen("evaluator.work")
def mine(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What this evaluator has to do."""
    return render(request, "evaluation/mine.html", {"programme": programme})


@screen("review.view", load=load_review)
def review(request: HttpRequest, review: Review) -> HttpResponse:
    """The report beside the application."""
    return render(request, "evaluation/review.html", {"review": review})

"""The pages of a consensus: the office opens it, its members draft, answer and close."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.arrival import arrived
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.programmes.public import actor_of, screen
from securit.stages.evaluation.consensus_models import Consensus
from securit.stages.evaluation.selectors.consensus import reports_together
from securit.stages.evaluation.services.answer_consensus import answer_consensus
from securit.stages.evaluation.services.close_consensus import close_consensus
from securit.stages.evaluation.services.draft_consensus import draft_consensus
from securit.stages.evaluation.services.open_consensus import name_rapporteur, open_consensus
from securit.stages.evaluation.web.consensus_forms import AnswerForm, CloseForm, DraftForm, RapporteurForm
from securit.stages.evaluation.web.consensus_pages import opening_page, proposed, room_page
from securit.stages.evaluation.web.loading import load_room, load_room_to_be


@screen("consensus.create", load=load_room_to_be)
def open_room(request: HttpRequest, room: Consensus) -> HttpResponse:
    """Why a consensus is due on this application, and who drafts; a post opens the room."""
    if room.pk:
        return redirect("evaluation:room", room.programme.slug, room.ref)
    reports = reports_together(room.application)
    form = RapporteurForm.received(request, of={"reports": reports}, rapporteur=proposed(room, reports))
    actor, at = actor_of(request), arrived(request)
    tried = attempt(
        form,
        lambda: open_consensus(
            application=room.application, rapporteur=form.given["rapporteur"], actor=actor, at=at, intent=form.press
        ),
    )
    if isinstance(tried, Done):
        return onward(request, _url(tried.made), _("The room is open; its evaluators were told by mail."))
    return render(request, "evaluation/open_room.html", opening_page(room, reports, form), status=tried.status)


@screen("consensus.view", load=load_room)
def room(request: HttpRequest, consensus: Consensus) -> HttpResponse:
    """All reports side by side, without names among evaluators, and the draft."""
    return render(request, "evaluation/room.html", room_page(consensus, actor_of(request)))


@screen("consensus.draft", load=load_room)
@require_POST
def draft(request: HttpRequest, consensus: Consensus) -> HttpResponse:
    """Save a draft."""
    reports = reports_together(consensus.application)
    form = DraftForm.received(request, consensus, of={"consensus": consensus, "reports": reports})
    return _act(
        request,
        consensus,
        form,
        lambda: draft_consensus(
            consensus=consensus,
            scores=form.part("score"),
            comments=form.part("comment"),
            reasons=form.part("reason"),
            actor=actor_of(request),
            at=arrived(request),
            version=form.seen,
            intent=form.press,
        ),
        _("Saved. The other evaluators are asked to answer it."),
    )


@screen("consensus.answer", load=load_room)
@require_POST
def answer(request: HttpRequest, consensus: Consensus) -> HttpResponse:
    """Agree, or note a minority view."""
    form = AnswerForm.received(request, consensus)
    return _act(
        request,
        consensus,
        form,
        lambda: answer_consensus(
            consensus=consensus,
            agrees=form.given["answer"] == "agree",
            dissent=form.given["dissent"],
            draft=form.given["draft"],
            actor=actor_of(request),
            at=arrived(request),
            intent=form.press,
        ),
        _("Thank you; your answer is noted."),
    )


@screen("consensus.close", load=load_room)
@require_POST
def close(request: HttpRequest, consensus: Consensus) -> HttpResponse:
    """The draft becomes the agreed report."""
    form = CloseForm.received(request, consensus)
    actor, at = actor_of(request), arrived(request)
    return _act(
        request,
        consensus,
        form,
        lambda: close_consensus(consensus=consensus, actor=actor, at=at, version=form.seen, intent=form.press),
        _("Closed: the agreed report stands for the application."),
    )


@screen("consensus.name_rapporteur", load=load_room)
@require_POST
def rapporteur(request: HttpRequest, consensus: Consensus) -> HttpResponse:
    """Somebody else drafts."""
    form = RapporteurForm.received(request, consensus, of={"reports": reports_together(consensus.application)})
    return _act(
        request,
        consensus,
        form,
        lambda: name_rapporteur(
            consensus=consensus,
            rapporteur=form.given["rapporteur"],
            actor=actor_of(request),
            at=arrived(request),
            version=form.seen,
            intent=form.press,
        ),
        _("Named and told by mail."),
    )


def _act(
    request: HttpRequest, consensus: Consensus, form: ActForm, act: Callable[[], Consensus], done: str
) -> HttpResponse:
    tried = attempt(form, act)
    if isinstance(tried, Done):
        return onward(request, _url(consensus), done)
    fresh = load_room(consensus.programme, actor_of(request), consensus.ref)
    return render(request, "evaluation/room.html", room_page(fresh, actor_of(request), form), status=tried.status)


def _url(consensus: Consensus) -> str:
    return reverse("evaluation:room", args=[consensus.programme.slug, consensus.ref])

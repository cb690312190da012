"""Pages of challenges."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.perform import may
from securit.kit.acts import Done, attempt, onward
from securit.machinery.documents.markdown import to_flowing_html
from securit.programmes.public import Programme, actor_of, pressed, screen
from securit.stages.challenges.ethics_sheet import ANSWERS, QUESTIONS
from securit.stages.challenges.models import Challenge
from securit.stages.challenges.policy import PUBLIC_WORKSHOPS
from securit.stages.challenges.selectors import load_challenge, visible_challenges, votes_with
from securit.stages.challenges.services.assess_challenge import assess_challenge
from securit.stages.challenges.services.edit_challenge import edit_challenge
from securit.stages.challenges.services.propose_challenge import propose_challenge
from securit.stages.challenges.services.publish_challenge import publish_challenge
from securit.stages.challenges.services.validate_challenge import validate_challenge
from securit.stages.challenges.web.forms import WordsForm
from securit.stages.challenges.web.workshop_forms import EvidenceForm, SheetForm

STEPS = ("propose", "publish")


@screen("programme.view", open_to_all=True)
def challenge_list(request: HttpRequest, programme: Programme) -> HttpResponse:
    """All challenges that the reader may see, by domain."""
    rows = visible_challenges(programme, actor_of(request))
    texts = {domain.code: domain for domain in programme.terms.domains}
    groups = [
        {"domain": domain, "text": to_flowing_html(texts[domain.code].description), "challenges": list(challenges)}
        for domain, challenges in groupby(rows, key=lambda challenge: challenge.domain)
    ]
    may_draft = bool(policy.decide(actor_of(request), "challenge.create", programme.facts()))
    context = {"programme": programme, "groups": groups, "may_draft": may_draft}
    return render(request, "challenges/list.html", context)


@screen("challenge.view", load=load_challenge, open_to_all=True)
def show(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    """One challenge: what is asked for, what a good answer achieves, and what later stages add."""
    return render(request, "challenges/show.html", _page(challenge, actor_of(request)))


@screen("challenge.edit", load=load_challenge)
def edit(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    """Change the words of a challenge that is not validated yet."""
    form = WordsForm.received(request, challenge)
    tried = attempt(
        form,
        lambda: edit_challenge(challenge=challenge, changes=form.typed(), version=form.seen, **pressed(request)),
    )
    if isinstance(tried, Done):
        return onward(request, address(challenge), _("Saved."))
    return render(request, "challenges/edit.html", {"challenge": challenge, "form": form}, status=tried.status)


@screen("challenge.propose", load=load_challenge)
@require_POST
def propose(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    """Offer it for validation."""
    return _step(request, challenge, propose_challenge, _("Proposed for validation."))


@screen("challenge.assess", load=load_challenge)
def assess(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    """The ethics-legal-social sheet: five questions."""
    form = SheetForm.received(request, challenge, of={"sheet": challenge.sheet})
    tried = attempt(form, lambda: assess_challenge(challenge=challenge, sheet=form.sheet(), **pressed(request)))
    if isinstance(tried, Done):
        return onward(request, address(challenge), _("Saved."))
    return render(request, "challenges/assess.html", {"challenge": challenge, "form": form}, status=tried.status)


@screen("challenge.validate", load=load_challenge)
def validate(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    """Find it valid on evidence: a vote in which it stood, or a decision with its reason."""
    form = EvidenceForm.received(request, challenge, of={"votes": votes_with(challenge)})
    tried = attempt(form, lambda: validate_challenge(challenge=challenge, evidence=form.evidence(), **pressed(request)))
    if isinstance(tried, Done):
        return onward(request, address(challenge), _("Validated; from now on its words stand."))
    return render(request, "challenges/validate.html", {"challenge": challenge, "form": form}, status=tried.status)


@screen("challenge.publish", load=load_challenge)
@require_POST
def publish(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    """Show it to the market."""
    return _step(request, challenge, publish_challenge, _("Published; everyone can read it."))


def _step(request: HttpRequest, challenge: Challenge, step: Callable[..., Challenge], done: str) -> HttpResponse:
    step(challenge=challenge, **pressed(request))
    return onward(request, address(challenge), done)


def address(challenge: Challenge) -> str:
    """Of its page."""
    return reverse("challenges:show", args=[challenge.programme.slug, challenge.number])


def _page(challenge: Challenge, actor: Actor) -> dict[str, Any]:
    terms = challenge.programme.terms
    return {
        "challenge": challenge,
        "programme": challenge.programme,
        "actor": actor,
        "scope": to_flowing_html(challenge.scope),
        "expected_outcome": to_flowing_html(challenge.expected_outcome),
        "source_url": terms.sources.get(challenge.source, ""),
        "steps": [
            {
                "url": reverse(f"challenges:{name}", args=[challenge.programme.slug, challenge.number]),
                "label": challenge.lifecycle.transitions[name].label,
            }
            for name in STEPS
            if may(actor, name, challenge)
        ],
        "may_edit": bool(may(actor, "edit", challenge)),
        "may_trace": bool(may(actor, "trace", challenge)),
        "may_assess": bool(may(actor, "assess", challenge)),
        "may_validate": bool(may(actor, "validate", challenge)),
        "acceptance": to_flowing_html(challenge.acceptance),
        "sheet": _sheet(challenge),
        "evidence": challenge.evidence_vote,
        "workshops": [
            each.workshop
            for each in challenge.workshops.select_related("workshop").order_by("workshop__starts_at", "id")
            if each.workshop.state in PUBLIC_WORKSHOPS
        ],
    }


def _sheet(challenge: Challenge) -> list[dict[str, Any]]:
    """The ethics sheet in words; nothing before it is filled in."""
    return [
        {"title": title, "answer": ANSWERS[challenge.sheet[code]["answer"]], "words": challenge.sheet[code]["words"]}
        for code, (title, _question) in QUESTIONS.items()
        if code in challenge.sheet
    ]

"""The call for evaluators: the public page, and the office's page where its answers are looked at."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from securit.kernel import clock, policy
from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.kit.acts import Done, attempt, onward
from securit.machinery.documents.markdown import to_flowing_html
from securit.machinery.files.downloads import download_response
from securit.machinery.pacing.pace import Pace, may_enter, network_of
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.evaluation.pool_models import ExpertCall, ExpertOffer
from securit.stages.evaluation.services.answer_offers import answer_offers
from securit.stages.evaluation.services.expert_calls import close_expert_call, publish_expert_call
from securit.stages.evaluation.services.offer_expertise import offer_expertise
from securit.stages.evaluation.web.loading import load_expert_call, load_offer
from securit.stages.evaluation.web.pool_forms import AnswerForm, ExpertCallForm, OfferForm
from securit.stages.evaluation.web.pool_pages import hours

MOST_FROM_HERE = 20
HOUR = timedelta(hours=1)


class TooMany(Refusal):
    """More answers came from one network than people send."""

    status = 429


@screen("expert_offer.create", open_to_all=True)
def experts(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The public call for evaluators; a post answers it, without an account."""
    call, at = _open_call(programme), arrived(request)
    is_open = call is not None and at < call.closes_at
    form = OfferForm.received(request, of={"at": at, "programme": programme}) if call and is_open else None
    status = 200
    if call is not None and form is not None:
        tried = attempt(form, lambda: _offer(request, call, form))
        if isinstance(tried, Done):
            return onward(request, request.path, _("Thank you. A person looks at it; you get a mail either way."))
        status = tried.status
    context: dict[str, object] = {"programme": programme, "call": call if is_open else None, "form": form}
    if call is not None:
        context |= {"text": to_flowing_html(call.text), "hours": hours(call.minutes)}
    return render(request, "evaluation/experts.html", context, status=status)


@screen("expert_call.list", post="expert_call.create")
def expert_call(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The office's page: publish a call for evaluators, look at the answers."""
    form = ExpertCallForm.received(request, of={"zone": programme.terms.time_zone})
    tried = attempt(
        form,
        lambda: publish_expert_call(programme=programme, **form.values(), actor=actor_of(request), at=arrived(request)),
    )
    if isinstance(tried, Done):
        return onward(request, request.path, _("Published; the public page is open."))
    context = _office_page(programme, actor_of(request), form, None)
    return render(request, "evaluation/expert_call.html", context, status=tried.status)


@screen("expert_offer.view", load=load_offer)
def offer_cv(request: HttpRequest, offer: ExpertOffer) -> HttpResponseBase:
    """The CV that came with an answer."""
    if offer.cv is None:
        raise Http404
    return download_response(offer.cv)


@screen("expert_call.close", load=load_expert_call)
@require_POST
def close_call(request: HttpRequest, call: ExpertCall) -> HttpResponse:
    """No more answers."""
    close_expert_call(call=call, actor=actor_of(request), at=arrived(request))
    return onward(request, _office(call.programme), _("Closed. What is there can still be answered."))


@screen("expert_call.list", post="expert_offer.decline")
@require_POST
def answer(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Take those who are chosen into the pool, or do not."""
    actor = actor_of(request)
    form = AnswerForm.received(request, of={"waiting": _waiting(programme)})
    tried = attempt(form, lambda: answer_offers(**form.values(), actor=actor, at=arrived(request)))
    if isinstance(tried, Done):
        count = len(tried.made)
        said = ngettext("%(count)d answer is given; the mail is out.", "%(count)d answers are given.", count)
        return onward(request, _office(programme), said % {"count": count})
    fresh = ExpertCallForm.fresh(of={"zone": programme.terms.time_zone})
    context = _office_page(programme, actor, fresh, form)
    return render(request, "evaluation/expert_call.html", context, status=tried.status)


def _offer(request: HttpRequest, call: ExpertCall, form: OfferForm) -> ExpertOffer | None:
    now = clock.wall()
    pace = Pace(f"{call.programme.slug}:evaluation.offer", MOST_FROM_HERE, HOUR)
    if not may_enter(pace, network_of(request, now), now):
        raise TooMany(
            _("Many answers came from here within the last hour."),
            code="too_many",
            remedy=_("What you typed is kept in this page: please send it again in an hour."),
        )
    return offer_expertise(call=call, **form.values(), actor=actor_of(request), at=arrived(request))


def _office_page(
    programme: Programme, actor: Actor, form: ExpertCallForm, answered: AnswerForm | None
) -> dict[str, object]:
    call, waiting = _open_call(programme), _waiting(programme)
    may_answer = bool(policy.decide(actor, "expert_offer.accept", programme.facts()))
    past = ExpertOffer.objects.in_programme(programme).filter(state__in=["accepted", "declined"])
    fresh = AnswerForm.fresh(of={"waiting": waiting}) if waiting else None
    return {
        "programme": programme,
        "call": call,
        "hours": hours(call.minutes) if call else "",
        "waiting": waiting,
        "may_list": bool(policy.decide(actor, "evaluator.list", programme.facts())),
        "answered": list(past.select_related("answered_by").order_by("-answered_at", "id")[:50]),
        "answer_form": (answered or fresh) if may_answer else None,
        "form": form if call is None and policy.decide(actor, "expert_call.create", programme.facts()) else None,
        "may_close": call is not None and bool(policy.decide(actor, "expert_call.close", call.facts())),
    }


def _open_call(programme: Programme) -> ExpertCall | None:
    return ExpertCall.objects.filter(programme=programme, state="open").select_related("programme").first()


def _waiting(programme: Programme) -> list[ExpertOffer]:
    rows = ExpertOffer.objects.in_programme(programme).filter(state="sent")
    return list(rows.select_related("expert_call", "programme", "cv").order_by("id"))


def _office(programme: Programme) -> str:
    return reverse("evaluation:expert_call", args=[programme.slug])

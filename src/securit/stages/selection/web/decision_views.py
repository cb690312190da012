"""The award decision: first what follows from it, then the act, then the signature of another person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from securit.kernel.arrival import arrived
from securit.kernel.perform import may
from securit.kernel.refusals import Refusal
from securit.kit.acts import Done, attempt, onward
from securit.machinery.documents.pdf import render_pdf
from securit.machinery.files.downloads import as_attachment
from securit.programmes.public import actor_of, screen
from securit.stages.selection.decision_models import AwardDecision
from securit.stages.selection.departures import CannotAdoptRanking, Outcome, outcomes_of
from securit.stages.selection.documents.decision import TEMPLATE, decision_data, decision_title
from securit.stages.selection.lines import line_by_ref
from securit.stages.selection.models import Ranking
from securit.stages.selection.services.carrying_out import outcome_in
from securit.stages.selection.services.prepare_decision import prepare_decision, withdraw_decision
from securit.stages.selection.services.sign_decision import require_own_name, sign_decision
from securit.stages.selection.web.forms import DecisionForm, ReasonForm, SignForm
from securit.stages.selection.web.loading import load_decision, load_ranking


@screen("award_decision.create", load=load_ranking)
def decide(request: HttpRequest, ranking: Ranking) -> HttpResponse:
    """The form, then the exact consequences, then the decision."""
    if request.method != "POST":
        form = DecisionForm.fresh(ranking.content, ranking.content_sha256)
        return _page(request, ranking, form)
    form = DecisionForm.posted(request.POST, ranking.content)
    if not form.is_valid():
        return _page(request, ranking, form, status=422)
    try:
        _same_ranking(ranking, form.cleaned_data["digest"])
        outcomes = outcomes_of(ranking.content, form.departures(), binding=_binding(ranking))
        if "confirmed" not in request.POST:
            return _page(request, ranking, form, outcomes=outcomes)
        prepare_decision(
            ranking=ranking,
            reason=form.cleaned_data["reason"],
            departures=form.departures(),
            actor=actor_of(request),
            at=arrived(request),
            intent=form.cleaned_data["intent"],
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, ranking, form, status=refusal.status)
    return onward(request, _to(ranking), _("Decided. Nothing is final before another person signs."))


@screen("award_decision.view", load=load_decision)
def show(request: HttpRequest, decision: AwardDecision) -> HttpResponse:
    """The decision as it is to be signed, or was."""
    return _document(
        request, decision, SignForm.fresh(decision, digest=decision.content_sha256), ReasonForm.fresh(decision)
    )


@screen("award_decision.view", post="award_decision.sign", load=load_decision)
def sign(request: HttpRequest, decision: AwardDecision) -> HttpResponse:
    """The second signature."""
    form = SignForm.received(request, decision, digest=decision.content_sha256)
    actor = actor_of(request)

    def act() -> AwardDecision:
        require_own_name(actor, form.cleaned_data["name"])
        seen = form.cleaned_data["digest"]
        return sign_decision(decision=decision, seen=seen, actor=actor, at=arrived(request), intent=form.press)

    tried = attempt(form, act)
    if isinstance(tried, Done):
        return onward(request, _to(decision.ranking), _("Signed. The award decision stands; the money is reserved."))
    return _document(request, decision, form, ReasonForm.fresh(decision), status=tried.status)


@screen("award_decision.view", post="award_decision.withdraw", load=load_decision)
def withdraw(request: HttpRequest, decision: AwardDecision) -> HttpResponse:
    """Take the decision back before it is signed."""
    form, who, at = ReasonForm.received(request, decision), actor_of(request), arrived(request)
    tried = attempt(
        form,
        lambda: withdraw_decision(
            decision=decision, reason=form.cleaned_data["reason"], actor=who, at=at, intent=form.press
        ),
    )
    if isinstance(tried, Done):
        ranking = reverse("selection:ranking", args=[decision.programme.slug, decision.ranking.call.code])
        return onward(request, ranking, _("The decision is withdrawn; nothing came of it."))
    fresh = SignForm.fresh(decision, digest=decision.content_sha256)
    return _document(request, decision, fresh, form, status=tried.status)


@screen("award_decision.view", load=load_decision)
def as_pdf(request: HttpRequest, decision: AwardDecision) -> HttpResponseBase:
    """The decision on paper: the list, the reasons, the departures, the digests, the two names."""
    made = render_pdf(
        TEMPLATE,
        decision_data(decision),
        title=decision_title(decision),
        language=get_language() or "en",
        at=decision.signed_at or decision.decided_at,
    )
    response = HttpResponse(made, content_type="application/pdf")
    return as_attachment(response, name=f"award-decision-{decision.ranking.call.code}.pdf", size=len(made))


def _to(ranking: Ranking) -> str:
    return reverse("selection:decision", args=[ranking.programme.slug, ranking.call.code])


def _document(
    request: HttpRequest, decision: AwardDecision, form: SignForm, withdrawing: ReasonForm, *, status: int = 200
) -> HttpResponse:
    actor, lines = actor_of(request), line_by_ref(decision.ranking.content)
    rows = tuple(outcome_in(row, lines[row["application"]]) for row in decision.content["outcomes"])
    is_open = decision.state == "prepared"
    context = {
        "decision": decision,
        "call": decision.ranking.call,
        "programme": decision.programme,
        "consequences": consequences(rows),
        "form": form,
        "withdrawing": withdrawing,
        "is_open": is_open,
        "sign_why": getattr(may(actor, "sign", decision), "reason", ""),
        "may_withdraw": is_open and bool(may(actor, "withdraw", decision)),
        "facts": [
            (_("Decided by"), decision.decided_by),
            (_("Signed by"), decision.signed_by or _("nobody yet")),
            (_("Digest of the decision"), decision.content_sha256),
            (_("Digest of the ranking"), decision.ranking.content_sha256),
        ],
    }
    return render(request, "selection/decision.html", context, status=status)


def _same_ranking(ranking: Ranking, digest: str) -> None:
    if digest != ranking.content_sha256:
        raise CannotAdoptRanking(
            _("The ranking was computed again after you opened this page; nothing was decided."),
            code="stale",
            remedy=_("Look at the new ranking first."),
            status=409,
        )


def _binding(ranking: Ranking) -> bool:
    return ranking.call.programme.terms.profile.ranking_binding


def _page(
    request: HttpRequest,
    ranking: Ranking,
    form: DecisionForm,
    *,
    outcomes: tuple[Outcome, ...] = (),
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "ranking": ranking,
        "call": ranking.call,
        "programme": ranking.programme,
        "content": ranking.content,
        "form": form,
        "binding": _binding(ranking),
        "consequences": consequences(outcomes) if outcomes else None,
        "departures_are_open": any(form.errors.get(name) for name in form.fields if "-" in name),
    }
    return render(request, "selection/decide.html", context, status=status)


def consequences(outcomes: tuple[Outcome, ...]) -> dict[str, Any]:
    """What a decision would do, in numbers and names."""
    funded = [outcome for outcome in outcomes if outcome.state == "funded"]
    return {
        "funded": [outcome.line for outcome in funded],
        "reserve": [outcome.line for outcome in outcomes if outcome.state == "reserve_listed"],
        "not_funded": sum(outcome.state == "not_funded" for outcome in outcomes),
        "amount_cents": sum(outcome.line["amount_cents"] for outcome in funded),
        "departures": [outcome for outcome in outcomes if outcome.departs],
    }

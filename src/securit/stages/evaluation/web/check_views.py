"""Ethics and security checks: the office asks, an expert delivers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel import policy
from securit.kernel.arrival import arrived
from securit.kernel.perform import may
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.programmes.public import actor_of, screen
from securit.stages.applications.public import facts_of, parts_of, team_table
from securit.stages.calls.public import Call
from securit.stages.evaluation.beside_models import ExpertCheck
from securit.stages.evaluation.checks import AREAS, OUTCOMES, RULES
from securit.stages.evaluation.models import Evaluator
from securit.stages.evaluation.selectors.checking import checks_of
from securit.stages.evaluation.selectors.desk import version_read
from securit.stages.evaluation.services.check_by_expert import ask_for_check, deliver_check, end_check, reopen_check
from securit.stages.evaluation.web.check_forms import AskCheckForm, CheckReasonForm, DeliverCheckForm
from securit.stages.evaluation.web.loading import load_call, load_check
from securit.stages.screening.public import cleared_versions


@screen("expert_check.list", load=load_call)
def checks(request: HttpRequest, call: Call) -> HttpResponse:
    """Which checks were asked for, and what they came to."""
    return render(request, "evaluation/checks.html", _list(call, request, AskCheckForm.fresh(of=_choices(call))))


@screen("expert_check.create", load=load_call)
@require_POST
def ask(request: HttpRequest, call: Call) -> HttpResponse:
    """Ask an expert."""
    form = AskCheckForm.received(request, of=_choices(call))
    tried = attempt(form, lambda: _ask(call, form, request))
    if isinstance(tried, Done):
        return onward(request, _list_url(call), _("Asked; the expert was told by mail."))
    return render(request, "evaluation/checks.html", _list(call, request, form), status=tried.status)


@screen("expert_check.view", load=load_check)
def check(request: HttpRequest, check: ExpertCheck) -> HttpResponse:
    """The application beside the findings."""
    return render(request, "evaluation/check.html", _page(check, request))


@screen("expert_check.deliver", load=load_check)
@require_POST
def deliver(request: HttpRequest, check: ExpertCheck) -> HttpResponse:
    """The findings stand."""
    form = DeliverCheckForm.received(request, check)
    return _act(request, check, form, lambda: _deliver(check, form, request), _("Delivered; thank you."))


@screen("expert_check.reopen", load=load_check)
@require_POST
def reopen(request: HttpRequest, check: ExpertCheck) -> HttpResponse:
    """Ask for completion."""
    form = CheckReasonForm.received(request, check)
    actor, at = actor_of(request), arrived(request)
    return _act(
        request,
        check,
        form,
        lambda: reopen_check(check=check, actor=actor, at=at, intent=form.press, **form.given),
        _("The expert completes it."),
    )


@screen("expert_check.end", load=load_check)
@require_POST
def end(request: HttpRequest, check: ExpertCheck) -> HttpResponse:
    """Somebody else is to check it."""
    form = CheckReasonForm.received(request, check)
    actor, at = actor_of(request), arrived(request)
    tried = attempt(form, lambda: end_check(check=check, actor=actor, at=at, intent=form.press, **form.given))
    if isinstance(tried, Done):
        return onward(request, _list_url(check.application.call), _("Ended; you can ask somebody else."))
    return render(request, "evaluation/check.html", _page(check, request, form), status=tried.status)


def _ask(call: Call, form: AskCheckForm, request: HttpRequest) -> ExpertCheck:
    version = cleared_versions(call).get(application__number=form.given["application"])
    expert = Evaluator.objects.in_programme(call.programme).select_related("user").get(ref=form.given["evaluator"])
    return ask_for_check(
        application=version.application,
        area=form.given["area"],
        evaluator=expert,
        actor=actor_of(request),
        at=arrived(request),
        intent=form.press,
    )


def _deliver(check: ExpertCheck, form: DeliverCheckForm, request: HttpRequest) -> ExpertCheck:
    given = {**form.given, "requirements": form.given["requirements"].splitlines()}
    actor, at = actor_of(request), arrived(request)
    return deliver_check(check=check, actor=actor, at=at, version=form.seen, intent=form.press, **given)


def _act(
    request: HttpRequest, check: ExpertCheck, form: ActForm, act: Callable[[], ExpertCheck], done: str
) -> HttpResponse:
    tried = attempt(form, act)
    if isinstance(tried, Done):
        return onward(request, reverse("evaluation:check", args=[check.programme.slug, check.ref]), done)
    return render(request, "evaluation/check.html", _page(check, request, form), status=tried.status)


def _page(check: ExpertCheck, request: HttpRequest, refused: ActForm | None = None) -> dict[str, Any]:
    actor = actor_of(request)
    opens = policy.decide(actor, "application.view", check.application.facts())
    version = version_read(check.application_id, check.programme) if opens else None
    is_own = actor.user_id == check.evaluator.user_id
    shown = refused if isinstance(refused, DeliverCheckForm) else None
    fresh = DeliverCheckForm.fresh(
        check,
        outcome=check.outcome,
        findings=check.findings,
        requirements="\n".join(check.requirements),
        rule=check.rule,
    )
    return {
        "check": check,
        "area": AREAS[check.area],
        "outcome": OUTCOMES.get(check.outcome, ""),
        "rule": RULES.get(check.rule, ""),
        "programme": check.programme,
        "call": check.application.call,
        "version": version,
        "parts": parts_of(version, with_contacts=not is_own) if version else [],
        "facts": facts_of(version) if version else [],
        "team": team_table(version) if version else None,
        "is_own": is_own,
        "deliver_form": (shown or fresh) if may(actor, "deliver", check) else None,
        "may_reopen": bool(may(actor, "reopen", check)),
        "may_end": bool(may(actor, "end", check)),
        "reason_form": refused if isinstance(refused, CheckReasonForm) else CheckReasonForm.fresh(check),
    }


def _list(call: Call, request: HttpRequest, form: AskCheckForm) -> dict[str, Any]:
    rows = [(row, AREAS[row.area], OUTCOMES.get(row.outcome, "")) for row in checks_of(call)]
    may_ask = bool(policy.decide(actor_of(request), "expert_check.create", call.facts()))
    return {"call": call, "programme": call.programme, "rows": rows, "form": form, "may_ask": may_ask}


def _choices(call: Call) -> dict[str, Any]:
    numbers = cleared_versions(call).values_list("application__number", flat=True)
    people = Evaluator.objects.in_programme(call.programme).active().select_related("user")
    experts = [(row.ref, f"{row.user}, {row.institution}") for row in people.order_by("user__name", "id")]
    return {"applications": [(number, number) for number in numbers], "experts": experts}


def _list_url(call: Call) -> str:
    return reverse("evaluation:checks", args=[call.programme.slug, call.code])

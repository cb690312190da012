"""After somebody was recused: let a replacement be proposed, and tell the office what changed."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.refusals import Refusal
from securit.machinery.correspondence.mail import queue_mail
from securit.people.public import User
from securit.programmes.public import RoleGrant
from securit.stages.calls.public import Call
from securit.stages.evaluation.models import Assignment, Evaluator
from securit.stages.evaluation.services.asking import OVER
from securit.stages.evaluation.services.propose_assignments import propose_assignments

#: Up to so many pairs the proposal is computed at once; beyond, the office starts it when it suits.
PAIRS_AT_ONCE = 20_000


def replace_recused(*, assignment: Assignment, actor: Actor, at: datetime) -> None:
    """Propose with the fewest changes who reads instead, where a reader is missing; a person confirms it."""
    call = assignment.application.call
    if call.state in OVER:
        return
    sentence = _propose(assignment, call, actor, at)
    _tell_office(assignment, sentence, at)


def _propose(assignment: Assignment, call: Call, actor: Actor, at: datetime) -> str:
    standing = Assignment.objects.of_call(call).standing()
    here = standing.filter(application=assignment.application_id)
    if here.count() >= call.terms.evaluators_per_application:
        return _("Enough others read it already; nobody else is needed.")
    pool = Evaluator.objects.in_programme(call.programme).active().count()
    if pool * standing.values("application_id").distinct().count() > PAIRS_AT_ONCE:
        return _("The call is large, so no replacement was computed yet: propose again on the page of assignments.")
    try:
        propose_assignments(call=call, actor=actor, at=at, rule="fewest_changes")
    except Refusal as refusal:
        return _("No replacement was found: %(why)s") % {"why": refusal}
    names = here.filter(state="proposed").values_list("evaluator__user__name", flat=True).order_by("id")
    return _("Proposed instead: %(names)s. Nothing else changes. Please look at it and confirm.") % {
        "names": ", ".join(names)
    }


def _tell_office(assignment: Assignment, sentence: str, at: datetime) -> None:
    call, programme = assignment.application.call, assignment.programme
    given = RoleGrant.objects.filter(programme=programme, state="given", role="call_manager")
    here = given.filter(call_ref__in=["", call.ref]).order_by().values("user_id")
    context = {
        "programme_name": programme.acronym,
        "programme_url": settings.BASE_URL,
        "number": assignment.application.number,
        "person": str(assignment.evaluator.user),
        "sentence": sentence,
        "url": settings.BASE_URL + reverse("evaluation:assignments", args=[programme.slug, call.code]),
    }
    subject = _("%(programme)s: somebody else reads %(number)s") % {
        "programme": programme.acronym,
        "number": assignment.application.number,
    }
    for user in User.objects.filter(pk__in=here).exclude(pk=assignment.evaluator.user_id).order_by("id"):
        body = render_to_string("evaluation/mail/recused.txt", {"name": str(user), **context})
        key = f"recused:{assignment.ref}:{user.ref}"
        queue_mail(to=user.email, subject=subject, body=body, key=key, at=at, programme=programme)

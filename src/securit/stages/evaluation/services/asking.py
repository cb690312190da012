"""What every write of this stage asks first."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.refusals import NotAllowed, Refusal
from securit.stages.calls.public import Call

#: In these states of a call nothing of its evaluation changes any more.
OVER = ("decided", "archived", "cancelled")


def require(actor: Actor, action: str, facts: Any) -> None:
    """Nothing when the policy allows it; raises ``NotAllowed`` with its reason otherwise. For acts on many subjects."""
    verdict = policy.decide(actor, action, facts)
    if isinstance(verdict, policy.Denied):
        raise NotAllowed(verdict.reason, code=verdict.code, remedy=verdict.remedy)


def require_undecided(call: Call, refusal: type[Refusal]) -> None:
    """Nothing while the evaluation of the call goes on; raises ``refusal`` once it is over."""
    if call.state in OVER:
        raise refusal(
            _("The call is decided; its evaluation does not change any more."), code="call_is_over", status=409
        )


def require_reason(reason: str, refusal: type[Refusal]) -> None:
    """Nothing when a reason is given; raises ``refusal`` otherwise."""
    if not reason.strip():
        raise refusal(_("Give a reason: it stands in the record."), code="reason_missing", field="reason")


def lock(call: Call) -> Call:
    """The call, locked: one act on all its assignments at a time."""
    return Call.objects.in_programme(call.programme).select_for_update().get(pk=call.pk)

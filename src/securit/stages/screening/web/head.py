"""What the head of the list of checks offers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from securit.kernel import policy
from securit.programmes.public import actor_of
from securit.stages.calls.public import Call
from securit.stages.screening.web.sanctions_views import may_on_list

#: Cleared with one press.
MOST_AT_ONCE = 200


def what_waits(request: HttpRequest, call: Call) -> dict[str, Any]:
    """What the head of the list offers to this reader."""
    actor = actor_of(request)
    return {
        "may_open": bool(policy.decide(actor, "screening.create", call.facts())),
        "may_see_list": may_on_list(request, call.programme, "view"),
        "most_at_once": MOST_AT_ONCE,
    }

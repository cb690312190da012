"""What calls show on the pages of challenges."""

from __future__ import annotations

from typing import Any

from securit.kernel.actor import Actor
from securit.kit.panels import Panel
from securit.stages.calls.selectors import calls_addressing
from securit.stages.calls.web.forms import FollowForm
from securit.stages.challenges.public import Challenge


def calls_of(challenge: Challenge, actor: Actor) -> dict[str, Any]:
    """The calls that address the challenge, and the form to follow it."""
    return {
        "challenge": challenge,
        "programme": challenge.programme,
        "calls": list(calls_addressing(challenge, actor)),
        "follow_form": FollowForm.fresh(f"challenge:{challenge.number}"),
        "can_be_followed": challenge.state == "published",
    }


CALLS_OF_A_CHALLENGE = Panel("challenge", "public", 10, "challenge.view", calls_of, "calls/panel_challenge.html")

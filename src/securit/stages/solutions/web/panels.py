"""What the catalogue shows on the pages of challenges, and of its own solutions."""

from __future__ import annotations

from typing import Any

from securit.kernel.actor import Actor
from securit.kit.panels import Panel
from securit.stages.challenges.public import Challenge
from securit.stages.solutions.engines import Wishes, challenges_for, solutions_for
from securit.stages.solutions.models import Solution
from securit.stages.solutions.web.reasons import lit, reasons_of

MOST_IN_A_PANEL = 4


def solutions_of(challenge: Challenge, actor: Actor) -> dict[str, Any] | None:
    """The best listed solutions for the challenge; nothing while none speaks to it."""
    found = [match for match in solutions_for(challenge, Wishes()).found if match.speaks][:MOST_IN_A_PANEL]
    if not found:
        return None
    programme = challenge.programme
    return {
        "challenge": challenge,
        "programme": programme,
        "matches": [reasons_of(match, programme, (0, 0)) for match in found],
        "synthetic": any(match.subject.synthetic for match in found),
    }


def challenges_of(solution: Solution, actor: Actor) -> dict[str, Any] | None:
    """The published challenges that the solution could answer."""
    found = [match for match in challenges_for(solution).found if match.speaks][:MOST_IN_A_PANEL]
    if not found:
        return None
    return {
        "programme": solution.programme,
        "matches": [{"challenge": m.subject, "score": m.score, "passage": lit(m.passage, m.words)} for m in found],
    }


SOLUTIONS_OF_A_CHALLENGE = Panel(
    "challenge", "public", 20, "challenge.view", solutions_of, "solutions/panel_challenge.html"
)
CHALLENGES_OF_A_SOLUTION = Panel(
    "solution", "public", 10, "solution.view", challenges_of, "solutions/panel_solution.html"
)

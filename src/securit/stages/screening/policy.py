"""Who may do what in screening. A rejection takes two people: one proposes, another confirms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from securit.kernel.actor import Actor
from securit.kernel.policy import SYSTEM_ONLY, Action, Condition, Policy, related, role


@dataclass(frozen=True, slots=True)
class ScreeningFacts:
    """The check, who proposed a rejection, who must not touch it, who writes the application."""

    programme_id: int | None
    call_ref: str
    state: str
    proposed_by_id: int | None
    barred_ids: frozenset[int]
    editor_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ListFacts:
    """A sanctions list: the programme that loaded it."""

    programme_id: int | None


OFFICE = role("call_manager", "case_handler")
READERS = role("call_manager", "case_handler", "panel_chair", "auditor")
TEAM = related("team", _("the applicant's team"), lambda a, f: a.user_id in f.editor_ids)


def _not_barred(actor: Actor, facts: Any) -> bool:
    return actor.user_id not in facts.barred_ids


def _somebody_else(actor: Actor, facts: Any) -> bool:
    return bool(actor.user_id != facts.proposed_by_id)


NOT_BARRED = Condition("conflict_of_interest", _not_barred, _("You have a conflict of interest with this application."))
FOUR_EYES = Condition(
    "four_eyes",
    _somebody_else,
    _("You proposed this rejection; another person confirms it."),
    _("Ask a colleague with the role of call manager or case handler."),
)

POLICY = Policy(
    "screening",
    [
        Action("screening.create", _("Open the check"), (SYSTEM_ONLY, OFFICE)),
        Action("screening.view", _("See the check"), (READERS, SYSTEM_ONLY), (NOT_BARRED,)),
        Action("screening.list", _("List the checks of a call"), (READERS,)),
        *(
            Action(f"screening.{verb}", label, (OFFICE, SYSTEM_ONLY), (NOT_BARRED,))
            for verb, label in (
                ("evaluate", _("Run the rules")),
                ("settle", _("Settle a test by hand")),
                ("request_clarification", _("Ask for clarification")),
                ("reopen", _("Open the check again")),
            )
        ),
        Action("sanctions_list.create", _("Load a sanctions list"), (OFFICE, SYSTEM_ONLY)),
        Action("sanctions_list.view", _("See which sanctions list is loaded"), (READERS,)),
        Action("screening.answer", _("Answer the question"), (TEAM,)),
        Action("screening.view_letter", _("Read the letter"), (TEAM, READERS), (NOT_BARRED,)),
        Action("screening.tell", _("Send the letter"), (OFFICE,), (NOT_BARRED,)),
        Action("screening.clear", _("Clear for evaluation"), (OFFICE,), (NOT_BARRED,)),
        Action("screening.propose_rejection", _("Propose rejection"), (OFFICE,), (NOT_BARRED,)),
        Action("screening.reject", _("Confirm the rejection"), (OFFICE,), (NOT_BARRED, FOUR_EYES)),
    ],
)

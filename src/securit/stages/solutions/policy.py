"""Who may do what with solutions, claims and imports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from securit.kernel.actor import Actor
from securit.kernel.policy import SIGNED_IN, SYSTEM_ONLY, Action, Condition, Policy, related, role
from securit.machinery.tabular.incoming.policy import actions_on_tables


@dataclass(frozen=True, slots=True)
class SolutionFacts:
    """Its programme, state, and the person of its provider (once their claim was approved)."""

    programme_id: int | None
    state: str
    holder_id: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """Its programme, and who asks."""

    programme_id: int | None
    state: str
    holder_id: int | None


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """Its programme, the provider's person, and whether everybody may read it now."""

    programme_id: int | None
    state: str
    holder_id: int | None
    is_public: bool


PUBLIC_STATES = ("listed", "verified")
SCOUTS = role("programme_manager", "call_manager", "partner_staff")
READERS = role(
    "programme_manager", "call_manager", "partner_staff", "case_handler", "observer", "auditor", "panel_chair"
)


def _holds(actor: Actor, facts: Any) -> bool:
    return actor.user_id is not None and actor.user_id == facts.holder_id


EVERYONE_ONCE_LISTED = related(
    "public", _("anyone, once it is listed"), lambda actor, facts: facts.state in PUBLIC_STATES
)
EVERYONE_WHERE_OPEN = related(
    "open", _("anyone, where the provider lets everybody read it"), lambda actor, facts: facts.is_public
)
PROVIDER = related("provider", _("the provider, once their claim is approved"), _holds)
ASKS = related("asks", _("the person who asks"), _holds)
NOT_OWN = Condition(
    "not_own",
    lambda actor, facts: not _holds(actor, facts),
    _("Nobody verifies what they offer themselves, or decides on their own claim."),
    _("Ask a colleague."),
)

POLICY = Policy(
    "solutions",
    [
        Action("solution.create", _("Enter a solution"), (SCOUTS, SYSTEM_ONLY)),
        Action("solution.view", _("Read the solution"), (EVERYONE_ONCE_LISTED, PROVIDER, READERS, SYSTEM_ONLY)),
        Action("solution.manage", _("Work on the catalogue"), (SCOUTS,)),
        Action("solution.edit", _("Edit the solution"), (PROVIDER, SCOUTS, SYSTEM_ONLY)),
        Action("solution.revise", _("Change what was verified"), (PROVIDER, SCOUTS, SYSTEM_ONLY)),
        Action("solution.publish", _("List in the catalogue"), (SCOUTS, SYSTEM_ONLY)),
        Action("solution.verify", _("Verify"), (SCOUTS,), (NOT_OWN,)),
        Action("solution.confirm", _("Say that it is still so"), (PROVIDER, SCOUTS)),
        Action("solution.remind", _("Ask whether it is still so"), (SYSTEM_ONLY,)),
        Action("solution.archive", _("Archive"), (PROVIDER, SCOUTS)),
        Action("solution.merge", _("Merge into another"), (SCOUTS,)),
        Action("solution.restore", _("Put back into the catalogue"), (SCOUTS,)),
        Action("solution.keep_apart", _("Say that two are not the same"), (SCOUTS,)),
        Action("solution.judge", _("Say whether it fits a challenge"), (SCOUTS,)),
        Action("solution.hand_over", _("Hand over to its provider"), (SCOUTS, SYSTEM_ONLY)),
        Action("evidence_file.create", _("Add a file that shows it"), (PROVIDER, SCOUTS)),
        Action("evidence_file.view", _("Read the file"), (EVERYONE_WHERE_OPEN, PROVIDER, READERS)),
        Action("evidence_file.remove", _("Take the file away"), (PROVIDER, SCOUTS)),
        Action("claim.create", _("Claim a solution as its provider"), (SIGNED_IN,)),
        Action("claim.view", _("Read the claim"), (ASKS, SCOUTS)),
        Action("claim.approve", _("Approve the claim"), (SCOUTS,), (NOT_OWN,)),
        Action("claim.decline", _("Decline the claim"), (SCOUTS,), (NOT_OWN,)),
        Action("cordis_load.create", _("Load CORDIS open data"), (SCOUTS,)),
        *actions_on_tables("solution_import", _("Upload a table of solutions"), SCOUTS),
    ],
)

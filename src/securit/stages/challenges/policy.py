"""Who may do what with challenges."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from securit.kernel.policy import SYSTEM_ONLY, Action, Policy, related, role


@dataclass(frozen=True, slots=True)
class ChallengeFacts:
    """Its programme and state."""

    programme_id: int | None
    state: str


PUBLIC_STATES = ("published", "retired")
WRITERS = role("programme_manager", "call_manager", "partner_staff")
DECIDERS = role("programme_manager", "call_manager")
EVERYONE_ONCE_PUBLIC = related(
    "public", _("anyone, once it is published"), lambda actor, facts: facts.state in PUBLIC_STATES
)
READERS = role(
    "programme_manager", "call_manager", "partner_staff", "case_handler", "observer", "auditor", "panel_chair"
)

POLICY = Policy(
    "challenges",
    [
        Action("challenge.create", _("Draft a challenge"), (WRITERS, SYSTEM_ONLY)),
        Action("challenge.view", _("Read the challenge"), (EVERYONE_ONCE_PUBLIC, READERS, SYSTEM_ONLY)),
        Action("challenge.edit", _("Edit the challenge"), (WRITERS, SYSTEM_ONLY)),
        Action("challenge.propose", _("Propose for validation"), (WRITERS, SYSTEM_ONLY)),
        Action("challenge.validate", _("Validate"), (DECIDERS, SYSTEM_ONLY)),
        Action("challenge.publish", _("Publish"), (DECIDERS, SYSTEM_ONLY)),
        Action("challenge.retire", _("Retire"), (DECIDERS, SYSTEM_ONLY)),
    ],
)

"""Who may do what with programmes and roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from securit.kernel.actor import Actor
from securit.kernel.policy import (
    ANYONE,
    ROLES,
    SYSTEM_ONLY,
    Action,
    Condition,
    Policy,
    related,
    role,
)


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """The role and whose it is."""

    programme_id: int | None
    user_id: int
    role: str


MANAGER = role("programme_manager")
STAFF = role("programme_manager", "call_manager", "case_handler", "finance_officer", "panel_chair", "partner_staff")
READERS = role("auditor", "observer")
ANY_ROLE = related(
    "any_role", _("people with a role in the programme"), lambda a, f: a.has_role(f.programme_id, *ROLES)
)


def _not_oneself(actor: Actor, facts: Any) -> bool:
    """Asked of a programme rather than of a role, it is about somebody not named yet."""
    return bool(actor.user_id != getattr(facts, "user_id", None))


_FOUR_EYES = Condition(
    "not_to_oneself",
    _not_oneself,
    _("Nobody gives a role to themselves."),
    _("Ask another programme manager."),
)

POLICY = Policy(
    "programmes",
    [
        Action("programme.create", _("Set up a programme"), (SYSTEM_ONLY,)),
        Action("programme.start", _("Start the programme"), (MANAGER, SYSTEM_ONLY)),
        Action("programme.redefine", _("Change the programme's definition"), (MANAGER, SYSTEM_ONLY)),
        Action("programme.close", _("Close the programme"), (MANAGER, SYSTEM_ONLY)),
        Action("programme.view", _("See the public pages"), (ANYONE,)),
        Action("programme.work", _("Open the working area"), (ANY_ROLE,)),
        Action("programme.oversee", _("See figures and funnel of the programme"), (STAFF, READERS)),
        Action("programme.audit", _("Read the trail"), (MANAGER, role("auditor"))),
        Action("programme.export", _("Export the programme's definition"), (STAFF, READERS)),
        Action("role.create", _("Give a role"), (MANAGER, SYSTEM_ONLY), (_FOUR_EYES,)),
        Action("role.end", _("Take a role back"), (MANAGER, SYSTEM_ONLY)),
        Action("role.view", _("See who has which role"), (STAFF, READERS)),
    ],
)

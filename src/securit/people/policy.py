"""Who may do what with organisations and memberships."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from securit.kernel.actor import Actor
from securit.kernel.policy import SIGNED_IN, SYSTEM_ONLY, Action, Condition, Policy, Who, related


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """Who speaks for the organisation. Organisations belong to no programme."""

    representative_ids: frozenset[int]
    programme_id: int | None = None


@dataclass(frozen=True, slots=True)
class MembershipFacts:
    """Whose it is, whether they speak for the organisation, who does, and in whose consortium the organisation is."""

    representative_ids: frozenset[int]
    user_id: int
    represents: bool
    partner_in: frozenset[int]
    programme_id: int | None = None


def _manages_its_consortium(actor: Actor, facts: Any) -> bool:
    """The membership gives sight, not a signature; so those who give roles may give it to people of their partners."""
    return not facts.represents and any(
        actor.has_role(programme_id, "programme_manager") for programme_id in facts.partner_in
    )


def _not_oneself(actor: Actor, facts: Any) -> bool:
    return actor.user_id != facts.user_id or actor.user_id in facts.representative_ids


PARTNER_MANAGER = Who(
    "partner_manager",
    _("programme managers, for people who work for a partner and do not sign for it"),
    _manages_its_consortium,
    strong=True,
)
FOUR_EYES = Condition(
    "not_to_oneself",
    _not_oneself,
    _("Nobody makes themselves somebody who works for a partner."),
    _("Ask another programme manager."),
)
REPRESENTATIVE = related(
    "representative",
    _("people who represent the organisation"),
    lambda actor, facts: actor.user_id in facts.representative_ids,
)

POLICY = Policy(
    "people",
    [
        Action("organisation.create", _("Register an organisation"), (SIGNED_IN, SYSTEM_ONLY)),
        Action("organisation.view", _("See the organisation's record"), (REPRESENTATIVE, SYSTEM_ONLY)),
        Action("organisation.edit", _("Edit the organisation"), (REPRESENTATIVE, SYSTEM_ONLY)),
        Action("organisation.close", _("Close the record"), (REPRESENTATIVE, SYSTEM_ONLY)),
        Action(
            "membership.create",
            _("Add a person to the organisation"),
            (REPRESENTATIVE, PARTNER_MANAGER, SYSTEM_ONLY),
            (FOUR_EYES,),
        ),
        Action("membership.end", _("End a membership"), (REPRESENTATIVE, PARTNER_MANAGER, SYSTEM_ONLY)),
    ],
)

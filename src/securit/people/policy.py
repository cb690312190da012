"""Who may do what with organisations and memberships."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from securit.kernel.policy import SIGNED_IN, SYSTEM_ONLY, Action, Policy, related


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """Who speaks for the organisation. Organisations belong to no programme."""

    representative_ids: frozenset[int]
    programme_id: int | None = None


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
        Action("membership.create", _("Add a person to the organisation"), (REPRESENTATIVE, SYSTEM_ONLY)),
        Action("membership.end", _("End a membership"), (REPRESENTATIVE, SYSTEM_ONLY)),
    ],
)

"""Who holds which role in a programme."""

from __future__ import annotations

from dataclasses import dataclass

from securit.kernel.actor import Actor
from securit.kernel.perform import may
from securit.kernel.policy import ROLES, STAFF_ROLES
from securit.programmes.public import Programme, RoleGrant
from securit.stages.calls.public import Call


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One role held by one person; ``call`` is empty where it holds in the whole programme.

    ``may_end``: whether the reader may take it back.
    """

    grant: RoleGrant
    person: str
    role: str
    call: str
    needs_second_factor: bool
    may_end: bool


def role_lines(programme: Programme, actor: Actor) -> list[RoleLine]:
    """The roles held now as the actor sees them, in the order of the roles, then by name. Two queries."""
    grants = RoleGrant.objects.filter(programme=programme, state="given").select_related("user").order_by("id")
    calls = dict(Call.objects.in_programme(programme).order_by("id").values_list("ref", "title"))
    order = list(ROLES)
    lines = [
        RoleLine(
            grant,
            person=str(grant.user),
            role=ROLES[grant.role],
            call=calls.get(grant.call_ref, grant.call_ref),
            needs_second_factor=grant.role in STAFF_ROLES,
            may_end=bool(may(actor, "end", grant)),
        )
        for grant in grants
    ]
    return sorted(lines, key=lambda line: (order.index(line.grant.role), line.person, line.grant.pk))

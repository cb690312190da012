"""Who holds which role in a programme."""

from __future__ import annotations

from dataclasses import dataclass

from securit.kernel.policy import ROLES, STAFF_ROLES
from securit.programmes.public import Programme, RoleGrant
from securit.stages.calls.public import Call


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One role held by one person; ``call`` is empty where it holds in the whole programme."""

    grant: RoleGrant
    person: str
    role: str
    call: str
    needs_second_factor: bool


def role_lines(programme: Programme) -> list[RoleLine]:
    """The roles held now, in the order of the roles, then by name. Two queries."""
    grants = RoleGrant.objects.filter(programme=programme, state="given").select_related("user").order_by("id")
    calls = dict(Call.objects.in_programme(programme).order_by("id").values_list("ref", "title"))
    order = list(ROLES)
    lines = [
        RoleLine(g, str(g.user), ROLES[g.role], calls.get(g.call_ref, g.call_ref), g.role in STAFF_ROLES)
        for g in grants
    ]
    return sorted(lines, key=lambda line: (order.index(line.grant.role), line.person, line.grant.pk))

"""The people of a programme's partners."""

from __future__ import annotations

from securit.people.public import Membership
from securit.programmes.models import Partner, Programme, RoleGrant


def staff_of_partners(programme: Programme) -> list[tuple[Partner, Membership]]:
    """Who belongs to a partner and holds a role in the programme, each with the partner; by name. Two queries."""
    partners = Partner.objects.filter(programme=programme).select_related("organisation")
    by_organisation = {partner.organisation_id: partner for partner in partners}
    roles = RoleGrant.objects.filter(programme=programme, state="given")
    held = Membership.objects.filter(state="active", organisation__in=by_organisation, user__in=roles.values("user"))
    rows = held.exclude(user__name="").select_related("user").order_by("user__name", "id")
    return [(by_organisation[row.organisation_id], row) for row in rows]

"""Who works for which partner of a programme."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.policy import ROLES
from securit.people.public import Membership, MembershipFacts, User
from securit.programmes.public import Partner, Programme, RoleGrant


@dataclass(frozen=True, slots=True)
class StaffLine:
    """Somebody at a partner: their roles in the programme, whether they sign for it, whether the reader may end it."""

    membership: Membership
    person: str
    roles: str
    signs: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """A partner and its people, by name; none where nobody is known to work for it."""

    partner: Partner
    coordinates: bool
    people: tuple[StaffLine, ...]


def partner_lines(programme: Programme, actor: Actor) -> list[PartnerLine]:
    """Every partner of the consortium, the coordinator first, with its people as the actor sees them."""
    partners = partners_with_staff(programme)
    held = _roles(programme)
    people: defaultdict[int, list[StaffLine]] = defaultdict(list)
    for row in staff_of(programme).order_by("user__name", "id"):
        roles = ", ".join(ROLES[role] for role in held[row.user_id])
        facts = MembershipFacts(frozenset(), row.user_id, row.represents, frozenset({programme.pk}))
        ends = bool(policy.decide(actor, "membership.end", facts))
        people[row.organisation_id].append(StaffLine(row, str(row.user), roles, row.represents, ends))
    return [PartnerLine(partner, _coordinates(partner), tuple(people[partner.organisation_id])) for partner in partners]


def staff_of(programme: Programme) -> QuerySet[Membership]:
    """Memberships in partners of the programme, of people with a role in it; others are not known here."""
    partners = Partner.objects.filter(programme=programme).exclude(role="ambassador").values("organisation")
    holders = RoleGrant.objects.filter(programme=programme, state="given").values("user")
    rows = Membership.objects.filter(organisation__in=partners, user__in=holders, state="active")
    return rows.select_related("user", "organisation")


def partners_with_staff(programme: Programme) -> list[Partner]:
    """The partners for which somebody may work here, the coordinator first."""
    rows = Partner.objects.filter(programme=programme).exclude(role="ambassador").select_related("organisation")
    return sorted(rows.order_by("id"), key=lambda partner: (not _coordinates(partner), partner.pk))


def role_holders(programme: Programme) -> list[tuple[User, str]]:
    """Everybody with a role in the programme, by name, with their roles in words."""
    held = _roles(programme)
    users = User.objects.filter(pk__in=held, is_active=True).order_by("name", "id")
    return [(user, ", ".join(ROLES[role] for role in held[user.pk])) for user in users]


def _coordinates(partner: Partner) -> bool:
    return partner.role == "coordinator"


def _roles(programme: Programme) -> defaultdict[int, list[str]]:
    grants = RoleGrant.objects.filter(programme=programme, state="given").order_by("id")
    held: defaultdict[int, list[str]] = defaultdict(list)
    for user_id, role in grants.values_list("user_id", "role"):
        if role not in held[user_id]:
            held[user_id].append(role)
    return held

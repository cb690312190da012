"""Bring an organisation into the team."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Max
from django.utils.translation import gettext as _

from securit import money
from securit.kernel.actor import Actor, ActorKind
from securit.kernel.perform import Note, create
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.people.public import Organisation
from securit.stages.applications.models import Application, Member
from securit.stages.applications.readiness import over_ceiling, over_cost
from securit.stages.applications.selectors import ceiling_of, present_members
from securit.stages.applications.window import require_not_over

MOST_MEMBERS = 50
MOST_CENTS = 10**12


class CannotChangeTeam(Refusal):
    """The team cannot be changed like this; ``field`` names where: organisation, role, contact_email, cost, grant."""


def add_member(
    *,
    application: Application,
    organisation: Organisation,
    role: str = "member",
    contact_email: str = "",
    cost_cents: int = 0,
    grant_cents: int = 0,
    actor: Actor,
    at: datetime,
    intent: str = "",
) -> Member:
    """A new member with its role and share of the budget, whose sign-off is still missing.

    Raises :class:`CannotChangeTeam` for an organisation that is in the team already, a second lead, figures that
    do not fit or pass the ceiling of one member (an import by the platform is not held to the ceiling), and after the
    deadline.
    """
    member = Member(
        programme=application.programme,
        application=application,
        organisation=organisation,
        role=role,
        position=0,
        contact_email=contact_email.strip(),
        cost_cents=cost_cents,
        grant_cents=grant_cents,
    )

    def place(new: Member) -> None:
        require_not_over(application, at, CannotChangeTeam)
        _require_place(application, organisation, role)
        require_figures(new, actor)
        top = application.members.aggregate(top=Max("position"))["top"]
        new.position = 0 if role == "lead" else (top or 0) + 1

    details = {"organisation": organisation.ref, "role": role, "cost_cents": cost_cents, "grant_cents": grant_cents}
    return create(member, actor=actor, at=at, note=Note(details=details), intent=intent, guards=[place])


def require_figures(member: Member, actor: Actor) -> None:
    """Nothing when contact and money of the member are in order. Raises :class:`CannotChangeTeam` at the field."""
    if member.contact_email:
        try:
            validate_email(member.contact_email)
        except ValidationError:
            sentence = _("“%(text)s” is not an e-mail address.") % {"text": member.contact_email}
            raise CannotChangeTeam(sentence, code="not_an_address", field="contact_email") from None
    for field, amount in (("cost", member.cost_cents), ("grant", member.grant_cents)):
        if not 0 <= amount <= MOST_CENTS:
            sentence = _("%(amount)s cannot be; the most is %(most)s, the least nothing.")
            values = {"amount": money.euros(amount), "most": money.euros(MOST_CENTS)}
            raise CannotChangeTeam(sentence % values, code="amount_out_of_range", field=field)
    if member.grant_cents > member.cost_cents:
        raise CannotChangeTeam(
            over_cost(member.grant_cents, member.cost_cents),
            code="grant_over_cost",
            remedy=_("Enter the whole cost of the member's work; the grant is a part of it."),
            field="grant",
        )
    require_within_ceiling(member, actor)


@keeps("R-04")
def require_within_ceiling(member: Member, actor: Actor) -> None:
    """Nothing while the member asks for no more than one may receive; an import is left to the eligibility check."""
    ceiling = ceiling_of(member.application.call)
    if actor.kind is not ActorKind.SYSTEM and member.grant_cents > ceiling:
        raise CannotChangeTeam(
            over_ceiling(member.organisation.legal_name, member.grant_cents, ceiling),
            code="over_ceiling",
            remedy=_("Share the grant differently between the members."),
            field="grant",
        )


def require_no_other_lead(application: Application, role: str) -> None:
    """Nothing unless ``role`` would make a second lead. Raises :class:`CannotChangeTeam`."""
    if role not in ("lead", "member"):
        sentence = _("“%(role)s” is no role in a team.") % {"role": role}
        raise CannotChangeTeam(sentence, code="unknown_role", field="role")
    if role == "lead" and application.members.exclude(state="removed").filter(role="lead").exists():
        raise CannotChangeTeam(
            _("The team has a lead already."),
            code="second_lead",
            remedy=_("Add the organisation as a member; the lead can be changed afterwards."),
            field="role",
        )


def _require_place(application: Application, organisation: Organisation, role: str) -> None:
    require_no_other_lead(application, role)
    present = present_members(application)
    if any(_is_same(member.organisation, organisation) for member in present):
        raise CannotChangeTeam(
            _("%(name)s is in the team already.") % {"name": organisation.legal_name},
            code="member_twice",
            remedy=_("An organisation takes part once; change its role or its budget instead."),
            field="organisation",
        )
    if len(present) >= MOST_MEMBERS:
        sentence = _("A team has at most %(most)d members.") % {"most": MOST_MEMBERS}
        raise CannotChangeTeam(sentence, code="too_many_members", field="organisation")


def _is_same(one: Organisation, other: Organisation) -> bool:
    """One record, or two records of one name in one country."""
    return one.pk == other.pk or (one.country, _plain(one.legal_name)) == (other.country, _plain(other.legal_name))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())

"""Invite an organisation into the team."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.people.public import Described, Organisation, organisation_named
from securit.stages.matchmaking.services.team_mails import mail_invitation
from securit.stages.matchmaking.team_models import Team, TeamMember, present_members
from securit.stages.matchmaking.team_terms import MOST_INVITED, MOST_MEMBERS, Role
from securit.stages.solutions.public import Solution


class CannotInvite(Refusal):
    """Invited already, no role or address one can use, or too many; ``field``: organisation, role, contact_email."""


def invite_member(
    *,
    team: Team,
    described: Described,
    role: str = Role.MEMBER,
    contact_email: str = "",
    solution: Solution | None = None,
    replaces: TeamMember | None = None,
    actor: Actor,
    at: datetime,
    intent: str = "",
) -> TeamMember:
    """The organisation with that register number, or a new record of it, invited; its contact gets a private link.

    ``solution``: whose provider is asked, at the address the catalogue keeps, which the team never sees. ``replaces``
    goes when this one joins. Raises :class:`CannotInvite`, ``CannotNameOrganisation`` and
    ``CannotRegisterOrganisation``; then nothing is stored.
    """
    address = contact_email.strip()
    hidden = "" if address or solution is None else solution.contact_email
    _require_usable(role, address)
    with transaction.atomic():
        member = TeamMember(
            programme=team.programme,
            team=team,
            organisation=organisation_named(described, actor=actor, at=at),
            role=role,
            contact_email=address or hidden,
            from_catalogue=bool(hidden),
            replaces=replaces,
        )
        return _stored(member, actor, at, intent)


def invite_organisation(
    *, team: Team, organisation: Organisation, role: str, actor: Actor, at: datetime, intent: str = ""
) -> TeamMember:
    """An organisation that is known here, without any address: who represents it finds the invitation on their pages.

    Raises :class:`CannotInvite`; then nothing is stored.
    """
    _require_usable(role, "")
    member = TeamMember(programme=team.programme, team=team, organisation=organisation, role=role)
    return _stored(member, actor, at, intent)


def ask_again(*, member: TeamMember, contact_email: str, actor: Actor, at: datetime) -> TeamMember:
    """Send the invitation once more, perhaps to another address; older links die with the older address."""
    address = contact_email.strip()
    _require_usable(Role.MEMBER, address)

    def write(row: TeamMember) -> None:
        if address:
            row.contact_email, row.from_catalogue = address, False
        if not row.contact_email:
            sentence = _("No e-mail address of %(name)s is known.") % {"name": row.organisation.legal_name}
            remedy = _("Enter one, or send the link below yourself.")
            raise CannotInvite(sentence, code="no_address", remedy=remedy, field="contact_email")
        mail_invitation(row, by=actor.name, at=at)

    return perform(member, "ask", actor=actor, at=at, write=write)


def edit_role(*, member: TeamMember, role: str, actor: Actor, at: datetime) -> TeamMember:
    """Another role. The lead's is handed over instead. Raises :class:`CannotInvite`."""

    def write(row: TeamMember) -> None:
        _require_usable(role, "")
        if row.leads:
            sentence = _("The lead keeps its role until it hands the lead over.")
            raise CannotInvite(sentence, code="lead_stays", field="role", status=409)
        row.role = role

    return perform(member, "edit", actor=actor, at=at, write=write, note=Note(details={"role": role}))


def _stored(member: TeamMember, actor: Actor, at: datetime, intent: str) -> TeamMember:
    """The member, invited in the last place; whoever has an address is told."""
    team, organisation = member.team, member.organisation
    member.position, member.invited_at = 0, at

    def place(new: TeamMember) -> None:
        _require_forming(team)
        _require_place(team, organisation)
        top = team.members.aggregate(top=Max("position"))["top"]
        new.position = (top or 0) + 1

    def tell(new: TeamMember) -> None:
        mail_invitation(new, by=actor.name, at=at)

    details = {"organisation": organisation.ref, "role": member.role, "catalogue": member.from_catalogue}
    return create(member, actor=actor, at=at, note=Note(details=details), intent=intent, guards=[place], after=tell)


def _require_usable(role: str, address: str) -> None:
    if role not in Role.values or role == Role.LEAD:
        sentence = _("“%(role)s” is no role for somebody who is invited.") % {"role": role}
        raise CannotInvite(sentence, code="unknown_role", field="role")
    if address:
        try:
            validate_email(address)
        except ValidationError:
            sentence = _("“%(text)s” is not an e-mail address.") % {"text": address}
            raise CannotInvite(sentence, code="not_an_address", field="contact_email") from None


def _require_forming(team: Team) -> None:
    if Team.objects.in_programme(team.programme).filter(pk=team.pk, state="dissolved").exists():
        raise CannotInvite(_("This team was dissolved."), code="team_dissolved", status=409)


def _require_place(team: Team, organisation: Organisation) -> None:
    present = present_members(team)
    same = next((member for member in present if _is_same(member.organisation, organisation)), None)
    if same is not None:
        sentence = (
            _("%(name)s is in the team already.") if same.state == "joined" else _("%(name)s is invited already.")
        )
        raise CannotInvite(
            sentence % {"name": organisation.legal_name},
            code="member_twice",
            remedy=_("On its own page you change the role, or send the invitation again."),
            field="organisation",
            status=409,
        )
    if len(present) >= MOST_MEMBERS or sum(m.state == "invited" for m in present) >= MOST_INVITED:
        values = {"members": MOST_MEMBERS, "invited": MOST_INVITED}
        sentence = (
            _("A team has at most %(members)d members, and %(invited)d invitations that wait for an answer.") % values
        )
        raise CannotInvite(sentence, code="too_many_members", field="organisation")


def _is_same(one: Organisation, other: Organisation) -> bool:
    """One record, or two records of one name in one country."""
    return one.pk == other.pk or (one.country, _plain(one.legal_name)) == (other.country, _plain(other.legal_name))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())

"""Accept or decline an invitation, as a person entitled to speak for the organisation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import SYSTEM, Actor, ActorKind
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.people.public import Organisation, User
from securit.stages.matchmaking.services.team_mails import tell_lead
from securit.stages.matchmaking.team_models import Team, TeamMember, TeamPerson
from securit.stages.matchmaking.team_selectors import full_call

LONGEST_NAME = 120


class CannotJoin(Refusal):
    """No name, not entitled, in another team that the rules of the call do not allow besides, or dissolved."""


def join_team(
    *, member: TeamMember, name: str, user: User | None = None, actor: Actor, at: datetime, intent: str = ""
) -> TeamMember:
    """The organisation is in; ``name`` is the person who says so, ``user`` their account, who may open the workspace.

    A member whom this one replaces goes at the same moment, and leaves it its share. Raises :class:`CannotJoin`.
    """
    signer = " ".join(name.split())

    def guard(row: TeamMember) -> None:
        require_forming(row.team)
        if not signer or len(signer) > LONGEST_NAME:
            sentence = _("Write your name, in at most %(most)d characters.") % {"most": LONGEST_NAME}
            raise CannotJoin(sentence, code="name_missing", field="name")
        _require_entitled(row.organisation, actor)
        if row.applies:
            require_free(row.team, row.organisation)

    def write(row: TeamMember) -> None:
        if row.replaces is not None and row.replaces.state in ("invited", "joined"):
            row.share = row.share or row.replaces.share
        row.joined_at, row.joined_by, row.joined_share = at, signer, row.share

    def note(row: TeamMember) -> Note:
        return Note(details={"organisation": row.organisation.ref, "share": row.share}, personal={"name": signer})

    with transaction.atomic():
        joined = perform(member, "join", actor=actor, at=at, guards=[guard], write=write, note=note, intent=intent)
        if joined.repeated:
            return joined
        _replace(joined, at)
        if user is not None:
            give_access(joined, user)
        sentence = _("%(name)s is in the team.") % {"name": joined.organisation.legal_name}
        tell_lead(joined.team, sentence, key=f"team-joined:{joined.ref}", at=at)
        return joined


def decline_invitation(*, member: TeamMember, reason: str, actor: Actor, at: datetime) -> TeamMember:
    """The organisation does not come in; the lead reads the reason."""

    def write(row: TeamMember) -> None:
        row.ended_at, row.ended_reason = at, " ".join(reason.split())[:300]

    with transaction.atomic():
        declined = perform(member, "decline", actor=actor, at=at, write=write, note=Note(reason=reason))
        sentence = _("%(name)s declined the invitation.") % {"name": declined.organisation.legal_name}
        tell_lead(declined.team, sentence, key=f"team-declined:{declined.ref}", at=at)
        return declined


def enter_team(*, member: TeamMember, user: User, actor: Actor, at: datetime) -> Team:
    """A person of a member that has joined opens the workspace: the one who was invited, or a representative.

    Raises :class:`CannotJoin` for anybody else, such as one to whom the link was forwarded.
    """
    invited = bool(member.contact_email) and user.email.lower() == member.contact_email.lower()
    if not invited and user.pk not in member.organisation.facts().representative_ids:
        raise CannotJoin(
            _("The invitation was sent to another address."),
            code="link_does_not_fit",
            remedy=_("Sign in with the address it went to, or as a person who speaks for the organisation."),
            status=403,
        )
    holder = replace(actor, may=actor.may | {f"team_invitation:{member.team.ref}"})

    def write(_row: Team) -> None:
        give_access(member, user)

    note = Note(details={"member": member.ref, "user": user.ref})
    return perform(member.team, "enter", actor=holder, at=at, write=write, note=note)


def give_access(member: TeamMember, user: User) -> None:
    """The person may open the workspace for this member; whoever is in already stays who they are."""
    TeamPerson.objects.get_or_create(
        team=member.team, user=user, defaults={"programme": member.programme, "member": member}
    )


def require_forming(team: Team) -> None:
    """Nothing while the team is forming. Raises :class:`CannotJoin`."""
    if team.state != "formed":
        raise CannotJoin(_("This team was dissolved."), code="team_dissolved", status=409)


def require_free(team: Team, organisation: Organisation) -> None:
    """Nothing unless the rules of one of the team's calls keep the organisation out. Raises :class:`CannotJoin`."""
    call = full_call(team, organisation)
    if call is not None:
        most = call.terms.applications_per_organisation or 0
        raise CannotJoin(
            _("%(name)s takes part in %(most)d other teams for “%(call)s”; its rules allow no more applications.")
            % {"name": organisation.legal_name, "most": most, "call": call.title},
            code="in_other_teams",
            remedy=_("Leave another team first, or take part without a grant."),
            status=409,
        )


def _require_entitled(organisation: Organisation, actor: Actor) -> None:
    """A link alone speaks for an organisation only while nobody here represents it."""
    if actor.kind is ActorKind.LINK and organisation.facts().representative_ids:
        raise CannotJoin(
            _("%(name)s is registered here, and people speak for it.") % {"name": organisation.legal_name},
            code="sign_in_to_join",
            remedy=_("Sign in as one of them, or with the address the invitation went to, and open the link again."),
            status=403,
        )


def _replace(joined: TeamMember, at: datetime) -> None:
    before = joined.replaces
    if before is None or before.state not in ("invited", "joined"):
        return

    def write(row: TeamMember) -> None:
        row.ended_at, row.ended_reason = at, str(_("replaced"))

    perform(before, "remove", actor=SYSTEM, at=at, write=write, note=Note(details={"replaced_by": joined.ref}))
    before.people.all().delete()

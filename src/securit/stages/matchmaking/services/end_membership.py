"""Leave a team, take a member out, hand over the lead, dissolve the team. All of it stays in the trail."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.matchmaking.services.team_mails import tell_asker, tell_lead
from securit.stages.matchmaking.team_models import Interest, Team, TeamMember, Vacancy
from securit.stages.matchmaking.team_terms import LONGEST, Role


class CannotEndMembership(Refusal):
    """The reason is missing or too long, or the member cannot lead; ``field``: reason."""


def leave_team(*, member: TeamMember, reason: str, actor: Actor, at: datetime) -> TeamMember:
    """The member goes of its own will; its people can no longer open the workspace."""
    with transaction.atomic():
        left = _end(member, "leave", reason, actor, at)
        sentence = _("%(name)s has left the team.") % {"name": left.organisation.legal_name}
        tell_lead(left.team, sentence, key=f"team-left:{left.ref}", at=at)
        return left


def remove_member(*, member: TeamMember, reason: str, actor: Actor, at: datetime) -> TeamMember:
    """The lead takes a member, or an invitation, out. Raises :class:`CannotEndMembership` without a reason."""
    return _end(member, "remove", reason, actor, at)


def hand_over_lead(*, member: TeamMember, actor: Actor, at: datetime) -> TeamMember:
    """The member takes over the lead; who led becomes a member. Its people must be able to open the workspace."""

    def write(row: TeamMember) -> None:
        if not row.people.exists():
            raise CannotEndMembership(
                _("Nobody of %(name)s has opened the workspace yet.") % {"name": row.organisation.legal_name},
                code="nobody_to_lead",
                remedy=_("Ask its person to open the invitation once more and enter the workspace."),
                status=409,
            )
        before = TeamMember.objects.filter(team=row.team, role=Role.LEAD, state__in=("invited", "joined"))
        before.update(role=Role.MEMBER)
        row.role = Role.LEAD

    return perform(member, "lead", actor=actor, at=at, write=write)


def dissolve_team(*, team: Team, reason: str, actor: Actor, at: datetime) -> Team:
    """The team ends: vacancies close, interests are answered; its people may still read it."""
    said = _reason(reason)

    def write(row: Team) -> None:
        row.dissolved_at, row.dissolved_reason = at, said

    with transaction.atomic():
        for vacancy in Vacancy.objects.in_programme(team.programme).filter(team=team, state="open").order_by("id"):
            perform(vacancy, "close", actor=actor, at=at, write=lambda row: setattr(row, "ended_at", at))
        for interest in Interest.objects.in_programme(team.programme).filter(team=team, state="shown").order_by("id"):
            perform(interest, "decline", actor=actor, at=at, write=lambda row: setattr(row, "decided_at", at))
            tell_asker(interest, _("The team was dissolved."), at=at)
        return perform(team, "dissolve", actor=actor, at=at, write=write, note=Note(reason=said))


def _end(member: TeamMember, verb: str, reason: str, actor: Actor, at: datetime) -> TeamMember:
    said = _reason(reason)

    def write(row: TeamMember) -> None:
        row.ended_at, row.ended_reason = at, said

    with transaction.atomic():
        ended = perform(member, verb, actor=actor, at=at, write=write, note=Note(reason=said))
        ended.people.all().delete()
        return ended


def _reason(reason: str) -> str:
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST["reason"]:
        sentence = _("Say why, in at most %(most)d characters; it stays in the team's trail.") % {
            "most": LONGEST["reason"]
        }
        raise CannotEndMembership(sentence, code="reason_missing", field="reason")
    return said

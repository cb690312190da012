"""An organisation would like to come into a team; its lead answers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.people.public import Organisation, User
from securit.stages.matchmaking.checking import address_fault
from securit.stages.matchmaking.services.answer_invitation import give_access, require_forming, require_free
from securit.stages.matchmaking.services.team_mails import tell_asker, tell_lead
from securit.stages.matchmaking.team_models import Interest, Team, TeamMember, Vacancy, present_members
from securit.stages.matchmaking.team_terms import INTERESTS_WITHIN, LONGEST, MOST_INTERESTS, WITHOUT_GRANT, Role


class CannotShowInterest(Refusal):
    """Not yours to speak for, in the team or asked already, too often, too long; ``field``: organisation, message."""


def show_interest(
    *,
    team: Team,
    organisation: Organisation,
    user: User,
    message: str = "",
    vacancy: Vacancy | None = None,
    actor: Actor,
    at: datetime,
    intent: str = "",
) -> Interest:
    """The organisation asks to come in, by a vacancy or (without one) by the team's own link.

    Raises :class:`CannotShowInterest`.
    """
    interest = Interest(
        programme=team.programme,
        team=team,
        vacancy=vacancy,
        organisation=organisation,
        asked_by=user,
        message=message.strip(),
        asked_at=at,
    )

    def guard(new: Interest) -> None:
        require_forming(team)
        _require_own(organisation, user)
        _require_new(new, at)

    def tell(new: Interest) -> None:
        sentence = _("%(name)s would like to come in.") % {"name": organisation.legal_name}
        tell_lead(team, sentence, key=f"team-asked:{new.ref}", at=at)

    details = {"organisation": organisation.ref, "vacancy": vacancy.ref if vacancy else ""}
    return create(interest, actor=actor, at=at, note=Note(details=details), intent=intent, guards=[guard], after=tell)


def withdraw_interest(*, interest: Interest, actor: Actor, at: datetime) -> Interest:
    """Taken back by whoever showed it."""
    return perform(interest, "withdraw", actor=actor, at=at, write=lambda row: setattr(row, "decided_at", at))


def accept_interest(*, interest: Interest, actor: Actor, at: datetime) -> TeamMember:
    """The organisation comes in: its person said yes by asking, the lead by this. The vacancy is filled.

    Raises :class:`CannotShowInterest` when it is in the team already, and ``CannotJoin`` where rules keep it out.
    """
    organisation, team, vacancy = interest.organisation, interest.team, interest.vacancy
    role = vacancy.role if vacancy is not None else Role.MEMBER
    with transaction.atomic():
        perform(interest, "accept", actor=actor, at=at, write=lambda row: setattr(row, "decided_at", at))
        require_forming(team)
        if role not in WITHOUT_GRANT:
            require_free(team, organisation)
        joined = _in_the_team(interest, role, actor, at)
        give_access(joined, interest.asked_by)
        if vacancy is not None and vacancy.state == "open":
            perform(vacancy, "fill", actor=actor, at=at, write=lambda row: setattr(row, "ended_at", at))
        tell_asker(interest, _("You are in the team."), at=at)
        return joined


def decline_interest(*, interest: Interest, actor: Actor, at: datetime) -> Interest:
    """Not this time."""
    with transaction.atomic():
        declined = perform(interest, "decline", actor=actor, at=at, write=lambda row: setattr(row, "decided_at", at))
        tell_asker(declined, _("The team decided for others this time."), at=at)
        return declined


def _in_the_team(interest: Interest, role: str, actor: Actor, at: datetime) -> TeamMember:
    """The member, new or invited before, as having joined."""
    team, present = interest.team, present_members(interest.team)
    known = next((member for member in present if member.organisation_id == interest.organisation_id), None)
    if known is not None and known.state == "joined":
        sentence = _("%(name)s is in the team already.") % {"name": interest.organisation.legal_name}
        raise CannotShowInterest(sentence, code="member_twice", status=409)
    if known is None:
        position = 1 + max(member.position for member in present)
        known = TeamMember(
            programme=team.programme,
            team=team,
            organisation=interest.organisation,
            role=role,
            position=position,
            invited_at=at,
        )
        known = create(known, actor=actor, at=at, note=Note(details={"interest": interest.ref}))

    def write(row: TeamMember) -> None:
        row.joined_at, row.joined_by, row.joined_share = at, str(interest.asked_by.name or _("by interest")), row.share

    return perform(known, "join", actor=SYSTEM, at=at, write=write, note=Note(details={"interest": interest.ref}))


def _require_own(organisation: Organisation, user: User) -> None:
    if user.pk not in organisation.facts().representative_ids:
        raise CannotShowInterest(
            _("You do not speak for %(name)s.") % {"name": organisation.legal_name},
            code="not_represented",
            remedy=_("Choose an organisation that you represent, or register yours."),
            field="organisation",
        )


def _require_new(interest: Interest, at: datetime) -> None:
    team, name = interest.team, {"name": interest.organisation.legal_name}
    if len(interest.message) > LONGEST["message"]:
        sentence = _("This has more than %(most)d characters.") % {"most": LONGEST["message"]}
        raise CannotShowInterest(sentence, code="too_long", field="message")
    if fault := address_fault(interest.message):
        raise CannotShowInterest(fault, code="address_in_text", field="message")
    if any(member.organisation_id == interest.organisation_id for member in present_members(team)):
        sentence = _("%(name)s is invited or in the team already.") % name
        raise CannotShowInterest(sentence, code="member_twice", field="organisation", status=409)
    asked = Interest.objects.in_programme(team.programme)
    if asked.filter(team=team, organisation=interest.organisation, state="shown").exists():
        sentence = _("%(name)s has asked already; the team has not answered yet.") % name
        raise CannotShowInterest(sentence, code="asked_already", field="organisation", status=409)
    if asked.filter(asked_by=interest.asked_by, asked_at__gt=at - INTERESTS_WITHIN).count() >= MOST_INTERESTS:
        sentence = _("You have shown interest %(most)d times within a day.") % {"most": MOST_INTERESTS}
        raise CannotShowInterest(sentence, code="too_often", remedy=_("Go on tomorrow."), status=429)

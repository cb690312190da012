"""From what somebody noted after a meeting to the next step: an introduction, an invitation, a vacancy."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.refusals import Refusal
from securit.stages.matchmaking.follow_ups import other_of, profile_of
from securit.stages.matchmaking.models import (
    FollowUp,
    Introduction,
    Meeting,
    OutcomeNote,
    Registration,
    Team,
    TeamMember,
    Vacancy,
)
from securit.stages.matchmaking.services.express_interest import express_interest
from securit.stages.matchmaking.services.form_team import form_team
from securit.stages.matchmaking.services.invite_member import invite_organisation
from securit.stages.matchmaking.services.open_vacancy import open_vacancy
from securit.stages.matchmaking.services.team_mails import tell_met
from securit.stages.matchmaking.team_terms import Audience


class CannotFollowUp(Refusal):
    """Not noted that one wants to go on, or one of the two organisations cannot be asked like this."""

    status = 409


def ask_after_meeting(
    *, meeting: Meeting, registration: Registration, message: str, actor: Actor, at: datetime, intent: str = ""
) -> Introduction:
    """The writer's organisation asks the other's to be introduced. Raises :class:`CannotFollowUp` and
    ``CannotExpressInterest``."""
    _require_wish(meeting, registration)
    asker, asked = (profile_of(side) for side in (registration, other_of(meeting, registration)))
    if asker is None or asked is None:
        raise CannotFollowUp(
            _("Both organisations need a listed profile in partner search."),
            code="no_profile",
            remedy=_("List yours under “My partner search”."),
        )
    with transaction.atomic():
        made = express_interest(asker=asker, asked=asked, message=message, actor=actor, at=at, intent=intent)
        _keep(meeting, registration, at, introduction=made)
        return made


def invite_after_meeting(
    *,
    meeting: Meeting,
    registration: Registration,
    team: Team,
    role: str,
    actor: Actor,
    at: datetime,
    intent: str = "",
) -> TeamMember:
    """The other's organisation is invited into a team, and whom one met hears of it. Nobody learns an address.

    Raises :class:`CannotFollowUp` and ``CannotInvite``.
    """
    _require_wish(meeting, registration)
    other = other_of(meeting, registration)
    if other.organisation is None:
        raise CannotFollowUp(_("They came without an organisation."), code="no_organisation", field="team")
    with transaction.atomic():
        made = invite_organisation(
            team=team, organisation=other.organisation, role=role, actor=actor, at=at, intent=intent
        )
        _keep(meeting, registration, at, member=made)
        if not made.repeated:
            tell_met(made, other.user, event=meeting.brokerage.event.title, by=actor.name, at=at)
        return made


def form_team_after_meeting(
    *, meeting: Meeting, registration: Registration, name: str, role: str, actor: Actor, at: datetime, intent: str = ""
) -> TeamMember:
    """A new team that the writer's organisation leads, with the other's organisation invited.

    Raises :class:`CannotFollowUp`, ``CannotFormTeam`` and ``CannotInvite``; then nothing is stored.
    """
    if registration.organisation is None:
        raise CannotFollowUp(_("You came without an organisation."), code="no_organisation", field="name")
    with transaction.atomic():
        team = form_team(
            programme=meeting.programme,
            name=name,
            lead=registration.organisation,
            actor=actor,
            at=at,
            intent=intent,
            synthetic=meeting.brokerage.event.synthetic,
        )
        before = FollowUp.objects.filter(programme=team.programme_id, member__team=team).select_related("member")
        done = before.first() if team.repeated else None
        if done is not None and done.member is not None:
            return done.member
        return invite_after_meeting(
            meeting=meeting, registration=registration, team=team, role=role, actor=actor, at=at
        )


def open_vacancy_after_meeting(
    *,
    meeting: Meeting,
    registration: Registration,
    team: Team,
    title: str,
    role: str,
    capability: str,
    actor: Actor,
    at: datetime,
    intent: str = "",
) -> Vacancy:
    """What the meeting showed to be lacking becomes a vacancy of a team, read by people who are signed in.

    Raises :class:`CannotFollowUp` and ``CannotOpenVacancy``.
    """
    _require_wish(meeting, registration)
    with transaction.atomic():
        made = open_vacancy(
            team=team,
            title=title,
            role=role,
            capability=capability,
            audience=Audience.MEMBERS,
            actor=actor,
            at=at,
            intent=intent,
        )
        _keep(meeting, registration, at, vacancy=made)
        return made


def _require_wish(meeting: Meeting, registration: Registration) -> None:
    notes = OutcomeNote.objects.filter(programme=meeting.programme_id, meeting=meeting, registration=registration)
    note = notes.first()
    if note is None or not note.goes_on:
        raise CannotFollowUp(
            _("First note that you want to go on, now or later."),
            code="not_noted",
            remedy=_("Change what you noted after the meeting."),
        )


def _keep(meeting: Meeting, registration: Registration, at: datetime, **made: object) -> None:
    """The link, once, however often the button was pressed."""
    FollowUp.objects.get_or_create(
        **made,
        defaults={"programme": meeting.programme, "meeting": meeting, "registration": registration, "at": at},
    )

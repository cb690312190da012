"""Open an application that carries over what a team has agreed, and keep the two in step."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import NotAllowed, Refusal
from securit.people.public import User
from securit.stages.applications.models import Application, Member
from securit.stages.applications.selectors import present_members
from securit.stages.applications.services.add_member import add_member
from securit.stages.applications.services.edit_member import edit_member
from securit.stages.applications.services.remove_member import remove_member
from securit.stages.applications.services.save_draft import LONGEST, save_draft
from securit.stages.applications.services.share_with import share_with
from securit.stages.applications.services.start_application import start_application
from securit.stages.applications.team_steps import Step, steps_to
from securit.stages.matchmaking.public import Team, TeamOption, teammates, workspace_people


class CannotApplyAsTeam(Refusal):
    """The team is dissolved, its lead has not accepted, or there is an application of this option already."""

    status = 409


def apply_as_team(*, option: TeamOption, actor: Actor, at: datetime, intent: str = "") -> Application:
    """An application to the option's call, with the kind of support, the members who accepted, their roles and money,
    which everybody in the team's workspace can write.

    Raises :class:`CannotApplyAsTeam`, ``NotAllowed``, and what starting an application raises.
    """
    team = option.team
    _require_lead(team, actor)
    lead = next((mate for mate in teammates(option) if mate.leads), None)
    if team.state != "formed" or lead is None:
        raise CannotApplyAsTeam(_("Only a team that is forming, with a lead, opens an application."), code="no_team")
    with transaction.atomic():
        before = Application.objects.select_for_update().filter(team=team, team_option=option.ref).first()
        if before is not None:
            return before
        application = start_application(
            call=option.call, actor=actor, at=at, intent=intent, lead=lead.organisation, synthetic=team.synthetic
        )
        application = _named(application, option, at)
        for step in steps_to(teammates(option), present_members(application)):
            _take(step, application, actor, at)
        for user in workspace_people(team):
            _let_write(application, user, actor, at)
        return save_draft(
            application=application,
            changes={"title": team.name[: LONGEST["title"]], "instrument": option.instrument},
            actor=actor,
            at=at,
        )


def follow_team(*, application: Application, option: TeamOption, actor: Actor, at: datetime) -> list[Step]:
    """Members, roles and money as the team has them now; what was written stays. Sign-offs of other figures lapse.

    Returns what was changed. Raises ``CannotChangeTeam`` after the deadline and for figures that cannot be.
    """
    with transaction.atomic():
        steps = steps_to(teammates(option), present_members(application))
        for step in steps:
            _take(step, application, actor, at)
        return steps


def _require_lead(team: Team, actor: Actor) -> None:
    verdict = policy.decide(actor, "team.apply", team.facts())
    if isinstance(verdict, policy.Denied):
        raise NotAllowed(verdict.reason, code=verdict.code, remedy=verdict.remedy)


def _named(application: Application, option: TeamOption, at: datetime) -> Application:
    """The application knows the option it came from."""

    def write(row: Application) -> None:
        row.team, row.team_option = option.team, option.ref

    note = Note(details={"team": option.team.ref, "option": option.ref})
    return perform(application, "edit", actor=SYSTEM, at=at, write=write, note=note)


def _take(step: Step, application: Application, actor: Actor, at: datetime) -> Member:
    """One difference less."""
    mate, member = step.mate, step.member
    if mate is None:
        assert member is not None
        return remove_member(member=member, actor=actor, at=at)
    role, cost_cents, grant_cents = "lead" if mate.leads else "member", mate.cost_cents, mate.grant_cents
    if member is None:
        return add_member(
            application=application,
            organisation=mate.organisation,
            role="member",
            contact_email=mate.contact_email,
            cost_cents=cost_cents or 0,
            grant_cents=grant_cents or 0,
            actor=actor,
            at=at,
        )
    return edit_member(member=member, role=role, cost_cents=cost_cents, grant_cents=grant_cents, actor=actor, at=at)


def _let_write(application: Application, user: User, actor: Actor, at: datetime) -> None:
    if not application.editors.filter(user=user).exists():
        share_with(application=application, user=user, actor=actor, at=at)

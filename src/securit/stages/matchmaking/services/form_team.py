"""Form a team."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.people.public import Organisation
from securit.programmes.public import Programme
from securit.stages.matchmaking.checking import address_fault
from securit.stages.matchmaking.team_models import Team, TeamMember, TeamPerson
from securit.stages.matchmaking.team_terms import LONGEST, MOST_TEAMS, WHOLE, Role


class CannotFormTeam(Refusal):
    """No name, an organisation that is not yours to speak for, or too many teams; ``field``: name, purpose, lead."""


def form_team(
    *,
    programme: Programme,
    name: str,
    lead: Organisation,
    purpose: str = "",
    actor: Actor,
    at: datetime,
    intent: str = "",
    synthetic: bool = False,
) -> Team:
    """A new team that ``lead`` leads, with the whole share until others come in.

    Raises :class:`CannotFormTeam` and ``NotAllowed``. With an ``intent`` carried out before, the first team.
    """
    team = Team(
        programme=programme,
        name=" ".join(name.split()),
        purpose=" ".join(purpose.split()),
        created_by_id=actor.user_id,
        created_at=at,
        synthetic=synthetic or lead.synthetic,
    )

    def guard(new: Team) -> None:
        require_words(new)
        if actor.user_id is not None and actor.user_id not in lead.facts().representative_ids:
            raise CannotFormTeam(
                _("You do not speak for %(name)s.") % {"name": lead.legal_name},
                code="lead_not_represented",
                remedy=_("Choose an organisation that you represent, or register yours."),
                field="lead",
            )
        formed = Team.objects.in_programme(programme).filter(created_by_id=actor.user_id, state="formed")
        if actor.user_id is not None and formed.count() >= MOST_TEAMS:
            sentence = _("You have %(count)d teams here that are forming.") % {"count": MOST_TEAMS}
            raise CannotFormTeam(sentence, code="too_many_teams", remedy=_("Dissolve one that you no longer need."))

    def with_lead(formed: Team) -> None:
        _take_the_lead(formed, lead, actor, at)

    note = Note(details={"lead": lead.ref})
    return create(team, actor=actor, at=at, note=note, intent=intent, guards=[guard], after=with_lead)


def edit_team(*, team: Team, name: str, purpose: str, actor: Actor, at: datetime, version: int | None = None) -> Team:
    """Another name or purpose. Raises :class:`CannotFormTeam` at its field, and ``Stale``."""

    def write(row: Team) -> None:
        row.name, row.purpose = " ".join(name.split()), " ".join(purpose.split())
        require_words(row)

    return perform(team, "edit", actor=actor, at=at, write=write, version=version)


def require_words(team: Team) -> None:
    """Nothing when name and purpose can be shown. Raises :class:`CannotFormTeam`."""
    if not team.name:
        raise CannotFormTeam(_("Give the team a name."), code="name_missing", field="name")
    for field in ("name", "purpose"):
        if len(getattr(team, field)) > LONGEST[field]:
            sentence = _("This has more than %(most)d characters.") % {"most": LONGEST[field]}
            raise CannotFormTeam(sentence, code="too_long", field=field)
        if fault := address_fault(getattr(team, field)):
            raise CannotFormTeam(fault, code="address_in_text", field=field)


def _take_the_lead(team: Team, lead: Organisation, actor: Actor, at: datetime) -> None:
    member = TeamMember(
        programme=team.programme, team=team, organisation=lead, role=Role.LEAD, position=0, share=WHOLE, invited_at=at
    )
    created = create(member, actor=SYSTEM, at=at, note=Note(details={"organisation": lead.ref}))

    def write(row: TeamMember) -> None:
        row.joined_at, row.joined_by, row.joined_share = at, actor.name or lead.legal_name, WHOLE

    joined = perform(created, "join", actor=SYSTEM, at=at, write=write)
    if actor.user_id is not None:
        TeamPerson.objects.create(programme=team.programme, team=team, member=joined, user_id=actor.user_id)

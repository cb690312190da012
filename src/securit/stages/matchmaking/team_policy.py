"""Who may do what with teams. A team is its people's: nobody of the programme reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.policy import SIGNED_IN, SYSTEM_ONLY, Action, Condition, Policy, link, related


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """Who is in the team, who of them speaks for its lead, who has accepted the confidentiality terms."""

    programme_id: int | None
    ref: str
    state: str
    person_ids: frozenset[int]
    lead_ids: frozenset[int]
    bound_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class TeamMemberFacts:
    """A member of a team: the team's lead, the member's own people, and who represents its organisation."""

    programme_id: int | None
    ref: str
    lead_ids: frozenset[int]
    own_ids: frozenset[int]
    representative_ids: frozenset[int]
    is_lead: bool


@dataclass(frozen=True, slots=True)
class VacancyFacts:
    """A vacancy, whom it is shown to, and whose it is."""

    programme_id: int | None
    ref: str
    state: str
    audience: str
    person_ids: frozenset[int]
    lead_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class InterestFacts:
    """Who shows interest, and who of the team answers."""

    programme_id: int | None
    ref: str
    asker_id: int | None
    lead_ids: frozenset[int]


PEOPLE = related("team_people", _("the people of the team"), lambda a, f: a.user_id in f.person_ids)
LEAD = related("team_lead", _("the people of the team's lead"), lambda a, f: a.user_id in f.lead_ids)
OWN = related("team_own", _("the member's own people in the team"), lambda a, f: a.user_id in f.own_ids)
REPRESENTATIVE = related(
    "representative",
    _("a person entitled to speak for the organisation"),
    lambda a, f: a.user_id in f.representative_ids,
)
INVITED = link("team_invitation", _("the holder of the invitation"))
ASKER = related(
    "asker", _("the person who showed interest"), lambda a, f: a.user_id is not None and a.user_id == f.asker_id
)


def _is_shown(actor: Actor, facts: Any) -> bool:
    if facts.state != "open":
        return False
    return bool(facts.audience == "public" or actor.kind is ActorKind.PERSON)


READER = related("vacancy_reader", _("everybody, or people who are signed in"), _is_shown)

BOUND = Condition(
    "terms_not_accepted",
    lambda a, f: a.user_id in f.bound_ids,
    _("Files open once you have accepted the confidentiality terms."),
    _("Read them on the page of the files and accept them with your name."),
)
NOT_THE_LEAD = Condition(
    "lead_stays",
    lambda a, f: not f.is_lead,
    _("The lead cannot leave the team while it leads."),
    _("Hand the lead over to another member first, or dissolve the team."),
)

POLICY = Policy(
    "matchmaking",
    [
        Action("team.create", _("Form a team"), (SIGNED_IN, SYSTEM_ONLY)),
        Action("team.view", _("See the team"), (PEOPLE, SYSTEM_ONLY)),
        Action("team.edit", _("Change name or purpose"), (LEAD,)),
        Action("team.plan", _("Choose call and money"), (LEAD,)),
        Action("team.share_out", _("Set the shares"), (LEAD,)),
        Action("team.note", _("Write a note or a decision"), (PEOPLE,)),
        Action("team.accept_terms", _("Accept the confidentiality terms"), (PEOPLE,)),
        Action("team.enter", _("Enter the team's workspace"), (INVITED,)),
        Action("team.read_files", _("Open the team's files"), (PEOPLE,), (BOUND,)),
        Action("team.attach", _("Put in or take out a file"), (PEOPLE,), (BOUND,)),
        Action("team.renew_link", _("Make a new link to the team"), (LEAD,)),
        Action("team.apply", _("Open an application of the team"), (LEAD,)),
        Action("team.dissolve", _("Dissolve the team"), (LEAD,)),
        Action("team_member.create", _("Invite a member"), (LEAD, SYSTEM_ONLY)),
        Action("team_member.ask", _("Send the invitation again"), (LEAD,)),
        Action("team_member.edit", _("Change the role"), (LEAD,)),
        Action("team_member.join", _("Accept the invitation"), (REPRESENTATIVE, INVITED, SYSTEM_ONLY)),
        Action("team_member.decline", _("Decline the invitation"), (REPRESENTATIVE, INVITED)),
        Action("team_member.lead", _("Take over the lead"), (LEAD,)),
        Action("team_member.leave", _("Leave the team"), (OWN,), (NOT_THE_LEAD,)),
        Action("team_member.remove", _("Take the member out"), (LEAD, SYSTEM_ONLY), (NOT_THE_LEAD,)),
        Action("vacancy.create", _("Describe a vacancy"), (LEAD,)),
        Action("vacancy.view", _("Read the vacancy"), (READER, PEOPLE, SYSTEM_ONLY)),
        Action("vacancy.fill", _("Mark as filled"), (LEAD, SYSTEM_ONLY)),
        Action("vacancy.close", _("Close the vacancy"), (LEAD, SYSTEM_ONLY)),
        Action("interest.create", _("Show interest"), (SIGNED_IN,)),
        Action("interest.view", _("See the interest"), (ASKER, LEAD, SYSTEM_ONLY)),
        Action("interest.accept", _("Take into the team"), (LEAD,)),
        Action("interest.decline", _("Decline"), (LEAD,)),
        Action("interest.withdraw", _("Withdraw"), (ASKER,)),
    ],
)

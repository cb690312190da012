"""The door of ``matchmaking``."""

from securit.stages.matchmaking.composition import Composition, Line, Seat
from securit.stages.matchmaking.services.answer_invitation import CannotJoin, enter_team, join_team
from securit.stages.matchmaking.services.choose_option import CannotPlan, choose_option, set_money, share_out
from securit.stages.matchmaking.services.end_membership import dissolve_team, hand_over_lead, leave_team, remove_member
from securit.stages.matchmaking.services.form_team import CannotFormTeam, form_team
from securit.stages.matchmaking.services.invite_member import CannotInvite, invite_member
from securit.stages.matchmaking.services.open_vacancy import close_vacancy, open_vacancy
from securit.stages.matchmaking.services.show_interest import CannotShowInterest, accept_interest, show_interest
from securit.stages.matchmaking.services.write_note import accept_terms, put_file, write_note
from securit.stages.matchmaking.team_links import invitation_token, team_token
from securit.stages.matchmaking.team_models import Interest, Team, TeamMember, TeamOption, Vacancy, present_members
from securit.stages.matchmaking.team_selectors import (
    Teammate,
    interests_waiting,
    invitations_waiting,
    load_team,
    options_of,
    standings_of,
    teammates,
    teams_of,
    workspace_people,
)

__all__ = [
    "CannotFormTeam",
    "CannotInvite",
    "CannotJoin",
    "CannotPlan",
    "CannotShowInterest",
    "Composition",
    "Interest",
    "Line",
    "Seat",
    "Team",
    "TeamMember",
    "TeamOption",
    "Teammate",
    "Vacancy",
    "accept_interest",
    "accept_terms",
    "choose_option",
    "close_vacancy",
    "dissolve_team",
    "enter_team",
    "form_team",
    "hand_over_lead",
    "interests_waiting",
    "invitation_token",
    "invitations_waiting",
    "invite_member",
    "join_team",
    "leave_team",
    "load_team",
    "open_vacancy",
    "options_of",
    "present_members",
    "put_file",
    "remove_member",
    "set_money",
    "share_out",
    "show_interest",
    "standings_of",
    "team_token",
    "teammates",
    "teams_of",
    "workspace_people",
    "write_note",
]

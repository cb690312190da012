"""The door of ``matchmaking``."""

from securit.stages.matchmaking.composition import Composition, Line, Seat
from securit.stages.matchmaking.contracts import Statement
from securit.stages.matchmaking.ecosystem import alone_before, helped_by
from securit.stages.matchmaking.models import AbuseReport, Introduction, Profile
from securit.stages.matchmaking.selectors import own_profiles, profiles_of, reports_waiting, waiting_for
from securit.stages.matchmaking.services.answer_introduction import (
    accept_introduction,
    decline_introduction,
    withdraw_introduction,
)
from securit.stages.matchmaking.services.answer_invitation import CannotJoin, enter_team, join_team
from securit.stages.matchmaking.services.choose_option import CannotPlan, choose_option, set_money, share_out
from securit.stages.matchmaking.services.edit_profile import (
    CannotBeginProfile,
    CannotStateProfile,
    begin_profile,
    edit_profile,
    publish_profile,
)
from securit.stages.matchmaking.services.end_introduction import end_introduction
from securit.stages.matchmaking.services.end_membership import dissolve_team, hand_over_lead, leave_team, remove_member
from securit.stages.matchmaking.services.express_interest import (
    CannotExpressInterest,
    express_interest,
    introduce_two,
)
from securit.stages.matchmaking.services.form_team import CannotFormTeam, form_team
from securit.stages.matchmaking.services.invite_member import CannotInvite, invite_member
from securit.stages.matchmaking.services.open_vacancy import close_vacancy, open_vacancy
from securit.stages.matchmaking.services.report_abuse import CannotReportAbuse, answer_report, report_abuse
from securit.stages.matchmaking.services.share_contact import share_contact, take_contact_back
from securit.stages.matchmaking.services.show_interest import CannotShowInterest, accept_interest, show_interest
from securit.stages.matchmaking.services.shut_out import CannotShutOut, let_in, shut_out
from securit.stages.matchmaking.services.stop_notices import resume_notices, stop_notices
from securit.stages.matchmaking.services.suspend_profile import reinstate_profile, suspend_profile
from securit.stages.matchmaking.services.withdraw_profile import withdraw_profile
from securit.stages.matchmaking.services.write_message import CannotWriteMessage, write_message
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
    "AbuseReport",
    "CannotBeginProfile",
    "CannotExpressInterest",
    "CannotFormTeam",
    "CannotInvite",
    "CannotJoin",
    "CannotPlan",
    "CannotReportAbuse",
    "CannotShowInterest",
    "CannotShutOut",
    "CannotStateProfile",
    "CannotWriteMessage",
    "Composition",
    "Interest",
    "Introduction",
    "Line",
    "Profile",
    "Seat",
    "Statement",
    "Team",
    "TeamMember",
    "TeamOption",
    "Teammate",
    "Vacancy",
    "accept_interest",
    "accept_introduction",
    "accept_terms",
    "alone_before",
    "answer_report",
    "begin_profile",
    "choose_option",
    "close_vacancy",
    "decline_introduction",
    "dissolve_team",
    "edit_profile",
    "end_introduction",
    "enter_team",
    "express_interest",
    "form_team",
    "hand_over_lead",
    "helped_by",
    "interests_waiting",
    "introduce_two",
    "invitation_token",
    "invitations_waiting",
    "invite_member",
    "join_team",
    "leave_team",
    "let_in",
    "load_team",
    "open_vacancy",
    "options_of",
    "own_profiles",
    "present_members",
    "profiles_of",
    "publish_profile",
    "put_file",
    "reinstate_profile",
    "remove_member",
    "report_abuse",
    "reports_waiting",
    "resume_notices",
    "set_money",
    "share_contact",
    "share_out",
    "show_interest",
    "shut_out",
    "standings_of",
    "stop_notices",
    "suspend_profile",
    "take_contact_back",
    "team_token",
    "teammates",
    "teams_of",
    "waiting_for",
    "withdraw_introduction",
    "withdraw_profile",
    "workspace_people",
    "write_message",
    "write_note",
]

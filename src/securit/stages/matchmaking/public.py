"""The door of ``matchmaking``."""

from securit.stages.matchmaking.agenda_links import feed_url, token_of
from securit.stages.matchmaking.brokerage_models import Acceptance, NextStep, Priority, Willingness
from securit.stages.matchmaking.brokerage_selectors import brokerage_of, meetings_of, meetings_with, requests_of
from securit.stages.matchmaking.brought import Brought, brought_by_events, told
from securit.stages.matchmaking.composition import Composition, Line, Seat
from securit.stages.matchmaking.contracts import Encounter, Party, Statement
from securit.stages.matchmaking.ecosystem import alone_before, helped_by
from securit.stages.matchmaking.encounters import encounters_with
from securit.stages.matchmaking.event_models import EventKind, EventMode
from securit.stages.matchmaking.event_selectors import (
    registration_of,
    registrations_of,
    registrations_of_person,
    visible_events,
)
from securit.stages.matchmaking.models import (
    AbuseReport,
    Brokerage,
    Event,
    Introduction,
    Meeting,
    MeetingRequest,
    Profile,
    Registration,
    Table,
)
from securit.stages.matchmaking.my_events import MyEvent, my_events
from securit.stages.matchmaking.selectors import own_profiles, profiles_of, reports_waiting, waiting_for
from securit.stages.matchmaking.services.announce_event import (
    CannotCloseEvent,
    announce_event,
    cancel_event,
    hold_event,
    reopen_event,
)
from securit.stages.matchmaking.services.answer_introduction import (
    accept_introduction,
    decline_introduction,
    withdraw_introduction,
)
from securit.stages.matchmaking.services.answer_invitation import CannotJoin, enter_team, join_team
from securit.stages.matchmaking.services.arrange_brokerage import (
    Arrangement,
    CannotArrangeBrokerage,
    arrange_brokerage,
    close_requests,
    open_requests,
)
from securit.stages.matchmaking.services.attach_material import CannotAttachMaterial, attach_material, remove_material
from securit.stages.matchmaking.services.check_in import check_in, miss_event, restore_registration
from securit.stages.matchmaking.services.choose_option import CannotPlan, choose_option, set_money, share_out
from securit.stages.matchmaking.services.decide_registration import (
    CannotDecideRegistration,
    accept_registration,
    decline_registration,
)
from securit.stages.matchmaking.services.disturb_day import CannotDisturbDay, come_late, find_table, lose_table
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
from securit.stages.matchmaking.services.follow_up import (
    CannotFollowUp,
    ask_after_meeting,
    form_team_after_meeting,
    invite_after_meeting,
    open_vacancy_after_meeting,
)
from securit.stages.matchmaking.services.form_team import CannotFormTeam, form_team
from securit.stages.matchmaking.services.invite_member import CannotInvite, invite_member
from securit.stages.matchmaking.services.note_outcome import (
    CannotNoteOutcome,
    Outcome,
    finish_brokerage,
    note_outcome,
)
from securit.stages.matchmaking.services.open_vacancy import close_vacancy, open_vacancy
from securit.stages.matchmaking.services.plan_event import CannotPlanEvent, EventPlan, edit_event, plan_event
from securit.stages.matchmaking.services.propose_timetable import CannotProposeTimetable, propose_timetable
from securit.stages.matchmaking.services.publish_timetable import (
    CannotPublishTimetable,
    publish_timetable,
    replan_timetable,
)
from securit.stages.matchmaking.services.register_for_event import (
    CannotRegister,
    Coming,
    edit_registration,
    register_for_event,
    set_availability,
    withdraw_registration,
)
from securit.stages.matchmaking.services.report_abuse import CannotReportAbuse, answer_report, report_abuse
from securit.stages.matchmaking.services.request_meeting import (
    CannotRequestMeeting,
    accept_request,
    decline_request,
    request_meeting,
    withdraw_request,
)
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
    "Acceptance",
    "Arrangement",
    "Brokerage",
    "Brought",
    "CannotArrangeBrokerage",
    "CannotAttachMaterial",
    "CannotBeginProfile",
    "CannotCloseEvent",
    "CannotDecideRegistration",
    "CannotDisturbDay",
    "CannotExpressInterest",
    "CannotFollowUp",
    "CannotFormTeam",
    "CannotInvite",
    "CannotJoin",
    "CannotNoteOutcome",
    "CannotPlan",
    "CannotPlanEvent",
    "CannotProposeTimetable",
    "CannotPublishTimetable",
    "CannotRegister",
    "CannotReportAbuse",
    "CannotRequestMeeting",
    "CannotShowInterest",
    "CannotShutOut",
    "CannotStateProfile",
    "CannotWriteMessage",
    "Coming",
    "Composition",
    "Encounter",
    "Event",
    "EventKind",
    "EventMode",
    "EventPlan",
    "Interest",
    "Introduction",
    "Line",
    "Meeting",
    "MeetingRequest",
    "MyEvent",
    "NextStep",
    "Outcome",
    "Party",
    "Priority",
    "Profile",
    "Registration",
    "Seat",
    "Statement",
    "Table",
    "Team",
    "TeamMember",
    "TeamOption",
    "Teammate",
    "Vacancy",
    "Willingness",
    "accept_interest",
    "accept_introduction",
    "accept_registration",
    "accept_request",
    "accept_terms",
    "alone_before",
    "announce_event",
    "answer_report",
    "arrange_brokerage",
    "ask_after_meeting",
    "attach_material",
    "begin_profile",
    "brokerage_of",
    "brought_by_events",
    "cancel_event",
    "check_in",
    "choose_option",
    "close_requests",
    "close_vacancy",
    "come_late",
    "decline_introduction",
    "decline_registration",
    "decline_request",
    "dissolve_team",
    "edit_event",
    "edit_profile",
    "edit_registration",
    "encounters_with",
    "end_introduction",
    "enter_team",
    "express_interest",
    "feed_url",
    "find_table",
    "finish_brokerage",
    "form_team",
    "form_team_after_meeting",
    "hand_over_lead",
    "helped_by",
    "hold_event",
    "interests_waiting",
    "introduce_two",
    "invitation_token",
    "invitations_waiting",
    "invite_after_meeting",
    "invite_member",
    "join_team",
    "leave_team",
    "let_in",
    "load_team",
    "lose_table",
    "meetings_of",
    "meetings_with",
    "miss_event",
    "my_events",
    "note_outcome",
    "open_requests",
    "open_vacancy",
    "open_vacancy_after_meeting",
    "options_of",
    "own_profiles",
    "plan_event",
    "present_members",
    "profiles_of",
    "propose_timetable",
    "publish_profile",
    "publish_timetable",
    "put_file",
    "register_for_event",
    "registration_of",
    "registrations_of",
    "registrations_of_person",
    "reinstate_profile",
    "remove_material",
    "remove_member",
    "reopen_event",
    "replan_timetable",
    "report_abuse",
    "reports_waiting",
    "request_meeting",
    "requests_of",
    "restore_registration",
    "resume_notices",
    "set_availability",
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
    "token_of",
    "told",
    "visible_events",
    "waiting_for",
    "withdraw_introduction",
    "withdraw_profile",
    "withdraw_registration",
    "withdraw_request",
    "workspace_people",
    "write_message",
    "write_note",
]

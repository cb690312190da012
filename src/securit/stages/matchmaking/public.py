"""The door of ``matchmaking``."""

from securit.stages.matchmaking.agenda_links import feed_url, token_of
from securit.stages.matchmaking.brokerage_models import Acceptance, Interest, NextStep, Priority
from securit.stages.matchmaking.brokerage_selectors import brokerage_of, meetings_of, meetings_with, requests_of
from securit.stages.matchmaking.event_models import EventKind, EventMode
from securit.stages.matchmaking.event_selectors import (
    event_participants_of,
    registration_of,
    registrations_of,
    registrations_of_person,
    visible_events,
)
from securit.stages.matchmaking.models import Brokerage, Event, Meeting, MeetingRequest, Registration, Table
from securit.stages.matchmaking.services.announce_event import (
    CannotCloseEvent,
    announce_event,
    cancel_event,
    hold_event,
    reopen_event,
)
from securit.stages.matchmaking.services.arrange_brokerage import (
    Arrangement,
    CannotArrangeBrokerage,
    arrange_brokerage,
    close_requests,
    open_requests,
)
from securit.stages.matchmaking.services.attach_material import CannotAttachMaterial, attach_material, remove_material
from securit.stages.matchmaking.services.check_in import check_in, miss_event, restore_registration
from securit.stages.matchmaking.services.decide_registration import (
    CannotDecideRegistration,
    accept_registration,
    decline_registration,
)
from securit.stages.matchmaking.services.disturb_day import CannotDisturbDay, come_late, find_table, lose_table
from securit.stages.matchmaking.services.note_outcome import (
    CannotNoteOutcome,
    Outcome,
    finish_brokerage,
    note_outcome,
)
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
from securit.stages.matchmaking.services.request_meeting import (
    CannotRequestMeeting,
    accept_request,
    decline_request,
    request_meeting,
    withdraw_request,
)

__all__ = [
    "Acceptance",
    "Arrangement",
    "Brokerage",
    "CannotArrangeBrokerage",
    "CannotAttachMaterial",
    "CannotCloseEvent",
    "CannotDecideRegistration",
    "CannotDisturbDay",
    "CannotNoteOutcome",
    "CannotPlanEvent",
    "CannotProposeTimetable",
    "CannotPublishTimetable",
    "CannotRegister",
    "CannotRequestMeeting",
    "Coming",
    "Event",
    "EventKind",
    "EventMode",
    "EventPlan",
    "Interest",
    "Meeting",
    "MeetingRequest",
    "NextStep",
    "Outcome",
    "Priority",
    "Registration",
    "Table",
    "accept_registration",
    "accept_request",
    "announce_event",
    "arrange_brokerage",
    "attach_material",
    "brokerage_of",
    "cancel_event",
    "check_in",
    "close_requests",
    "come_late",
    "decline_registration",
    "decline_request",
    "edit_event",
    "edit_registration",
    "event_participants_of",
    "feed_url",
    "find_table",
    "finish_brokerage",
    "hold_event",
    "lose_table",
    "meetings_of",
    "meetings_with",
    "miss_event",
    "note_outcome",
    "open_requests",
    "plan_event",
    "propose_timetable",
    "publish_timetable",
    "register_for_event",
    "registration_of",
    "registrations_of",
    "registrations_of_person",
    "remove_material",
    "reopen_event",
    "replan_timetable",
    "request_meeting",
    "requests_of",
    "restore_registration",
    "set_availability",
    "token_of",
    "visible_events",
    "withdraw_registration",
    "withdraw_request",
]

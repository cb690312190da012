"""The door of ``matchmaking``."""

from securit.stages.matchmaking.contracts import Statement
from securit.stages.matchmaking.ecosystem import alone_before, helped_by
from securit.stages.matchmaking.models import AbuseReport, Introduction, Profile
from securit.stages.matchmaking.selectors import own_profiles, profiles_of, reports_waiting, waiting_for
from securit.stages.matchmaking.services.answer_interest import accept_interest, decline_interest, withdraw_interest
from securit.stages.matchmaking.services.edit_profile import (
    CannotBeginProfile,
    CannotStateProfile,
    begin_profile,
    edit_profile,
    publish_profile,
)
from securit.stages.matchmaking.services.end_introduction import end_introduction
from securit.stages.matchmaking.services.express_interest import (
    CannotExpressInterest,
    express_interest,
    introduce_two,
)
from securit.stages.matchmaking.services.report_abuse import CannotReportAbuse, answer_report, report_abuse
from securit.stages.matchmaking.services.share_contact import share_contact, take_contact_back
from securit.stages.matchmaking.services.shut_out import CannotShutOut, let_in, shut_out
from securit.stages.matchmaking.services.stop_notices import resume_notices, stop_notices
from securit.stages.matchmaking.services.suspend_profile import reinstate_profile, suspend_profile
from securit.stages.matchmaking.services.withdraw_profile import withdraw_profile
from securit.stages.matchmaking.services.write_message import CannotWriteMessage, write_message

__all__ = [
    "AbuseReport",
    "CannotBeginProfile",
    "CannotExpressInterest",
    "CannotReportAbuse",
    "CannotShutOut",
    "CannotStateProfile",
    "CannotWriteMessage",
    "Introduction",
    "Profile",
    "Statement",
    "accept_interest",
    "alone_before",
    "answer_report",
    "begin_profile",
    "decline_interest",
    "edit_profile",
    "end_introduction",
    "express_interest",
    "helped_by",
    "introduce_two",
    "let_in",
    "own_profiles",
    "profiles_of",
    "publish_profile",
    "reinstate_profile",
    "report_abuse",
    "reports_waiting",
    "resume_notices",
    "share_contact",
    "shut_out",
    "stop_notices",
    "suspend_profile",
    "take_contact_back",
    "waiting_for",
    "withdraw_interest",
    "withdraw_profile",
    "write_message",
]

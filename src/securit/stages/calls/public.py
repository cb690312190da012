"""The door of ``calls``."""

from securit.stages.calls.contracts import ChecklistItem, Place, Result
from securit.stages.calls.cut_offs import CutOff, cut_off_for, cut_offs_of
from securit.stages.calls.definition_changes import CannotChangeCall
from securit.stages.calls.expected import Expected, register_expected
from securit.stages.calls.models import Call, CallChallenge
from securit.stages.calls.points import POINTS, Points, points_finding, points_in
from securit.stages.calls.selectors import (
    addressed_challenges,
    call_by_code,
    calls_in_order,
    publication_checklist,
    questions_waiting_in,
    visible_calls,
)
from securit.stages.calls.services.announce_call import CannotAnnounceCall, announce_call
from securit.stages.calls.services.answer_question import Answer, answer_question
from securit.stages.calls.services.archive_call import archive_call
from securit.stages.calls.services.ask_question import ask_question, confirm_question
from securit.stages.calls.services.begin_call import begin_call, copy_call
from securit.stages.calls.services.cancel_call import CannotCancelCall, cancel_call
from securit.stages.calls.services.close_due_calls import close_due_calls
from securit.stages.calls.services.correct_call import CannotCorrectCall, correct_call
from securit.stages.calls.services.draft_call import CannotDraftCall, draft_call
from securit.stages.calls.services.gather_batch import gather_batch
from securit.stages.calls.services.mark_decided import mark_decided
from securit.stages.calls.services.mark_results_published import mark_results_published
from securit.stages.calls.services.open_due_calls import open_due_calls
from securit.stages.calls.services.publish_call import CannotPublishCall, publish_call
from securit.stages.calls.services.record_notice import CannotRecordNotice, record_notice
from securit.stages.calls.services.redesign_call import CannotRedesignCall, redesign_call

#: While a call is in one of these, applications to it are sealed.
SEALED_STATES = ("drafted", "announced", "published", "open")

__all__ = [
    "POINTS",
    "SEALED_STATES",
    "Answer",
    "Call",
    "CallChallenge",
    "CannotAnnounceCall",
    "CannotCancelCall",
    "CannotChangeCall",
    "CannotCorrectCall",
    "CannotDraftCall",
    "CannotPublishCall",
    "CannotRecordNotice",
    "CannotRedesignCall",
    "ChecklistItem",
    "CutOff",
    "Expected",
    "Place",
    "Points",
    "Result",
    "addressed_challenges",
    "announce_call",
    "answer_question",
    "archive_call",
    "ask_question",
    "begin_call",
    "call_by_code",
    "calls_in_order",
    "cancel_call",
    "close_due_calls",
    "confirm_question",
    "copy_call",
    "correct_call",
    "cut_off_for",
    "cut_offs_of",
    "draft_call",
    "gather_batch",
    "mark_decided",
    "mark_results_published",
    "open_due_calls",
    "points_finding",
    "points_in",
    "publication_checklist",
    "publish_call",
    "questions_waiting_in",
    "record_notice",
    "redesign_call",
    "register_expected",
    "visible_calls",
]

"""The door of ``screening``."""

from securit.stages.screening.models import Check, Clarification, Letter, SanctionsList, Screening
from securit.stages.screening.selectors import (
    cleared_versions,
    screening_progress,
    screenings_of,
    unscreened_versions,
    untold,
)
from securit.stages.screening.services.answer_clarification import CannotAnswerClarification, answer_clarification
from securit.stages.screening.services.clear_screening import CannotClearScreening, clear_screening, clear_screenings
from securit.stages.screening.services.confirm_rejection import confirm_rejection
from securit.stages.screening.services.evaluate_screening import evaluate_screening
from securit.stages.screening.services.load_sanctions_list import CannotLoadList, load_sanctions_list
from securit.stages.screening.services.open_screening import CannotOpenScreening, open_screening
from securit.stages.screening.services.propose_rejection import CannotProposeRejection, propose_rejection
from securit.stages.screening.services.reopen_screening import CannotReopenScreening, reopen_screening
from securit.stages.screening.services.request_clarification import CannotRequestClarification, request_clarification
from securit.stages.screening.services.send_letters import CannotSendLetters, drafts_of, send_letters, set_digest
from securit.stages.screening.services.settle_check import CannotSettleCheck, settle_check

__all__ = [
    "CannotAnswerClarification",
    "CannotClearScreening",
    "CannotLoadList",
    "CannotOpenScreening",
    "CannotProposeRejection",
    "CannotReopenScreening",
    "CannotRequestClarification",
    "CannotSendLetters",
    "CannotSettleCheck",
    "Check",
    "Clarification",
    "Letter",
    "SanctionsList",
    "Screening",
    "answer_clarification",
    "clear_screening",
    "clear_screenings",
    "cleared_versions",
    "confirm_rejection",
    "drafts_of",
    "evaluate_screening",
    "load_sanctions_list",
    "open_screening",
    "propose_rejection",
    "reopen_screening",
    "request_clarification",
    "screening_progress",
    "screenings_of",
    "send_letters",
    "set_digest",
    "settle_check",
    "unscreened_versions",
    "untold",
]

"""The door of ``evaluation``."""

from securit.stages.evaluation.consensus_models import Consensus
from securit.stages.evaluation.contracts import CheckOutcome, Evaluated, Progress
from securit.stages.evaluation.models import Assignment, Declaration, Evaluator, Review, Summary
from securit.stages.evaluation.selectors.checking import check_outcomes
from securit.stages.evaluation.selectors.discrepancy import (
    Apart,
    awaiting_consensus,
    awaiting_further_report,
    promise_of,
)
from securit.stages.evaluation.selectors.progress import evaluation_progress
from securit.stages.evaluation.selectors.results import evaluated
from securit.stages.evaluation.services.abstain_review import CannotAbstain, abstain_review
from securit.stages.evaluation.services.accept_contract import CannotAcceptContract, accept_contract
from securit.stages.evaluation.services.add_evaluator import CannotAddEvaluator, add_evaluator
from securit.stages.evaluation.services.answer_consensus import CannotAnswerConsensus, answer_consensus
from securit.stages.evaluation.services.assign_by_hand import CannotAssignByHand, assign_by_hand
from securit.stages.evaluation.services.begin_review import CannotReview, begin_review
from securit.stages.evaluation.services.check_by_expert import CannotCheck, ask_for_check, deliver_check
from securit.stages.evaluation.services.close_consensus import CannotCloseConsensus, close_consensus
from securit.stages.evaluation.services.confirm_assignments import CannotConfirmAssignments, confirm_assignments
from securit.stages.evaluation.services.decide_declaration import CannotDecideDeclaration, decide_declaration
from securit.stages.evaluation.services.declare import CannotDeclare, declare
from securit.stages.evaluation.services.draft_consensus import CannotDraftConsensus, draft_consensus
from securit.stages.evaluation.services.end_assignment import CannotEndAssignment, end_assignment, recuse_assignment
from securit.stages.evaluation.services.leave_pool import CannotLeavePool, leave_pool
from securit.stages.evaluation.services.open_consensus import CannotOpenConsensus, name_rapporteur, open_consensus
from securit.stages.evaluation.services.prepare_summaries import prepare_summaries
from securit.stages.evaluation.services.propose_assignments import CannotProposeAssignments, propose_assignments
from securit.stages.evaluation.services.publish_contract import CannotPublishContract, publish_contract
from securit.stages.evaluation.services.release_summaries import release_summaries
from securit.stages.evaluation.services.return_review import CannotReturnReview, return_review
from securit.stages.evaluation.services.save_review import CannotSaveReview, save_review
from securit.stages.evaluation.services.set_schedule import CannotSetSchedule, set_schedule
from securit.stages.evaluation.services.submit_review import CannotSubmitReview, submit_review
from securit.stages.evaluation.services.write_observer_report import (
    ask_observer,
    deliver_observer_report,
    save_observer_report,
)

__all__ = [
    "Apart",
    "Assignment",
    "CannotAbstain",
    "CannotAcceptContract",
    "CannotAddEvaluator",
    "CannotAnswerConsensus",
    "CannotAssignByHand",
    "CannotCheck",
    "CannotCloseConsensus",
    "CannotConfirmAssignments",
    "CannotDecideDeclaration",
    "CannotDeclare",
    "CannotDraftConsensus",
    "CannotEndAssignment",
    "CannotLeavePool",
    "CannotOpenConsensus",
    "CannotProposeAssignments",
    "CannotPublishContract",
    "CannotReturnReview",
    "CannotReview",
    "CannotSaveReview",
    "CannotSetSchedule",
    "CannotSubmitReview",
    "CheckOutcome",
    "Consensus",
    "Declaration",
    "Evaluated",
    "Evaluator",
    "Progress",
    "Review",
    "Summary",
    "abstain_review",
    "accept_contract",
    "add_evaluator",
    "answer_consensus",
    "ask_for_check",
    "ask_observer",
    "assign_by_hand",
    "awaiting_consensus",
    "awaiting_further_report",
    "begin_review",
    "check_outcomes",
    "close_consensus",
    "confirm_assignments",
    "decide_declaration",
    "declare",
    "deliver_check",
    "deliver_observer_report",
    "draft_consensus",
    "end_assignment",
    "evaluated",
    "evaluation_progress",
    "leave_pool",
    "name_rapporteur",
    "open_consensus",
    "prepare_summaries",
    "promise_of",
    "propose_assignments",
    "publish_contract",
    "recuse_assignment",
    "release_summaries",
    "return_review",
    "save_observer_report",
    "save_review",
    "set_schedule",
    "submit_review",
]

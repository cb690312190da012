"""The door of ``solutions``."""

from securit.stages.solutions.models import Claim, Solution
from securit.stages.solutions.selectors import (
    claims_waiting,
    listed_solutions,
    own_solutions_to_confirm,
    stale_count,
    state_counts,
)
from securit.stages.solutions.services.add_evidence import CannotAddEvidence, add_evidence, remove_evidence
from securit.stages.solutions.services.archive_solution import CannotArchiveSolution, archive_solution
from securit.stages.solutions.services.claim_solution import CannotClaimSolution, claim_solution
from securit.stages.solutions.services.confirm_solution import confirm_solution
from securit.stages.solutions.services.decide_claim import CannotDecideClaim, decide_claim
from securit.stages.solutions.services.draft_solution import CannotStateSolution, draft_solution
from securit.stages.solutions.services.edit_solution import edit_solution
from securit.stages.solutions.services.keep_apart import keep_apart
from securit.stages.solutions.services.list_solution import CannotListSolution, list_solution
from securit.stages.solutions.services.merge_solutions import CannotMergeSolutions, merge_solutions
from securit.stages.solutions.services.restore_solution import restore_solution
from securit.stages.solutions.services.verify_solution import CannotVerifySolution, verify_solution
from securit.stages.solutions.terms import CAPABILITIES, Cause, Checked, Nature, Origin
from securit.stages.solutions.waiting import work_waiting

__all__ = [
    "CAPABILITIES",
    "CannotAddEvidence",
    "CannotArchiveSolution",
    "CannotClaimSolution",
    "CannotDecideClaim",
    "CannotListSolution",
    "CannotMergeSolutions",
    "CannotStateSolution",
    "CannotVerifySolution",
    "Cause",
    "Checked",
    "Claim",
    "Nature",
    "Origin",
    "Solution",
    "add_evidence",
    "archive_solution",
    "claim_solution",
    "claims_waiting",
    "confirm_solution",
    "decide_claim",
    "draft_solution",
    "edit_solution",
    "keep_apart",
    "list_solution",
    "listed_solutions",
    "merge_solutions",
    "own_solutions_to_confirm",
    "remove_evidence",
    "restore_solution",
    "stale_count",
    "state_counts",
    "verify_solution",
    "work_waiting",
]

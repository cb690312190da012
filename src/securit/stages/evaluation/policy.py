"""Who may do what in evaluation. No conflict, declared before content; no sight of others' reports."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from securit.kernel.actor import Actor
from securit.kernel.policy import ANYONE, SYSTEM_ONLY, Action, Condition, Policy, related, role
from securit.kernel.rules_kept import keeps


@dataclass(frozen=True, slots=True)
class EvaluatorFacts:
    """A person in the pool."""

    programme_id: int | None
    user_id: int


@dataclass(frozen=True, slots=True)
class EvaluationFacts:
    """A declaration, an assignment or a review: whose it is, and what stands in the way.

    ``declared_clear``: this evaluator has declared no conflict with this application. ``barred_ids``: everybody
    with a conflict. ``all_are_in``: every assigned evaluator of the application has handed in (or abstained).
    ``is_bound``: this evaluator has accepted the contract in force, if there is one.
    """

    programme_id: int | None
    call_ref: str
    state: str
    evaluator_user_id: int
    declared_clear: bool
    barred_ids: frozenset[int]
    all_are_in: bool = False
    is_bound: bool = True


@dataclass(frozen=True, slots=True)
class SummaryFacts:
    """The evaluation summary of one application."""

    programme_id: int | None
    call_ref: str
    state: str
    editor_ids: frozenset[int]
    barred_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class ConsensusFacts:
    """The consensus on one application: who takes part (reports are in), and who drafts."""

    programme_id: int | None
    call_ref: str
    state: str
    member_ids: frozenset[int]
    rapporteur_id: int | None
    barred_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """An ethics or security check: who does it, and whether they have declared that there is no conflict."""

    programme_id: int | None
    call_ref: str
    state: str
    evaluator_user_id: int
    declared_clear: bool
    barred_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class ObserverFacts:
    """The observer's report on one call."""

    programme_id: int | None
    call_ref: str
    state: str
    author_id: int | None


@dataclass(frozen=True, slots=True)
class StaffConflictFacts:
    """What stands between a person of the office and one application."""

    programme_id: int | None
    call_ref: str
    state: str
    user_id: int
    barred_ids: Container[int]


@dataclass(frozen=True, slots=True)
class PlainFacts:
    """A contract, a list of fees, a call for evaluators, or an answer to it: roles alone decide."""

    programme_id: int | None
    state: str
    call_ref: str = ""


OFFICE = role("call_manager", "case_handler")
PUBLISHERS = role("programme_manager", "call_manager")
CONTRACT_READERS = role("programme_manager", "call_manager", "case_handler", "finance_officer", "auditor")
FEE_READERS = role("programme_manager", "call_manager", "finance_officer", "auditor")
RUNNERS = role("programme_manager", "call_manager", "case_handler")
DESKS = role("programme_manager", "call_manager", "case_handler", "panel_chair")
CHAIR = role("call_manager", "panel_chair")
READERS = role("call_manager", "panel_chair", "auditor")
REPORT_READERS = ("call_manager", "case_handler", "panel_chair", "auditor")
WATCHERS = role("call_manager", "case_handler", "panel_chair", "auditor", "observer")
EVALUATOR = related("own", _("the evaluator"), lambda a, f: a.user_id is not None and a.user_id == f.evaluator_user_id)
ONESELF = related("oneself", _("the person"), lambda a, f: a.user_id is not None and a.user_id == f.user_id)
MEMBER = related("member", _("the evaluators with a report on the application"), lambda a, f: a.user_id in f.member_ids)
RAPPORTEUR = related(
    "rapporteur", _("the rapporteur"), lambda a, f: a.user_id in f.member_ids and a.user_id == f.rapporteur_id
)
AUTHOR = related("author", _("the observer who writes it"), lambda a, f: a.user_id == f.author_id)
ONCE_DELIVERED = related(
    "delivered",
    _("the office and its readers, once it is delivered"),
    lambda a, f: (
        f.state == "delivered"
        and a.strong
        and a.has_role(f.programme_id, "programme_manager", *REPORT_READERS, call_ref=f.call_ref)
    ),
)
TEAM_ONCE_RELEASED = related(
    "team",
    _("the applicant's team, once it is released"),
    lambda a, f: f.state == "released" and a.user_id in f.editor_ids,
)


@keeps("R-36", "R-38")
def _is_barred(actor: Actor, facts: Any) -> bool | None:
    """A conflict of interest ends every part in the evaluation of the application."""
    return actor.user_id in facts.barred_ids


@keeps("R-37")
def _is_undeclared(actor: Actor, facts: Any) -> bool | None:
    """An evaluator reads and writes nothing before having declared that there is no conflict."""
    return actor.user_id == facts.evaluator_user_id and not facts.declared_clear


@keeps("R-36")
def _is_own(actor: Actor, facts: Any) -> bool | None:
    """Nobody decides on their own declaration or report."""
    return bool(actor.user_id == facts.evaluator_user_id)


@keeps("R-57")
def _is_others_too_early(actor: Actor, facts: Any) -> bool | None:
    """Reports stay apart until every one of them is in."""
    all_in = facts.all_are_in and facts.state != "drafted"
    return actor.user_id != facts.evaluator_user_id and not all_in


@keeps("R-57")
def _is_rapporteur(actor: Actor, facts: Any) -> bool | None:
    """Who wrote the draft does not answer it in the others' place."""
    return bool(actor.user_id == facts.rapporteur_id)


def _not_rapporteur(actor: Actor, facts: Any) -> bool:
    return not _is_rapporteur(actor, facts)


def _not_barred(actor: Actor, facts: Any) -> bool:
    return not _is_barred(actor, facts)


def _declared(actor: Actor, facts: Any) -> bool:
    return not _is_undeclared(actor, facts)


def _not_own(actor: Actor, facts: Any) -> bool:
    return not _is_own(actor, facts)


def _own_or_all_in(actor: Actor, facts: Any) -> bool:
    return not _is_others_too_early(actor, facts)


NOT_BARRED = Condition("conflict_of_interest", _not_barred, _("You have a conflict of interest with this application."))
DECLARED = Condition(
    "declaration_missing",
    _declared,
    _("Declare first whether you have a conflict of interest with this application."),
    _("The declaration is on your evaluation page."),
)
ALL_ARE_IN = Condition(
    "reports_missing",
    _own_or_all_in,
    _("Nobody reads a report of somebody else before all reports on the application are in."),
    _("It opens with the last report."),
)
NOT_RAPPORTEUR = Condition(
    "rapporteur", _not_rapporteur, _("The rapporteur wrote the draft; the other evaluators answer it.")
)


@keeps("R-36")
def _is_about_oneself(actor: Actor, facts: Any) -> bool | None:
    """Nobody of the office decides on their own possible conflict."""
    return bool(actor.user_id == facts.user_id)


ANOTHER_PERSON = Condition(
    "about_oneself",
    lambda actor, facts: not _is_about_oneself(actor, facts),
    _("Nobody decides on their own possible conflict."),
    _("Ask a colleague of the office."),
)
NOT_OWN = Condition("not_own", _not_own, _("Nobody decides on their own declaration or report."))


@keeps("R-37")
def _is_unbound(actor: Actor, facts: Any) -> bool | None:
    """An evaluator sees neither name nor title before having accepted the contract and its confidentiality."""
    return actor.user_id == facts.evaluator_user_id and not facts.is_bound


BOUND = Condition(
    "contract_missing",
    lambda actor, facts: not _is_unbound(actor, facts),
    _("Accept the contract first: before that nothing is shown to you."),
    _("It is on your evaluation page."),
)
READING = (NOT_BARRED, BOUND, DECLARED)
STAFF_DECISION = (ANOTHER_PERSON, NOT_BARRED)

POLICY = Policy(
    "evaluation",
    [
        Action("evaluator.work", _("Open one's own evaluations"), (role("evaluator"),)),
        Action("evaluator.create", _("Add an evaluator"), (OFFICE, SYSTEM_ONLY)),
        Action("evaluator.view", _("See an evaluator"), (OFFICE, READERS, ONESELF)),
        Action("evaluator.list", _("List the pool"), (OFFICE, READERS)),
        Action("evaluator.edit", _("Edit the profile"), (OFFICE, ONESELF, SYSTEM_ONLY)),
        Action("evaluator.accept_contract", _("Accept the contract"), (ONESELF,)),
        Action("evaluator.leave", _("Leave the pool"), (OFFICE, ONESELF, SYSTEM_ONLY)),
        Action("contract.create", _("Publish a version of the evaluators' contract"), (PUBLISHERS, SYSTEM_ONLY)),
        Action("contract.view", _("See the evaluators' contract and who accepted it"), (CONTRACT_READERS,)),
        Action("contract.list", _("See the evaluators' contract and who accepted it"), (CONTRACT_READERS,)),
        Action("contract.replace", _("Replace it by a new version"), (PUBLISHERS, SYSTEM_ONLY)),
        Action("fee_list.create", _("Confirm what is due to evaluators"), (PUBLISHERS,)),
        Action("fee_list.view", _("See what is due to evaluators"), (FEE_READERS,)),
        Action("fee_list.list", _("See what is due to evaluators"), (FEE_READERS,)),
        Action("expert_call.create", _("Publish a call for evaluators"), (PUBLISHERS, SYSTEM_ONLY)),
        Action("expert_call.list", _("See the call for evaluators and its answers"), (RUNNERS,)),
        Action("expert_call.close", _("Close the call for evaluators"), (PUBLISHERS, SYSTEM_ONLY)),
        Action("expert_offer.create", _("Offer oneself as an evaluator"), (ANYONE,)),
        Action("expert_offer.view", _("Read who offered to evaluate"), (RUNNERS,)),
        Action("expert_offer.accept", _("Take into the pool"), (OFFICE,)),
        Action("expert_offer.decline", _("Do not take"), (RUNNERS,)),
        Action("expert_offer.erase", _("Erase the personal data"), (SYSTEM_ONLY,)),
        Action("declaration.create", _("Ask for a declaration"), (OFFICE, SYSTEM_ONLY)),
        Action("declaration.view", _("See the declaration"), (EVALUATOR, OFFICE, READERS), (BOUND,)),
        Action("declaration.declare_clear", _("Declare that there is no conflict"), (EVALUATOR,), (BOUND,)),
        Action("declaration.declare_potential", _("Declare a possible conflict"), (EVALUATOR, OFFICE)),
        Action("declaration.declare_conflict", _("Declare a conflict"), (EVALUATOR, OFFICE, SYSTEM_ONLY)),
        Action("declaration.accept", _("Decide that it does not stand in the way"), (OFFICE,), (NOT_OWN, NOT_BARRED)),
        Action("declaration.uphold", _("Decide that it is a conflict"), (OFFICE,), (NOT_OWN, NOT_BARRED)),
        Action("declaration.list", _("List the conflicts of a call"), (DESKS, READERS)),
        Action("declaration.read_evidence", _("Read what was given as evidence"), (OFFICE,), (NOT_BARRED,)),
        Action("staff_conflict.read_evidence", _("Read what was given as evidence"), (RUNNERS,), (NOT_BARRED,)),
        Action("staff_conflict.create", _("State a conflict of a person of the office"), (DESKS, SYSTEM_ONLY)),
        Action("staff_conflict.view", _("See a conflict of a person of the office"), (DESKS, READERS, ONESELF)),
        Action("staff_conflict.accept", _("Decide that it does not stand in the way"), (RUNNERS,), STAFF_DECISION),
        Action("staff_conflict.uphold", _("Decide that it is a conflict"), (RUNNERS,), STAFF_DECISION),
        Action("staff_conflict.bar", _("Record what always excludes"), (DESKS, SYSTEM_ONLY)),
        Action("assignment.create", _("Propose an assignment"), (OFFICE, SYSTEM_ONLY)),
        Action("assignment.view", _("See the assignment"), (EVALUATOR, OFFICE, READERS), (BOUND,)),
        Action("assignment.list", _("List the assignments of a call"), (OFFICE, READERS)),
        Action("assignment.confirm", _("Confirm the assignment"), (OFFICE,), (NOT_OWN, NOT_BARRED)),
        Action("assignment.recuse", _("Recuse"), (EVALUATOR, OFFICE, SYSTEM_ONLY)),
        Action("assignment.end", _("End the assignment"), (OFFICE, SYSTEM_ONLY)),
        Action("review.create", _("Begin a report"), (EVALUATOR,), READING),
        Action("review.view", _("Read the report"), (EVALUATOR, READERS), (*READING, ALL_ARE_IN)),
        Action("review.count", _("See how far the reports of a call are"), (WATCHERS,)),
        Action("review.compare", _("See where reports lie far apart"), (READERS,)),
        Action("application.read_reports", _("Read the reports on an application"), (READERS,), (NOT_BARRED,)),
        Action("review.edit", _("Save the report"), (EVALUATOR,), READING),
        Action("review.submit", _("Submit the report"), (EVALUATOR,), READING),
        Action("review.abstain", _("Abstain"), (EVALUATOR,), READING),
        Action("review.return", _("Return for completion"), (CHAIR,), (NOT_BARRED, NOT_OWN)),
        Action("review.set_aside", _("Set aside"), (CHAIR, SYSTEM_ONLY), (NOT_OWN,)),
        Action("consensus.create", _("Open the consensus"), (CHAIR,), (NOT_BARRED,)),
        Action("consensus.view", _("Enter the consensus room"), (MEMBER, READERS), (NOT_BARRED,)),
        Action("consensus.name_rapporteur", _("Name the rapporteur"), (CHAIR,), (NOT_BARRED,)),
        Action("consensus.draft", _("Draft the consensus report"), (RAPPORTEUR,), (NOT_BARRED,)),
        Action("consensus.answer", _("Answer the draft"), (MEMBER,), (NOT_BARRED, NOT_RAPPORTEUR)),
        Action("consensus.settle_agreed", _("Note that all agree"), (SYSTEM_ONLY,)),
        Action("consensus.settle_dissent", _("Note that a minority view stands"), (SYSTEM_ONLY,)),
        Action("consensus.vacate", _("Begin again without the rapporteur"), (SYSTEM_ONLY,)),
        Action("consensus.close", _("Close the consensus"), (RAPPORTEUR, CHAIR), (NOT_BARRED,)),
        Action("review_schedule.create", _("Set when reports are due"), (OFFICE,)),
        Action("review_schedule.view", _("See when reports are due"), (WATCHERS,)),
        Action("review_schedule.edit", _("Change the due date or the reminders"), (OFFICE,)),
        Action("review_schedule.stop", _("Stop the reminders"), (OFFICE,)),
        Action("review_schedule.resume", _("Let reminders go out again"), (OFFICE,)),
        Action("expert_check.create", _("Ask for an ethics or security check"), (OFFICE,)),
        Action("expert_check.view", _("See an ethics or security check"), (EVALUATOR, OFFICE, READERS), (NOT_BARRED,)),
        Action("expert_check.list", _("List the ethics and security checks of a call"), (OFFICE, READERS)),
        Action("expert_check.deliver", _("Deliver the findings"), (EVALUATOR,), (NOT_BARRED, DECLARED)),
        Action("expert_check.reopen", _("Ask for completion"), (OFFICE,), (NOT_BARRED, NOT_OWN)),
        Action("expert_check.end", _("End the check"), (OFFICE, SYSTEM_ONLY)),
        Action("observer_report.create", _("Ask an observer for a report"), (OFFICE,)),
        Action("observer_report.view", _("Read the observer's report"), (AUTHOR, ONCE_DELIVERED)),
        Action("observer_report.edit", _("Save the report"), (AUTHOR,)),
        Action("observer_report.deliver", _("Deliver the report"), (AUTHOR,)),
        Action("summary.create", _("Prepare the evaluation summary"), (CHAIR, SYSTEM_ONLY)),
        Action("summary.recompute", _("Compute again"), (CHAIR, SYSTEM_ONLY), (NOT_BARRED,)),
        Action("summary.view", _("Read the evaluation summary"), (READERS, TEAM_ONCE_RELEASED), (NOT_BARRED,)),
        Action("summary.release", _("Release"), (CHAIR, SYSTEM_ONLY)),
    ],
)

"""Every action against everybody, reviewed by a person; and what must never be, written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from securit.kernel import policy
from securit.kernel.actor import ANONYMOUS, SYSTEM, Actor, link_holder
from securit.kernel.policy import STAFF_ROLES, Allowed
from tests.laws import matrix
from tests.laws.matrix import (
    CALL,
    EVALUATOR,
    HOST,
    READER,
    REF,
    REPRESENTATIVE,
    SOMEBODY,
    TEAM_LEAD,
    TEAMMATE,
    WRITER,
    facts,
    person,
)

READ_CONTENT = ("application.view", "screening.view", "review.view", "summary.view")
OFFICE = ("programme_manager", "call_manager", "case_handler", "panel_chair", "finance_officer", "partner_staff")
WATCHING = ("observer", "auditor")


def test_the_policy_is_the_reviewed_one() -> None:
    assert matrix.text().splitlines() == matrix.FILE.read_text(encoding="utf-8").splitlines(), (
        "The policy has changed. Write the table with `python -m tests.laws.matrix` and review the difference."
    )


def may(actor: Actor, action: str, *, opened: bool = True, **changes: object) -> bool:
    verdict = policy.decide(actor, action, facts(action.partition(".")[0], opened=opened, **changes))
    return isinstance(verdict, Allowed)


def test_staff_may_nothing_without_a_second_factor_that_anybody_may_not() -> None:
    found = [
        (role, action)
        for role in STAFF_ROLES
        for action in policy.actions()
        for opened in (False, True)
        if may(person(SOMEBODY, role, strong=False), action, opened=opened)
        and not may(person(SOMEBODY), action, opened=opened)
        and action != "programme.work"
    ]
    assert found == []


def test_a_role_in_another_programme_gives_nothing_here() -> None:
    found = [
        (role, action)
        for role in policy.ROLES
        for action in policy.actions()
        for opened in (False, True)
        if may(person(SOMEBODY, role, programme=2), action, opened=opened)
        and not may(person(SOMEBODY), action, opened=opened)
    ]
    assert found == []


def test_a_role_for_another_call_gives_nothing_here() -> None:
    found = [
        (role, action)
        for role in policy.ROLES
        for action in policy.actions()
        for opened in (False, True)
        if may(person(SOMEBODY, role, call="CALL2"), action, opened=opened)
        and not may(person(SOMEBODY), action, opened=opened)
        and action != "programme.work"
    ]
    assert found == []


def test_who_watches_changes_nothing() -> None:
    found = [
        (role, action)
        for role in WATCHING
        for action in policy.actions()
        for opened in (False, True)
        if may(person(SOMEBODY, role), action, opened=opened) and not may(person(SOMEBODY), action, opened=opened)
        if action.partition(".")[2] not in matrix.LOOKING
    ]
    assert found == []


# -- never --------------------------------------------------------------------------------------------------------

Never = tuple[str, Actor, str, dict[str, object]]
SEALED: dict[str, object] = {"opened": False, "state": "submitted"}
NEVER_SUBMITTED: dict[str, object] = {"state": "drafted"}
BARRED: dict[str, object] = {"barred_ids": frozenset({SOMEBODY, READER, EVALUATOR})}


def by(role: str, *, call: str = "") -> Actor:
    return person(SOMEBODY, role, call=call)


OWNER = link_holder("L", f"need:{REF}")
HOST_STAFF = replace(person(SOMEBODY, "partner_staff"), organisation_ids=frozenset({HOST}))
UNBOUND: dict[str, object] = {"is_bound": False}
UNREPORTED: dict[str, object] = {"reported": False}
HIDES: dict[str, object] = {"is_public": False, "barred_organisation_ids": frozenset({HOST})}
MEMBER = replace(person(SOMEBODY), organisation_ids=frozenset({HOST}))


INVITED: dict[str, object] = {"is_for_all": False}

UNDECLARED: dict[str, object] = {"declared_clear": False}
NEVER: list[Never] = [
    # how severe an evaluator was is told to nobody before the decision, and by name to the chair alone
    *(
        (f"a {role} reads the calibration before the decision", by(role), f"calibration.{verb}", {"state": "closed"})
        for role, verb in (("panel_chair", "view"), ("call_manager", "create"), ("auditor", "view_severity"))
    ),
    *(
        (f"a {role} reads how severe somebody was", by(role), "calibration.view_severity", {})
        for role in ("programme_manager", "call_manager", "case_handler", "auditor", "observer", "evaluator")
    ),
    ("an observer reads adjusted scores", by("observer"), "calibration.view", {}),
    ("an evaluator reads adjusted scores", person(EVALUATOR, "evaluator"), "calibration.view", {}),
    # who comes to a workshop is known to those who host it
    *((f"a {role} reads who registered", by(role), "registration.view", {}) for role in ("observer", "evaluator")),
    ("a visitor reads who registered", ANONYMOUS, "registration.view", {}),
    ("a visitor registers where people are invited", ANONYMOUS, "registration.create", INVITED),
    ("a host confirms for somebody", by("partner_staff"), "registration.confirm", {}),
    ("somebody confirms for another one", link_holder("L", "registration:OTHER"), "registration.confirm", {}),
    ("somebody registers for what has been", ANONYMOUS, "registration.create", {"workshop_state": "closed"}),
    # sealed until the deadline
    *((f"a {role} reads a sealed application", by(role), "application.view", SEALED) for role in policy.ROLES),
    ("a visitor reads a sealed application", ANONYMOUS, "application.view", SEALED),
    ("the platform reads a sealed application for somebody", SYSTEM, "application.view", SEALED),
    ("an evaluator reads a sealed application", person(READER), "application.view", SEALED),
    *((f"a {role} reads a draft", by(role), "application.view_draft", {}) for role in policy.ROLES),
    *(
        (f"a {role} reads what was never submitted", by(role), "application.view", NEVER_SUBMITTED)
        for role in ("call_manager", "case_handler", "panel_chair", "auditor")
    ),
    ("the office reads what was withdrawn", by("call_manager"), "application.view", {"state": "withdrawn"}),
    # more time is given by two; an adviser reads the draft, and nothing else
    *((f"a {role} gives the time they proposed", by(role), "extension.confirm", {}) for role in policy.ROLES),
    ("a team gives itself more time", person(WRITER), "extension.confirm", {}),
    ("a team proposes more time for itself", person(WRITER), "extension.create", {}),
    ("a manager with a conflict gives more time", person(READER, "call_manager"), "extension.confirm", BARRED),
    ("a manager with a conflict reads the case", by("call_manager"), "extension.view", BARRED),
    *((f"a {role} reads a draft as if they were its adviser", by(role), "adviser.read", {}) for role in policy.ROLES),
    ("an adviser who did not say yes reads the draft", person(EVALUATOR), "adviser.read", {"adviser_id": None}),
    ("somebody not signed in reads the draft", ANONYMOUS, "adviser.read", {"adviser_id": None}),
    ("an adviser edits the draft", person(EVALUATOR), "application.edit", {}),
    ("an adviser reads the team's pages", person(EVALUATOR), "application.view_draft", {}),
    ("an adviser opens the sealed application", person(EVALUATOR), "application.view", SEALED),
    ("an adviser lets somebody else in", person(EVALUATOR), "adviser.create", {}),
    ("an adviser says yes without the link", person(EVALUATOR), "adviser.accept", {}),
    # the team's application is the team's
    *((f"a {role} edits an application", by(role), "application.edit", {}) for role in policy.ROLES),
    *((f"a {role} discards a team's draft", by(role), "application.discard", {}) for role in policy.ROLES),
    *((f"a {role} submits for a team", by(role), "application.submit", {}) for role in OFFICE),
    *((f"a {role} withdraws an application", by(role), "application.withdraw", {}) for role in OFFICE),
    ("a stranger edits an application", person(SOMEBODY), "application.edit", {}),
    ("an assigned evaluator edits the application", person(READER), "application.edit", {}),
    ("the writer signs off for another organisation", person(WRITER), "member.sign_off", {}),
    ("the office signs off for an organisation", by("programme_manager"), "member.sign_off", {}),
    # conflicts of interest
    *((f"a {role} with a conflict views the application", by(role), "application.view", BARRED)
      for role in ("call_manager", "case_handler", "panel_chair", "auditor")),
    ("an evaluator with a conflict views the application", person(READER), "application.view", BARRED),
    ("an evaluator with a conflict begins a report", person(EVALUATOR), "review.create", BARRED),
    ("an evaluator with a conflict submits a report", person(EVALUATOR), "review.submit", BARRED),
    ("a chair with a conflict reads a report", by("panel_chair"), "review.view", BARRED),
    ("a chair with a conflict returns a report", by("panel_chair"), "review.return", BARRED),
    ("a chair with a conflict reads the summary", by("panel_chair"), "summary.view", BARRED),
    ("a case handler with a conflict sees the check", by("case_handler"), "screening.view", BARRED),
    ("a case handler with a conflict clears", by("case_handler"), "screening.clear", BARRED),
    ("a case handler with a conflict settles a test", by("case_handler"), "screening.settle", BARRED),
    ("a call manager with a conflict rejects", by("call_manager"), "screening.reject", BARRED),
    # declare first, and for oneself
    ("an evaluator begins before declaring", person(EVALUATOR), "review.create", {"declared_clear": False}),
    ("an evaluator submits before declaring", person(EVALUATOR), "review.submit", {"declared_clear": False}),
    ("an evaluator reads a report before declaring", person(EVALUATOR), "review.view", {"declared_clear": False}),
    ("the office declares an evaluator clear", by("call_manager"), "declaration.declare_clear", {}),
    ("the platform declares an evaluator clear", SYSTEM, "declaration.declare_clear", {}),
    ("a conflicted call manager decides on a declaration", by("call_manager"), "declaration.accept", BARRED),
    ("a conflicted call manager confirms who reads", by("call_manager"), "assignment.confirm", BARRED),
    ("a conflicted case handler reads the evidence", by("case_handler"), "declaration.read_evidence", BARRED),
    ("somebody decides on the own conflict", person(EVALUATOR, "call_manager"), "staff_conflict.accept", {}),
    ("an evaluator declares before the contract", person(EVALUATOR), "declaration.declare_clear", UNBOUND),
    ("an evaluator sees who applies before the contract", person(EVALUATOR), "declaration.view", UNBOUND),
    ("an evaluator writes before the contract", person(EVALUATOR), "review.edit", UNBOUND),
    ("an evaluator confirms what is due", by("evaluator"), "fee_list.create", {}),
    ("a visitor reads who offered to evaluate", ANONYMOUS, "expert_offer.view", {}),
    ("an evaluator reads who offered to evaluate", by("evaluator"), "expert_offer.view", {}),
    ("an evaluator decides on their own declaration", person(EVALUATOR, "call_manager"), "declaration.accept", {}),
    ("an evaluator confirms their own assignment", person(EVALUATOR, "call_manager"), "assignment.confirm", {}),
    ("a chair returns their own report", person(EVALUATOR, "panel_chair"), "review.return", {}),
    # a need is its owner's, and its partner's
    *((f"a {role} elsewhere reads a red need", by(role), "need.view", {"tlp": "red"}) for role in policy.ROLES),
    *((f"a {role} elsewhere accepts a red need", by(role), "need.accept", {"tlp": "red"}) for role in policy.ROLES),
    *((f"a {role} elsewhere edits a need", by(role), "need.edit", {}) for role in policy.ROLES),
    *((f"a {role} elsewhere opens a need", by(role), "need.choose_audience", {}) for role in policy.ROLES),
    *((f"a {role} reads what is not confirmed", by(role), "need.view", {"state": "drafted", "unconfirmed": True})
      for role in policy.ROLES),
    ("the host reads what is not confirmed", HOST_STAFF, "need.view", {"state": "drafted", "unconfirmed": True}),
    ("the host accepts what is not confirmed", HOST_STAFF, "need.accept", {"unconfirmed": True}),
    ("the owner edits an accepted need", OWNER, "need.edit", {"state": "accepted"}),
    ("the owner accepts a need", OWNER, "need.accept", {}),
    ("the owner of another need reads this one", link_holder("L", "need:ANOTHER000"), "need.view", {}),
    ("a visitor reads a need in the office", ANONYMOUS, "need.view", {}),
    # a team is its people's
    *((f"a {role} reads a team", by(role), "team.view", {}) for role in policy.ROLES),
    *((f"a {role} opens a team's files", by(role), "team.read_files", {}) for role in policy.ROLES),
    ("a lead opens files before accepting the terms", person(TEAM_LEAD), "team.read_files", {}),
    ("a member dissolves the team", person(TEAMMATE), "team.dissolve", {}),
    ("a member takes another out", person(TEAMMATE), "team_member.remove", {}),
    ("the lead leaves while it leads", person(TEAMMATE), "team_member.leave", {"is_lead": True}),
    ("the lead accepts for an organisation", person(TEAM_LEAD), "team_member.join", {}),
    ("a visitor reads a vacancy for people who are signed in", ANONYMOUS, "vacancy.view", {"audience": "members"}),
    ("who asks takes themselves in", person(EVALUATOR), "interest.accept", {}),
    # independent reports
    ("an evaluator without a report enters the consensus", by("evaluator"), "consensus.view", {}),
    ("a member with a conflict enters the consensus", person(EVALUATOR), "consensus.view", BARRED),
    ("a rapporteur with a conflict drafts", person(READER), "consensus.draft", {"barred_ids": frozenset({READER})}),
    ("a member who is not the rapporteur drafts", person(EVALUATOR), "consensus.draft", {}),
    ("the rapporteur answers the own draft", person(READER), "consensus.answer", {}),
    ("a chair drafts for the evaluators", by("panel_chair"), "consensus.draft", {}),
    ("a call manager answers for an evaluator", by("call_manager"), "consensus.answer", {}),
    ("an applicant enters the consensus", person(WRITER), "consensus.view", {}),
    ("an observer enters the consensus", by("observer"), "consensus.view", {}),
    ("an expert delivers a check before declaring", person(EVALUATOR), "expert_check.deliver", UNDECLARED),
    ("an expert with a conflict delivers a check", person(EVALUATOR), "expert_check.deliver", BARRED),
    ("a call manager delivers an expert's check", by("call_manager"), "expert_check.deliver", {}),
    ("an applicant reads an expert's check", person(WRITER), "expert_check.view", {}),
    ("an observer reads an expert's check", by("observer"), "expert_check.view", {}),
    ("a manager reads the observer's draft", by("call_manager"), "observer_report.view", {"opened": False}),
    ("a manager edits the observer's report", by("call_manager"), "observer_report.edit", {}),
    ("an evaluator reads another's report", by("evaluator"), "review.view", {}),
    ("an applicant reads a report", person(WRITER), "review.view", {}),
    ("a chair reads a report before all are in", by("panel_chair"), "review.view", {"all_are_in": False}),
    ("a chair writes an evaluator's report", by("panel_chair"), "review.edit", {}),
    ("a call manager writes an evaluator's report", by("call_manager"), "review.submit", {}),
    ("the platform submits a report", SYSTEM, "review.submit", {}),
    # two people, and people
    (
        "who took the award decision signs it", by("programme_manager"), "award_decision.sign",
        {"decided_by_id": SOMEBODY},
    ),
    ("a panel chair signs the award decision", by("panel_chair"), "award_decision.sign", {"decided_by_id": WRITER}),
    ("a finance officer takes the award decision", by("finance_officer"), "award_decision.create", {}),
    (
        "who was involved in the result closes a review of it", by("case_handler"), "redress.dismiss",
        {"involved_ids": frozenset({SOMEBODY})},
    ),
    ("a team closes its own review", person(WRITER, "case_handler"), "redress.uphold", {}),
    ("who proposed a rejection confirms it", by("case_handler"), "screening.reject", {"proposed_by_id": SOMEBODY}),
    ("the platform rejects an application", SYSTEM, "screening.reject", {}),
    ("the platform proposes a rejection", SYSTEM, "screening.propose_rejection", {}),
    ("the platform clears an application", SYSTEM, "screening.clear", {}),
    ("an observer clears an application", by("observer"), "screening.clear", {}),
    ("an observer sends a letter", by("observer"), "screening.tell", {}),
    ("a case handler with a conflict sends a letter", by("case_handler"), "screening.tell", BARRED),
    ("a panel chair rejects an application", by("panel_chair"), "screening.reject", {}),
    # the panel recommends, the coordinator decides
    *((f"a {role} takes the award decision", by(role), "ranking.adopt", {})
      for role in policy.ROLES if role != "programme_manager"),
    ("the platform takes the award decision", SYSTEM, "ranking.adopt", {}),
    *((f"a {role} marks a call as decided", by(role), "call.decide", {})
      for role in policy.ROLES if role != "programme_manager"),
    ("a call manager funds", by("call_manager"), "award.fund", {}),
    ("a panel chair funds", by("panel_chair"), "award.fund", {}),
    ("a finance officer funds", by("finance_officer"), "award.fund", {}),
    ("the platform funds", SYSTEM, "award.fund", {}),
    ("an applicant reads the ranking", person(WRITER), "ranking.view", {}),
    ("an evaluator reads the ranking", by("evaluator"), "ranking.view", {}),
    ("an applicant sees the award before the results are out", person(WRITER), "award.view", {"opened": False}),
    ("an applicant sees the summary before it is released", person(WRITER), "summary.view", {"opened": False}),
    ("another applicant sees the award", person(SOMEBODY), "award.view", {}),
    # calls open and close by the clock
    *((f"a {role} opens a call by hand", by(role), "call.open", {}) for role in OFFICE),
    *((f"a {role} closes a call by hand", by(role), "call.close", {}) for role in OFFICE),
    ("a case handler publishes a call", by("case_handler"), "call.publish", {}),
    ("partner staff publish a call", by("partner_staff"), "call.publish", {}),
    ("partner staff validate a challenge", by("partner_staff"), "challenge.validate", {}),
    ("partner staff publish a challenge", by("partner_staff"), "challenge.publish", {}),
    ("a visitor reads a call in preparation", ANONYMOUS, "call.view", {"opened": False}),
    ("a visitor reads a challenge in elaboration", ANONYMOUS, "challenge.view", {"opened": False}),
    ("an applicant reads a call in preparation", person(WRITER), "call.view", {"opened": False}),
    ("somebody without the link stops another's messages", person(SOMEBODY), "follow.stop", {}),
    # one answer for all, and no exception by one person alone
    ("a visitor reads a question that waits for its answer", ANONYMOUS, "question.view", {"opened": False}),
    ("an applicant reads another's question that waits", person(WRITER), "question.view", {"opened": False}),
    ("an applicant answers a question", person(EVALUATOR), "question.answer", {}),
    ("an observer answers a question", by("observer"), "question.answer", {}),
    ("a case handler answers a question", by("case_handler"), "question.answer", {}),
    ("somebody without the link confirms another's question", person(SOMEBODY), "question.confirm", {}),
    ("who proposed an exception confirms it", by("call_manager"), "checklist_exception.confirm", {}),
    ("the platform proposes an exception", SYSTEM, "checklist_exception.create", {}),
    ("the platform confirms an exception", SYSTEM, "checklist_exception.confirm", {}),
    ("an auditor withdraws an exception", by("auditor"), "checklist_exception.withdraw", {}),
    ("a visitor reads the file of an exception", ANONYMOUS, "checklist_exception.view", {}),
    # what stands in the catalogue
    ("who offers a solution verifies it", person(EVALUATOR, "partner_staff"), "solution.verify", {}),
    ("who claims a solution approves the claim", person(EVALUATOR, "partner_staff"), "claim.approve", {}),
    ("the platform verifies a solution", SYSTEM, "solution.verify", {}),
    ("somebody edits another's solution", person(SOMEBODY), "solution.edit", {}),
    ("a visitor reads a solution in preparation", ANONYMOUS, "solution.view", {"opened": False}),
    ("a provider lists their own solution", person(EVALUATOR), "solution.publish", {}),
    ("a visitor reads a file for the programme's people", ANONYMOUS, "evidence_file.view", {"opened": False}),
    ("an observer adds a file to a solution", by("observer"), "evidence_file.create", {}),
    ("an observer imports solutions", by("observer"), "solution_import.take", {}),
    ("another partner sees a table of needs", by("partner_staff"), "need_import.view", {}),
    ("who uploaded needs and left sees the table", person(EVALUATOR), "need_import.view", {}),
    # partner search
    ("a partner reads a conversation that nobody reported", by("partner_staff"), "introduction.view", UNREPORTED),
    ("the platform reads a conversation", SYSTEM, "introduction.view", {}),
    ("a partner writes into a conversation", by("partner_staff"), "introduction.write", {}),
    ("a partner says yes for an organisation", by("partner_staff"), "introduction.accept", {}),
    ("who asks says yes for the other side", person(WRITER), "introduction.accept", {}),
    ("a stranger shares contact details", person(SOMEBODY), "introduction.share", {}),
    ("a visitor reads a profile for members", ANONYMOUS, "profile.view", {"is_public": False}),
    ("a competitor reads a profile that hides from it", MEMBER, "profile.view", HIDES),
    ("a competitor asks who hides from it", MEMBER, "profile.ask", HIDES),
    ("the coordinator edits an organisation's profile", by("programme_manager"), "profile.edit", {}),
    ("an organisation lists itself again after it was suspended", person(REPRESENTATIVE), "profile.reinstate", {}),
    ("who is reported answers the report", person(READER, "partner_staff"), "abuse_report.resolve", {}),
    ("who reported answers the report", person(EVALUATOR, "partner_staff"), "abuse_report.resolve", {}),
    ("somebody stops another's mails", person(SOMEBODY), "notice_stop.stop", {}),
    # roles
    ("nobody gives a role to themselves", person(EVALUATOR, "programme_manager"), "role.create", {}),
    *((f"a {role} gives a role", by(role), "role.create", {}) for role in policy.ROLES if role != "programme_manager"),
    ("a manager of one call gives roles", by("programme_manager", call=CALL), "role.create", {"call_ref": ""}),
    ("an evaluator sees who has which role", by("evaluator"), "role.view", {}),
    ("partner staff read the trail", by("partner_staff"), "programme.audit", {}),
    ("an applicant reads the trail", person(WRITER), "programme.audit", {}),
    ("a manager sets up a programme", by("programme_manager"), "programme.create", {}),
    ("an evaluator lists the pool", by("evaluator"), "evaluator.list", {}),
    ("an evaluator adds evaluators", by("evaluator"), "evaluator.create", {}),
    ("a stranger edits an organisation", person(SOMEBODY), "organisation.edit", {}),
    ("the coordinator edits an applicant's organisation", by("programme_manager"), "organisation.edit", {}),
]  # fmt: skip


@pytest.mark.parametrize(("actor", "action", "situation"), [row[1:] for row in NEVER], ids=[row[0] for row in NEVER])
def test_never(actor: Actor, action: str, situation: dict[str, object]) -> None:
    assert action in policy.actions()
    assert may(actor, action, **situation) is False  # type: ignore[arg-type]


def test_each_never_is_about_something_that_is_possible() -> None:
    """A row proves something only where somebody may do it in some situation."""
    possible = {
        action
        for action in policy.actions()
        for actor in matrix.everybody().values()
        for opened in (False, True)
        if may(actor, action, opened=opened)
    }
    assert sorted({row[2] for row in NEVER} - possible) == []


def test_there_are_at_least_forty_nevers_and_no_two_are_called_the_same() -> None:
    assert len({row[0] for row in NEVER}) == len(NEVER) >= 40

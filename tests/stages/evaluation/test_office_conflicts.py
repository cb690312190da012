"""Conflicts of the office, and conflicts that come to light late."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from securit.kernel import policy
from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.outbox import registry
from securit.kernel.refusals import NotAllowed
from securit.machinery.correspondence.models import Mail
from securit.people.public import User, add_member
from securit.stages.evaluation.conflict_models import StaffConflict
from securit.stages.evaluation.models import Declaration, Review
from securit.stages.evaluation.public import CannotDeclare, confirm_assignments
from securit.stages.evaluation.selectors.conflict_list import conflicts_of
from securit.stages.evaluation.services.decide_staff_conflict import decide_staff_conflict
from securit.stages.evaluation.services.record_staff_conflict import (
    CannotRecordStaffConflict,
    record_detected,
    record_staff_conflict,
)
from securit.stages.evaluation.services.report_conflict import CannotReportConflict, report_conflict
from tests import worlds
from tests.stages.evaluation import panels
from tests.stages.evaluation.panels import LATER, Evaluation

QUERIES = 5  # conflicts of the reader, declarations, their files, conflicts of the office, decisions


def recorded(made: Evaluation, user: User, code: str, by: Actor | None = None) -> StaffConflict:
    (application,) = made.applications
    return record_staff_conflict(
        application=application,
        user=user,
        reason_code=code,
        note="We shared a flat.",
        actor=by or made.office,
        at=LATER,
    )


def can(actor: Actor, action: str, made: Evaluation) -> bool:
    (application,) = made.applications
    facts = application.facts() if action.startswith("application") else application.screening.facts()
    return bool(policy.decide(actor, action, facts))


def test_a_conflicted_officer_reads_checks_and_decides_nothing(evaluation: Evaluation) -> None:
    actions = ("application.view", "screening.view", "application.read_reports")
    evaluation.propose()
    assert [can(evaluation.office, action, evaluation) for action in actions] == [True] * 3
    conflict = recorded(evaluation, evaluation.manager, "family")
    assert conflict.state == "conflicted"
    assert [can(evaluation.office, action, evaluation) for action in actions] == [False] * 3
    with pytest.raises(NotAllowed, match="conflict of interest"):
        confirm_assignments(call=evaluation.call, actor=evaluation.office, at=LATER)
    handler = worlds.acting(worlds.a_person(roles={evaluation.programme: ["case_handler"]}))
    assert confirm_assignments(call=evaluation.call, actor=handler, at=LATER)


def test_a_possible_conflict_of_an_officer_is_decided_by_somebody_else(evaluation: Evaluation) -> None:
    conflict = recorded(evaluation, evaluation.manager, "met")
    assert not can(evaluation.office, "application.view", evaluation)
    answer = {"conflict": conflict, "accept": True, "reason": "Ten minutes.", "at": LATER}
    with pytest.raises(NotAllowed, match="Nobody decides on their own"):
        decide_staff_conflict(**answer, actor=evaluation.office)
    colleague = worlds.acting(worlds.a_person(roles={evaluation.programme: ["programme_manager"]}))
    assert decide_staff_conflict(**answer, actor=colleague).state == "clear"
    assert can(evaluation.office, "application.view", evaluation)


@pytest.mark.parametrize(("code", "field"), [("envy", "reason_code"), ("met", "user")])
def test_a_conflict_of_an_officer_that_makes_no_sense_is_refused(evaluation: Evaluation, code: str, field: str) -> None:
    person = evaluation.manager if code == "envy" else evaluation.evaluators[0].user
    with pytest.raises(CannotRecordStaffConflict) as refused:
        recorded(evaluation, person, code)
    assert refused.value.field == field


def test_an_officer_who_belongs_to_an_applicant_is_kept_out_when_the_call_closes(evaluation: Evaluation) -> None:
    lead = evaluation.applicants[0].lead
    add_member(user=evaluation.chair, organisation=lead, represents=False, actor=SYSTEM, at=LATER)
    (kept_out,) = record_detected(call=evaluation.call, at=LATER)
    assert (kept_out.user, kept_out.reason_code, kept_out.state) == (evaluation.chair, "employed", "potential")
    assert record_detected(call=evaluation.call, at=LATER) == []
    assert not can(worlds.acting(evaluation.chair), "application.view", evaluation)


def test_a_conflict_found_late_ends_access_sets_aside_and_finds_somebody_else(evaluation: Evaluation) -> None:
    evaluation.propose()
    evaluation.confirm()
    first, other = evaluation.assignments("confirmed")
    review = panels.a_submitted_review(first)
    with pytest.raises(CannotReportConflict, match="how you know it"):
        report_conflict(assignment=first, reason_code="owner", note=" ", actor=evaluation.office, at=LATER)
    found = report_conflict(
        assignment=first, reason_code="owner", note="Register of companies.", actor=evaluation.office, at=LATER
    )
    review.refresh_from_db()
    assert (found.state, review.state) == ("conflicted", "set_aside")
    assert list(Review.objects.in_programme(evaluation.programme).visible_to(panels.the_evaluator(first))) == []
    before = Mail.objects.count()
    registry.handler("evaluation.replace_recused")({"ref": first.ref}, LATER)
    (instead,) = evaluation.assignments("proposed")
    assert instead.evaluator not in (first.evaluator, other.evaluator)
    mails = Mail.objects.order_by("id")[before:]
    assert [mail.to for mail in mails] == [evaluation.manager.email]
    assert f"Proposed instead: {instead.evaluator.user.name}." in mails[0].body


def test_a_stated_common_project_is_not_declared_away(assigned: Evaluation) -> None:
    first, _second = assigned.assignments("confirmed")
    name = assigned.applicants[0].lead.legal_name
    first.evaluator.ties = [{"kind": "project", "name": name, "website": ""}]
    first.evaluator.save()
    with pytest.raises(CannotDeclare) as refused:
        panels.declared(first)
    assert str(refused.value.sentence) == f"You stated a common project or publication with {name}."


def test_the_list_of_conflicts_shows_records_and_exports(client: Client, assigned: Evaluation) -> None:
    first, _second = assigned.assignments("confirmed")
    place, manager = ["alpha", "OC1"], worlds.signed_in(client, assigned.manager)
    panels.declared(first, "potential", "met", "A workshop.")
    posted = {
        "application": first.application.number,
        "user": assigned.chair.ref,
        "reason_code": "same_group",
        "note": "=1+1",
        "evidence": SimpleUploadedFile("register.txt", b"Owner: the same fund."),
    }
    page = manager.post(reverse("evaluation:conflicts", args=place), posted | {"reason_code": ""})
    assert (page.status_code, page.context["form"].errors) == (422, {"reason_code": ["Choose one of the answers."]})
    posted["evidence"] = SimpleUploadedFile("register.txt", b"Owner: the same fund.")
    answer = manager.post(reverse("evaluation:conflicts", args=place), posted, follow=True)
    assert (answer.status_code, "A workshop." in answer.content.decode()) == (200, True)
    conflict = StaffConflict.objects.of_call(assigned.call).get()
    file = manager.get(reverse("evaluation:staff_evidence", args=["alpha", conflict.ref]))
    assert b"".join(file.streaming_content) == b"Owner: the same fund."
    decided = manager.post(
        reverse("evaluation:decide_staff", args=["alpha", conflict.ref]), {"decision": "uphold", "reason": "One fund."}
    )
    assert decided.status_code == 302
    exported = manager.get(reverse("evaluation:conflicts_export", args=place)).content.decode("utf-8-sig")
    assert [line.split(",")[2] for line in exported.splitlines()[1:]] == ["evaluator", "office"]
    assert "One fund." in exported


def test_the_list_needs_as_many_queries_for_two_as_for_one(
    assigned: Evaluation, django_assert_num_queries: Any
) -> None:
    office = assigned.office
    for row in assigned.assignments("confirmed"):
        panels.declared(row, "potential", "met", "A workshop.")
        with django_assert_num_queries(QUERIES):
            conflicts_of(assigned.call, office)


def test_a_file_goes_with_a_declaration_and_only_the_office_reads_it(client: Client, assigned: Evaluation) -> None:
    first, second = assigned.assignments("confirmed")
    declaration = panels.the_declaration(first)
    posted = {"situation": "met", "note": "A fair.", "evidence": SimpleUploadedFile("fair.txt", b"Stand 12")}
    address = reverse("evaluation:declare", args=["alpha", declaration.ref])
    worlds.signed_in(client, first.evaluator.user, strong=False)
    assert client.post(address, posted).status_code == 302
    assert Declaration.objects.in_programme(assigned.programme).get(pk=declaration.pk).evidence.count() == 1
    assert client.get(reverse("evaluation:reasons", args=["alpha"])).status_code == 200
    read = reverse("evaluation:evidence", args=["alpha", declaration.ref])
    assert worlds.signed_in(client, second.evaluator.user, strong=False).get(read).status_code == 404
    file = worlds.signed_in(client, assigned.manager).get(read)
    assert b"".join(file.streaming_content) == b"Stand 12"

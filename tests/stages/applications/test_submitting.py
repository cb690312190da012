"""Submission: judged by the moment of arrival alone, frozen for good, with a receipt; and taking it back."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from securit.kernel.actor import SYSTEM
from securit.kernel.audit.verify import verify
from securit.kernel.canonical import digest
from securit.kernel.models import AuditEntry, Intent, OutboxMessage
from securit.kernel.outbox import queue
from securit.kernel.refusals import NotAllowed, NotNow
from securit.machinery.correspondence.models import Mail
from securit.stages.applications.public import (
    ApplicationVersion,
    CannotSubmitApplication,
    CannotWithdrawApplication,
    Receipt,
    attach_file,
    counting_versions,
    edit_member,
    remove_file,
    save_draft,
    submit_application,
    verify_receipt,
    versions_of,
    withdraw_application,
)
from securit.stages.applications.services import submit_application as submitting
from securit.stages.calls.public import Call, close_due_calls, correct_call
from tests import worlds
from tests.stages.applications import teams
from tests.stages.applications.teams import PDF, Team
from tests.worlds import AFTER, DEADLINE, OPENING, WHILE_OPEN

SECOND = timedelta(seconds=1)


def counting(call: Call) -> list[tuple[str, int]]:
    return [(version.application.ref, version.number) for version in counting_versions(call)]


def test_a_submission_stores_version_receipt_entry_and_event(complete: Team) -> None:
    version = complete.submit(intent="press")
    stored = complete.fresh()
    assert (stored.state, stored.submitted_number, stored.submitted_at) == ("submitted", 1, WHILE_OPEN)
    assert (version.number, version.arrived_at, version.submitted_by) == (1, WHILE_OPEN, complete.writer)
    assert version.content_sha256 == digest(version.content)
    entry = AuditEntry.objects.get(act="application.submit")
    assert (entry.stream, entry.from_state, entry.to_state) == (f"application:{stored.ref}", "drafted", "submitted")
    assert entry.details == {"version": 1, "content_sha256": version.content_sha256}
    assert OutboxMessage.objects.filter(topic="applications.application.submitted").count() == 1
    assert verify().flaws == ()


def test_the_content_holds_answers_team_and_a_snapshot_of_each_organisation(complete: Team) -> None:
    attach_file(
        application=complete.fresh(),
        field="plan",
        stream=io.BytesIO(PDF),
        name="plan.pdf",
        actor=complete.actor,
        at=WHILE_OPEN,
    )
    content = complete.submit().content
    complete.lead.__class__.objects.filter(pk=complete.lead.pk).update(legal_name="Renamed afterwards")
    (file,) = content["files"]
    lead, partner = content["members"]
    assert (content["schema"], content["programme"], content["call"]) == ("securit.application/1", "alpha", "OC1")
    assert (content["instrument"], content["domain"], content["challenge"]) == ("prototype", "D1", "1.1")
    assert {code: content["answers"][code] for code in ("abstract", "started", "since")} == {
        "abstract": "We watch bridges",
        "started": True,
        "since": "2021",
    }
    assert (content["cost_cents"], content["grant_cents"]) == (9_000_000, 5_000_000)
    assert (lead["role"], lead["country"], lead["kind"], lead["signed_off"]) == ("lead", "FR", "sme", True)
    assert lead["organisation"]["legal_name"] == complete.lead.legal_name
    assert (partner["signed_off_by"], partner["signed_off_at"]) == ("Signer member", "2022-02-10T12:00:00.000000Z")
    assert (file["field"], file["name"], file["size"]) == ("plan", "plan.pdf", len(PDF))


@pytest.mark.parametrize(
    ("arrived_at", "code"),
    [
        (OPENING - SECOND, "call_not_open_yet"),
        (OPENING, ""),
        (DEADLINE - SECOND, ""),
        (DEADLINE - timedelta(microseconds=1), ""),
        (DEADLINE, "deadline_passed"),
        (DEADLINE + SECOND, "deadline_passed"),
    ],
)
def test_a_submission_counts_when_it_arrived_from_the_opening_to_before_the_deadline(
    complete: Team, arrived_at: datetime, code: str
) -> None:
    if not code:
        assert complete.submit(arrived_at).arrived_at == arrived_at
        return
    with pytest.raises(CannotSubmitApplication) as refusal:
        complete.submit(arrived_at)
    assert (refusal.value.code, refusal.value.status) == (code, 409)
    assert (complete.fresh().state, complete.fresh().versions.count()) == ("drafted", 0)


def test_what_arrived_a_second_before_the_deadline_counts_even_when_the_call_has_closed_meanwhile(
    complete: Team,
) -> None:
    close_due_calls(DEADLINE + SECOND)
    complete.submit(DEADLINE - SECOND)
    assert counting(complete.call) == [(complete.application.ref, 1)]


def test_what_arrives_late_is_refused_though_the_call_still_says_open(complete: Team) -> None:
    assert complete.fresh().call.state == "open"
    with pytest.raises(CannotSubmitApplication) as refusal:
        complete.submit(DEADLINE)
    assert refusal.value.code == "deadline_passed"


def test_a_later_deadline_by_corrigendum_holds_at_once(complete: Team) -> None:
    correct_call(
        call=complete.call,
        changes={"deadline_at": "2022-03-16T17:00:00+01:00"},
        reason="The platform was away.",
        actor=SYSTEM,
        at=WHILE_OPEN,
    )
    assert complete.submit(DEADLINE + SECOND).number == 1


def test_one_press_submits_once_and_answers_with_the_same_version(complete: Team) -> None:
    first, second = complete.submit(intent="press"), complete.submit(WHILE_OPEN + SECOND, intent="press")
    assert (first.pk, second.number) == (second.pk, 1)
    assert (complete.fresh().versions.count(), Receipt.objects.filter(version=first).count()) == (1, 1)


def test_submitting_again_without_a_change_says_what_counts(submitted: Team) -> None:
    with pytest.raises(CannotSubmitApplication) as refusal:
        submitted.submit(WHILE_OPEN + SECOND)
    assert refusal.value.code == "already_submitted"
    assert "version 1, which arrived on 10 February 2022, 13:00:00 Brussels time" in str(refusal.value.sentence)


def test_an_edited_application_keeps_its_version_until_the_next_is_submitted(submitted: Team) -> None:
    save_draft(application=submitted.fresh(), changes={"title": "Better"}, actor=submitted.actor, at=WHILE_OPEN)
    (before,) = counting_versions(submitted.call)
    submitted.submit(WHILE_OPEN + SECOND)
    (after,) = counting_versions(submitted.call)
    assert (before.number, before.content["title"]) == (1, "Safer bridges")
    assert (after.number, after.content["title"]) == (2, "Better")
    assert [version.number for version in versions_of(submitted.fresh())] == [2, 1]


def test_withdrawn_and_submitted_again_counts_as_the_next_version(submitted: Team) -> None:
    withdraw_application(
        application=submitted.fresh(), reason="A mistake.", actor=submitted.actor, at=WHILE_OPEN + SECOND
    )
    assert counting(submitted.call) == []
    assert submitted.submit(WHILE_OPEN + 2 * SECOND).number == 2
    assert counting(submitted.call) == [(submitted.application.ref, 2)]


def test_withdrawing_needs_a_reason_a_submission_and_an_undecided_call(submitted: Team) -> None:
    def withdraw(reason: str) -> None:
        withdraw_application(application=submitted.fresh(), reason=reason, actor=submitted.actor, at=AFTER)

    with pytest.raises(CannotWithdrawApplication) as refusal:
        withdraw("  ")
    assert refusal.value.field == "reason"
    Call.objects.filter(pk=submitted.call.pk).update(state="decided")
    with pytest.raises(CannotWithdrawApplication) as refusal:
        withdraw("Too late.")
    assert refusal.value.code == "decided"
    Call.objects.filter(pk=submitted.call.pk).update(state="closed")
    withdraw("The partner left.")
    with pytest.raises(NotNow):
        withdraw("Again.")


@pytest.mark.parametrize(
    ("spoil", "code", "section"),
    [
        (
            lambda t: save_draft(application=t.fresh(), changes={"title": ""}, actor=SYSTEM, at=WHILE_OPEN),
            "title",
            "the-project",
        ),
        (
            lambda t: save_draft(
                application=t.fresh(), changes={"answers": {"since": ""}}, actor=SYSTEM, at=WHILE_OPEN
            ),
            "answer",
            "idea",
        ),
        (
            lambda t: save_draft(
                application=t.fresh(), changes={"answers": {"abstract": "w " * 21}}, actor=SYSTEM, at=WHILE_OPEN
            ),
            "answer",
            "idea",
        ),
        (
            lambda t: edit_member(member=t.member(), cost_cents=5_100_000, actor=SYSTEM, at=WHILE_OPEN),
            "sign_off",
            "the-team",
        ),
    ],
)
def test_an_incomplete_application_is_refused_with_the_place_to_mend_it(
    complete: Team, spoil: Callable[[Team], object], code: str, section: str
) -> None:
    spoil(complete)
    with pytest.raises(CannotSubmitApplication) as refusal:
        complete.submit()
    assert [(gap.code, gap.section) for gap in refusal.value.gaps] == [(code, section)]
    assert complete.fresh().state == "drafted"


def test_a_member_who_has_not_signed_off_is_shown_so_and_left_to_the_eligibility_check(complete: Team) -> None:
    edit_member(member=complete.member("member"), cost_cents=4_100_000, actor=complete.actor, at=WHILE_OPEN)
    members = complete.submit().content["members"]
    assert [(m["signed_off"], m["signed_off_by"], m["signed_off_at"]) for m in members][1] == (False, "", "")


def test_an_import_comes_as_it_is_and_a_person_is_held_to_the_ceilings(complete: Team) -> None:
    edit_member(member=complete.member(), cost_cents=9_000_000, grant_cents=6_100_000, actor=SYSTEM, at=WHILE_OPEN)
    from securit.stages.applications.public import sign_off

    sign_off(member=complete.member(), name="Ana", actor=SYSTEM, at=WHILE_OPEN)
    with pytest.raises(CannotSubmitApplication) as refusal:
        complete.submit()
    assert [gap.code for gap in refusal.value.gaps] == ["over_ceiling", "over_maximum"]
    version = submit_application(application=complete.fresh(), actor=SYSTEM, arrived_at=WHILE_OPEN)
    assert version.content["grant_cents"] == 8_100_000


def test_only_the_team_submits_and_withdraws(submitted: Team) -> None:
    for actor in (worlds.somebody(submitted.programme, "call_manager"), worlds.acting(worlds.a_person())):
        with pytest.raises(NotAllowed):
            submit_application(application=submitted.fresh(), actor=actor, arrived_at=WHILE_OPEN)
        with pytest.raises(NotAllowed):
            withdraw_application(application=submitted.fresh(), reason="No.", actor=actor, at=WHILE_OPEN)


def test_a_fault_after_the_version_is_written_leaves_nothing(complete: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> Receipt:
        raise OSError("The disk is full.")

    before = AuditEntry.objects.count()
    monkeypatch.setattr(submitting, "issue_receipt", broken)
    with pytest.raises(OSError, match="The disk is full"):
        complete.submit(intent="press")
    assert complete.fresh().state == "drafted"
    assert (ApplicationVersion.objects.filter(programme=complete.programme).count(), Receipt.objects.count()) == (0, 0)
    assert (AuditEntry.objects.count(), Intent.objects.filter(key="press").count()) == (before, 0)
    assert not OutboxMessage.objects.filter(topic="applications.application.submitted").exists()
    monkeypatch.undo()
    assert complete.submit(intent="press").number == 1


def test_a_receipt_verifies_and_any_change_to_it_does_not(submitted: Team) -> None:
    receipt = submitted.fresh().versions.get().receipt
    assert verify_receipt(receipt.content, receipt.signature)
    for name, value in receipt.content.items():
        changed = {**receipt.content, name: f"{value}x" if isinstance(value, str) else None}
        assert not verify_receipt(changed, receipt.signature)
    forged = receipt.signature[:-2] + ("01" if receipt.signature.endswith("00") else "00")
    assert not verify_receipt(receipt.content, forged)
    assert not verify_receipt({}, receipt.signature)


def test_the_receipt_says_what_arrived_when_and_where_it_stands_in_the_trail(submitted: Team) -> None:
    version = submitted.fresh().versions.get()
    content = version.receipt.content
    entry = AuditEntry.objects.get(act="application.submit")
    assert content["content_sha256"] == version.content_sha256
    assert (content["arrived_at"], content["deadline_at"]) == (
        "2022-02-10T12:00:00.000000Z",
        "2022-03-15T16:00:00.000000Z",
    )
    assert content["entry"] == {"stream": entry.stream, "seq": entry.seq, "hash": entry.hash}


def test_a_submitted_version_keeps_the_file_that_was_removed_afterwards(complete: Team) -> None:
    attach_file(
        application=complete.fresh(),
        field="plan",
        stream=io.BytesIO(PDF),
        name="plan.pdf",
        actor=complete.actor,
        at=WHILE_OPEN,
    )
    version = complete.submit()
    remove_file(application=complete.fresh(), field="plan", actor=complete.actor, at=WHILE_OPEN)
    (file,) = version.content["files"]
    assert complete.application.attachments.get().file.sha256 == file["sha256"]


def test_the_writers_get_their_receipt_once(submitted: Team) -> None:
    for _ in range(2):
        queue.work_off(at=WHILE_OPEN)
    (mail,) = Mail.objects.filter(to=submitted.writer.email)
    assert mail.subject == "BRIDGE: version 1 received"
    assert submitted.fresh().versions.get().content_sha256 in mail.body


def test_everybody_who_writes_a_draft_hears_of_a_corrigendum(open_call: Call) -> None:
    drafts = [teams.a_draft(open_call), teams.a_draft(open_call)]
    correct_call(
        call=open_call,
        changes={"deadline_at": "2022-03-20T17:00:00+01:00"},
        reason="More time for you.",
        actor=SYSTEM,
        at=WHILE_OPEN,
    )
    queue.work_off(at=WHILE_OPEN)
    mails = Mail.objects.filter(subject="OC1 was changed: corrigendum 1").order_by("id")
    assert sorted(mail.to for mail in mails) == sorted(draft.writer.email for draft in drafts)
    assert ["More time for you." in mail.body and "20 March 2022, 17:00" in mail.body for mail in mails] == [True, True]


def test_closing_the_call_changes_no_draft(draft: Team) -> None:
    before = draft.fresh()
    close_due_calls(AFTER)
    after = draft.fresh()
    assert (after.state, after.version, after.answers) == (before.state, before.version, before.answers)

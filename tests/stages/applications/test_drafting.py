"""Begin a draft and write it: who may, when, and that nothing typed is lost or overwritten."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from securit.kernel.actor import ANONYMOUS, SYSTEM
from securit.kernel.models import AuditEntry
from securit.kernel.refusals import NotAllowed, Stale
from securit.machinery.files.uploads import CannotStoreFile
from securit.stages.applications.public import (
    Application,
    CannotAttachFile,
    CannotSaveDraft,
    CannotStartApplication,
    attach_file,
    remove_file,
    save_draft,
    share_with,
    start_application,
)
from securit.stages.applications.services.start_application import MOST_DRAFTS_PER_PERSON
from securit.stages.calls.public import Call
from tests import worlds
from tests.stages.applications import teams
from tests.stages.applications.teams import PDF, Team
from tests.worlds import AFTER, DEADLINE, OPENING, WHILE_OPEN


def acts(application: Application) -> list[str]:
    return list(
        AuditEntry.objects.filter(stream=f"application:{application.ref}").order_by("seq").values_list("act", flat=True)
    )


def attach(team: Team, content: bytes) -> None:
    """Put this content into the slot of the work plan."""
    attach_file(
        application=team.fresh(),
        field="plan",
        stream=io.BytesIO(content),
        name="plan.pdf",
        actor=team.actor,
        at=WHILE_OPEN,
    )


def test_starting_makes_a_draft_with_its_writer_its_lead_and_two_entries(open_call: Call) -> None:
    lead = worlds.an_organisation("FR")
    writer = worlds.a_person(represents=lead)
    started = start_application(call=open_call, actor=worlds.acting(writer), at=WHILE_OPEN, lead=lead)
    assert (started.state, started.number[:4], started.instrument) == ("drafted", "OC1-", "prototype")
    assert [editor.user for editor in started.editors.all()] == [writer]
    assert [(m.role, m.organisation, m.state) for m in started.members.all()] == [("lead", lead, "invited")]
    assert acts(started) == ["application.create", "member.create"]


def test_starting_twice_with_one_press_makes_one_draft(open_call: Call) -> None:
    lead = worlds.an_organisation("FR")
    actor = worlds.acting(worlds.a_person(represents=lead))
    first, second = (
        start_application(call=open_call, actor=actor, at=WHILE_OPEN, lead=lead, intent="press") for _ in range(2)
    )
    assert (first.pk, first.repeated, second.repeated) == (second.pk, False, True)
    assert Application.objects.in_programme(open_call.programme).count() == 1


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (OPENING - timedelta(seconds=1), "call_not_open_yet"),
        (DEADLINE, "deadline_passed"),
        (AFTER, "deadline_passed"),
    ],
)
def test_starting_is_refused_outside_the_window(open_call: Call, at: object, code: str) -> None:
    with pytest.raises(CannotStartApplication) as refusal:
        start_application(call=open_call, actor=SYSTEM, at=at)  # type: ignore[arg-type]
    assert refusal.value.code == code


def test_starting_is_refused_for_a_call_that_is_not_published(db: None) -> None:
    with pytest.raises(CannotStartApplication) as refusal:
        start_application(call=worlds.a_drafted_call(), actor=SYSTEM, at=WHILE_OPEN)
    assert refusal.value.code == "call_not_published"


def test_starting_for_an_organisation_of_others_is_refused(open_call: Call) -> None:
    with pytest.raises(CannotStartApplication) as refusal:
        start_application(
            call=open_call, actor=worlds.acting(worlds.a_person()), at=WHILE_OPEN, lead=worlds.an_organisation()
        )
    assert (refusal.value.code, refusal.value.field) == ("lead_not_represented", "lead")
    assert not Application.objects.in_programme(open_call.programme).exists()


def test_starting_needs_an_account(open_call: Call) -> None:
    with pytest.raises(NotAllowed):
        start_application(call=open_call, actor=ANONYMOUS, at=WHILE_OPEN)


def test_a_person_may_not_begin_drafts_without_end(open_call: Call) -> None:
    actor = worlds.acting(worlds.a_person())
    for _ in range(MOST_DRAFTS_PER_PERSON):
        start_application(call=open_call, actor=actor, at=WHILE_OPEN)
    with pytest.raises(CannotStartApplication) as refusal:
        start_application(call=open_call, actor=actor, at=WHILE_OPEN)
    assert refusal.value.code == "too_many_drafts"


def test_saving_merges_answers_and_takes_the_domain_from_the_challenge(draft: Team) -> None:
    changes = {"title": "  Safer\n bridges ", "challenge": "1.1", "answers": {"abstract": "We watch.", "since": "2021"}}
    save_draft(application=draft.fresh(), changes=changes, actor=draft.actor, at=WHILE_OPEN)
    save_draft(
        application=draft.fresh(),
        changes={"answers": {"abstract": "We look.", "since": ""}},
        actor=draft.actor,
        at=WHILE_OPEN,
    )
    saved = draft.fresh()
    assert (saved.title, saved.challenge, saved.domain) == ("Safer bridges", "1.1", "D1")
    assert saved.answers == {"abstract": "We look."}
    assert acts(saved)[-2:] == ["application.edit", "application.edit"]


def test_a_save_without_a_change_leaves_no_trace(draft: Team) -> None:
    changes = {"title": "Safer bridges", "answers": {"abstract": "We watch."}}
    first = save_draft(application=draft.fresh(), changes=changes, actor=draft.actor, at=WHILE_OPEN)
    entries = acts(first)
    again = save_draft(application=first, changes=changes, actor=draft.actor, at=WHILE_OPEN, version=1)
    assert (again.version, acts(again)) == (first.version, entries)


def test_a_stale_save_of_the_same_field_is_refused_and_of_another_field_is_taken(draft: Team) -> None:
    base = draft.fresh().version
    save_draft(application=draft.fresh(), changes={"title": "Theirs"}, actor=draft.actor, at=WHILE_OPEN, version=base)
    save_draft(application=draft.fresh(), changes={"acronym": "MINE"}, actor=draft.actor, at=WHILE_OPEN, version=base)
    with pytest.raises(Stale):
        save_draft(application=draft.fresh(), changes={"title": "Mine"}, actor=draft.actor, at=WHILE_OPEN, version=base)
    assert (draft.fresh().title, draft.fresh().acronym) == ("Theirs", "MINE")


def test_answers_per_member_are_merged_member_by_member(draft: Team) -> None:
    lead, partner = draft.member().ref, draft.member("member").ref
    for ref, text in ((lead, "Builds"), (partner, "Tests"), (lead, "")):
        changes = {"answers": {"task": {ref: text}}}
        save_draft(application=draft.fresh(), changes=changes, actor=draft.actor, at=WHILE_OPEN)
    assert draft.fresh().answers == {"task": {partner: "Tests"}}


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"state": "submitted"}, "unknown_field", ""),
        ({"title": "x" * 201}, "too_long", "title"),
        ({"instrument": "prize"}, "not_offered", "instrument"),
        ({"challenge": "9.9"}, "not_offered", "challenge"),
        ({"domain": "space"}, "not_offered", "domain"),
        ({"answers": {"abstract": "x" * 500_001}}, "too_long", ""),
    ],
)
def test_what_a_draft_cannot_hold_is_refused(draft: Team, changes: dict[str, object], code: str, field: str) -> None:
    before = draft.fresh()
    with pytest.raises(CannotSaveDraft) as refusal:
        save_draft(application=before, changes=changes, actor=draft.actor, at=WHILE_OPEN)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert draft.fresh().version == before.version


def test_a_file_cannot_be_claimed_by_typing(draft: Team) -> None:
    forged = {"answers": {"plan": {"name": "x.pdf", "sha256": "0" * 64, "size": 3, "kind": "pdf"}}}
    save_draft(application=draft.fresh(), changes=forged, actor=draft.actor, at=WHILE_OPEN)
    assert draft.fresh().answers == {}


def test_others_may_not_save(draft: Team) -> None:
    for actor in (worlds.somebody(draft.programme, "call_manager"), worlds.acting(worlds.a_person()), ANONYMOUS):
        with pytest.raises(NotAllowed):
            save_draft(application=draft.fresh(), changes={"title": "Mine now"}, actor=actor, at=WHILE_OPEN)


def test_what_is_typed_after_the_deadline_is_refused(draft: Team) -> None:
    with pytest.raises(CannotSaveDraft) as refusal:
        save_draft(application=draft.fresh(), changes={"title": "Too late"}, actor=draft.actor, at=AFTER)
    assert refusal.value.code == "deadline_passed"
    assert draft.fresh().title == ""


def test_a_file_takes_its_slot_and_the_earlier_one_stays_for_versions_that_pin_it(draft: Team) -> None:
    attach(draft, PDF)
    attach(draft, PDF + b"\n")
    present = draft.application.attachments.get(removed_at__isnull=True)
    assert draft.application.attachments.count() == 2
    assert draft.fresh().answers["plan"]["sha256"] == present.file.sha256
    remove_file(application=draft.fresh(), field="plan", actor=draft.actor, at=WHILE_OPEN)
    assert draft.fresh().answers == {}
    assert acts(draft.fresh())[-3:] == ["application.attach"] * 3


def test_a_refused_file_leaves_the_earlier_one(draft: Team) -> None:
    attach(draft, PDF)
    with pytest.raises(CannotStoreFile) as refusal:
        attach(draft, b"no pdf")
    assert refusal.value.field == "plan"
    assert draft.fresh().answers["plan"]["size"] == len(PDF)


def test_a_file_marked_as_classified_is_refused_and_nothing_of_it_is_kept(draft: Team) -> None:
    with pytest.raises(CannotStoreFile) as refusal:
        attach_file(
            application=draft.fresh(),
            field="plan",
            stream=io.BytesIO(PDF),
            name="RESTREINT UE_EU RESTRICTED.pdf",
            actor=draft.actor,
            at=WHILE_OPEN,
        )
    assert (refusal.value.code, refusal.value.field) == ("file.classified", "plan")
    assert draft.fresh().answers == {}
    assert not draft.application.attachments.exists()


@pytest.mark.parametrize(
    ("field", "at", "code"), [("abstract", WHILE_OPEN, "no_such_slot"), ("plan", AFTER, "deadline_passed")]
)
def test_a_file_without_a_slot_or_too_late_is_refused(draft: Team, field: str, at: object, code: str) -> None:
    with pytest.raises(CannotAttachFile) as refusal:
        attach_file(
            application=draft.fresh(),
            field=field,
            stream=io.BytesIO(PDF),
            name="x.pdf",
            actor=draft.actor,
            at=at,  # type: ignore[arg-type]
        )
    assert refusal.value.code == code


def test_a_colleague_who_was_given_the_pen_may_write(draft: Team) -> None:
    colleague = worlds.a_person("Carla")
    share_with(application=draft.fresh(), user=colleague, actor=draft.actor, at=WHILE_OPEN)
    save_draft(application=draft.fresh(), changes={"title": "Ours"}, actor=worlds.acting(colleague), at=WHILE_OPEN)
    assert draft.fresh().title == "Ours"


def test_numbers_are_unlike_and_belong_to_the_call(open_call: Call) -> None:
    numbers = [teams.a_draft(open_call).application.number for _ in range(3)]
    assert len(set(numbers)) == 3
    assert [len(number) for number in numbers] == [8, 8, 8]

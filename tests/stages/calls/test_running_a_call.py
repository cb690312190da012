"""Writes of calls, from draft to results."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from securit.kernel.actor import SYSTEM
from securit.kernel.models import AuditEntry
from securit.kernel.refusals import NotAllowed, NotNow, Refusal, Stale
from securit.programmes.public import Account
from securit.stages.calls.models import Call
from securit.stages.calls.public import (
    CannotAnnounceCall,
    CannotCancelCall,
    CannotChangeCall,
    CannotCorrectCall,
    CannotDraftCall,
    CannotPublishCall,
    CannotRecordNotice,
    CannotRedesignCall,
    announce_call,
    archive_call,
    call_by_code,
    cancel_call,
    close_due_calls,
    correct_call,
    draft_call,
    mark_decided,
    mark_results_published,
    open_due_calls,
    publish_call,
    record_notice,
    redesign_call,
)
from securit.stages.calls.selectors import questions_end
from securit.stages.calls.services.correct_call import refuse_to_shorten
from tests.stages.calls import situations
from tests.stages.calls.situations import brussels
from tests.worlds import AFTER, BEFORE, DEADLINE, OPENING, WHILE_OPEN, a_definition, somebody

pytestmark = pytest.mark.django_db

LATER = "2022-03-29T17:00:00+02:00"


def refusal(caught: pytest.ExceptionInfo[Any]) -> tuple[str, str]:
    found: Refusal = caught.value
    return found.code, found.field


def test_a_drafted_call_holds_its_definition_its_digest_and_its_challenges() -> None:
    call = situations.a_drafted_call()

    assert (call.state, call.terms) == ("drafted", a_definition().calls[0])
    assert [link.challenge.number for link in call.addressed.all()] == ["1.1", "1.10"]
    assert situations.acts_on(call) == ["call.create"]


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({}, ("code_taken", "code")),
        ({"code": "OC2", "challenges": ("9.9",)}, ("unknown_challenge", "challenges")),
        ({"code": "OC2", "deadline_at": OPENING}, ("deadline_before_opening", "deadline_at")),
    ],
)
def test_a_call_that_cannot_be_stored_is_refused_at_its_field(change: dict[str, Any], answer: tuple[str, str]) -> None:
    programme = situations.a_drafted_call().programme
    with pytest.raises(CannotDraftCall) as caught:
        draft_call(programme=programme, definition=replace(a_definition().calls[0], **change), actor=SYSTEM, at=BEFORE)

    assert refusal(caught) == answer
    assert Call.objects.in_programme(programme).count() == 1


def test_an_announced_call_is_told_to_the_public() -> None:
    call = announce_call(call=situations.a_drafted_call(), actor=SYSTEM, at=BEFORE)

    assert call.state == "announced"


def test_a_call_whose_opening_is_past_is_not_announced() -> None:
    with pytest.raises(CannotAnnounceCall):
        announce_call(call=situations.a_drafted_call(), actor=SYSTEM, at=OPENING)


def test_publication_freezes_the_definition_and_opens_the_account_of_the_call() -> None:
    call = publish_call(call=situations.a_drafted_call(), actor=SYSTEM, at=BEFORE)

    assert (call.state, call.published_at, call.frozen_sha256) == ("published", BEFORE, call.definition_sha256)
    assert Account.objects.get(scope="call", key=call.ref).limit_cents == 200_000_00
    assert situations.acts_on(call) == ["call.create", "call.publish"]


def test_publication_is_refused_with_the_lines_that_are_not_met() -> None:
    call = situations.a_drafted_call(profile=situations.STRICT)
    with pytest.raises(CannotPublishCall) as caught:
        publish_call(call=call, actor=SYSTEM, at=BEFORE)

    assert [item.code for item in caught.value.items] == ["portal_notice", "own_site_notice"]
    assert situations.acts_on(call) == ["call.create"]


def test_publication_is_refused_when_two_months_after_the_later_notice_pass_the_deadline() -> None:
    call = situations.a_drafted_call(profile=situations.STRICT)
    situations.noticed(call, "portal", brussels("2022-01-10T12:00:00+01:00"))
    situations.noticed(call, "own_site", brussels("2022-01-16T12:00:00+01:00"))
    with pytest.raises(CannotPublishCall) as caught:
        publish_call(call=call, actor=SYSTEM, at=brussels("2022-01-16T13:00:00+01:00"))

    assert [item.code for item in caught.value.items] == ["open_long_enough"]


def test_a_button_pressed_five_times_publishes_once() -> None:
    call, actor = situations.a_drafted_call(), SYSTEM
    results = [publish_call(call=call, actor=actor, at=BEFORE, intent="once") for _ in range(5)]

    assert [result.repeated for result in results] == [False, True, True, True, True]
    assert situations.acts_on(call) == ["call.create", "call.publish"]


def test_a_published_call_is_not_published_again() -> None:
    with pytest.raises(NotNow):
        publish_call(call=situations.a_published_call(), actor=SYSTEM, at=BEFORE)


def test_partner_staff_do_not_publish() -> None:
    call = situations.a_drafted_call()
    with pytest.raises(NotAllowed):
        publish_call(call=call, actor=somebody(call.programme, "partner_staff"), at=BEFORE)


def test_a_call_manager_without_a_second_factor_does_not_publish() -> None:
    call = situations.a_drafted_call()
    with pytest.raises(NotAllowed) as caught:
        publish_call(call=call, actor=somebody(call.programme, "call_manager", strong=False), at=BEFORE)

    assert caught.value.code == "second_factor"


def test_a_notice_is_kept_with_who_recorded_it() -> None:
    call = situations.a_drafted_call()
    actor = somebody(call.programme, "call_manager")
    record_notice(call=call, place="portal", url="https://portal.example/1", seen_at=BEFORE, actor=actor, at=OPENING)

    assert [(n.place, n.seen_at, n.recorded_by_id) for n in call.notices.all()] == [("portal", BEFORE, actor.user_id)]


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({"place": "billboard"}, ("unknown_place", "place")),
        ({"url": "portal"}, ("no_address", "url")),
        ({"url": "javascript:alert(1)"}, ("no_address", "url")),
        ({"url": "https://portal.example/" + "x" * 200}, ("too_long", "url")),
        ({"seen_at": OPENING}, ("in_the_future", "seen_at")),
    ],
)
def test_a_notice_that_proves_nothing_is_refused_at_its_field(change: dict[str, Any], answer: tuple[str, str]) -> None:
    call = situations.a_drafted_call()
    fine = {
        "call": call,
        "place": "portal",
        "url": "https://a.example/",
        "seen_at": BEFORE,
        "at": BEFORE,
    }
    with pytest.raises(CannotRecordNotice) as caught:
        record_notice(actor=SYSTEM, **{**fine, **change})

    assert refusal(caught) == answer
    assert call.notices.count() == 0


def test_the_same_notice_is_recorded_once() -> None:
    call = situations.noticed(situations.a_drafted_call(), "portal", BEFORE)
    with pytest.raises(CannotRecordNotice) as caught:
        situations.noticed(call, "portal", BEFORE)

    assert caught.value.code == "known"


def test_calls_open_and_close_by_the_platform_when_their_time_has_come() -> None:
    call = situations.a_published_call()

    assert open_due_calls(OPENING - timedelta(microseconds=1)) == []
    assert [c.state for c in open_due_calls(OPENING)] == ["open"]
    assert close_due_calls(DEADLINE - timedelta(microseconds=1)) == []
    assert [c.state for c in close_due_calls(DEADLINE)] == ["closed"]
    assert situations.acts_on(call) == ["call.create", "call.publish", "call.open", "call.close"]


def test_a_second_tick_changes_nothing() -> None:
    situations.an_open_call()

    assert (open_due_calls(WHILE_OPEN), close_due_calls(WHILE_OPEN)) == ([], [])


def test_a_call_whose_whole_time_passed_unnoticed_is_opened_and_closed() -> None:
    call = situations.a_published_call()
    close_due_calls(AFTER)

    assert situations.acts_on(call) == ["call.create", "call.publish", "call.open", "call.close"]


def test_nobody_opens_or_closes_a_call_by_hand() -> None:
    from securit.kernel.perform import perform

    call = situations.a_published_call()
    with pytest.raises(NotAllowed):
        perform(call, "open", actor=somebody(call.programme, "programme_manager"), at=WHILE_OPEN)


def test_a_corrigendum_extends_the_deadline_and_says_why() -> None:
    call = situations.an_open_call()
    corrected = correct_call(
        call=call, changes={"deadline_at": LATER}, reason="The server was away.", actor=SYSTEM, at=WHILE_OPEN
    )

    assert (corrected.state, corrected.deadline_at) == ("open", brussels(LATER))
    assert corrected.terms.deadline_at == brussels(LATER)
    assert corrected.frozen_sha256 == corrected.definition_sha256 != call.definition_sha256
    assert [(row.number, row.reason, row.changes, row.published_at) for row in corrected.corrigenda.all()] == [
        (
            1,
            "The server was away.",
            [{"field": "deadline_at", "before": "2022-03-15T16:00:00+00:00", "after": "2022-03-29T15:00:00+00:00"}],
            WHILE_OPEN,
        )
    ]
    assert situations.acts_on(call)[-1] == "call.correct"


def test_a_corrigendum_moves_the_last_cut_off_with_the_deadline() -> None:
    cut_offs = (brussels("2022-02-15T17:00:00+01:00"), DEADLINE)
    call = situations.an_open_call(call={"mode": "cut_offs", "cut_offs": cut_offs})
    corrected = correct_call(call=call, changes={"deadline_at": LATER}, reason="Why.", actor=SYSTEM, at=WHILE_OPEN)

    assert corrected.terms.cut_offs == (cut_offs[0], brussels(LATER))


@pytest.mark.parametrize(
    ("changes", "reason", "answer"),
    [
        ({"deadline_at": "2022-03-15T16:59:00+01:00"}, "Why.", ("shortened", "deadline_at")),
        ({"deadline_at": "2024-09-01T17:00:00+02:00"}, "Why.", ("after_the_end", "deadline_at")),
        ({"deadline_at": LATER}, " ", ("no_reason", "reason")),
        ({"deadline_at": LATER}, "x" * 2001, ("too_long", "reason")),
    ],
)
def test_a_corrigendum_is_refused_at_its_field(changes: dict[str, str], reason: str, answer: tuple[str, str]) -> None:
    call = situations.an_open_call()
    with pytest.raises(CannotCorrectCall) as caught:
        correct_call(call=call, changes=changes, reason=reason, actor=SYSTEM, at=WHILE_OPEN)

    assert refusal(caught) == answer
    assert call_by_code(call.programme, "OC1").deadline_at == DEADLINE


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"criteria": "none"}, "not_changeable"),
        ({"budget": "1.00"}, "not_changeable"),
        ({"text.amounts": "More for friends."}, "not_changeable"),
        ({"deadline_at": "tomorrow"}, "malformed"),
        ({"deadline_at": "2022-03-15T17:00:00+01:00"}, "no_change"),
    ],
)
def test_a_corrigendum_changes_neither_criteria_nor_money(changes: dict[str, str], code: str) -> None:
    with pytest.raises(CannotChangeCall) as caught:
        correct_call(call=situations.an_open_call(), changes=changes, reason="Why.", actor=SYSTEM, at=WHILE_OPEN)

    assert caught.value.code == code


def test_a_call_whose_deadline_passed_is_not_corrected_though_no_tick_has_run() -> None:
    call = situations.an_open_call()
    with pytest.raises(CannotCorrectCall) as caught:
        correct_call(call=call, changes={"deadline_at": LATER}, reason="Why.", actor=SYSTEM, at=DEADLINE)

    assert caught.value.code == "deadline_over"


def test_a_corrigendum_never_ends_questions_earlier_than_published() -> None:
    call = situations.an_open_call()
    for moment, answer in (("2022-03-01T12:00:00+01:00", "refused"), ("2022-03-10T12:00:00+01:00", "corrected")):
        changes = {"questions_close_at": moment}
        if answer == "corrected":
            call = correct_call(call=call, changes=changes, reason="Asked.", actor=SYSTEM, at=WHILE_OPEN)
            assert questions_end(call) == brussels(moment)
            continue
        with pytest.raises(CannotCorrectCall) as caught:
            correct_call(call=call, changes=changes, reason="Asked.", actor=SYSTEM, at=WHILE_OPEN)
        assert refusal(caught) == ("shortened", "questions_close_at")


def test_the_guard_against_shortening_says_which_rules_it_keeps() -> None:
    from securit.kernel.rules_kept import kept

    assert kept()[f"{refuse_to_shorten.__module__}.refuse_to_shorten"] == ("R-15", "R-19")


def edited(call: Call, version: int | None = None, **changes: Any) -> Call:
    return redesign_call(call=call, part="about", changes=changes, actor=SYSTEM, at=BEFORE, version=version)


def test_an_edit_changes_columns_and_definition_together() -> None:
    call = edited(situations.a_drafted_call(), title="Another title", deadline_at=LATER, budget="150000.00")

    assert (call.title, call.deadline_at, call.budget_cents) == ("Another title", brussels(LATER), 150_000_00)
    assert (call.terms.title, call.terms.deadline_at) == ("Another title", brussels(LATER))


def test_an_edit_with_the_deadline_before_the_opening_is_refused() -> None:
    with pytest.raises(CannotRedesignCall) as caught:
        edited(situations.a_drafted_call(), deadline_at="2022-01-11T08:00:00+01:00")

    assert [problem.path for problem in caught.value.problems] == [("deadline_at",)]


def test_a_published_call_is_not_edited() -> None:
    with pytest.raises(NotNow):
        edited(situations.a_published_call(), title="Another")


def test_the_second_of_two_editors_is_told() -> None:
    call = situations.a_drafted_call()
    edited(call, title="First", version=1)
    with pytest.raises(Stale):
        edited(call, title="Second", version=1)

    assert call_by_code(call.programme, "OC1").title == "First"


def test_a_cancelled_call_keeps_its_reason() -> None:
    call = cancel_call(call=situations.an_open_call(), reason="The money is gone.", actor=SYSTEM, at=WHILE_OPEN)
    entry = AuditEntry.objects.get(stream=f"call:{call.ref}", act="call.cancel")

    assert call.state == "cancelled"
    assert [(v.name, v.value) for v in entry.values.all()] == [("reason", "The money is gone.")]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
def test_a_call_is_not_cancelled_without_a_readable_reason(reason: str) -> None:
    with pytest.raises(CannotCancelCall):
        cancel_call(call=situations.an_open_call(), reason=reason, actor=SYSTEM, at=WHILE_OPEN)


def test_a_call_is_decided_shown_and_archived() -> None:
    call = situations.an_open_call()
    close_due_calls(DEADLINE)
    mark_decided(call=call, actor=SYSTEM, at=AFTER)
    shown = mark_results_published(call=call, actor=SYSTEM, at=AFTER)
    again = mark_results_published(call=call, actor=SYSTEM, at=AFTER + timedelta(days=1))

    assert (shown.state, again.results_published_at) == ("decided", AFTER)
    assert archive_call(call=call, actor=SYSTEM, at=AFTER).state == "archived"


def test_an_open_call_is_not_decided() -> None:
    with pytest.raises(NotNow):
        mark_decided(call=situations.an_open_call(), actor=SYSTEM, at=WHILE_OPEN)

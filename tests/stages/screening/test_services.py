from __future__ import annotations

from datetime import timedelta

import pytest

from securit.kernel.models import AuditEntry
from securit.kernel.refusals import NotAllowed, NotNow
from securit.machinery.correspondence.models import Mail
from securit.stages.applications.public import withdraw_application
from securit.stages.calls.expected import expected_of
from securit.stages.calls.public import Call
from securit.stages.screening.public import (
    CannotClearScreening,
    CannotOpenScreening,
    CannotProposeRejection,
    CannotReopenScreening,
    CannotRequestClarification,
    CannotSettleCheck,
    Check,
    Screening,
    answer_clarification,
    clear_screening,
    clear_screenings,
    cleared_versions,
    confirm_rejection,
    drafts_of,
    evaluate_screening,
    open_screening,
    propose_rejection,
    reopen_screening,
    request_clarification,
    screening_progress,
    send_letters,
    set_digest,
    settle_check,
    untold,
)
from tests import worlds
from tests.stages.selection.panel_days import Contest, a_contest, enter
from tests.worlds import AFTER


def opened(contest: Contest) -> dict[str, Screening]:
    found = open_screening(call=contest.fresh(), actor=contest.handler, at=AFTER)
    return {screening.screened_version.content["acronym"]: screening for screening in found}


def tell(contest: Contest, state: str) -> list[Screening]:
    """Send every letter that waits, as it was seen."""
    waiting = list(untold(contest.call, state, contest.handler))
    seen = set_digest(drafts_of(waiting, at=AFTER))
    return send_letters(screenings=waiting, seen=seen, actor=contest.handler, at=AFTER)


def planned(call: Call) -> tuple[int, int, int] | None:
    """The three numbers that the planner of the call begins with."""
    found = expected_of(call)
    return (found.least, found.likely, found.most) if found else None


def an_insiders_contest() -> Contest:
    """A closed call with one application whose lead has the name of a partner."""
    contest = a_contest()
    insider = worlds.an_organisation("FR", legal_name="Northern Cluster")
    enter(contest, "INSIDER", organisations={0: insider})
    contest.close()
    return contest


def test_opening_makes_one_check_per_application_with_every_test_run(closed: Contest) -> None:
    checks = opened(closed)["ALPHA"].checks.all()
    assert [(check.code, check.result) for check in checks] == [
        ("TEAM-1", "met"),
        ("LAND-1", "met"),
        ("platform:insider", "met"),
        ("platform:several", "met"),
        ("platform:ceiling", "met"),
        ("platform:size", "unresolved"),
        ("platform:independence", "unresolved"),
        ("platform:double_funding", "met"),
        ("platform:alike", "met"),
        ("platform:sanctions", "unresolved"),
    ]
    assert screening_progress(closed.call) == {
        "opened": 2,
        "clarification_requested": 0,
        "cleared": 0,
        "rejection_proposed": 0,
        "rejected": 0,
    }


def test_opening_again_changes_nothing(closed: Contest) -> None:
    first = opened(closed)
    clear_screening(screening=first["ALPHA"], actor=closed.handler, at=AFTER)
    second = opened(closed)
    assert {name: s.pk for name, s in first.items()} == {name: s.pk for name, s in second.items()}
    assert second["ALPHA"].state == "cleared"


def test_opening_before_the_deadline_is_refused_since_the_applications_are_sealed(db: None) -> None:
    contest = a_contest()
    enter(contest, "SEALED")
    with pytest.raises(CannotOpenScreening):
        opened(contest)


def test_opening_is_audited_with_the_results(closed: Contest) -> None:
    screening = opened(closed)["ALPHA"]
    entry = AuditEntry.objects.get(act="screening.create", subject_ref=screening.ref)
    assert entry.stream == f"application:{screening.application.ref}"
    assert entry.details["results"]["platform:insider"] == "met"


def test_clearing_sends_the_version_to_evaluation_and_tells_the_planner(closed: Contest) -> None:
    call, many = closed.fresh(), len(closed.applications)
    assert planned(call) == (many, many, many)
    clear_screening(screening=opened(closed)["ALPHA"], actor=closed.handler, at=AFTER)
    assert planned(call) == (1, many, many)
    assert [version.content["acronym"] for version in cleared_versions(closed.call)] == ["ALPHA"]


def test_a_withdrawn_application_does_not_go_to_evaluation(closed: Contest) -> None:
    clear_screening(screening=opened(closed)["ALPHA"], actor=closed.handler, at=AFTER)
    team = closed.applications["ALPHA"]
    actor = worlds.acting(team.editors.get().user)
    withdraw_application(application=team, reason="We merge.", actor=actor, at=AFTER)
    assert list(cleared_versions(closed.call)) == []


def test_what_is_unresolved_never_passes_silently(db: None) -> None:
    contest = an_insiders_contest()
    screening = opened(contest)["INSIDER"]
    with pytest.raises(CannotClearScreening) as refusal:
        clear_screening(screening=screening, actor=contest.handler, at=AFTER)
    assert "Partner of the programme" in str(refusal.value)


def test_a_test_settled_by_hand_with_a_reason_lets_the_application_pass(db: None) -> None:
    contest = an_insiders_contest()
    screening = opened(contest)["INSIDER"]
    check = screening.checks.get(code="platform:insider")
    settle_check(check=check, result="met", reason="Another register number.", actor=contest.handler, at=AFTER)
    clear_screening(screening=screening, actor=contest.handler, at=AFTER)
    stored = Check.objects.get(pk=check.pk)
    assert (stored.result, stored.settled_result, stored.settled_by_id) == (
        "unresolved",
        "met",
        contest.handler.user_id,
    )
    entry = AuditEntry.objects.get(act="screening.settle")
    assert entry.details == {"test": "platform:insider", "found": "unresolved", "settled": "met"}


@pytest.mark.parametrize(
    ("result", "reason", "code"),
    [
        ("unresolved", "Because.", "result_unknown"),
        ("met", "  ", "reason_missing"),
        ("met", "x" * 2001, "reason_missing"),
    ],
)
def test_settling_needs_a_result_and_a_reason(closed: Contest, result: str, reason: str, code: str) -> None:
    check = opened(closed)["ALPHA"].checks.get(code="TEAM-1")
    with pytest.raises(CannotSettleCheck) as refusal:
        settle_check(check=check, result=result, reason=reason, actor=closed.handler, at=AFTER)
    assert refusal.value.code == code


def test_a_test_settled_as_not_met_stands_in_the_way(closed: Contest) -> None:
    screening = opened(closed)["ALPHA"]
    settle_check(
        check=screening.checks.get(code="LAND-1"),
        result="not_met",
        reason="The register says otherwise.",
        actor=closed.handler,
        at=AFTER,
    )
    with pytest.raises(CannotClearScreening):
        clear_screening(screening=screening, actor=closed.handler, at=AFTER)


def test_clearing_many_is_all_or_none(closed: Contest) -> None:
    screenings = opened(closed)
    settle_check(
        check=screenings["BRAVO"].checks.get(code="LAND-1"),
        result="not_met",
        reason="Not there.",
        actor=closed.handler,
        at=AFTER,
    )
    with pytest.raises(CannotClearScreening):
        clear_screenings(screenings=screenings.values(), actor=closed.handler, at=AFTER)
    assert screening_progress(closed.call)["cleared"] == 0


def test_a_rejection_takes_two_people_and_then_the_team_is_told_why(closed: Contest) -> None:
    screening = opened(closed)["ALPHA"]
    proposed = propose_rejection(screening=screening, reason="The lead is no SME.", actor=closed.handler, at=AFTER)
    with pytest.raises(NotAllowed) as refusal:
        confirm_rejection(screening=proposed, actor=closed.handler, at=AFTER)
    assert refusal.value.code == "four_eyes"
    rejected = confirm_rejection(screening=proposed, actor=closed.call_manager, at=AFTER)
    assert (rejected.state, rejected.decided_by_id) == ("rejected", closed.call_manager.user_id)
    tell(closed, "rejected")
    writer = closed.applications["ALPHA"].editors.get().user
    assert "The lead is no SME." in Mail.objects.get(to=writer.email, key__startswith="screening.rejected").body


def test_proposing_without_a_reason_is_refused(closed: Contest) -> None:
    with pytest.raises(CannotProposeRejection):
        propose_rejection(screening=opened(closed)["ALPHA"], reason=" ", actor=closed.handler, at=AFTER)


def test_a_rejection_cannot_be_confirmed_that_nobody_proposed(closed: Contest) -> None:
    with pytest.raises(NotNow):
        confirm_rejection(screening=opened(closed)["ALPHA"], actor=closed.call_manager, at=AFTER)


def test_a_proposed_rejection_can_be_taken_back_with_a_reason(closed: Contest) -> None:
    screening = propose_rejection(screening=opened(closed)["ALPHA"], reason="No.", actor=closed.handler, at=AFTER)
    with pytest.raises(CannotReopenScreening):
        reopen_screening(screening=screening, reason="", actor=closed.handler, at=AFTER)
    again = reopen_screening(screening=screening, reason="The register was wrong.", actor=closed.handler, at=AFTER)
    assert (again.state, again.proposed_by_id, again.reason) == ("opened", None, "")


def test_a_question_goes_to_the_team_and_its_answer_comes_back(closed: Contest) -> None:
    screening = opened(closed)["ALPHA"]
    asked = request_clarification(screening=screening, question="Who is the owner?", actor=closed.handler, at=AFTER)
    writer = closed.applications["ALPHA"].editors.get().user
    mail = Mail.objects.get(to=writer.email, key__startswith="screening.question")
    assert "Who is the owner?" in mail.body
    assert f"/check/{screening.ref}/answer/" in mail.body
    answered = answer_clarification(screening=asked, answer="Ana.", actor=worlds.acting(writer), at=AFTER)
    assert (asked.state, answered.state) == ("clarification_requested", "opened")
    assert answered.clarifications.get().answer == "Ana."


def test_a_question_due_in_the_past_is_refused(closed: Contest) -> None:
    with pytest.raises(CannotRequestClarification) as refusal:
        request_clarification(
            screening=opened(closed)["ALPHA"],
            question="Who?",
            due_at=AFTER - timedelta(days=1),
            actor=closed.handler,
            at=AFTER,
        )
    assert refusal.value.field == "due_at"


def test_only_the_team_answers(closed: Contest) -> None:
    asked = request_clarification(screening=opened(closed)["ALPHA"], question="Who?", actor=closed.handler, at=AFTER)
    with pytest.raises(NotAllowed):
        answer_clarification(screening=asked, answer="Me.", actor=closed.handler, at=AFTER)


def test_running_the_tests_again_sees_what_changed_and_keeps_what_a_person_settled(db: None) -> None:
    contest = a_contest()
    shared = worlds.an_organisation("IT", legal_name="Thrice SRL")
    for minutes, acronym in enumerate(("ONE", "TWO", "THREE")):
        enter(contest, acronym, organisations={0: shared}, grants=(1_000_000, 1_000_000), minutes=minutes)
    contest.close()
    screening = opened(contest)["ONE"]
    assert screening.checks.get(code="platform:several").result == "not_met"
    team = contest.applications["THREE"]
    actor = worlds.acting(team.editors.order_by("id").first().user)
    withdraw_application(application=team, reason="Too many.", actor=actor, at=AFTER)
    settle_check(
        check=screening.checks.get(code="TEAM-1"), result="met", reason="Seen.", actor=contest.handler, at=AFTER
    )
    evaluate_screening(screening=screening, actor=contest.handler, at=AFTER)
    assert screening.checks.get(code="platform:several").result == "met"
    assert screening.checks.get(code="TEAM-1").settled_result == "met"


@pytest.mark.parametrize("role", ["finance_officer", "observer", "auditor", "panel_chair", "programme_manager"])
def test_others_than_the_office_do_not_check(closed: Contest, role: str) -> None:
    somebody = worlds.somebody(closed.programme, role)
    with pytest.raises(NotAllowed):
        clear_screening(screening=opened(closed)["ALPHA"], actor=somebody, at=AFTER)

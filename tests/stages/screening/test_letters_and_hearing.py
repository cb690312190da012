"""Two people, the team's right to be heard, letters sent exactly as seen."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from securit.kernel.actor import Actor
from securit.kernel.refusals import NotAllowed
from securit.machinery.correspondence.models import Mail
from securit.stages.screening.public import (
    CannotClearScreening,
    CannotProposeRejection,
    CannotRequestClarification,
    CannotSendLetters,
    Check,
    Letter,
    Screening,
    answer_clarification,
    clear_screening,
    confirm_rejection,
    drafts_of,
    propose_rejection,
    request_clarification,
    send_letters,
    set_digest,
    settle_check,
    untold,
)
from securit.stages.screening.services.remind_teams import remind_teams
from tests import worlds
from tests.stages.applications.teams import an_open_call
from tests.stages.screening.test_services import opened
from tests.stages.selection.panel_days import Contest, enter
from tests.worlds import AFTER

HEARD_BY = AFTER + timedelta(days=5)


def rejected(contest: Contest, *acronyms: str) -> list[Screening]:
    found = opened(contest)
    for acronym in acronyms:
        screening = found[acronym]
        check = screening.checks.get(code="LAND-1")
        settle_check(check=check, result="not_met", reason="Its seat is on the moon.", actor=contest.handler, at=AFTER)
        screening = propose_rejection(screening=screening, reason="Not here.", actor=contest.handler, at=AFTER)
        confirm_rejection(screening=screening, actor=contest.call_manager, at=AFTER)
    return list(untold(contest.call, "rejected", contest.handler))


def test_letters_go_out_as_seen_with_reasons_and_the_last_day_of_redress_and_never_twice(closed: Contest) -> None:
    waiting = rejected(closed, "ALPHA", "BRAVO")
    drafts = drafts_of(waiting, at=AFTER)
    assert Mail.objects.filter(key__startswith="screening.rejected").count() == 0
    send_letters(screenings=waiting, seen=set_digest(drafts), actor=closed.handler, at=AFTER)
    letter = Letter.objects.get(screening=waiting[0])
    body = Mail.objects.filter(key__startswith=f"screening.rejected:{waiting[0].ref}").earliest("id").body
    until = (AFTER + timedelta(days=30)).date()
    assert (letter.body, letter.redress_until, letter.set_sha256) == (body, until, set_digest(drafts))
    for said in ("Not here.", "Its seat is on the moon.", "Every member is established in a member state.", until):
        assert (f"{said:%-d %B %Y}" if said == until else said) in body
    assert list(untold(closed.call, "rejected", closed.handler)) == []
    mails = Mail.objects.count()
    with pytest.raises(CannotSendLetters) as refusal:
        send_letters(screenings=waiting, seen=set_digest(drafts), actor=closed.handler, at=AFTER)
    assert (refusal.value.code, Mail.objects.count()) == ("told_already", mails)


def test_a_set_that_changed_after_it_was_seen_is_not_sent(closed: Contest) -> None:
    waiting = rejected(closed, "ALPHA", "BRAVO")
    seen = set_digest(drafts_of(waiting, at=AFTER))
    for changed in (waiting[:1], []):
        with pytest.raises(CannotSendLetters):
            send_letters(screenings=changed, seen=seen, actor=closed.handler, at=AFTER)
    with pytest.raises(CannotSendLetters) as refusal:
        send_letters(screenings=waiting, seen=seen, actor=closed.handler, at=AFTER + timedelta(days=1))
    assert (refusal.value.code, Letter.objects.count()) == ("changed", 0)


def test_on_grounds_that_concern_the_team_itself_it_is_heard_first(closed: Contest) -> None:
    screening = opened(closed)["ALPHA"]

    def propose(at: datetime = AFTER) -> Screening:
        ground = "misrepresentation"
        return propose_rejection(screening=screening, reason="Wrong.", ground=ground, actor=closed.handler, at=at)

    def give_notice(due_at: datetime) -> None:
        request_clarification(
            screening=screening,
            question="The figures differ.",
            ground="misrepresentation",
            due_at=due_at,
            actor=closed.handler,
            at=AFTER,
        )

    with pytest.raises(CannotProposeRejection) as refusal:
        propose()
    assert (refusal.value.code, refusal.value.field) == ("not_heard", "ground")
    with pytest.raises(CannotRequestClarification):
        give_notice(AFTER + timedelta(days=4))
    give_notice(HEARD_BY)
    with pytest.raises(CannotProposeRejection):
        propose(HEARD_BY - timedelta(seconds=1))
    assert propose(HEARD_BY).ground == "misrepresentation"


def test_what_is_not_met_on_the_sanctions_list_is_not_rejected_on_another_ground(closed: Contest) -> None:
    screening = opened(closed)["ALPHA"]
    check = screening.checks.get(code="platform:sanctions")
    settle_check(check=check, result="not_met", reason="It is the one listed.", actor=closed.handler, at=AFTER)
    with pytest.raises(CannotProposeRejection) as refusal:
        propose_rejection(screening=screening, reason="Too large.", actor=closed.handler, at=AFTER)
    assert refusal.value.code == "ground_hidden"


def test_a_correction_stands_beside_what_was_submitted(closed: Contest) -> None:
    screening = opened(closed)["ALPHA"]
    content = screening.screened_version.content
    writer = worlds.acting(closed.applications["ALPHA"].editors.get().user)
    asked = {"about": "Start", "before": "12 May 2202", "question": "2202?"}
    request_clarification(screening=screening, actor=closed.handler, at=AFTER, **asked)
    again = answer_clarification(
        screening=screening, answer="A slip.", correction="12 May 2022", actor=writer, at=AFTER
    )
    kept = again.clarifications.get()
    assert (kept.before, kept.correction) == ("12 May 2202", "12 May 2022")
    assert again.screened_version.content == content


def test_a_team_is_reminded_once_a_day_before_its_answer_is_due(closed: Contest) -> None:
    screening = opened(closed)["ALPHA"]
    request_clarification(screening=screening, question="Who?", actor=closed.handler, at=AFTER)
    hours = [remind_teams(HEARD_BY - timedelta(hours=before)) for before in (25, 23, 22)]
    assert (hours, Mail.objects.filter(key__startswith="screening.reminder").count() > 0) == ([0, 1, 0], True)


@pytest.fixture
def two(db: None) -> Contest:
    """A closed call with one application, where two people have to find the same."""
    contest = Contest(an_open_call(checks_need_two=True))
    enter(contest, "ALPHA")
    contest.close()
    return contest


def test_a_word_counts_once_two_have_said_it_and_a_third_decides_between_two(two: Contest) -> None:
    screening = opened(two)["ALPHA"]
    check = screening.checks.get(code="LAND-1")
    third = worlds.somebody(two.programme, "case_handler")

    def after(actor: Actor, result: str) -> tuple[str, str]:
        mine = Check.objects.select_related("screening").get(pk=check.pk)
        settle_check(check=mine, result=result, reason="I looked.", actor=actor, at=AFTER)
        stored = Check.objects.get(pk=check.pk)
        return stored.settled_result, stored.standing_result

    assert after(two.handler, "not_met") == ("", "met")
    assert after(two.handler, "not_met") == ("", "met")
    assert after(two.call_manager, "met") == ("", "met")
    assert after(third, "not_met") == ("not_met", "not_met")
    with pytest.raises(CannotClearScreening):
        clear_screening(screening=screening, actor=two.handler, at=AFTER)
    assert after(third, "open") == ("", "met")


def test_those_with_a_conflict_and_those_outside_send_no_letters(closed: Contest) -> None:
    waiting = rejected(closed, "ALPHA")
    somebody = worlds.somebody(closed.programme, "panel_chair")
    with pytest.raises(NotAllowed):
        send_letters(screenings=waiting, seen=set_digest(drafts_of(waiting, at=AFTER)), actor=somebody, at=AFTER)

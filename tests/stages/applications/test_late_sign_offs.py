"""A missing sign-off may come after the deadline where the call says so; nothing else may, and nothing else changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from securit.kernel import clock
from securit.kernel.actor import SYSTEM
from securit.kernel.outbox import queue
from securit.machinery.correspondence.models import Mail
from securit.portal.selectors.tasks import team_tasks
from securit.stages.applications.late_sign_offs import require_as_submitted, signable_until
from securit.stages.applications.public import (
    CannotSaveDraft,
    CannotSignOff,
    contents_for_check,
    edit_member,
    save_draft,
    sign_off,
    sign_off_link,
)
from securit.stages.applications.reading import team_table_with_sign_offs
from securit.stages.calls.public import Call
from tests import worlds
from tests.stages.applications import teams
from tests.stages.applications.teams import Team
from tests.worlds import AFTER, DEADLINE, WHILE_OPEN

DAYS = 14  # over the night in which the clocks change
LAST = DEADLINE + timedelta(days=DAYS) - timedelta(hours=1)


@pytest.fixture
def call(db: None) -> Call:
    """An open call that lets sign-offs come for two weeks after the deadline."""
    return teams.an_open_call(sign_off_days=DAYS)


@pytest.fixture
def half_signed(call: Call) -> Team:
    """Submitted with the lead's sign-off and without the member's."""
    team = teams.a_complete_draft(call)
    edit_member(member=team.member("member"), cost_cents=4_100_000, actor=team.actor, at=WHILE_OPEN)
    team.submit()
    return team


def test_the_days_end_at_the_same_hour_of_the_clock_on_the_wall(half_signed: Team) -> None:
    assert signable_until(half_signed.fresh()) == LAST


def test_the_check_sees_the_sign_off_and_the_version_stays_as_it_was(half_signed: Team) -> None:
    call = worlds.closed(half_signed.call)
    (version,) = half_signed.fresh().versions.all()
    before = version.content_sha256
    sign_off(member=half_signed.member("member"), name="Lea Late", actor=SYSTEM, at=AFTER)
    version.refresh_from_db()
    assert version.content_sha256 == before
    assert [member["signed_off"] for member in version.content["members"]] == [True, False]
    checked = contents_for_check(call, [version])[version.pk]
    assert [member["signed_off"] for member in checked["members"]] == [True, True]
    assert checked["members"][1]["signed_off_by"] == "Lea Late"
    cells = [row.cells[-1] for row in team_table_with_sign_offs(version).rows]
    assert cells == ["Signer lead", "Lea Late, after the deadline"]


@pytest.mark.parametrize(("after", "code"), [(timedelta(seconds=-1), ""), (timedelta(0), "deadline_passed")])
def test_the_last_moment_is_excluded(after: timedelta, code: str, half_signed: Team) -> None:
    worlds.closed(half_signed.call)
    try:
        sign_off(member=half_signed.member("member"), name="Lea", actor=SYSTEM, at=LAST + after)
        found = ""
    except CannotSignOff as refused:
        found = refused.code
    assert found == code


def test_other_figures_than_those_submitted_cannot_be_signed(half_signed: Team) -> None:
    member = edit_member(
        member=half_signed.member("member"), grant_cents=1_000_000, actor=half_signed.actor, at=WHILE_OPEN
    )
    worlds.closed(half_signed.call)
    with pytest.raises(CannotSignOff) as refused:
        sign_off(member=member, name="Lea", actor=SYSTEM, at=AFTER)
    assert refused.value.code == "not_as_submitted"
    with pytest.raises(CannotSignOff):
        require_as_submitted(member, CannotSignOff)


def test_a_draft_that_was_never_submitted_gains_nothing(call: Call) -> None:
    draft = teams.a_draft(call)
    with pytest.raises(CannotSignOff) as refused:
        sign_off(member=draft.member("member"), name="Lea", actor=SYSTEM, at=AFTER)
    assert refused.value.code == "deadline_passed"
    with pytest.raises(CannotSaveDraft):
        save_draft(application=draft.fresh(), changes={"title": "Late"}, actor=draft.actor, at=AFTER)


def test_the_member_is_asked_once_and_signs_by_the_link(client: Client, half_signed: Team, settings: Any) -> None:
    settings.DEMO = True
    clock.set_now(AFTER)
    worlds.closed(half_signed.call)
    for _twice in range(2):
        queue.work_off(at=AFTER)
    (mail,) = Mail.objects.filter(subject="BRIDGE: your sign-off is missing")
    assert (mail.to, "until 29 March 2022, 17:00 Brussels time" in mail.body) == ("partner@firm.example", True)
    link = sign_off_link(half_signed.member("member"))
    page = reverse("applications:sign_off", kwargs={"slug": half_signed.programme.slug, "token": link})
    assert "submitted without your sign-off" in client.get(page).content.decode()
    assert "Lea Late signed off" in client.post(page, {"name": "Lea Late"}).content.decode()
    public = reverse("calls:show", kwargs={"slug": half_signed.programme.slug, "code": half_signed.call.code})
    assert "may give it for 14 more days" in client.get(public).content.decode()


def test_the_person_who_may_sign_is_asked_on_the_home_page_until_the_last_moment(half_signed: Team) -> None:
    person = worlds.acting(worlds.a_person(represents=half_signed.partner))
    teams.a_draft(half_signed.call)
    worlds.closed(half_signed.call)

    def asked(at: datetime) -> list[str]:
        return [task.title for task in team_tasks(half_signed.programme, actor=person, at=at)]

    wanted = ["Sign off “BRIDGE”"]
    assert [asked(at) for at in (WHILE_OPEN, AFTER, LAST - timedelta(seconds=1), LAST)] == [wanted] * 3 + [[]]
    sign_off(member=half_signed.member("member"), name="Lea Late", actor=SYSTEM, at=AFTER)
    assert asked(AFTER) == []

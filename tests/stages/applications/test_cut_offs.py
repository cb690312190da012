"""A call with cut-offs: what was submitted before one is gathered there, the rest stays sealed and waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from securit.kernel.actor import SYSTEM
from securit.kernel.models import AuditEntry
from securit.programmes.public import give_role
from securit.stages.applications.public import (
    Application,
    CannotSaveDraft,
    CannotSubmitApplication,
    counting_versions,
    gather_due,
    save_draft,
    submit_application,
    withdraw_application,
)
from securit.stages.calls.public import Call
from tests import worlds
from tests.stages.applications import teams
from tests.stages.applications.teams import Team
from tests.worlds import DEADLINE, WHILE_OPEN

INSTANT, MINUTE = timedelta(microseconds=1), timedelta(minutes=1)
CUT_OFF = WHILE_OPEN + timedelta(days=3)


@pytest.fixture
def call(db: None) -> Call:
    """An open call with one cut-off before its deadline, which gives at most €60,000."""
    return teams.an_open_call(mode="cut_offs", cut_offs=(CUT_OFF, DEADLINE), per_cut_off_cents=6_000_000)


def edited(team: Team, at: datetime) -> Application:
    return save_draft(application=team.fresh(), changes={"title": f"At {at}"}, actor=team.actor, at=at)


def test_only_what_stood_in_the_cut_off_is_gathered_and_read(call: Call) -> None:
    manager = worlds.a_user()
    give_role(
        programme=call.programme, user=manager, role="call_manager", actor=SYSTEM, at=WHILE_OPEN, call_ref=call.ref
    )
    early, last_moment, late, back, draft = (teams.a_complete_draft(call) for _ in range(5))
    early.submit(at=WHILE_OPEN)
    last_moment.submit(at=CUT_OFF - INSTANT)
    late.submit(at=CUT_OFF)
    back.submit(at=WHILE_OPEN)
    withdraw_application(application=back.fresh(), reason="Later.", actor=back.actor, at=WHILE_OPEN)
    assert gather_due(CUT_OFF - INSTANT) == []
    with pytest.raises(CannotSaveDraft) as over:
        edited(early, CUT_OFF)
    assert over.value.code == "deadline_passed"
    assert not Application.objects.filter(call=call).visible_to(worlds.acting(manager)).exists()

    gather_due(CUT_OFF + MINUTE)
    (batch,) = Call.objects.filter(batch_of=call)
    assert (batch.state, batch.deadline_at, batch.opens_at, batch.budget_cents) == (
        "closed", CUT_OFF, call.opens_at, 6_000_000,
    )  # fmt: skip
    counting = [version.application for version in counting_versions(batch)]
    assert sorted(each.pk for each in counting) == [early.application.pk, last_moment.application.pk]
    seen = Application.objects.in_programme(call.programme).visible_to(worlds.acting(manager))
    assert sorted(seen.values_list("pk", flat=True)) == [early.application.pk, last_moment.application.pk]
    entry = AuditEntry.objects.filter(act="application.gather").order_by("id")[0]
    assert (entry.actor_kind, entry.details) == ("system", {"batch": batch.ref, "cut_off": CUT_OFF.isoformat()})
    assert gather_due(CUT_OFF + MINUTE) == []

    edited(draft, CUT_OFF + MINUTE)
    edited(back, CUT_OFF + MINUTE)
    waiting = [each.fresh() for each in (late, back, draft)]
    assert [(each.call_id, each.cut_off_at, each.deadline_at, each.is_sealed) for each in waiting] == [
        (call.pk, None, DEADLINE, True)
    ] * 3


def test_a_version_that_arrived_in_time_counts_in_the_batch_however_long_it_waited(call: Call) -> None:
    team = teams.a_complete_draft(call)
    team.submit()
    edited(team, WHILE_OPEN)
    gather_due(CUT_OFF + MINUTE)
    team.submit(at=CUT_OFF - INSTANT)
    assert [version.number for version in counting_versions(Call.objects.get(batch_of=call))] == [2]
    with pytest.raises(CannotSubmitApplication) as late:
        submit_application(application=team.fresh(), actor=team.actor, arrived_at=CUT_OFF)
    assert late.value.code == "deadline_passed"


def test_team_staff_and_public_are_told_which_cut_off_is_meant(call: Call, client: Client, now: Any) -> None:
    team = teams.a_complete_draft(call)
    page = worlds.signed_in(client, team.writer)
    overview = reverse("applications:edit", kwargs={"slug": "alpha", "ref": team.application.ref})
    assert "Submitted now, it stands in the cut-off of 13 February 2022, 13:00 Brussels time" in _said(page, overview)
    team.submit()
    assert "It stands in the cut-off of 13 February 2022, 13:00 Brussels time" in _said(page, overview)
    gather_due(CUT_OFF + MINUTE)
    batch = Call.objects.get(batch_of=call)

    page.logout()
    now(CUT_OFF + MINUTE)
    shown = _said(page, reverse("calls:show", kwargs={"slug": "alpha", "code": call.code}))
    assert f"Cut-off {batch.code}" in shown
    own = _said(page, reverse("calls:show", kwargs={"slug": "alpha", "code": batch.code}))
    assert "This page is about what was submitted before this cut-off." in own
    listed = _said(page, reverse("calls:list", kwargs={"slug": "alpha"}))
    assert batch.code not in listed


def _said(client: Client, url: str) -> str:
    return client.get(url).content.decode()

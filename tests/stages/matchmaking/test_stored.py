"""What is kept about a person: partner search, events and teams; nothing of what others noted for themselves."""

from __future__ import annotations

import json
from typing import Any

import pytest

from securit.stages.matchmaking.public import accept_terms, write_note
from securit.stages.matchmaking.services.follow_up import invite_after_meeting
from securit.stages.matchmaking.stored_events import kept_by_events
from securit.stages.matchmaking.stored_teams import kept_by_teams
from tests.stages.matchmaking.after_meeting import two_who_meet
from tests.stages.matchmaking.events import EVENING, browser_of
from tests.worlds import a_programme

pytestmark = pytest.mark.django_db


def test_one_reads_and_takes_away_everything_of_events_and_teams(django_assert_num_queries: Any) -> None:
    programme = a_programme()
    met = two_who_meet(programme)
    met.note()
    met.note("no", "none", by="other")
    team = met.a_team()
    actor = met.one.actor
    about = {"actor": actor, "at": EVENING}
    invite_after_meeting(meeting=met.meeting, registration=met.mine, team=team, role="member", **about)  # type: ignore[arg-type]
    write_note(team=team, kind="decision", text="We go for Open Call 2.", **about)  # type: ignore[arg-type]
    accept_terms(team=team, name="Ona One", user=met.one.user, **about)  # type: ignore[arg-type]
    with django_assert_num_queries(5):
        events = kept_by_events(programme, actor)
    with django_assert_num_queries(7):
        teams = kept_by_teams(programme, actor)
    kept = json.loads(browser_of(met.one.user).get("/p/alpha/profiles/stored/file/").content)["kept"]
    theirs = json.dumps(json.loads(browser_of(met.other.user).get("/p/alpha/profiles/stored/file/").content))
    page = browser_of(met.one.user).get("/p/alpha/profiles/stored/").content.decode()

    assert [len(one.records) for one in events] == [1, 1, 1, 1, 1, 0]
    assert [len(one.records) for one in teams] == [1, 1, 1, 0, 0, 0]
    assert [(one["part"], len(one["records"])) for one in kept if one["part"] != "Partner search"] == [
        *(("Events and meetings", len(one.records)) for one in events),
        *(("Teams", len(one.records)) for one in teams),
    ]
    assert ("They seem slow." in page, "We go for Open Call 2." in page) == (True, True)
    assert (theirs.count("They seem slow."), "We go for Open Call 2." in theirs) == (1, False)
    assert all(one["why"] and one["until"] for one in kept)

"""Who comes to a brokerage day finds requests, agenda, notes and next steps on the home page and in the menu."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from securit.portal.selectors.meeting_tasks import event_tasks
from securit.stages.matchmaking.public import my_events
from tests.stages.matchmaking.after_meeting import two_who_meet
from tests.stages.matchmaking.events import EVENING, a_brokerage_day, asks, people_of
from tests.worlds import BEFORE, a_programme, acting

pytestmark = pytest.mark.django_db


def test_who_is_asked_and_who_met_is_told_what_to_do_next(django_assert_num_queries: Any) -> None:
    programme = a_programme()
    brokerage = a_brokerage_day(programme, people=2)
    one, other = people_of(brokerage)
    asks(brokerage, one, other)
    met = two_who_meet(programme)

    def titles(user: Any, at: Any) -> list[str]:
        return [task.title for task in event_tasks(programme, actor=acting(user, strong=False), at=at)]

    assert (titles(one.user, BEFORE), titles(other.user, BEFORE)) == (
        [],
        ["They would like to meet you: Brokerage day"],
    )
    assert titles(met.one.user, BEFORE) == ["Your agenda: Brokerage day"]
    assert titles(met.one.user, EVENING) == ["Say what came of your meetings: Brokerage day"]
    met.note()
    assert titles(met.one.user, EVENING) == ["Take the next step after Brokerage day"]
    assert titles(met.one.user, EVENING + timedelta(days=31)) == []
    actor = met.one.actor
    with django_assert_num_queries(4):
        assert [(row.meetings, row.unnoted, row.to_follow) for row in my_events(programme, actor, EVENING)] == [
            (1, 0, 1)
        ]

"""The page of one's own events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tests.stages.matchmaking.events import EVENING, an_event, browser_of, somebody_comes
from tests.worlds import BEFORE, a_programme


def test_my_meetings_lists_what_comes_and_what_was(it_is: Callable[[datetime], object]) -> None:
    it_is(BEFORE)
    programme = a_programme()
    registration = somebody_comes(an_event(programme, title="First day"))
    page = browser_of(registration.user).get("/p/alpha/events/mine/").content.decode()
    it_is(EVENING)
    later = browser_of(registration.user).get("/p/alpha/events/mine/").content.decode()
    stranger = (
        browser_of(somebody_comes(an_event(a_programme("beta"))).user).get("/p/alpha/events/mine/").content.decode()
    )

    assert ("First day" in page, "Past" in page, "Past" in later) == (True, False, True)
    assert ("You are registered for no event" in stranger, "First day" in stranger) == (True, False)

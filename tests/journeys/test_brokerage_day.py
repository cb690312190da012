"""A brokerage day with sixty people: registered, timed, disturbed in the middle, planned again, closed with figures.

Fifty-six have registered already; two come with phones and two at desks. The host sits at a desk as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.installations import Installation, Served
from tests.journeys.desk import Desk, prepare

pytestmark = pytest.mark.slow  # and first: it needs no demonstration, which another worker makes meanwhile

SLUG = "lantern"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
FOUR = ("pia", "paul", "dora", "dirk")
#: In the second round of the morning, and after the last of the afternoon.
SECOND_ROUND, EVENING = "2022-02-01T08:30:00+00:00", "2022-02-01T17:00:00+00:00"
TRIES = 40
Screenshot = Callable[[Page, str], Path]
#: Round, table, and the addresses of the two, by meeting.
Meetings = dict[str, list[Any]]


@dataclass
class Story:
    """Who takes part, and where the event is."""

    installation: Installation
    host: Desk
    pia: Desk
    paul: Desk
    dora: Desk
    dirk: Desk
    event: str

    @property
    def four(self) -> tuple[Desk, ...]:
        """Those who come in a browser."""
        return (self.pia, self.paul, self.dora, self.dirk)


@pytest.fixture
def story(served: Served, new_context: Callable[..., BrowserContext]) -> Story:
    """The day is announced; everybody sits at their own browser."""
    made = prepare(served.installation, "brokerage_day")
    desks = [Desk(new_context(**PHONE), served.url, SLUG) for _ in range(2)]
    desks += [Desk(new_context(), served.url, SLUG) for _ in range(3)]
    for desk, name in zip(desks, (*FOUR, "coordinator"), strict=True):
        desk.enters(made[name])
    pia, paul, dora, dirk, host = desks
    return Story(served.installation, host, pia, paul, dora, dirk, f"/events/{made['event']}/")


def test_a_day_of_sixty_is_registered_timed_disturbed_planned_again_and_closed(
    story: Story, screenshot: Screenshot
) -> None:
    """Each step on its own page, in the words that stand there."""
    the_last_four_register(story, screenshot)
    they_ask_each_other_for_meetings(story, screenshot)
    the_host_computes_and_publishes_the_timetable(story, screenshot)
    a_phone_shows_its_day(story, screenshot)
    two_do_not_come_and_a_table_is_lost(story, screenshot)
    the_day_is_planned_again_in_seconds_and_tells_only_those_concerned(story, screenshot)
    what_came_of_it_is_noted_on_the_phone(story, screenshot)
    the_host_closes_the_day_with_figures(story, screenshot)


def the_last_four_register(story: Story, screenshot: Screenshot) -> None:
    for number, desk in enumerate(story.four):
        desk.goes(story.event)
        if number == 0:
            screenshot(desk.page, "brokerage-event-phone")
        desk.follows("Register")
        if number == 0:
            desk.presses("Register")
            desk.reads("Say what you offer or what you seek")
            screenshot(desk.page, "brokerage-register-phone")
        desk.writes("What I offer", f"Maps of harbours, number {number}")
        desk.writes("What I seek", "Cameras for the night")
        desk.presses("Register")
        desk.reads("Your registration is confirmed")


def they_ask_each_other_for_meetings(story: Story, screenshot: Screenshot) -> None:
    """Pia asks the other three with her phone, and one of the three declines."""
    pia, dirk = story.pia, story.dirk
    pia.goes(story.event)
    pia.follows("Participants and requests")
    screenshot(pia.page, "brokerage-participants-phone")
    for house in ("Pocket Tools", "Desk Systems", "Dock Services"):
        pia.goes(f"{story.event}meetings/?q={house.replace(' ', '+')}")
        pia.follows("Ask for a meeting")
        pia.chooses("How much do you want it?", "very much")
        pia.writes("A few words to them", "Let us look at your harbour together.")
        pia.presses("Ask")
        pia.reads(f"Asked: {house}.")
    dirk.goes(f"{story.event}meetings/")
    dirk.reads("Let us look at your harbour together.")
    dirk.presses("Decline", within=dirk.panel("They would like to meet you"))
    screenshot(dirk.page, "brokerage-requests-desk")
    assert prepare(story.installation, "requests") == {"people": "60", "requests": "100"}


def the_host_computes_and_publishes_the_timetable(story: Story, screenshot: Screenshot) -> None:
    host = story.host
    host.goes(f"{story.event}timetable/")
    host.presses("Close the requests")
    host.presses("Compute the timetable")
    host.reads("proven best")
    screenshot(host.page, "brokerage-proposed")
    host.presses("Publish the timetable")
    host.reads("Published. Everybody with a meeting gets a mail.")
    screenshot(host.page, "brokerage-published")


def a_phone_shows_its_day(story: Story, screenshot: Screenshot) -> None:
    pia = story.pia
    pia.goes(f"{story.event}agenda/")
    expect(pia.page.locator(".k-lead")).to_contain_text("wishes are in the timetable.")
    pia.reads("Desk Systems")
    screenshot(pia.page, "brokerage-agenda-phone")
    pia.looks_right()
    pia.page.set_viewport_size(PHONE["viewport"])


def two_do_not_come_and_a_table_is_lost(story: Story, screenshot: Screenshot) -> None:
    host = story.host
    it_becomes(story, SECOND_ROUND, "board/", "09:30")
    screenshot(host.page, "brokerage-board")
    for _time in range(2):
        host.presses("Did not come", within=host.panel("Still expected").locator(".ev-person").first)
    expect(host.panel("Did not come").locator(".ev-person")).to_have_count(2)
    host.opens("A table is lost, or found again")
    host.presses("Lost", within=host.panel("Tables and rooms").locator(".k-row", has_text="Table 3").first)
    host.looks_right()
    screenshot(host.page, "brokerage-board-disturbed")


def the_day_is_planned_again_in_seconds_and_tells_only_those_concerned(story: Story, screenshot: Screenshot) -> None:
    host = story.host
    before: Meetings = prepare(story.installation, "day")["meetings"]  # type: ignore[assignment]
    host.goes(f"{story.event}timetable/")
    host.presses("Compute the changes")
    host.reads("Everybody else keeps what they have.")
    screenshot(host.page, "brokerage-changes")
    host.presses("Publish the changes")
    host.reads("Those whose meetings changed get a mail; nobody else does.")

    day: dict[str, Any] = prepare(story.installation, "day")
    after: Meetings = day["meetings"]
    changed = [ref for ref in {*before, *after} if before.get(ref) != after.get(ref)]
    assert min(place[0] for ref in changed for place in (before.get(ref), after.get(ref)) if place) > 2
    assert [place for place in after.values() if place[:2] in ([number, 3] for number in range(3, 10))] == []
    assert nobody_sits_twice(after)
    concerned = {person for ref in changed for person in (before.get(ref) or after[ref])[2:]} - set(day["missed"])
    assert (sorted(day["told"]), len(day["missed"])) == (sorted(concerned), 2)


def nobody_sits_twice(meetings: Meetings) -> bool:
    """Neither a person nor a table is in two meetings of one round."""
    seats = [(place[0], who) for place in meetings.values() for who in (f"table {place[1]}", *place[2:])]
    return max(Counter(seats).values()) == 1


def what_came_of_it_is_noted_on_the_phone(story: Story, screenshot: Screenshot) -> None:
    it_becomes(story, EVENING, "board/", "18:00")
    pia = story.pia
    pia.goes(f"{story.event}agenda/")
    pia.follows("What came of it?")
    pia.ticks("yes, we go on")
    pia.chooses("Next step", "apply together")
    pia.writes("For yourself", "Their cameras are good.")
    screenshot(pia.page, "brokerage-note-phone")
    pia.presses("Save")
    pia.reads("apply together")
    screenshot(pia.page, "brokerage-noted-phone")


def the_host_closes_the_day_with_figures(story: Story, screenshot: Screenshot) -> None:
    host = story.host
    host.goes(f"{story.event}timetable/")
    host.presses("Close the day")
    host.reads("The day is closed.")
    noted = host.panel("For the report").get_by_role("row", name="With a note")
    expect(noted).to_contain_text("fewer than 3")  # of one and two people no number is told
    host.reads_not("Their cameras are good.")
    screenshot(host.page, "brokerage-closed")


def it_becomes(story: Story, moment: str, page: str, hour: str) -> None:
    """The programme's time moves; servers notice within a second, and the host looks again until the page says so."""
    prepare(story.installation, "move", moment)
    for _try in range(TRIES):
        story.host.goes(story.event + page)
        if story.host.page.get_by_text(hour, exact=True).first.is_visible():
            return
    raise AssertionError(f"It did not become {hour}.")

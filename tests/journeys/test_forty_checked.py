"""Forty applications are checked in one sitting, by keyboard.

Most are cleared at once, some settled, one team is asked, two are rejected by two people, the letters sent as seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.installations import Served
from tests.journeys.desk import Desk, prepare

SLUG = "lantern"
LIST = "/calls/OC1/check/"
FLAGGED, REJECTED = 10, 2
Screenshot = Callable[[Page, str], Path]


@dataclass
class Sitting:
    """The installation and who sits there."""

    served: Served
    people: dict[str, Any]
    handler: Desk
    second: Desk
    team: Desk


@pytest.fixture
def sitting(served: Served, new_context: Callable[..., BrowserContext]) -> Sitting:
    """The call has closed with forty applications; two case handlers and somebody of a team sit at browsers."""
    people = prepare(served.installation, "forty_closed")
    desks = [Desk(new_context(), served.url, SLUG) for _ in range(3)]
    for desk, name in zip(desks, ("handler", "second", "writer"), strict=True):
        desk.enters(people[name])
    return Sitting(served, people, *desks)


def test_forty_applications_are_checked_in_one_sitting_by_keyboard(sitting: Sitting, screenshot: Screenshot) -> None:
    """Each step on its own page, in the words that stand there."""
    the_check_is_opened_and_what_meets_every_test_is_cleared(sitting, screenshot)
    one_team_is_asked_and_answers(sitting)
    the_flagged_ones_are_settled_by_keyboard(sitting, screenshot)
    two_are_rejected_by_two_people(sitting)
    the_letters_are_seen_and_sent_once(sitting, screenshot)
    done = prepare(sitting.served.installation, "screened")
    assert done["states"] == {
        "opened": 0,
        "clarification_requested": 0,
        "cleared": 40 - REJECTED,
        "rejection_proposed": 0,
        "rejected": REJECTED,
    }
    assert done["letters"] == REJECTED


def the_check_is_opened_and_what_meets_every_test_is_cleared(sitting: Sitting, screenshot: Screenshot) -> None:
    handler = sitting.handler
    handler.goes(LIST)
    handler.presses("Open the check")
    screenshot(handler.page, "check-grid")
    handler.presses(f"Look at these {40 - FLAGGED} and clear them")
    handler.presses("Clear these")
    handler.reads(f"{40 - FLAGGED} applications are cleared.")


def one_team_is_asked_and_answers(sitting: Sitting) -> None:
    handler, number = sitting.handler, sitting.people["asked"]
    handler.page.get_by_role("link", name=number).first.click()
    handler.opens("Something in the application is not clear")
    handler.writes("Question", "Is your company the partner of the programme?")
    handler.presses("Send the question")
    handler.reads("Asked; the team gets a mail.")
    answer = handler.page.url.removeprefix(handler.url + handler.home) + "answer/"
    sitting.team.goes(answer)
    sitting.team.writes("Your answer", "No. We share the name, not the number.")
    sitting.team.presses("Send the answer")


def the_flagged_ones_are_settled_by_keyboard(sitting: Sitting, screenshot: Screenshot) -> None:
    """The first two are no other company than the partner; the others only share its name. Not one click."""
    handler = sitting.handler
    handler.goes(f"{LIST}?group=look")
    keyboard = handler.page.keyboard
    handler.page.locator("[data-cell]").first.focus()
    keyboard.press("ArrowRight")
    keyboard.press("ArrowRight")
    for place in range(FLAGGED):
        focused = handler.page.locator("[data-cell]:focus")
        expect(focused).to_contain_text("Partner of the programme: open")
        keyboard.press("n" if place < REJECTED else "m")
        expect(handler.page.locator("[data-settle] [name=reason]")).to_be_focused()
        keyboard.type("Its number says it is the partner." if place < REJECTED else "Another number, another company.")
        if place == REJECTED:
            screenshot(handler.page, "check-grid-settling")
        keyboard.press("Control+Enter")
        expect(handler.page.locator("#grid-said")).to_have_text("Your word is noted.")
        if place < REJECTED:
            expect(handler.page.locator("[data-cell]:focus")).to_contain_text("Partner of the programme: not met")
            keyboard.press("ArrowDown")
    handler.goes(LIST)
    handler.presses(f"Look at these {FLAGGED - REJECTED} and clear them")
    handler.presses("Clear these")
    handler.reads(f"{FLAGGED - REJECTED} applications are cleared.")


def two_are_rejected_by_two_people(sitting: Sitting) -> None:
    handler, second = sitting.handler, sitting.second
    for _rejected in range(REJECTED):
        handler.goes(f"{LIST}?group=look")
        handler.page.locator("[data-check]").first.click()
        handler.opens("Propose the rejection; another person confirms it")
        handler.writes("Reason", "The lead is a partner of the programme.", within=handler.panel("Not eligible"))
        handler.presses("Propose the rejection")
        handler.reads("You proposed this rejection; another person confirms it.")
        second.page.goto(handler.page.url)
        second.presses("Confirm the rejection")
        second.reads("The letter to the team waits under “Letters”.")


def the_letters_are_seen_and_sent_once(sitting: Sitting, screenshot: Screenshot) -> None:
    handler = sitting.handler
    handler.goes(LIST)
    handler.follows("Look at the letters and send them")
    handler.presses("Look at the letters")
    handler.reads("The lead is a partner of the programme.")
    handler.looks_right()
    screenshot(handler.page, "check-letters")
    handler.presses(f"Send these {REJECTED} letters")
    handler.reads(f"{REJECTED} letters are in the outbox.")
    handler.reads("Nobody waits for such a letter")

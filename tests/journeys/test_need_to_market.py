"""A need from the public questionnaire to a published challenge, through a live workshop with thirty phones.

Three people sit at browsers: the owner of the need on a phone, the manager at a desk, and somebody in the room on a
phone with a bad connection. Thirty more phones are HTTP sessions that drop, repeat and change their mind.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from benchmarks.room import Phone, Room
from tests.installations import Served
from tests.journeys.desk import Desk, prepare

SLUG = "lantern"
PHONES = 30
OWNER, HARBOUR = "olga.owner@harbour.example", "harbour.master@port.example"
NEED = "Nobody sees who swims ashore at night"
TRIES = 60
Screenshot = Callable[[Page, str], Path]


@dataclass
class Story:
    """Who takes part, and where the workshop is."""

    served: Served
    owner: Desk
    manager: Desk
    phone: Page
    workshop: str = ""
    code: str = ""

    @property
    def room(self) -> str:
        """The path of the room."""
        return f"/p/{SLUG}/rooms/{self.workshop}/"


@pytest.fixture
def story(served: Served, new_context: Callable[..., BrowserContext]) -> Story:
    """The small programme, with an owner and somebody else on phones and a manager at a desk."""
    people = prepare(served.installation, "small_world")
    small = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
    manager = Desk(new_context(viewport={"width": 1280, "height": 800}), served.url, SLUG)
    manager.enters(people["manager"])
    return Story(served, Desk(new_context(**small), served.url, SLUG), manager, new_context(**small).new_page())


def test_a_need_becomes_a_published_challenge_through_a_live_workshop(story: Story, screenshot: Screenshot) -> None:
    """Each step on its own page, in the words that stand there."""
    the_owner_tells_a_need_and_confirms_it(story)
    the_manager_accepts_it_and_drafts_a_challenge_from_it(story)
    the_manager_plans_announces_and_invites(story, screenshot)
    somebody_registers_on_a_phone(story, screenshot)
    the_room_votes(story, screenshot)
    the_manager_writes_the_minutes(story)
    the_challenge_is_validated_on_the_vote_and_published(story)
    the_owner_reads_what_became_of_it(story, screenshot)


def the_owner_tells_a_need_and_confirms_it(story: Story) -> None:
    owner = story.owner
    owner.goes("/needs/tell/")
    owner.writes("What hurts, in one line", NEED)
    owner.writes("What happens today?", "Guards walk the quay with torches; cameras see reflections on the water only.")
    owner.chooses("Domain", "Safe streets")
    owner.page.get_by_label(re.compile(r"^\s*You are")).select_option(value="end_user_infrastructure")
    owner.chooses("Country", "France")
    owner.writes("Organisation", "Port of Harbour")
    owner.writes("Your e-mail address", OWNER)
    owner.ticks("Nothing of this is classified information.")
    press_until_nobody_calls_it_too_quick(owner, "Send", "/sent/")
    owner.goes(owner.mailed_link(OWNER, "/confirm/"))
    owner.presses("Yes, hand it in")
    owner.reads("What became of it")


def press_until_nobody_calls_it_too_quick(desk: Desk, button: str, then: str) -> None:
    """A form that came back within four seconds asks for a second look; people press again."""
    for _try in range(TRIES):
        desk.presses(button)
        if then in desk.page.url:
            return
        desk.reads("That was very quick.")
    raise AssertionError(f"{TRIES} presses were not enough at {desk.page.url}.")


def the_manager_accepts_it_and_drafts_a_challenge_from_it(story: Story) -> None:
    manager = story.manager
    manager.goes("/needs/desk/?state=submitted")
    manager.follows(NEED)
    manager.presses("Accept")
    manager.follows("Draft a challenge from it")
    manager.writes("Number", "1.3")
    manager.writes("Title", "See who comes out of the water")
    manager.presses("Draft")
    manager.reads("Drafted. Only the consortium sees it until it is published.")
    manager.presses("Propose for validation")


def the_manager_plans_announces_and_invites(story: Story, screenshot: Screenshot) -> None:
    manager = story.manager
    manager.goes("/workshops/new/")
    manager.writes("Title", "What hurts at the harbour")
    manager.writes("Begins", "2022-01-10T09:00")
    manager.writes("Ends", "2022-01-10T11:00")
    manager.ticks("online")
    manager.writes("Agenda", "09:00 | Welcome | Marit Manager\n09:10 | The challenges\n10:30 | Vote")
    for challenge in ("1.3 See who comes out of the water", "2.1 Find people under snow"):
        manager.ticks(challenge)
    manager.presses("Save")
    story.workshop = manager.page.url.rstrip("/").rpartition("/")[2]
    manager.follows("Prepare a vote")
    manager.writes("Question to the room", "Which first?")
    manager.presses("Prepare")
    manager.presses("Announce")
    manager.follows("Invite")
    manager.writes("People, one a line", f"Harbour Master; {HARBOUR}; Port of Harbour; infrastructure; FR\nnobody")
    manager.presses("Send the invitations")
    manager.reads("Line 2: This is not an e-mail address.")
    manager.writes("People, one a line", f"Harbour Master; {HARBOUR}; Port of Harbour; infrastructure; FR")
    manager.presses("Send the invitations")
    manager.reads("1 invitation is on its way.")
    manager.looks_right()
    screenshot(manager.page, "workshop-registrations")


def somebody_registers_on_a_phone(story: Story, screenshot: Screenshot) -> None:
    """The invited person says yes on the personal page."""
    link = story.manager.mailed_link(HARBOUR, "/registrations/")
    story.phone.goto(story.served.url + link[1:])
    screenshot(story.phone, "workshop-invited-phone")
    story.phone.get_by_role("button", name="Yes, I come").click()
    expect(story.phone.get_by_text("You are registered.")).to_be_visible()


def the_room_votes(story: Story, screenshot: Screenshot) -> None:
    """From the code on the wall to the ballot that its voter finds in the list."""
    host, phone = open_the_room(story), story.phone
    room = Room(story.served.url, story.room, story.code, threading.Event())
    crowd = [Phone(room, number) for number in range(PHONES)]
    with ThreadPoolExecutor(PHONES) as pool:
        done = [pool.submit(one.live) for one in crowd]
        expect(host.locator(".host-here")).to_contain_text(f"{PHONES + 1} people", timeout=40_000)
        host.get_by_role("button", name="Open the vote").click()
        the_phone_votes_without_a_connection(phone)
        expect(host.locator(".host-stage")).to_contain_text(f"{PHONES + 1} of {PHONES + 1}", timeout=40_000)
        screenshot(host, "room-host-voting")
        host.get_by_role("button", name="Close the vote").click()
        expect(phone.locator("#room")).to_contain_text("The host shows the result")
        host.get_by_role("button", name="Show the result").click()
        expect(phone.locator(".room-order").first).to_be_visible()
        screenshot(host, "room-host-result")
        room.over.set()
        assert [error for one in crowd for error in one.errors] == []
        for each in done:
            each.result()
    phone.get_by_role("link", name="Find it in the list").click()
    expect(phone.locator("#own")).to_contain_text("is in the count")
    screenshot(phone, "room-phone-ballots")
    every_phone_finds_its_last_ballot(phone, crowd)


def open_the_room(story: Story) -> Page:
    """The host opens it; who registered comes in by the personal link."""
    manager = story.manager
    manager.goes(f"/workshops/{story.workshop}/")
    manager.presses("Open the room")
    host = manager.page
    story.code = host.locator(".host-code").inner_text()
    story.phone.reload()
    story.phone.get_by_role("button", name="Come in").click()
    expect(story.phone.locator("#room")).to_contain_text("You are in")
    return host


def the_phone_votes_without_a_connection(phone: Page) -> None:
    """The vote appears by itself; the marks are kept and sent when the connection is back."""
    expect(phone.locator("#ballot")).to_be_visible()
    for scale in phone.locator(".room-scale").all():
        scale.locator("label").nth(4).click()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Send my ballot").click()
    expect(phone.locator("[data-status]")).to_contain_text("Kept on this phone. No connection")
    phone.context.set_offline(False)
    expect(phone.locator("[data-status]")).to_contain_text("Received")


def every_phone_finds_its_last_ballot(phone: Page, crowd: list[Phone]) -> None:
    """The published list holds one ballot for each phone, with what it sent last."""
    phone.goto(phone.url.partition("#")[0] + "?as=json")
    published = json.loads(phone.locator("body").inner_text())["ballots"]
    found = {
        each["key"][:12].upper(): {
            f"mark:{number}:{code}": mark
            for number, given in each["content"]["marks"].items()
            for code, mark in given.items()
        }
        for each in published
    }
    assert len(found) == len(published) == PHONES + 1
    assert [found.get(one.code.replace("-", "")) for one in crowd] == [one.content for one in crowd]


def the_manager_writes_the_minutes(story: Story) -> None:
    manager = story.manager
    manager.goes(f"/workshops/{story.workshop}/")
    manager.presses("Close the room")
    manager.goes("/work/")
    manager.reads("Write the minutes: What hurts at the harbour")
    manager.follows("Read the draft")
    manager.presses("Save and adopt")
    manager.goes(f"/workshops/{story.workshop}/people/")
    manager.reads("Harbour Master")
    manager.looks_right()


def the_challenge_is_validated_on_the_vote_and_published(story: Story) -> None:
    manager = story.manager
    manager.goes("/challenges/1.3/ethics/")
    for answer in manager.page.get_by_label("no", exact=True).all():
        answer.check()
    manager.presses("Save")
    manager.goes("/challenges/1.3/validate/")
    manager.chooses("A vote in which it stood", "What hurts at the harbour · Which first?")
    manager.presses("Validate")
    manager.presses("Publish")
    manager.reads("Published; everyone can read it.")


def the_owner_reads_what_became_of_it(story: Story, screenshot: Screenshot) -> None:
    owner = story.owner
    owner.goes(owner.mailed_link(OWNER, "/needs/mine/"))
    owner.reads("Became a challenge")
    screenshot(owner.page, "need-became-a-challenge-phone")
    owner.looks_right()
    owner.follows("1.3 See who comes out of the water")
    owner.reads("What hurts at the harbour")

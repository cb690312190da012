"""A live workshop: thirty phones on a bad network, one more in a real browser, and a host at the screen."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from benchmarks.room import Phone, Room
from tests.installations import Installation, Served

ROOT = Path(__file__).resolve().parent.parent.parent
PHONES = 30


def prepare(installation: Installation, what: str) -> dict[str, Any]:
    """The part of people who are not in this story, through the services."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.room", "--do", what],
        env=installation.environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_a_room_of_thirty_votes_and_reads_its_result(
    served: Served, new_context: Callable[..., BrowserContext], screenshot: Callable[[Page, str], Path]
) -> None:
    """From the code on the wall to the ballot that its voter finds in the list."""
    place = prepare(served.installation, "host")
    host, phone = a_host(served, new_context, place), a_phone(served, new_context, place["code"])
    room = Room(served.url, place["address"], place["code"], threading.Event())
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


def a_host(served: Served, new_context: Callable[..., BrowserContext], place: dict[str, str]) -> Page:
    """Signed in, in front of the host's screen."""
    context = new_context(viewport={"width": 1280, "height": 720})
    context.add_cookies([{"name": "securit", "value": place["session"], "url": served.url}])
    page = context.new_page()
    page.goto(f"{served.url}{place['host']}")
    expect(page.locator(".host-code")).to_have_text(place["code"])
    return page


def a_phone(served: Served, new_context: Callable[..., BrowserContext], code: str) -> Page:
    """Somebody with a phone types the code and comes in."""
    page = new_context(viewport={"width": 360, "height": 740}, has_touch=True).new_page()
    page.goto(f"{served.url}/join/")
    page.get_by_label("Code").fill(code.lower())
    page.get_by_role("button", name="Enter").click()
    page.get_by_text("end user: public authority").click()
    page.get_by_label("Country").select_option("FR")
    page.get_by_role("button", name="Come in").click()
    expect(page.locator("#room")).to_contain_text("You are in")
    return page


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

"""Three people of two companies write one application at once, and lose no word on the way to the receipt."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect
from playwright.sync_api import Error as PlaywrightError

from tests.docs.pages import ROOT
from tests.docs.test_snippets import snippets
from tests.installations import Served
from tests.journeys.desk import Desk, Seating, prepare

SLUG = "lantern"
SESSION = "securit"
ADDRESS = "office@member.example"
COMES_BACK = "dispatchEvent(new Event('focus'))"


class Writing(Seating):
    """The installation, its people, and who sits where."""

    def page(self, rest: str) -> str:
        """A page of the application."""
        return f"/applications/{self.people['draft']}/{rest}"


@pytest.fixture
def writing(served: Served, new_context: Callable[..., BrowserContext]) -> Writing:
    """An open call, and a complete draft of two SMEs that Lena, Leo and Petra write."""
    return Writing(served, prepare(served.installation, "writing_together"), new_context, SLUG)


def test_three_people_write_one_application_and_no_word_is_lost(writing: Writing) -> None:
    """Side by side, in one field, without network, without session, with the laptop closed, up to the receipt."""
    two_fields_of_one_page_never_collide(writing)
    one_field_shows_both_texts_and_is_brought_together(writing)
    the_network_goes_and_comes_back(writing)
    the_session_ends_and_the_same_page_saves_after_signing_in(writing)
    the_laptop_is_closed_and_the_text_is_offered_to_its_writer_only(writing)
    signing_out_empties_the_device(writing)
    figures_change_and_are_signed_off_by_mail(writing)
    submitted_withdrawn_and_resubmitted_with_a_change(writing)
    both_receipts_are_verified_without_the_platform(writing)


def state(desk: Desk, wanted: str) -> None:
    """What the form says about saving."""
    expect(desk.page.locator("[data-save-status]")).to_have_attribute("data-state", wanted)


def two_fields_of_one_page_never_collide(writing: Writing) -> None:
    lena, leo = writing.desk("lena"), writing.desk("leo")
    for desk in (lena, leo):
        desk.goes(writing.page("part/the-project/"))
    lena.writes("Acronym", "HARBOUR")
    state(lena, "saved")
    leo.writes("Title", "A lamp for every harbour")
    state(leo, "saved")
    leo.reads("A colleague changed: Acronym.")
    assert leo.value_of("Acronym") == "HARBOUR"
    lena.goes(writing.page("part/the-project/"))
    assert (lena.value_of("Title"), lena.value_of("Acronym")) == ("A lamp for every harbour", "HARBOUR")


def one_field_shows_both_texts_and_is_brought_together(writing: Writing) -> None:
    lena, petra = writing.desk("lena"), writing.desk("petra")
    for desk in (lena, petra):
        desk.goes(writing.page("part/idea/"))
    lena.writes("What is the idea?", "The lamp of Lena.")
    state(lena, "saved")
    petra.writes("What is the idea?", "The lens of Petra.")
    state(petra, "conflict")
    assert petra.page.locator(".k-conflict pre").all_text_contents() == ["The lens of Petra.", "The lamp of Lena."]
    petra.looks_right()
    petra.page.locator("#id_abstract").evaluate("field => { field.value = 'The lamp of Lena, the lens of Petra.'; }")
    petra.page.get_by_role("button", name="Save what stands in the form now").click()
    state(petra, "saved")
    lena.writes("What is the idea?", "Typed before looking.")
    state(lena, "conflict")
    lena.page.get_by_role("button", name="Take this text").click()
    expect(lena.page.locator("#id_abstract")).to_have_value("The lamp of Lena, the lens of Petra.")
    state(lena, "saved")


def the_network_goes_and_comes_back(writing: Writing) -> None:
    lena = writing.desk("lena")
    lena.page.context.set_offline(True)
    lena.writes("What is the idea?", "Written in a tunnel.")
    state(lena, "offline")
    lena.reads("Not saved: no connection. Your text is kept on this device")
    lena.page.context.set_offline(False)
    state(lena, "saved")
    lena.page.reload()
    assert lena.value_of("What is the idea?") == "Written in a tunnel."


def the_session_ends_and_the_same_page_saves_after_signing_in(writing: Writing) -> None:
    petra = writing.desk("petra")
    petra.goes(writing.page("part/idea/"))
    petra.page.context.clear_cookies(name=SESSION)
    petra.writes("What is the idea?", "Written for an hour.")
    state(petra, "signed-out")
    Desk(petra.page.context, petra.url, SLUG).enters(writing.people["petra"])
    petra.page.evaluate(COMES_BACK)
    state(petra, "saved")
    petra.page.reload()
    assert petra.value_of("What is the idea?") == "Written for an hour."


def the_laptop_is_closed_and_the_text_is_offered_to_its_writer_only(writing: Writing) -> None:
    leo = writing.desk("leo")
    leo.goes(writing.page("part/idea/"))
    leo.page.context.set_offline(True)
    leo.writes("What is the idea?", "Written on a train, then the lid fell.")
    state(leo, "offline")
    context = leo.page.context
    with suppress(PlaywrightError):  # the power goes: no event tells the page that it ends
        leo.page.goto("chrome://crash")
    leo.page.close()
    context.set_offline(False)
    shared = writing.seated["leo"] = Desk(context, leo.url, SLUG)
    shared.enters(writing.people["lena"])
    shared.goes(writing.page("part/idea/"))
    shared.reads_not("This device holds text")
    shared.enters(writing.people["leo"])
    shared.goes(writing.page("part/idea/"))
    shared.reads("This device holds text that the server never confirmed.")
    shared.looks_right()
    shared.page.get_by_role("button", name="Put it back").click()
    state(shared, "saved")
    assert shared.value_of("What is the idea?") == "Written on a train, then the lid fell."


def signing_out_empties_the_device(writing: Writing) -> None:
    leo = writing.desk("leo")
    leo.page.context.set_offline(True)
    leo.writes("What is the idea?", "Nobody else shall read this.")
    state(leo, "offline")
    leo.page.context.set_offline(False)
    leo.page.route("**/autosave/", lambda route: route.abort())
    leo.page.on("dialog", lambda dialog: dialog.accept())
    leo.page.locator("summary", has_text="Your account").click()
    leo.presses("Sign out")
    assert "Nobody else" not in leo.page.evaluate("JSON.stringify({...localStorage})")
    leo.page.unroute("**/autosave/")


def figures_change_and_are_signed_off_by_mail(writing: Writing) -> None:
    lena, guest = writing.desk("lena"), writing.desk("guest")
    lena.goes(writing.page("team/"))
    lena.page.locator("tbody a").last.click()
    lena.writes("Grant it asks for, in euro", "19000.00")
    lena.presses("Save")
    lena.reads("the sign-off, so it lapsed")
    guest.goes(guest.mailed_link(ADDRESS, "sign-off"))
    guest.reads("€19,000")
    guest.writes("Your name", "Petra Partner")
    guest.presses("Sign off")


def submitted_withdrawn_and_resubmitted_with_a_change(writing: Writing) -> None:
    lena = writing.desk("lena")
    submit(lena, writing)
    lena.goes(writing.page("withdraw/"))
    lena.writes("Why do you withdraw?", "One more look at the idea.")
    lena.presses("Withdraw")
    lena.reads("The application is withdrawn.")
    lena.goes(writing.page("part/idea/"))
    lena.writes("What is the idea?", "The lamp, the lens, and one more look.")
    lena.presses("Save")
    submit(lena, writing)


def submit(desk: Desk, writing: Writing) -> None:
    desk.goes(writing.page("submit/"))
    desk.ticks("I declare for the team")
    desk.presses("Submit the application")
    desk.reads("This version counts.")


def both_receipts_are_verified_without_the_platform(writing: Writing) -> None:
    """By the program that the page on receipts publishes."""
    program: dict[str, Any] = {}
    for snippet in snippets(ROOT / "docs/reference/receipts.md"):
        exec(snippet, program)
    lena = writing.desk("lena")
    held = [
        lena.page.request.get(f"{lena.url}{lena.home}{writing.page(f'receipt/{number}/json/')}").json()
        for number in (1, 2)
    ]
    assert [program["faults"](one, one["receipt"]["key"]) for one in held] == [[], []]
    assert held[0]["receipt"]["content_sha256"] != held[1]["receipt"]["content_sha256"]

"""A scout's morning: a table becomes solutions; one is listed, verified, found for a challenge, and compared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.installations import Served
from tests.journeys.desk import Desk, prepare

OFFICE = "/solutions/office"
CHALLENGE = "1.1"
TABLE = """Title;What it does;Provider;Country;TRL;Domains;Web site
Owl camera;A camera with which rescuers see in the dark from afar.;Owl Optics SAS;France;8;Safe streets;owl.example
Bat radar;A radar on a mast that tells who moves, in the dark and in fog.;Bat Systems GmbH;DE;5;Safe streets;bat.example
"""


def test_a_scout_brings_a_table_and_compares_what_answers_a_challenge(
    served: Served, new_context: Callable[..., BrowserContext], screenshot: Callable[[Page, str], Path]
) -> None:
    """Every step on its own page; the last ones as a visitor sees them, with a phone."""
    people = prepare(served.installation, "small_world")
    scout = Desk(new_context(), served.url, "lantern")
    scout.enters(people["manager"])
    a_table_becomes_drafts(scout)
    for title in ("Owl camera", "Bat radar"):
        a_draft_is_listed(scout, title)
    one_is_verified(scout, "Owl camera")
    visitor = Desk(new_context(viewport={"width": 360, "height": 740}), served.url, "lantern")
    the_challenge_names_both_with_lit_words(visitor, screenshot)
    both_stand_side_by_side(visitor, screenshot)


def a_table_becomes_drafts(scout: Desk) -> None:
    scout.goes(f"{OFFICE}/import/")
    scout.page.locator("input[type=file]").set_input_files(
        {"name": "fair.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    scout.presses("Upload and look")
    scout.presses("Look at the rows")
    scout.presses("Import all 2")
    scout.goes(f"{OFFICE}/?show=drafted")
    scout.looks_right()


def a_draft_is_listed(scout: Desk, title: str) -> None:
    scout.goes(f"{OFFICE}/?show=drafted")
    scout.follows(title)
    scout.presses("List in the catalogue")
    scout.reads("Listed; everyone can read it.")


def one_is_verified(scout: Desk, title: str) -> None:
    scout.goes(f"{OFFICE}/")
    scout.follows(title)
    scout.opens("Verify")
    scout.ticks("demonstration seen")
    scout.writes("In a sentence", "Seen at the harbour, at night.")
    scout.presses("Verify")
    scout.reads("Looked at by a partner")
    scout.looks_right()


def the_challenge_names_both_with_lit_words(visitor: Desk, screenshot: Callable[[Page, str], Path]) -> None:
    visitor.goes(f"/challenges/{CHALLENGE}/solutions/")
    for title in ("Owl camera", "Bat radar"):
        visitor.reads(title)
    expect(visitor.page.locator("mark", has_text="dark")).to_have_count(2)
    screenshot(visitor.page, "scouting-matches-phone")


def both_stand_side_by_side(visitor: Desk, screenshot: Callable[[Page, str], Path]) -> None:
    visitor.goes("/solutions/")
    for title in ("Owl camera", "Bat radar"):
        visitor.ticks(f"Compare: {title}")
    visitor.presses("Compare the ticked ones")
    visitor.reads("demonstration seen")
    visitor.reads("not verified")
    screenshot(visitor.page, "scouting-compared-phone")
    visitor.looks_right()
    screenshot(visitor.page, "scouting-compared-desktop")

"""Two SMEs and an end user find each other, form a team, and open an application that meets the rules for teams.

Ada sits at a desk; Bruno and Carla have phones. Ada's organisation is not known here when she begins.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.installations import Served
from tests.journeys.desk import Desk, prepare

SLUG = "lantern"
TEAM = "Night watch"
ADA, BRUNO, CARLA = "Archer Vision SAS", "Bauer Optik GmbH", "City of Porto Vecchio"
_BODY = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
_END = b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n%d\n%%%%EOF\n"
PLAN = _BODY + _END % len(_BODY)
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
Screenshot = Callable[[Page, str], Path]


@dataclass
class Story:
    """Who meets, and what was made on the way."""

    people: dict[str, str]
    ada: Desk
    bruno: Desk
    carla: Desk
    bystander: Desk
    team: str = ""
    file: str = ""


@pytest.fixture
def story(served: Served, new_context: Callable[..., BrowserContext]) -> Story:
    """An open call, and three people signed in; the bystander is not."""
    people = prepare(served.installation, "partner_search")
    ada = Desk(new_context(), served.url, SLUG)
    bruno, carla, bystander = (Desk(new_context(**PHONE), served.url, SLUG) for _ in range(3))
    for desk, name in ((ada, "ada"), (bruno, "bruno"), (carla, "carla")):
        desk.enters(people[name])
    return Story(people, ada, bruno, carla, bystander)


def test_two_smes_and_an_end_user_meet_and_open_an_application_that_meets_the_rules(
    story: Story, screenshot: Screenshot
) -> None:
    """Each step on its own page, in the words that stand there."""
    ada_says_what_she_offers_and_seeks(story, screenshot)
    ada_asks_both_whom_the_platform_suggests(story, screenshot)
    they_say_yes_on_their_phones_and_write(story, screenshot)
    addresses_are_shown_when_both_have_shared(story, screenshot)
    ada_forms_a_team_and_reads_what_is_missing(story, screenshot)
    ada_invites_the_two(story)
    only_who_speaks_for_the_organisation_accepts(story, screenshot)
    files_open_after_the_terms(story, screenshot)
    money_is_shared_and_the_rules_are_met(story, screenshot)
    one_press_opens_the_application_and_both_lead_to_each_other(story, screenshot)


def ada_says_what_she_offers_and_seeks(story: Story, screenshot: Screenshot) -> None:
    ada = story.ada
    ada.goes("/profiles/mine/")
    ada.follows("Register my organisation")
    ada.writes("Legal name", ADA)
    ada.chooses("What it is", "small or medium-sized enterprise")
    ada.chooses("Country", "France")
    ada.writes("Number in the register of companies", "RCS 4711")
    ada.presses("Register")
    ada.writes("Who we are", "We build cameras. Write to ada@archer.example.")
    ada.writes("What we offer", "Cameras that see people in the dark and tell the guards within a second.")
    ada.writes("What we seek", "A harbour quay for tests in winter, and optics for cameras in the dark.")
    ada.presses("Save")
    ada.reads("There is a mail address in it (ada@archer.example).")
    screenshot(ada.page, "partners-address-refused")
    ada.writes("Who we are", "We build cameras for harbours.")
    ada.presses("Save")
    ada.goes("/profiles/mine/")
    ada.presses("List the profile")
    ada.reads("Listed. Others find you now.")


def ada_asks_both_whom_the_platform_suggests(story: Story, screenshot: Screenshot) -> None:
    ada = story.ada
    ada.goes("/profiles/mine/")
    ada.follows("Whom to meet")
    screenshot(ada.page, "partners-suggestions")
    here = ada.page.url
    for name in (BRUNO, CARLA):
        ada.page.goto(here)
        card = ada.page.locator("article", has=ada.page.get_by_role("link", name=name, exact=True))
        with ada.page.expect_navigation():
            card.get_by_role("link", name="Ask to be introduced").click()
        ada.writes("Why you should meet", "You have what we lack: together we can try our camera in winter.")
        ada.presses("Ask")
        ada.reads("Waits for the other side")


def they_say_yes_on_their_phones_and_write(story: Story, screenshot: Screenshot) -> None:
    for phone, name in ((story.bruno, "bruno"), (story.carla, "carla")):
        phone.goes("/profiles/mine/")
        phone.follows(ADA)
        phone.presses("Yes, introduce us")
        phone.writes("Your message", f"{name.title()} here. When do we talk?")
        phone.presses("Send")
        phone.reads_not("ada@archer.example")
    screenshot(story.bruno.page, "partners-introduced-phone")


def addresses_are_shown_when_both_have_shared(story: Story, screenshot: Screenshot) -> None:
    ada, bruno, address = story.ada, story.bruno, story.people["bruno's address"]
    bruno.presses("Share contact details")
    ada.goes("/profiles/mine/")
    ada.follows(BRUNO)
    ada.reads("Bruno here. When do we talk?")
    ada.reads_not(address)
    ada.presses("Share contact details")
    ada.reads(address)
    screenshot(ada.page, "partners-both-shared")
    story.carla.page.reload()
    story.carla.reads_not("ada@archer.example")


def ada_forms_a_team_and_reads_what_is_missing(story: Story, screenshot: Screenshot) -> None:
    ada = story.ada
    ada.goes("/teams/form/")
    ada.writes("Name of the team", TEAM)
    ada.writes("What you want to do together", "A camera that tells the guards of a harbour within a second.")
    ada.presses("Form the team")
    story.team = ada.page.url.rstrip("/").rpartition("/")[2]
    ada.page.get_by_label("Call and kind of support").select_option("OC1 prototype")
    ada.presses("Add it")
    ada.reads("one thing missing")
    ada.reads("Invite another SME to your consortium.")
    ada.looks_right()
    screenshot(ada.page, "team-one-thing-missing")


def ada_invites_the_two(story: Story) -> None:
    ada = story.ada
    said = (("Germany", "bruno's number", "member", story.people["bruno's address"], "the mail is on its way."),)
    said += (("Italy", "carla's number", "end user, without a grant", "", "Send the link below."),)
    for country, number, role, email, answer in said:
        ada.goes(f"/teams/{story.team}/invite/")
        ada.chooses("Country", country)
        ada.writes("Number in the register of companies", story.people[number])
        ada.chooses("Role in the team", role)
        ada.writes("E-mail of the person who may accept", email)
        ada.presses("Invite")
        ada.reads(answer)


def only_who_speaks_for_the_organisation_accepts(story: Story, screenshot: Screenshot) -> None:
    """The link alone is not enough where people represent the organisation; Bruno accepts on his phone."""
    bystander, bruno, carla = story.bystander, story.bruno, story.carla
    link = bystander.mailed_link(story.people["bruno's address"], "/teams/invitation/")
    bystander.goes(link)
    expect(bystander.page.get_by_label("Your name")).to_have_count(0)
    bystander.reads(f"{BRUNO} is registered here, and people speak for it.")
    screenshot(bystander.page, "team-invitation-refused-phone")

    bruno.goes(link)
    bruno.reads(TEAM)
    screenshot(bruno.page, "team-invitation-phone")
    bruno.presses("Accept")
    bruno.reads("In the team")
    carla.goes("/teams/")
    carla.follows("Read and answer")
    carla.presses("Accept")
    carla.reads(TEAM)


def files_open_after_the_terms(story: Story, screenshot: Screenshot) -> None:
    ada, bruno = story.ada, story.bruno
    files = f"/teams/{story.team}/files/"
    ada.goes(files)
    ada.presses("Accept and open the files")
    ada.page.locator("input[type=file]").set_input_files(
        {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": PLAN}
    )
    ada.presses("Put it in")
    link = ada.page.get_by_role("link", name="plan.pdf").get_attribute("href")
    assert link is not None

    bruno.goes(files)
    bruno.reads("Before files open: confidentiality")
    bruno.reads_not("plan.pdf")
    assert bruno.page.request.get(bruno.url + link).status == 403
    screenshot(bruno.page, "team-terms-phone")
    bruno.looks_right()
    bruno.page.set_viewport_size(PHONE["viewport"])
    bruno.presses("Accept and open the files")
    assert bruno.page.request.get(bruno.url + link).body() == PLAN
    screenshot(bruno.page, "team-files-phone")


def money_is_shared_and_the_rules_are_met(story: Story, screenshot: Screenshot) -> None:
    ada = story.ada
    ada.goes(f"/teams/{story.team}/")
    shares = ada.panel("Shares")
    ada.writes(ADA, "60", within=shares)
    ada.writes(BRUNO, "40", within=shares)
    ada.presses("Save the shares, in per cent")
    ada.reads("the rules for the team are met")
    ada.follows("First open call – Prototype")
    ada.writes("Whole cost, in euro", "100000")
    ada.writes("Grant you would ask for, in euro", "70000")
    ada.presses("Save and check")
    ada.reads("Your team meets the rules")
    ada.reads("Everybody has accepted. You can open the application.")
    screenshot(ada.page, "team-rules-met")


def one_press_opens_the_application_and_both_lead_to_each_other(story: Story, screenshot: Screenshot) -> None:
    ada, bruno = story.ada, story.bruno
    ada.presses("Open the application")
    ada.reads("Members, roles and money are the same as in the team.")
    screenshot(ada.page, "application-of-the-team")
    ada.follows("Team and budget")
    for name in (ADA, BRUNO):
        expect(ada.page.get_by_role("row", name=name)).to_have_count(1)
    ada.reads_not(CARLA)
    missing = ada.page.locator(".k-notice", has_text="Still missing in the team").get_by_role("listitem")
    expect(missing).to_have_text([f"{name} has not signed off yet." for name in (ADA, BRUNO)])
    screenshot(ada.page, "application-team-and-budget")

    bruno.goes(f"/teams/{story.team}/")
    screenshot(bruno.page, "team-with-application-phone")
    bruno.page.get_by_role("link", name="Go on with application").click()
    bruno.reads("Your team")
    bruno.follows(TEAM)
    bruno.reads("Go on with application")

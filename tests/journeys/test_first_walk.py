"""A call from its publication to its published results: each person who takes part has a browser of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.installations import Served
from tests.journeys.cast import EVALUATORS
from tests.journeys.desk import Desk, Seating, prepare

SLUG, CALL = "lantern", "/calls/OC1"
OPENS, CLOSES = "LANTERN: First open call opens", "LANTERN: First open call has closed"
PHRASE = "a quiet lantern above the harbour"
LEAD, PARTNER = "lena.lead@lumen.example", "petra.partner@nocturne.example"
Meet = Callable[[str], Desk]


@dataclass
class Walk(Seating):
    """Who takes part, and what they learned on the way."""

    ours: str = ""
    theirs: str = ""


@pytest.fixture
def walk(served: Served, new_context: Callable[..., BrowserContext]) -> Walk:
    """An installation with the small programme and its people; the call is drafted."""
    return Walk(served, prepare(served.installation, "small_world"), new_context, SLUG)


def test_a_call_from_publication_to_published_results(walk: Walk) -> None:
    """The line of the first release, each step on its own page."""
    the_manager_publishes_the_call(walk)
    the_call_opens(walk)
    two_companies_write_an_application(walk)
    both_sign_off(walk)
    the_lead_submits_and_reads_the_receipt(walk)
    another_team_submits_and_the_call_closes(walk)
    the_office_reads_and_clears_the_applications(walk)
    the_manager_assigns_three_evaluators_each(walk)
    one_evaluator_declares_a_conflict_and_is_replaced(walk)
    every_evaluator_submits_their_reports(walk)
    the_manager_computes_the_ranking(walk)
    the_coordinator_decides(walk)
    another_person_signs(walk)
    the_coordinator_reads_the_letters_and_publishes(walk)
    everybody_reads_the_results(walk)


def the_manager_publishes_the_call(walk: Walk) -> None:
    manager = walk.desk("manager")
    manager.goes(f"{CALL}/manage/")
    manager.reads("2 lines of the checklist are not met.")
    for place in ("portal", "own_site"):
        notices = manager.panel("Notices of publication")
        notices.get_by_label("Where").select_option(place)
        manager.writes("Address of the page or document", "https://notices.example/lantern", within=notices)
        manager.writes("First seen", "2022-01-03T10:00", within=notices)
        manager.presses("Record a notice")
        manager.reads("Recorded.")
    manager.presses("Publish")
    manager.reads("Published; the rules are frozen.")


def the_call_opens(walk: Walk) -> None:
    visitor = walk.desk("visitor")
    visitor.goes(f"{CALL}/")
    visitor.reads_not("Start an application")
    visitor.moves_to(OPENS)
    visitor.goes(f"{CALL}/")
    visitor.reads("Start an application")


def two_companies_write_an_application(walk: Walk) -> None:
    lead = walk.desk("lead")
    sign_up(lead, LEAD)
    lead.goes(f"{CALL}/apply/")
    lead.chooses("Country", "France")
    lead.writes("Number in the register of companies", "851 233 914")
    lead.writes("Legal name", "Lumen Nocturne SAS")
    lead.chooses("What it is", "small or medium-sized enterprise")
    lead.presses("Begin")
    walk.ours = lead.page.url.rstrip("/").rpartition("/")[2]
    describe_the_project_while_it_saves_itself(lead, walk.ours)
    answer_without_javascript(walk)
    bring_the_partner_in(lead, walk.ours)


def sign_up(desk: Desk, address: str) -> None:
    desk.goes("//account/signup/")
    desk.writes("Email", address)
    desk.page.get_by_label("Password", exact=False).first.fill(PHRASE)
    desk.page.locator("[name=password2]").fill(PHRASE)
    desk.presses("Sign Up")
    confirm_page = desk.page.url
    code = desk.mailed_code(address)
    desk.page.goto(confirm_page)
    desk.page.locator("[name=code]").fill(code)
    desk.presses("Confirm")


def describe_the_project_while_it_saves_itself(lead: Desk, ref: str) -> None:
    lead.goes(f"/applications/{ref}/part/the-project/")
    lead.writes("Title", "Light that follows the rescuer")
    lead.writes("Acronym", "LUMEN")
    lead.ticks("Prototype")
    lead.chooses("Challenge you answer", "1.1 See in the dark")
    expect(lead.page.locator("[data-save-status]")).to_have_attribute("data-state", "saved")
    lead.page.reload()
    assert lead.value_of("Title") == "Light that follows the rescuer"
    assert lead.value_of("Acronym") == "LUMEN"


def answer_without_javascript(walk: Walk) -> None:
    cookies = walk.desk("lead").page.context.storage_state()
    plain = Desk(walk.open_browser(java_script_enabled=False, storage_state=cookies), walk.served.url, SLUG)
    plain.goes(f"/applications/{walk.ours}/part/idea/")
    plain.writes("What is the idea?", "A lamp on the shoulder that looks where the rescuer looks.")
    plain.presses("Save")
    plain.reads("Saved.")
    assert plain.value_of("What is the idea?") == "A lamp on the shoulder that looks where the rescuer looks."


def bring_the_partner_in(lead: Desk, ref: str) -> None:
    lead.goes(f"/applications/{ref}/team/")
    lead.chooses("Country", "Germany")
    lead.writes("Number in the register of companies", "HRB 90210")
    lead.writes("Legal name", "Nocturne Optik GmbH")
    lead.chooses("What it is", "small or medium-sized enterprise")
    lead.writes("E-mail of the person who signs off for it", PARTNER)
    lead.writes("Whole cost of its work, in euro", "40000.00")
    lead.writes("Grant it asks for, in euro", "28000.00")
    lead.presses("Add to the team")
    lead.reads("Nocturne Optik GmbH is in the team.")
    lead.follows("Lumen Nocturne SAS")
    lead.writes("Whole cost of its work, in euro", "50000.00")
    lead.writes("Grant it asks for, in euro", "35000.00")
    lead.writes("E-mail of the person who signs off for it", LEAD)
    lead.presses("Save")


def both_sign_off(walk: Walk) -> None:
    lead, partner = walk.desk("lead"), walk.desk("partner")
    lead.goes(f"/applications/{walk.ours}/team/")
    lead.follows("Lumen Nocturne SAS")
    lead.writes("Your name", "Lena Lead")
    lead.presses("Sign off role and money")
    lead.follows("Nocturne Optik GmbH")
    lead.presses("Send the link for the sign-off")
    partner.goes(partner.mailed_link(PARTNER, "sign-off"))
    partner.reads("€28,000")
    partner.writes("Your name", "Petra Partner")
    partner.presses("Sign off")
    partner.reads("Petra Partner signed off for Nocturne Optik GmbH")


def the_lead_submits_and_reads_the_receipt(walk: Walk) -> None:
    lead = walk.desk("lead")
    lead.goes(f"/applications/{walk.ours}/submit/")
    lead.reads("Everything is there.")
    lead.ticks("I declare for the team")
    lead.presses("Submit the application")
    lead.reads("Sealed, unchanged since")
    lead.reads("This version counts.")
    walk.desk("manager").goes(f"{CALL}/applications/")
    walk.desk("manager").reads("Sealed until the call has closed")
    walk.desk("manager").reads_not("LUMEN")


def another_team_submits_and_the_call_closes(walk: Walk) -> None:
    walk.theirs = prepare(walk.served.installation, "another_team")["number"]
    walk.desk("visitor").moves_to(CLOSES)
    lead = walk.desk("lead")
    lead.goes(f"/applications/{walk.ours}/submit/")
    lead.reads("The deadline has passed; nothing can be submitted any more.")


def the_office_reads_and_clears_the_applications(walk: Walk) -> None:
    handler = walk.desk("handler")
    handler.goes(f"{CALL}/applications/")
    handler.reads("LUMEN")
    handler.goes(f"{CALL}/check/")
    handler.presses("Open the check")
    handler.presses("Look at these 2 and clear them")
    handler.reads("Exactly these 2 applications go to evaluation:")
    handler.looks_right()
    handler.presses("Clear these")
    handler.reads("2 applications are cleared.")


def the_manager_assigns_three_evaluators_each(walk: Walk) -> None:
    manager = walk.desk("manager")
    manager.goes(f"{CALL}/assignments/")
    manager.presses("Propose assignments")
    manager.reads("6 pairs are proposed.")
    manager.looks_right()
    manager.presses("Confirm 6 assignments")
    manager.reads("6 assignments are confirmed.")


def one_evaluator_declares_a_conflict_and_is_replaced(walk: Walk) -> None:
    conflicted = next(walk.desk(name) for name in EVALUATORS if has_to_declare(walk.desk(name)) == 2)
    conflicted.goes("/evaluation/")
    conflicted.follows("Declare")
    conflicted.reads_not("A lamp on the shoulder")
    conflicted.ticks("I am employed or contracted by an applicant")
    conflicted.presses("Declare")
    conflicted.reads("Thank you. You are recused; somebody else will read the application.")
    manager = walk.desk("manager")
    manager.goes(f"{CALL}/assignments/")
    manager.presses("Propose assignments")
    manager.presses("Confirm 1 assignment")


def has_to_declare(evaluator: Desk) -> int:
    evaluator.goes("/evaluation/")
    return evaluator.page.get_by_role("link", name="Declare", exact=True).count()


def every_evaluator_submits_their_reports(walk: Walk) -> None:
    written = sum(write_all_reports(walk.desk(name)) for name in EVALUATORS)
    assert written == 6
    manager = walk.desk("manager")
    manager.goes(f"{CALL}/reports/")
    manager.reads("6 of 6")


def write_all_reports(evaluator: Desk) -> int:
    for _ in range(has_to_declare(evaluator)):
        evaluator.follows("Declare")
        evaluator.ticks("None of them: I have no conflict of interest.")
        evaluator.presses("Declare")
        evaluator.reads("Thank you. The application is open to you now.")
    written = 0
    while (button := evaluator.page.get_by_role("button", name="Begin the report", exact=True)).count():
        with evaluator.page.expect_navigation():
            button.first.click()
        write_one_report(evaluator)
        written += 1
    return written


def write_one_report(evaluator: Desk) -> None:
    is_ours = evaluator.page.get_by_role("heading", level=1).text_content() == "Light that follows the rescuer"
    form = evaluator.page.locator("#report")
    for criterion in form.locator(".ev-criterion").all():
        criterion.get_by_label("4.5" if is_ours else "2.5", exact=True).check()
        criterion.get_by_label("Comment").fill("Well argued, and proven on a small scale.")
    evaluator.presses("Submit the report")
    evaluator.reads("Thank you: your report is submitted.")


def the_manager_computes_the_ranking(walk: Walk) -> None:
    manager = walk.desk("manager")
    manager.goes(f"{CALL}/ranking/")
    manager.presses("Compute")
    manager.reads("The ranking is computed and checked.")
    manager.reads("Within the budget")
    manager.reads("Below a threshold")


def the_coordinator_decides(walk: Walk) -> None:
    coordinator = walk.desk("coordinator")
    coordinator.goes(f"{CALL}/ranking/")
    coordinator.follows("Prepare the decision")
    coordinator.writes("Reason for the decision", "As the panel recommends; the money suffices.")
    coordinator.presses("Show what follows")
    coordinator.reads("€63,000")
    coordinator.looks_right()
    coordinator.presses("Take the award decision")
    coordinator.reads("Decided. Nothing is final before another person signs.")
    coordinator.reads("You took this decision; another person signs it.")


def another_person_signs(walk: Walk) -> None:
    signer = walk.desk("signer")
    signer.goes(f"{CALL}/decision/")
    signer.reads("€63,000")
    signer.writes("Your name, as it stands in your account", "Sven Signer")
    signer.looks_right()
    signer.presses("Sign the decision")
    signer.reads("Signed. The award decision stands; the money is reserved.")
    visitor = walk.desk("visitor")
    visitor.goes(f"{CALL}/results/")
    visitor.reads("Sign In")
    visitor.reads_not("LUMEN")


def the_coordinator_reads_the_letters_and_publishes(walk: Walk) -> None:
    coordinator = walk.desk("coordinator")
    coordinator.goes(f"{CALL}/results/")
    coordinator.follows("Look at the letters first")
    coordinator.reads("2 letters go out")
    coordinator.looks_right()
    coordinator.presses("Publish the results and send these letters")


def everybody_reads_the_results(walk: Walk) -> None:
    visitor = walk.desk("visitor")
    visitor.goes(f"{CALL}/")
    visitor.follows("See the results")
    visitor.reads("LUMEN – Light that follows the rescuer")
    visitor.reads("Lumen Nocturne SAS (France), Nocturne Optik GmbH (Germany)")
    visitor.reads("€63,000")
    visitor.reads_not(walk.theirs)
    lead = walk.desk("lead")
    lead.reads_mail(LEAD, "Your application is funded.")

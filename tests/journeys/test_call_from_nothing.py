"""A call that did not exist in the morning is published in the evening, without a file and without a developer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.installations import Served
from tests.journeys.desk import Desk, prepare

SLUG = "lantern"
DESIGN = "/calls/OC2/design"
PROPOSALS = ("instruments", "form", "evaluation", "text")
OPENS = "LANTERN: Second open call opens"


@pytest.fixture
def manager(served: Served, new_context: Callable[..., BrowserContext]) -> Desk:
    """The call manager of the small programme, at a browser."""
    desk = Desk(new_context(), served.url, SLUG)
    desk.enters(prepare(served.installation, "small_world")["manager"])
    return desk


def test_a_call_is_designed_from_nothing_and_published(
    manager: Desk, new_context: Callable[..., BrowserContext]
) -> None:
    """Each step on its own page, in the words that stand there."""
    eight_questions_make_a_draft(manager)
    two_questions_are_added_to_the_form(manager)
    rules_that_exclude_each_other_are_named(manager)
    a_criterion_gets_its_weight_and_its_words(manager)
    the_dry_run_fills_the_form(manager)
    what_the_platform_proposed_is_meant(manager)
    the_checklist_keeps_it_until_the_notices_stand(manager)
    the_rules_are_frozen(manager)
    visitor = Desk(new_context(viewport={"width": 390, "height": 844}), manager.url, SLUG)
    a_visitor_with_a_phone_reads_it_and_checks_a_team(visitor)


def eight_questions_make_a_draft(manager: Desk) -> None:
    manager.goes("/calls/")
    manager.follows("Begin a call")
    manager.follows("To the questions")
    manager.writes("Title of the call", "Second open call")
    manager.writes("Short code", "OC2")
    manager.ticks("1.1 See in the dark")
    manager.writes("Kind of support 1", "Demonstration")
    manager.writes("Most grant of one application for 1, in euro", "90000")
    manager.writes("Longest duration for 1, in months", "9")
    manager.writes("Part of the eligible cost that is paid, in %", "seventy")
    manager.writes("Money of the call, in euro", "150000")
    manager.writes("Opening", "2022-02-01T08:00")
    manager.writes("Deadline", "2022-05-03T17:00")
    manager.writes("Planned award decision", "2022-07")
    manager.writes("From at least so many countries", "2")
    manager.ticks("SME")
    manager.presses("Draft the call")
    manager.reads("Write a number from 1 to 100.")
    assert manager.value_of("Title of the call") == "Second open call"
    manager.writes("Part of the eligible cost that is paid, in %", "70")
    manager.presses("Draft the call")
    manager.reads("The call is drafted; nobody outside sees it.")


def two_questions_are_added_to_the_form(manager: Desk) -> None:
    add_question(manager, "What will you buy?", "Work and team", "a table of rows and columns, with sums")
    first, second = (manager.page.get_by_role("group", name=f"Columns {number}") for number in (1, 2))
    manager.writes("Heading", "Thing", within=first)
    manager.writes("Heading", "Price", within=second)
    manager.chooses("Takes", "an amount in euro", within=second)
    second.get_by_label("Show the sum").check()
    manager.presses("Save")
    manager.reads("Saved.")

    add_question(manager, "Which permits do you need?", "Responsibility and other funding", "a longer text")
    manager.opens("Choose the answers")
    manager.page.get_by_role("group", name="Does the project process personal data?").get_by_label("yes").check()
    manager.presses("Save")
    manager.reads("Saved.")
    manager.goes("/calls/OC2/preview/applicant/")
    manager.reads("What will you buy?")
    manager.looks_right()


def add_question(manager: Desk, question: str, section: str, answered_by: str) -> None:
    manager.goes(f"{DESIGN}/form/")
    manager.follows("Add a question")
    manager.writes("Question", question)
    manager.chooses("In the section", section)
    manager.chooses("Answered by", answered_by)
    manager.presses("Add")
    manager.reads("Added; now say the rest about it.")


def rules_that_exclude_each_other_are_named(manager: Desk) -> None:
    manager.goes(f"{DESIGN}/eligibility/")
    manager.follows("Add a rule")
    manager.ticks("At most so many members")
    manager.presses("Add")
    manager.writes("At most", "1")
    manager.writes("The rule in words", "")
    manager.presses("Save")
    manager.goes(f"{DESIGN}/")
    manager.reads("1 member is fewer than 2.")
    manager.goes(f"{DESIGN}/eligibility/of/members_at_most/")
    manager.writes("At most", "4")
    manager.writes("The rule in words", "")
    manager.presses("Save")
    manager.reads("Nothing here keeps the call from being published.")


def a_criterion_gets_its_weight_and_its_words(manager: Desk) -> None:
    manager.goes(f"{DESIGN}/criteria/")
    manager.follows("Impact")
    manager.writes("Weight", "one and a half")
    manager.presses("Save")
    manager.writes("Weight", "1.5")
    manager.presses("Save")
    manager.reads("Weight 1.5")
    manager.goes("/calls/OC2/preview/evaluator/")
    manager.reads("Impact")


def the_dry_run_fills_the_form(manager: Desk) -> None:
    manager.goes("/calls/OC2/dry-run/")
    manager.writes("Applications", "40")
    manager.presses("Run")
    manager.reads("Of 40 applications,")
    manager.reads("The team has at most 4 members.")


def what_the_platform_proposed_is_meant(manager: Desk) -> None:
    for part in PROPOSALS:
        manager.goes(f"{DESIGN}/{part}/")
        manager.presses("We mean it as it stands")
    manager.goes(f"{DESIGN}/")
    manager.reads("10 of 10")


def the_checklist_keeps_it_until_the_notices_stand(manager: Desk) -> None:
    manager.goes("/calls/OC2/manage/")
    manager.reads("2 lines of the checklist are not met.")
    for place in ("portal", "own_site"):
        notices = manager.panel("Notices of publication")
        notices.get_by_label("Where").select_option(place)
        manager.writes("Address of the page or document", "https://notices.example/second", within=notices)
        manager.writes("First seen", "2022-01-03T10:00", within=notices)
        manager.presses("Record a notice")
        manager.reads("Recorded.")


def the_rules_are_frozen(manager: Desk) -> None:
    manager.presses("Publish")
    manager.reads("Published; the rules are frozen.")
    manager.goes(f"{DESIGN}/criteria/")
    assert manager.page.get_by_role("button", name="Save", exact=True).filter(visible=True).first.is_disabled()


def a_visitor_with_a_phone_reads_it_and_checks_a_team(visitor: Desk) -> None:
    visitor.goes("/calls/OC2/")
    visitor.reads("Second open call")
    visitor.reads("The members come from at least 2 countries.")
    visitor.looks_right()
    visitor.moves_to(OPENS)
    visitor.goes("/calls/OC2/")
    visitor.reads("Start an application")

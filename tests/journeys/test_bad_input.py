"""What goes wrong when people type: a sentence at its place, the right status, and nothing typed is lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.installations import Installations, Served, serving
from tests.journeys.desk import Desk, prepare

SLUG, CALL = "lantern", "/calls/OC1"
SESSION = "securit"
FIVE_AT_ONCE = """async () => {
  const body = new FormData(document.querySelector("main form"));
  body.set("declared", "yes");
  const answers = Array.from({ length: 5 }, () => fetch(location.href, { method: "POST", body }));
  return (await Promise.all(answers)).map((answer) => answer.status);
}"""


#: Counts texts with the module of the page, whatever its address is.
COUNTED_IN_THE_BROWSER = """async (texts) => {
  const counter = await import(document.querySelector("script[src*='kit/js/counter']").src);
  return texts.map((text) => [
    text, counter.countWords(text), counter.countCharacters(text), counter.countCharacters(text, true),
  ]);
}"""
COUNTING = Path(__file__).parents[1] / "machinery" / "forms" / "counting.json"


@pytest.fixture(scope="module")
def open_call(installations: Installations) -> Iterator[tuple[Served, dict[str, str]]]:
    """The small programme with its call open, served; and who and what is in it."""
    with installations.copy(demo=True) as made:
        people = prepare(made, "open_call")
        with serving(made) as served:
            yield served, people


@pytest.fixture
def people(open_call: tuple[Served, dict[str, str]]) -> dict[str, str]:
    """Who and what is there, by name: refs."""
    return open_call[1]


@pytest.fixture
def sit_down(
    open_call: tuple[Served, dict[str, str]], new_context: Callable[..., BrowserContext]
) -> Callable[..., Desk]:
    """``sit_down(name)``: the browser of that person; options are Playwright's."""

    def sit(name: str, **options: Any) -> Desk:
        served, people = open_call
        desk = Desk(new_context(**options), served.url, SLUG)
        desk.enters(people[name])
        return desk

    return sit


@pytest.fixture
def writer(sit_down: Callable[..., Desk]) -> Desk:
    """The person who writes the draft."""
    return sit_down("writer")


def test_a_grant_above_the_ceiling_is_refused_at_its_field(writer: Desk, people: dict[str, str]) -> None:
    """61,000 for one SME, where one recipient may receive 60,000."""
    writer.goes(f"/applications/{people['draft']}/team/")
    writer.page.locator("table a").first.click()
    writer.writes("Grant it asks for, in euro", "61000")
    assert writer.presses_and_gets("Save") == 422
    assert error_at(writer, "grant") == "This member asks for €61,000; one member may receive at most €60,000."
    assert writer.value_of("Grant it asks for, in euro") == "61000"
    writer.looks_right()


def test_a_company_that_is_in_the_team_already_is_refused(writer: Desk, people: dict[str, str]) -> None:
    """The same SME a second time, found by its register number."""
    describe_company(writer, people, number=people["partner"])
    assert writer.presses_and_gets("Add to the team") == 422
    assert "is in the team already. An organisation takes part once" in error_at(writer, "register_number")
    assert writer.value_of("Legal name") == "Nova Sensoren GmbH"


def test_a_country_that_does_not_exist_is_refused(writer: Desk, people: dict[str, str]) -> None:
    """Sent past the list of the page, as a script would."""
    describe_company(writer, people, number="HRB 1")
    writer.page.locator("#id_country").evaluate("list => { list.selectedOptions[0].value = 'XX'; }")
    assert writer.presses_and_gets("Add to the team") == 422
    assert error_at(writer, "country") == "“XX” is not a country."
    assert writer.value_of("Legal name") == "Nova Sensoren GmbH"


def describe_company(writer: Desk, people: dict[str, str], *, number: str) -> None:
    writer.goes(f"/applications/{people['draft']}/team/")
    writer.chooses("Country", "Germany")
    writer.writes("Number in the register of companies", number)
    writer.writes("Legal name", "Nova Sensoren GmbH")
    writer.chooses("What it is", "small or medium-sized enterprise")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.4\n" + b"0" * (2 * 1024 * 1024), "“plan.pdf” has 2.1 MiB; at most 1 are allowed."),
        (
            b"A letter that calls itself a PDF.",
            "By its content this is a file of the kind “CSV table”. Accepted here: PDF.",
        ),
    ],
    ids=["too large", "wrong kind"],
)
def test_a_file_too_large_or_of_the_wrong_kind_is_refused(
    writer: Desk, people: dict[str, str], tmp_path: Path, content: bytes, sentence: str
) -> None:
    """The field takes a PDF of at most 1 MiB; what else was typed is saved."""
    file = tmp_path / "plan.pdf"
    file.write_bytes(content)
    writer.goes(f"/applications/{people['draft']}/part/papers/")
    writer.page.locator("input[type=file]").set_input_files(file)
    assert writer.presses_and_gets("Save") == 422
    assert error_at(writer, "plan") == sentence


def test_two_tabs_with_the_same_form_lose_nothing(writer: Desk, people: dict[str, str]) -> None:
    """The second to save sees both texts, and decides."""
    part = f"/applications/{people['draft']}/part/idea/"
    writer.goes(part)
    other = Desk(writer.page.context, writer.url, SLUG)
    other.goes(part)
    writer.writes("What is the idea?", "The first text.")
    writer.presses("Save")
    other.writes("What is the idea?", "The second text.")
    assert other.presses_and_gets("Save") == 409
    texts = other.page.locator(".k-conflict pre")
    assert texts.all_text_contents() == ["The second text.", "The first text."]
    other.looks_right()
    assert other.value_of("What is the idea?") == "The second text."
    other.presses("Save what stands in the form now")
    other.reads("Saved.")


def test_autosave_in_a_stale_tab_shows_both_texts(writer: Desk, people: dict[str, str]) -> None:
    """The same without pressing anything."""
    part = f"/applications/{people['draft']}/part/idea/"
    other = Desk(writer.page.context, writer.url, SLUG)
    other.goes(part)
    writer.goes(part)
    writer.writes("What is the idea?", "Saved by the first tab.")
    writer.presses("Save")
    other.writes("What is the idea?", "Typed in the second tab.")
    expect(other.page.locator("[data-save-status]")).to_have_attribute("data-state", "conflict")
    texts = other.page.locator(".k-conflict pre")
    assert texts.all_text_contents() == ["Typed in the second tab.", "Saved by the first tab."]
    other.looks_right()


def test_a_session_that_ends_while_typing_keeps_the_text(writer: Desk, people: dict[str, str]) -> None:
    """On the page of the answer, and in the form when one comes back."""
    part = f"/applications/{people['draft']}/part/idea/"
    writer.goes(part)
    writer.page.context.clear_cookies(name=SESSION)
    writer.writes("What is the idea?", "Written for an hour.")
    expect(writer.page.locator("[data-save-status]")).to_have_attribute("data-state", "signed-out")
    assert writer.presses_and_gets("Save") == 401
    writer.reads("Your session ended while you were typing")
    writer.reads("Written for an hour.")
    writer.looks_right()
    writer.enters(people["writer"])
    writer.goes(part)
    writer.page.get_by_role("button", name="Put it back").click()
    assert writer.value_of("What is the idea?") == "Written for an hour."


def test_the_browser_counts_as_the_server_does(writer: Desk, people: dict[str, str]) -> None:
    """Hyphens, emoji, combining marks, hard spaces, line ends: the same table of texts as the server's own test."""
    writer.goes(f"/applications/{people['draft']}/part/idea/")
    vectors = json.loads(COUNTING.read_text(encoding="utf-8"))["vectors"]
    assert writer.page.evaluate(COUNTED_IN_THE_BROWSER, [text for text, *_counts in vectors]) == vectors


def test_a_form_posted_five_times_at_once_makes_one_version(
    writer: Desk, people: dict[str, str], open_call: tuple[Served, dict[str, str]]
) -> None:
    """Five submissions from one page are one act, and all five see its receipt."""
    writer.goes(f"/applications/{people['draft']}/submit/")
    assert writer.page.evaluate(FIVE_AT_ONCE) == [200] * 5
    assert prepare(open_call[0].installation, "versions", people["draft"]) == {"count": "1"}


def test_a_guessed_address_is_not_found(writer: Desk, people: dict[str, str]) -> None:
    """Neither an object of another programme under this one's address, nor another team's draft."""
    writer.goes(f"/applications/{people['foreign']}/", status=404)
    writer.goes(f"/applications/{people['others']}/", status=404)
    writer.goes(f"//p/beta/applications/{people['foreign']}/")


def test_a_corrigendum_cannot_shorten_the_call(sit_down: Callable[..., Desk]) -> None:
    """An earlier deadline, with its reason, is refused at the field and both stay typed."""
    manager = sit_down("manager")
    manager.goes(f"{CALL}/manage/")
    manager.opens("Change the published call")
    panel = manager.panel("Corrigendum")
    panel.locator("[name=deadline_at]").fill("2022-01-02T17:00")
    panel.locator("[name=reason]").fill("We are in a hurry.")
    assert manager.presses_and_gets("Publish the corrigendum") == 422
    assert error_at(manager, "deadline_at") == (
        "The new deadline is earlier than the published one; a published call is never shortened. "
        "Choose a later moment."
    )
    assert panel.locator("[name=deadline_at]").input_value() == "2022-01-02T17:00"
    assert panel.locator("[name=reason]").input_value() == "We are in a hurry."
    manager.looks_right()


def error_at(desk: Desk, field: str) -> str:
    """The sentence at a field."""
    place = desk.page.locator(".k-field-invalid", has=desk.page.locator(f"[name={field}]"))
    return (place.locator(".k-field-error").text_content() or "").strip()

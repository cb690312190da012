"""Designing a call on pages: parts, things with a page each, rows without JavaScript, and mistakes at their place."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from securit.kernel import clock
from securit.stages.applications.models import Application
from securit.stages.calls.design import items, parts
from securit.stages.calls.models import Call
from securit.stages.calls.public import open_due_calls
from tests.stages.calls import situations
from tests.worlds import BEFORE, WHILE_OPEN, a_person, an_applicant, fresh, signed_in

pytestmark = pytest.mark.django_db

CALLS = "/p/alpha/calls/"
DESIGN = f"{CALLS}OC1/design/"
DESIGN_QUERIES = 11

#: The eight questions, answered as a person would type them.
QUESTIONS = {
    "title": "Vouchers for cities",
    "code": "V1",
    "challenges": ["1.1", "1.10"],
    "support_1": "Prototype",
    "grant_1": "50.000",
    "months_1": "9",
    "rate": "70 %",
    "activities": "Prototyping\nTests with users",
    "budget": "150 000",
    "grant_per_member": "40000",
    "opens_at": "2022-01-20T09:00",
    "deadline_at": "2022-04-15T17:00",
    "planned_decision_on": "2022-07",
    "members_least": "2",
    "members_most": "4",
    "countries_least": "2",
    "kinds": ["sme"],
    "country_list": "member_states",
    "criteria": "weighted",
    "evaluators": "3",
    "languages": ["en"],
}


@pytest.fixture(autouse=True)
def _now(settings: Any) -> None:
    situations.stand_at(settings, BEFORE)


@pytest.fixture
def call() -> Call:
    return situations.a_drafted_call()


@pytest.fixture
def manager(client: Client, call: Call) -> Client:
    return signed_in(client, a_person(roles={call.programme: ["call_manager"]}))


def typed(client: Client, url: str, **changes: Any) -> dict[str, Any]:
    """What the page's form sends with these fields typed anew and nothing else touched."""
    form = client.get(url).context["form"]
    sent = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in {**sent, **changes}.items() if value not in (None, False)}


def said(answer: Any) -> list[str]:
    """What is wrong, as the page says it: above the form and at its fields."""
    form = answer.context["form"]
    return [str(sentence) for sentences in form.errors.values() for sentence in sentences]


def test_a_call_is_designed_from_nothing_published_and_applied_to(client: Client, call: Call) -> None:
    manager = signed_in(client, a_person(roles={call.programme: ["programme_manager"]}))
    assert "Begin a call" in manager.get(CALLS).content.decode()
    drafted = manager.post(f"{CALLS}draft/questions/", QUESTIONS)
    assert drafted.url == f"{CALLS}V1/design/"
    unread = [card["part"].code for card in manager.get(drafted.url).context["cards"] if card["tone"] == "warning"]
    assert unread == ["instruments", "form", "evaluation", "text"]

    added = manager.post(f"{CALLS}V1/design/questions/add/", {
        "title": "Who uses it?", "section": "idea", "type": "choice", "version": fresh_version("V1"),
    })  # fmt: skip
    answers = {"options-0-label": "A city", "options-1-label": "A region", "required": "on"}
    manager.post(added.url, typed(manager, added.url, **answers))
    for part in unread:
        url = f"{CALLS}V1/design/{part}/confirm/"
        assert manager.post(url, {"version": fresh_version("V1")}).status_code == 302
    assert manager.get(drafted.url).context["all_met"]
    assert "Who uses it?" in manager.get(f"{CALLS}V1/preview/applicant/").content.decode()
    assert "Excellent: any shortcoming is minor." in manager.get(f"{CALLS}V1/preview/evaluator/").content.decode()

    assert manager.post(f"{CALLS}V1/publish/").status_code == 302
    open_due_calls(WHILE_OPEN)
    clock.set_now(WHILE_OPEN)
    user, organisation = an_applicant()
    begun = signed_in(Client(), user).post(f"{CALLS}V1/apply/", {"lead": organisation.ref})
    assert (begun.status_code, Application.objects.get(call__code="V1").state) == (302, "drafted")


def fresh_version(code: str) -> int:
    return Call.objects.get(code=code).version


def test_every_page_of_the_design_gives_back_what_it_shows(manager: Client, call: Call) -> None:
    pages = [part.code for part in parts.PARTS if part.code not in ("instruments", "eligibility", "form")]
    for kind in items.KINDS:
        pages += [f"{kind}/of/{item['code']}" for item in items.listed(kind, call.definition)]
    found = {page: manager.post(url, typed(manager, url)).status_code for page in pages if (url := f"{DESIGN}{page}/")}

    assert found == dict.fromkeys(pages, 302)
    assert (fresh(call).version, fresh(call).definition) == (call.version, call.definition)


def test_rows_are_added_moved_and_taken_out_before_anything_is_saved(manager: Client, call: Call) -> None:
    url = f"{DESIGN}instruments/of/prototype/"

    def titles(page: Any) -> list[str]:
        (table,) = [part for part in page.context["form"].parts() if part.count]
        return [row.fields[0].value() for row in table.rows]

    more = manager.post(url, typed(manager, url, title="A longer name", do="add:payment_plan"))
    assert (titles(more), more.context["form"]["title"].value()) == (
        ["At the start", "At the end", ""],
        "A longer name",
    )
    again = {bound.html_name: bound.value() or "" for bound in more.context["form"]}
    third = {"payment_plan-2-title": "In the middle", "payment_plan-2-share": "20", "payment_plan-1-share": "40"}
    moved = manager.post(url, {**again, **third, "do": "up:payment_plan:2"})
    assert (titles(moved), fresh(call).version) == (["At the start", "In the middle", "At the end"], call.version)

    saved = manager.post(url, {bound.html_name: bound.value() or "" for bound in moved.context["form"]})
    plan = fresh(call).terms.instrument("prototype").payment_plan
    assert saved.status_code == 302
    assert [(part.code, str(part.share)) for part in plan] == [("P1", "0.4"), ("in_the_middle", "0.2"), ("P2", "0.4")]


def test_a_mistake_stands_at_its_field_and_nothing_typed_is_lost(manager: Client, call: Call) -> None:
    url = f"{DESIGN}evaluation/"
    bad = {"max_load": "many", "tie_breaks-1-title": "x" * 301, "redress_days": "14"}
    answer = manager.post(url, typed(manager, url, **bad))
    form = answer.context["form"]

    assert (answer.status_code, {name: list(found) for name, found in form.errors.items()}) == (
        422, {"tie_breaks-1-title": ["Ensure this value has at most 300 characters (it has 301)."]},
    )  # fmt: skip
    answer = manager.post(url, {**typed(manager, url, **bad), "tie_breaks-1-title": "The earlier one"})
    form = answer.context["form"]
    assert {name: list(found) for name, found in form.errors.items()} == {"max_load": ["“many” is not a whole number."]}
    assert [form[name].value() for name in bad] == ["many", "The earlier one", "14"]


def test_what_does_not_fit_together_is_saved_and_said_beside_its_part(manager: Client, call: Call) -> None:
    url = f"{DESIGN}money/"
    manager.post(url, typed(manager, url, budget="50000"))
    page = manager.get(f"{DESIGN}instruments/of/prototype/")

    said_there = "€74,000 for one grant is above the call's budget €50,000."
    assert page.context["clashes"] == [{"sentence": said_there, "anchor": "SheetForm_max_grant"}]
    assert said_there in manager.get(f"{DESIGN}instruments/").content.decode().replace("&#x27;", "'")
    assert [card["part"].code for card in manager.get(DESIGN).context["cards"] if card["tone"] == "danger"] == [
        "instruments"
    ]


def test_whoever_was_slower_reads_what_stands_there_now_and_decides(manager: Client, call: Call) -> None:
    url = f"{DESIGN}about/"
    slow = typed(manager, url, title="The slow title")
    manager.post(url, typed(manager, url, title="The quick title"))
    answer = manager.post(url, slow)
    form = answer.context["form"]

    assert (answer.status_code, form["title"].help_text) == (409, "It now reads: The quick title")
    second = {bound.html_name: bound.value() or "" for bound in form}
    assert (manager.post(url, second).status_code, fresh(call).title) == (302, "The slow title")


def test_a_question_that_another_one_looks_back_at_is_not_taken_out(manager: Client, call: Call) -> None:
    url = f"{DESIGN}questions/add/"
    for title, kind in (("Green?", "yes_no"), ("Why?", "long_text")):
        sent = typed(manager, url, title=title, section="idea", type=kind)
        page = manager.post(url, sent).url
    manager.post(page, typed(manager, page, show_if__green="yes"))
    arrange = {"do": "remove:green", "version": fresh(call).version}
    refused = manager.post(f"{DESIGN}questions/arrange/", arrange)

    assert (refused.status_code, "There is no earlier field “green”" in refused.content.decode()) == (422, True)
    asked = [(field.code, bool(field.show_if)) for field in fresh(call).terms.form.fields]  # type: ignore[union-attr]
    assert asked == [("abstract", False), ("green", False), ("why", True), ("plan", False)]


def test_a_rule_never_tests_something_else_than_its_own_words_say(manager: Client, call: Call) -> None:
    url = f"{DESIGN}eligibility/of/TEAM-1/"
    words = "What is tested changes, and these words do not: say it anew, or leave them empty."
    negative = manager.post(url, typed(manager, url, at_least="-3")).context["form"]
    assert dict(negative.errors) == {"at_least": ["Write a whole number, such as 2."]}
    assert said(manager.post(url, typed(manager, url, at_least="3"))) == [words]

    manager.post(url, typed(manager, url, at_least="3", says=""))
    rule = fresh(call).terms.eligibility[0]
    assert (rule.code, rule.says) == ("TEAM-1", "The team has at least 3 of this kind: SME.")


def test_challenges_of_the_call_follow_its_design(manager: Client, call: Call) -> None:
    url = f"{DESIGN}about/"
    manager.post(url, typed(manager, url, challenges=["1.10", "2.1"]))

    assert sorted(call.addressed.values_list("challenge__number", flat=True)) == ["1.10", "2.1"]


def test_a_copy_begins_with_everything_but_the_dates(manager: Client, call: Call) -> None:
    url = f"{CALLS}draft/new/"
    dates = {"call": "OC1", "opens_at": "2023-02-01T09:00", "deadline_at": "2023-05-15T17:00"}
    copied = manager.post(url, typed(manager, url, title="Second", code="OC2", budget="200 000", **dates))
    assert copied.url == f"{CALLS}OC2/design/"
    new = Call.objects.get(code="OC2").terms
    assert (new.form, new.criteria, new.planned_decision_on) == (call.terms.form, call.terms.criteria, "")

    taken = manager.post(url, typed(manager, url, title="Third", code="OC2", budget="1", **dates))
    assert (taken.status_code, said(taken)) == (422, ["There is already a call OC2."])


def test_readers_see_the_design_and_change_nothing(call: Call, manager: Client) -> None:
    observer = signed_in(Client(), a_person(roles={call.programme: ["observer"]}))
    sent = typed(manager, f"{DESIGN}dates/")
    answers = [observer.get(DESIGN), observer.get(f"{DESIGN}dates/"), observer.post(f"{DESIGN}dates/", sent)]
    answers += [observer.get(f"{DESIGN}eligibility/add/"), observer.get(f"{CALLS}draft/new/")]

    assert [answer.status_code for answer in answers] == [200, 200, 403, 403, 403]


def test_a_published_call_is_not_designed_any_more(manager: Client, call: Call) -> None:
    url = f"{DESIGN}about/"
    sent = typed(manager, url, title="Another title")
    manager.post(f"{CALLS}OC1/publish/")
    answer = manager.post(url, {**sent, "version": fresh(call).version})

    assert (answer.status_code, "not possible while this is “published”" in answer.content.decode()) == (409, True)


def test_the_design_asks_the_database_as_often_for_one_rule_as_for_three(
    manager: Client, call: Call, django_assert_num_queries: Any
) -> None:
    for rules in (2, 4):
        for url in (DESIGN, f"{DESIGN}eligibility/"):
            manager.get(url)
            with django_assert_num_queries(DESIGN_QUERIES):
                assert manager.get(url).status_code == 200
        assert len(fresh(call).terms.eligibility) == rules
        for rule in ("members_at_least", "members_at_most"):
            manager.post(f"{DESIGN}eligibility/add/", {"rule": rule, "version": fresh(call).version})


def test_a_table_is_designed_column_by_column(manager: Client, call: Call) -> None:
    added = manager.post(
        f"{DESIGN}questions/add/",
        {"title": "What do you buy?", "section": "idea", "type": "table", "version": fresh(call).version},
    )
    more = manager.post(added.url, {**typed(manager, added.url, label="What will you buy?"), "do": "add:columns"})
    row = {bound.html_name: bound.value() for bound in more.context["form"]}
    assert (row["label"], row["columns-rows"]) == ("What will you buy?", 3)
    sent = {name: value for name, value in row.items() if value not in (None, False)}
    column = {"columns-2-label": "Kind", "columns-2-type": "choice", "columns-2-at_most": "3"}
    refused = manager.post(added.url, {**sent, **column})
    assert refused.status_code == 422
    assert refused.context["form"].errors == {
        "columns-2-options": ["“Answers to choose from” needs at least one entry."],
        "columns-2-at_most": ["This cannot be said of this type; leave it empty."],
    }
    good = {**sent, **column, "columns-2-at_most": "", "columns-2-options": "Staff\nTravel"}
    assert manager.post(added.url, good).status_code == 302
    table = fresh(call).terms.form.field("what_do_you_buy")  # type: ignore[union-attr]
    assert [(each.code, each.option_codes, each.total) for each in table.columns] == [
        ("item", (), False), ("amount", (), True), ("kind", ("staff", "travel"), False),
    ]  # fmt: skip
    assert "What will you buy?" in manager.get(f"{CALLS}OC1/preview/applicant/").content.decode()


def test_the_ethics_section_comes_with_one_press_and_its_rules(manager: Client, call: Call) -> None:
    assert manager.get(f"{DESIGN}form/").context["ready_made"]
    before = fresh(call)
    press = {"ready": "ethics", "version": before.version, "intent": "press-1"}
    assert manager.post(f"{DESIGN}sections/add/", press).url == f"{DESIGN}sections/of/ethics/"
    now = fresh(call)
    assert now.terms.form.sections[-1].code == "ethics"  # type: ignore[union-attr]
    assert len(now.terms.eligibility) == len(before.terms.eligibility) + 5
    assert not manager.get(f"{DESIGN}form/").context["ready_made"]
    again = manager.post(f"{DESIGN}sections/add/", {**press, "version": now.version, "intent": "press-2"})
    assert (again.status_code, said(again)) == (422, ["The form asks about ethics already."])

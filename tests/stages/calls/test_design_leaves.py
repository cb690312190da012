"""The leaf files of a call's design: rules that can be picked, things in lists, first proposals, typed text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from securit.machinery.rules import parse_rules
from securit.machinery.shape import Reader
from securit.programmes.definition import CallDefinition, ProgrammeDefinition, parse
from securit.programmes.definition.call_checks import call_contradictions
from securit.programmes.definition.findings import Findings
from securit.programmes.definition.schema import Context
from securit.stages.calls.definition_changes import CannotChangeCall
from securit.stages.calls.design import items, rule_kinds, starters
from securit.stages.calls.design.beginnings import Answers, Support, begun, copied
from securit.stages.calls.design.codes import code_of
from securit.stages.calls.design.entries import Entry, Item, Kind, shown, stored
from securit.stages.calls.design.generated import left_behind, rate_in_percent, renewed, unsaid
from tests.worlds import small_programme

PARIS = ZoneInfo("Europe/Paris")
SHIPPED = sorted((Path(__file__).parents[3] / "demo" / "programmes").glob("*.yaml"))


@pytest.fixture
def programme() -> ProgrammeDefinition:
    return small_programme()


@pytest.fixture
def call(programme: ProgrammeDefinition) -> Item:
    return programme.calls[0].to_data()


def read(data: Item, programme: ProgrammeDefinition) -> CallDefinition:
    """The definition in the data, which has to be sound."""
    reader = Reader.of(data)
    terms = CallDefinition.from_reader(reader, Context(programme.lists))
    assert reader.problems == []
    return terms


def clashes(terms: CallDefinition, programme: ProgrammeDefinition) -> list[str]:
    found = Findings()
    call_contradictions(programme, terms, (), found)
    return [problem.sentence for problem in found.problems]


def answers(**changes: Any) -> Answers:
    found = Answers(
        code="V1", title="Vouchers", challenges=("1.1",), supports=(Support("Prototype", 50_000_00, 9),), rate="0.7",
        activities=("Prototyping",), budget_cents=150_000_00, member_cents=None,
        opens_at=datetime(2022, 2, 1, 9, tzinfo=UTC), deadline_at=datetime(2022, 5, 2, 15, tzinfo=UTC),
        planned_decision_on="", members_least=1, members_most=0, countries_least=2, kinds=(), country_list="",
        criteria="three", evaluators=3, languages=("en",),
    )  # fmt: skip
    return replace(found, **changes)


@pytest.mark.parametrize("preset", [code for code, _words in starters.CRITERIA])
def test_eight_answers_make_a_call_whose_parts_agree(programme: ProgrammeDefinition, preset: str) -> None:
    terms = read(begun(answers(criteria=preset), programme), programme)

    assert clashes(terms, programme) == []


def test_the_least_said_and_the_most_said_make_a_call(programme: ProgrammeDefinition) -> None:
    short = answers(challenges=(), countries_least=1)
    three = tuple(Support(f"Kind {number}", 10_000_00, 3) for number in (1, 2, 3))
    whole = answers(
        supports=three, members_least=2, members_most=5, kinds=("sme", "research"), country_list="member_states",
        member_cents=40_000_00,
    )  # fmt: skip
    rules = [[rule.code for rule in read(begun(said, programme), programme).eligibility] for said in (short, whole)]

    assert rules == [
        ["team_grant_of", "signed_off"],
        [
            "members_at_least", "members_at_most", "countries_at_least", "every_kind", "every_country", "member_grant",
            "team_grant_of", "team_grant_of_2", "team_grant_of_3", "challenges", "signed_off",
        ],
    ]  # fmt: skip


def test_a_european_dimension_that_nobody_stated_is_not_made_up(programme: ProgrammeDefinition) -> None:
    assert begun(answers(countries_least=1), programme)["text"]["european_dimension"] == ""


def test_a_copy_has_dates_of_its_own_and_asks_to_read_the_text_again(
    programme: ProgrammeDefinition, call: Item
) -> None:
    said = answers()
    old = {**call, "mode": "cut_offs", "cut_offs": [call["deadline_at"]], "source": "S1"}
    new = copied(
        old, code="OC2", title="Second", opens_at=said.opens_at, deadline_at=said.deadline_at, budget_cents=100_00
    )
    terms = read(new, programme)

    assert (terms.cut_offs, terms.planned_decision_on, terms.source, terms.criteria) == (
        (said.deadline_at,), "", "", programme.calls[0].criteria,
    )  # fmt: skip
    assert ("dates" in terms.illustrative, "text" in terms.illustrative) == (False, True)


@pytest.mark.parametrize("kind", rule_kinds.RULE_KINDS, ids=lambda kind: kind.code)
def test_a_rule_that_was_picked_is_read_back_as_what_it_is(
    programme: ProgrammeDefinition, call: Item, kind: rule_kinds.RuleKind
) -> None:
    call["form"]["sections"][0]["fields"] += [
        {"code": "trl", "type": "whole_number", "label": "TRL"}, {"code": "green", "type": "yes_no", "label": "Green?"},
    ]  # fmt: skip
    values = rule_kinds.start_of(kind, call, programme)
    rule = {"code": "R", "says": "x", "test": kind.test_with(values)}
    (stored_rule,) = parse_rules([rule], lists=programme.lists)

    assert rule_kinds.kind_of(stored_rule.to_data()["test"]) == (kind, values)
    assert "%" not in kind.sentence(values, rule_kinds.entries_of(kind, call, programme))


@pytest.mark.parametrize(("number", "sentence"), [("1", "at most 1 member."), ("5", "at most 5 members.")])
def test_a_rule_speaks_of_one_member_or_of_several(
    programme: ProgrammeDefinition, call: Item, number: str, sentence: str
) -> None:
    kind = rule_kinds.BY_CODE["members_at_most"]
    entries = rule_kinds.entries_of(kind, call, programme)
    assert kind.sentence({"at_most": number}, entries) == f"The team has {sentence}"


def test_most_rules_of_the_shipped_programmes_are_edited_with_their_numbers() -> None:
    rules = [rule for path in SHIPPED for call in parse(path.read_text()).calls for rule in call.eligibility]
    known = [rule.code for rule in rules if rule_kinds.kind_of(rule.to_data()["test"])]

    assert (len(known), len(rules)) == (23, 37)


def test_a_rule_of_another_shape_keeps_its_test_whatever_its_words(programme: ProgrammeDefinition, call: Item) -> None:
    test = {"all_of": [{"value": "instrument", "present": "true"}]}
    call["eligibility"].append({"code": "OWN-1", "says": "Old words.", "test": test, "severity": "blocking"})
    typed = {"code": "OWN-1", "says": "New words.", "remedy": "", "severity": "advisory"}
    changes, path = items.changed_item("eligibility", call, programme, "OWN-1", typed)

    assert (path, changes["eligibility"][-1]["test"], changes["eligibility"][-1]["says"]) == (
        ("eligibility", 2), test, "New words.",
    )  # fmt: skip


def test_a_number_of_a_rule_changes_the_sentence_that_the_platform_made(
    programme: ProgrammeDefinition, call: Item
) -> None:
    changes, code = items.added_item("eligibility", call, programme, {"rule": "countries_at_least"})
    begun_call = {**call, **changes}
    item = items.item_of("eligibility", begun_call, code)
    typed = {**items.laid_out("eligibility", begun_call, programme, item), "at_least": "3"}
    changes, _path = items.changed_item("eligibility", begun_call, programme, code, typed)

    assert changes["eligibility"][-1]["says"] == "The members come from at least 3 countries."


def test_a_question_moves_through_the_sections_and_stays_at_the_ends(call: Item) -> None:
    def order(definition: Item) -> list[list[str]]:
        return [[field["code"] for field in section["fields"]] for section in definition["form"]["sections"]]

    call["form"]["sections"][0]["fields"].append({"code": "why", "type": "text", "label": "Why?"})
    down = {**call, **items.moved_item("questions", call, "why", 1)}
    back = {**down, **items.moved_item("questions", down, "why", -1)}

    assert [order(call), order(down), order(back)] == [
        [["abstract", "why"], ["plan"]], [["abstract"], ["why", "plan"]], [["abstract", "why"], ["plan"]],
    ]  # fmt: skip
    assert order({**call, **items.moved_item("questions", call, "plan", 1)}) == order(call)


def test_the_last_of_its_kind_is_not_taken_out(call: Item) -> None:
    refused = []
    for kind, code in (("instruments", "prototype"), ("questions", "abstract")):
        with pytest.raises(CannotChangeCall) as refusal:
            items.removed_item(kind, call, code)
        refused.append(refusal.value.code)
    with pytest.raises(CannotChangeCall):
        items.moved_item("questions", call, "abstract", 1)

    without = {**call, **items.removed_item("sections", call, "idea")}
    assert (refused, items.removed_item("sections", without, "papers")) == (["last_one", "last_one"], {"form": ""})


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (Kind.AMOUNT, "20.000,50", "20000.50"),
        (Kind.AMOUNT, "much", "much"),
        (Kind.PERCENT, "12,5 %", "0.125"),
        (Kind.PERCENT, "0.0000001", "0.000000001"),
        (Kind.NUMBER, "1,5", "1.5"),
        (Kind.NUMBER, "NaN", "NaN"),
        (Kind.MOMENT, "2022-07-01T17:00", "2022-07-01T15:00:00+00:00"),
        (Kind.MOMENT, "tomorrow", "tomorrow"),
        (Kind.LINES, " a\n\n b  c ", ["a", "b c"]),
        (Kind.LINE, "  two\twords ", "two words"),
    ],
)
def test_what_is_typed_is_kept_as_the_definition_writes_it_or_as_it_was(kind: Kind, typed: str, kept: Any) -> None:
    assert stored(Entry("it", "It", kind), typed, PARIS) == kept


def test_a_moment_is_shown_in_the_programmes_time() -> None:
    assert shown(Entry("it", "It", Kind.MOMENT), "2022-07-01T15:00:00+00:00", PARIS) == "2022-07-01T17:00"


def test_codes_are_made_of_words_and_never_used_twice() -> None:
    made = [code_of(title, taken, otherwise="part") for title, taken in (
        ("Où ça coûte, exactement ?", ()), ("Prototype", ("prototype", "prototype_2")), ("1. Größe", ()), ("", ()),
        ("A very long title that goes on and on and on", ()),
    )]  # fmt: skip

    assert made == ["ou_ca_coute_exactement", "prototype_3", "part", "part", "a_very_long_title_that_goes"]


def test_a_rate_is_said_in_percent() -> None:
    assert [rate_in_percent(text) for text in ("1", "0.7", "0.075", "0.125", "0.01")] == [
        "100",
        "70",
        "7.5",
        "12.5",
        "1",
    ]


def with_rule(data: Item, number: int, says: str) -> Item:
    rules = [{**rule, "says": says} if index == number else rule for index, rule in enumerate(data["eligibility"])]
    return {**data, "eligibility": rules}


def test_sentences_made_of_rules_and_money_are_made_anew_with_them(programme: ProgrammeDefinition) -> None:
    before = begun(answers(members_least=2, member_cents=40_000_00), programme)
    rules = [{**before["eligibility"][0], "says": "Three at least."}, *before["eligibility"][2:]]
    added = {"code": "new", "says": "It is new.", "test": before["eligibility"][0]["test"]}
    after = {
        **before,
        "eligibility": [*rules, added],
        "grant_per_member": "30000.00",
        "evaluators_per_application": "1",
        "instruments": [{**before["instruments"][0], "rate": "0.5"}],
    }
    text = renewed(before, after)
    assert text["who_can_apply"].splitlines() == [f"- {rule['says']}" for rule in after["eligibility"]]
    assert text["amounts"].splitlines() == [
        "The grant is a lump sum: 50 % of the estimated eligible cost that the evaluators find justified.",
        "",
        "- Prototype: at most €50,000.",
        "- No member receives more than €30,000.",
    ]
    assert "3. 1 independent expert scores the application by the published criteria." in text["procedure"]
    assert text["objectives"] == before["text"]["objectives"]
    assert left_behind(before, {**after, "text": text}) == []


def test_words_of_a_person_are_kept_and_said_to_be_left_behind(programme: ProgrammeDefinition) -> None:
    before = begun(answers(members_least=2), programme)
    written = {**before, "text": {**before["text"], "who_can_apply": "Two companies.\n\nOr three."}}
    after = with_rule(written, 0, "Three at least.")
    assert renewed(written, after) == written["text"]
    assert left_behind(written, {**after, "text": renewed(written, after)}) == ["who_can_apply"]
    assert unsaid(after) == []


def test_a_text_that_says_some_rules_word_by_word_and_not_all_may_be_stale(programme: ProgrammeDefinition) -> None:
    data = begun(answers(members_least=2), programme)
    assert unsaid(data) == []
    assert unsaid(with_rule(data, 0, "Three at least.")) == ["Three at least."]

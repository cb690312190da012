"""Answers are made canonical, checked with sentences that state limit and count, and compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from securit.machinery.forms import (
    Change,
    FieldProblem,
    FormSpec,
    count_characters,
    count_words,
    parse_form,
    shown,
)

VECTORS = json.loads((Path(__file__).parent / "counting.json").read_text(encoding="utf-8"))["vectors"]
OPTIONS = [{"code": "a", "label": "Prototype"}, {"code": "b", "label": "Demonstration"}]


def a_form(*fields: dict[str, Any]) -> FormSpec:
    return parse_form({"title": "Form", "sections": [{"code": "idea", "title": "Idea", "fields": list(fields)}]})


def a_field(**parts: Any) -> dict[str, Any]:
    return {"code": "x", "type": "text", "label": "X", **parts}


FORM = a_form(
    a_field(code="summary", type="long_text", required="true", max_words="3"),
    a_field(code="kind", type="choice", options=OPTIONS),
    a_field(code="tags", type="choices", options=OPTIONS, at_least="1", at_most="1"),
    a_field(code="why", required="true", show_if={"field": "kind", "equals": "b"}),
    a_field(code="pilot", type="yes_no", required="true", per_member="true"),
    a_field(code="trl", type="whole_number", at_least="5", at_most="8"),
    a_field(code="cost", type="money", at_most="60000.00"),
    a_field(code="start", type="date", not_before="2022-05-01", not_after="2022-12-31"),
    a_field(code="where", type="country", one_of=["FR", "GR"]),
    a_field(code="site", type="url"),
    a_field(code="mail", type="email"),
    a_field(code="plan", type="file", max_mib="1", kinds=["pdf"]),
)
A_FILE = {"name": "plan.pdf", "sha256": "0" * 64, "size": 1024, "kind": "pdf"}

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["a", "b", "yes"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
ANSWERS = st.dictionaries(st.sampled_from([field.code for field in FORM.fields]), ANYTHING)


@given(ANSWERS | ANYTHING)
def test_cleaning_twice_changes_nothing_more(raw: Any) -> None:
    cleaned = FORM.clean(raw)
    assert FORM.clean(cleaned) == cleaned


@given(ANSWERS, st.booleans())
def test_anything_that_was_sent_can_be_judged(raw: Any, complete: bool) -> None:
    problems = FORM.validate(FORM.clean(raw), complete=complete, members=["M1"])
    assert all(problem.sentence for problem in problems)
    assert isinstance(FORM.validate(raw, complete=complete), tuple)
    assert FORM.diff(FORM.clean(raw), FORM.clean(raw)) == []


@given(ANSWERS)
def test_answers_that_pass_as_a_submission_pass_as_a_draft(raw: Any) -> None:
    answers = FORM.clean(raw)
    draft = FORM.validate(answers, complete=False)
    assert [problem for problem in draft if problem not in FORM.validate(answers, complete=True)] == []


@pytest.mark.parametrize(
    ("code", "typed", "canonical"),
    [
        ("summary", " a\r\nb\rc \n", "a\nb\nc"),
        ("summary", "e\u0301\x00t\ud800", "\u00e9t"),
        ("why", " one\n two ", "one two"),
        ("tags", "b", ["b"]),
        ("tags", ["b", "a", "b", ""], ["a", "b"]),
        ("trl", " 6 ", 6),
        ("trl", "six", "six"),
        ("cost", "€ 60 000,50", "60000.50"),
        ("cost", "60000", "60000.00"),
        ("cost", "60,000", "60000.00"),
        ("where", "el", "GR"),
        ("site", "example.org/x", "https://example.org/x"),
        ("site", "http://example.org", "http://example.org"),
        ("plan", {**A_FILE, "path": "/etc"}, A_FILE),
        ("pilot", {"M1": "yes", "M2": "", "bad key": "yes"}, {"M1": True}),
    ],
)
def test_what_was_typed_becomes_canonical(code: str, typed: Any, canonical: Any) -> None:
    assert FORM.clean({code: typed}) == {code: canonical}


def test_unknown_names_and_empty_answers_are_dropped() -> None:
    assert FORM.clean({"summary": " ", "tags": [], "other": "x", "plan": "text", "pilot": {}}) == {}


@pytest.mark.parametrize(
    ("code", "value", "sentence"),
    [
        ("summary", "one two three four", "This text has 4 words; at most 3 are allowed."),
        ("summary", "x" * 20_001, "This text has 20001 characters; at most 20000 are allowed."),
        ("kind", "c", "“c” is not one of the answers offered."),
        ("tags", ["a", "b"], "2 chosen; at most 1 are allowed."),
        ("trl", 9, "9 is too large; the most allowed is 8."),
        ("trl", 4, "4 is too small; the least allowed is 5."),
        ("trl", "six", "“six” is not a whole number; write digits only, like 12."),
        ("cost", "61000.00", "€61,000 is too large; the most allowed is €60,000."),
        ("cost", "6,00,00", "“6,00,00” is not an amount of money; write it like 60000.00."),
        ("cost", "-1.00", "−€1 is negative; an amount here cannot be."),
        ("start", "2022-02-30", "2022-02-30 does not exist in the calendar."),
        ("start", "1.5.2022", "“1.5.2022” is not a date; write it like 2022-04-26."),
        ("start", "2023-01-01", "2023-01-01 is too late; the last day allowed is 2022-12-31."),
        ("where", "XX", "“XX” is not a country; choose one from the list."),
        ("where", "DE", "DE cannot be chosen here; possible are FR, GR."),
        ("site", "javascript:x", "“javascript:x” is not a web address; write it like https://example.org."),
        ("mail", "a@b", "“a@b” is not an e-mail address."),
        ("plan", {**A_FILE, "size": 1024 * 1024 + 1}, "“plan.pdf” has 1.1 MiB; at most 1 are allowed."),
        ("plan", {**A_FILE, "kind": "exe"}, "“plan.pdf” is of the kind exe; possible are pdf."),
        ("plan", {**A_FILE, "sha256": ""}, "The file did not arrive completely; add it again."),
    ],
)
def test_a_wrong_answer_gets_a_sentence_with_limit_and_count(code: str, value: Any, sentence: str) -> None:
    assert FORM.validate({code: value}, complete=False) == (FieldProblem(code, sentence),)


@given(st.integers(4, 300))
def test_a_text_over_its_limit_is_refused_with_limit_and_count(words: int) -> None:
    assert FORM.validate({"summary": "word " * words}, complete=False) == (
        FieldProblem("summary", f"This text has {words} words; at most 3 are allowed."),
    )


def test_a_draft_may_miss_answers_and_a_submission_may_not() -> None:
    answers = FORM.clean({"kind": "b", "pilot": {"M1": "no"}})
    assert FORM.validate(answers, complete=False, members=["M1", "M2"]) == ()
    assert FORM.validate(answers, complete=True, members=["M1", "M2"]) == (
        FieldProblem("summary", "“X” needs an answer."),
        FieldProblem("why", "“X” needs an answer."),
        FieldProblem("pilot", "“X” needs an answer.", "M2"),
    )


def test_a_hidden_field_is_never_required_and_stays_in_the_draft_only() -> None:
    answers = FORM.clean({"summary": "s", "kind": "a", "why": "typed before"})
    assert FORM.validate(answers, complete=True) == ()
    assert answers == {"summary": "s", "kind": "a", "why": "typed before"}
    assert FORM.without_hidden(answers) == {"summary": "s", "kind": "a"}


def test_a_field_that_depends_on_a_hidden_one_is_hidden_too() -> None:
    form = a_form(
        a_field(code="a", type="yes_no"),
        a_field(code="b", type="yes_no", show_if={"field": "a", "equals": "yes"}),
        a_field(code="c", show_if={"field": "b", "equals": "yes"}),
    )
    assert [field.code for field in form.visible_fields({"a": True, "b": True})] == ["a", "b", "c"]
    assert [field.code for field in form.visible_fields({"a": False, "b": True})] == ["a"]


def test_the_difference_names_each_answer_that_changed() -> None:
    old = {"summary": "one", "trl": 6, "pilot": {"M1": True, "M2": True}}
    new = {"summary": "one", "cost": "1.00", "pilot": {"M1": False, "M2": True}}
    assert FORM.diff(old, new) == [
        Change("pilot", "X", True, False, "M1"),
        Change("trl", "X", 6, None),
        Change("cost", "X", None, "1.00"),
    ]


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("kind", "a", "Prototype"),
        ("tags", ["a", "b"], "Prototype, Demonstration"),
        ("pilot", True, "yes"),
        ("cost", "60000.50", "€60,000.50"),
        ("cost", "lots", "lots"),
        ("plan", A_FILE, "plan.pdf"),
        ("trl", None, ""),
    ],
)
def test_an_answer_reads_as_people_write_it(code: str, value: Any, text: str) -> None:
    assert shown(FORM.field(code), value) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("  \n ", 0),
        ("one", 1),
        ("state-of-the-art – and more", 4),
        ("a\u00a0b\u2003c\ufeffd", 4),
        ("a\x85b", 1),
        ("über\r\nÉté", 2),
    ],
)
def test_words_are_runs_without_white_space(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(("text", "words", "characters", "in_a_line"), VECTORS)
def test_a_text_counts_as_the_table_says_that_the_browser_is_held_against_too(
    text: str, words: int, characters: int, in_a_line: int
) -> None:
    form = a_form(a_field(code="long", type="long_text"), a_field(code="line", type="text"))
    kept = form.clean({"long": text, "line": text})
    found = (count_words(kept.get("long", "")), count_characters(kept.get("long", "")))
    assert found == (words, characters)
    assert (count_words(kept.get("line", "")), count_characters(kept.get("line", ""))) == (words, in_a_line)


def test_characters_are_code_points_of_normalised_text() -> None:
    assert count_characters("e\u0301\r\n\U0001f512") == 3


def test_the_json_schema_accepts_what_the_form_accepts_and_refuses_what_it_can_see() -> None:
    schema = FORM.to_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    accepts = jsonschema.Draft202012Validator(schema).is_valid
    whole = {"summary": "s", "pilot": {"M1": True}, "kind": "b", "why": "w", "trl": 5, "cost": "1.00", "plan": A_FILE}
    assert accepts(whole) is True
    assert accepts({**whole, "trl": 9}) is False
    assert accepts({**whole, "unknown": 1}) is False
    assert accepts({key: value for key, value in whole.items() if key != "why"}) is False
    assert accepts({key: value for key, value in {**whole, "kind": "a"}.items() if key != "why"}) is True

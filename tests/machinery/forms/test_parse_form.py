"""A form is read from plain data and written back unchanged; every mistake is named at its place."""

from __future__ import annotations

from typing import Any

import pytest

from securit.machinery.forms import FieldType, parse_form
from securit.machinery.shape import Malformed, Problem


def a_form(*fields: dict[str, Any]) -> dict[str, Any]:
    return {"title": "Form", "sections": [{"code": "idea", "title": "Idea", "fields": list(fields)}]}


def a_field(**parts: Any) -> dict[str, Any]:
    return {"code": "x", "type": "text", "label": "X", **parts}


def problems_of(data: Any) -> tuple[Problem, ...]:
    with pytest.raises(Malformed) as caught:
        parse_form(data)
    return caught.value.problems


OPTIONS = [{"code": "a", "label": "A"}, {"code": "1.10", "label": "B"}]
EVERY_KIND = [
    a_field(code="summary", type="long_text", help="Say it.", required="true", max_words="150"),
    a_field(code="kind", type="choice", options=OPTIONS),
    a_field(code="tags", type="choices", options=OPTIONS, at_least="1", at_most="2"),
    a_field(code="why", type="text", max_characters="80", show_if={"field": "kind", "one_of": ["a", "1.10"]}),
    a_field(code="pilot", type="yes_no", per_member="true"),
    a_field(code="ready", type="yes_no"),
    a_field(code="trl", type="whole_number", at_least="5", at_most="8", show_if={"field": "ready", "equals": "yes"}),
    a_field(code="cost", type="money", at_least="1000.00", at_most="60000.00"),
    a_field(code="start", type="date", not_before="2022-05-01", not_after="2022-12-31"),
    a_field(code="where", type="country", one_of=["FR", "NO"]),
    a_field(code="site", type="url"),
    a_field(code="mail", type="email", personal_data="to answer you", autocomplete="email"),
    a_field(code="plan", type="file", max_mib="5", kinds=["pdf", "docx"]),
]


def test_a_form_is_written_as_it_was_read() -> None:
    data = a_form(*EVERY_KIND)
    spec = parse_form(data)
    assert spec.to_data() == data
    assert parse_form(spec.to_data()) == spec
    assert [field.type for field in spec.fields] == [FieldType(field["type"]) for field in EVERY_KIND]


def test_the_digest_tells_forms_apart_and_nothing_else() -> None:
    first = parse_form(a_form(a_field()))
    same = parse_form(a_form(a_field(required="false", help="")))
    other = parse_form(a_form(a_field(required="true")))
    assert first.sha256 == same.sha256
    assert (first.sha256 == other.sha256) is False


def test_true_and_false_of_a_yes_no_question_are_yes_and_no() -> None:
    spec = parse_form(a_form(a_field(code="a", type="yes_no"), a_field(show_if={"field": "a", "equals": "true"})))
    assert spec.fields[1].to_data()["show_if"] == {"field": "a", "equals": "yes"}


@pytest.mark.parametrize(
    ("field", "path", "sentence"),
    [
        (a_field(code="X"), ("code",), "“X” does not have the form expected of “code”."),
        (a_field(max_words="0"), ("max_words",), "0 is too small; the least allowed is 1."),
        (a_field(type="money", max_words="9"), ("max_words",), "“max_words” is not a known name here."),
        (
            a_field(type="money", at_least="2.00", at_most="1.00"),
            ("at_most",),
            "at_least 2.00 and at_most 1.00 leave nothing between them.",
        ),
        (
            a_field(type="money", at_most="60,000"),
            ("at_most",),
            "“60,000” is not an amount of money; write it like 74000.00.",
        ),
        (a_field(type="choice"), ("options",), "“options” needs at least one entry."),
        (
            a_field(type="choice", options=[OPTIONS[0], OPTIONS[0]]),
            ("options", 1, "code"),
            "There is already an option “a”.",
        ),
        (
            a_field(type="choices", options=OPTIONS, at_most="3"),
            ("at_most",),
            "3 is too large; the most allowed is 2.",
        ),
        (a_field(type="country", one_of=["XX"]), ("one_of",), "Entry 1, “XX”, is not a country code."),
        (
            a_field(type="date", not_before="2022-02-01", not_after="2022-01-01"),
            ("not_after",),
            "The last day allowed lies before the first day allowed.",
        ),
        (
            a_field(show_if={"field": "later", "equals": "a"}),
            ("show_if", "field"),
            "There is no earlier field “later”; show_if looks back at a field above.",
        ),
        (
            a_field(show_if={"field": "free", "equals": "a"}),
            ("show_if", "field"),
            "“free” cannot decide what is shown; choices, yes_no and country fields can.",
        ),
        (a_field(show_if={"field": "kind", "equals": "z"}), ("show_if",), "“kind” never has the value “z”."),
        (a_field(requird="true"), ("requird",), "“requird” is not a known name here."),
        (
            a_field(code="kind"),
            ("code",),
            "There is already a field “kind”; codes are unique in the whole form.",
        ),
    ],
)
def test_a_wrong_field_gets_one_sentence_at_its_place(
    field: dict[str, Any], path: tuple[str | int, ...], sentence: str
) -> None:
    data = a_form(a_field(code="kind", type="choice", options=OPTIONS), a_field(code="free"), field)
    assert problems_of(data) == (Problem(("sections", 0, "fields", 2, *path), sentence),)


def test_a_form_without_sections_and_anything_but_a_mapping_are_refused() -> None:
    assert problems_of({"title": "Form"}) == (Problem(("sections",), "“sections” needs at least one entry."),)
    assert problems_of(["x"]) == (
        Problem((), "Here a mapping of names to values is expected."),
        Problem(("sections",), "“sections” needs at least one entry."),
    )

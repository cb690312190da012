"""One question on its design page: what can be said of each type, and how it becomes the definition and comes back."""

from __future__ import annotations

from typing import Any

import pytest

from securit.machinery.forms import FieldType, parse_form
from securit.machinery.forms.fields import NAMED_LIMITS
from securit.stages.calls.definition_changes import CannotChangeCall
from securit.stages.calls.design import columns, questions
from securit.stages.calls.design.codes import code_of
from securit.stages.calls.design.entries import Item

PILOT = {"code": "pilot", "type": "yes_no", "label": "Is a site agreed?"}
WHERE = {"code": "where", "type": "country", "label": "Where?", "one_of": ["FR", "NO"]}
COSTS: Item = {
    "code": "costs",
    "type": "table",
    "label": "Costs",
    "columns": [
        {"code": "item", "type": "text", "label": "Item", "required": "true", "max_words": "9", "max_characters": "80"},
        {"code": "amount", "type": "money", "label": "Amount", "at_most": "60000.00", "total": "true"},
        {
            "code": "kind",
            "type": "choice",
            "label": "Kind",
            "options": [{"code": "x1", "label": "Staff"}, {"code": "x2", "label": "Travel"}],
        },
    ],
}


def a_form(*fields: Item) -> Any:
    return parse_form({"sections": [{"code": "s", "title": "S", "fields": list(fields)}]})


@pytest.mark.parametrize("kind", FieldType)
def test_every_property_of_a_field_has_its_place_on_the_page(kind: FieldType) -> None:
    sheet = questions.question_sheet(questions.new_question(kind, "Why?", "why"), [PILOT])
    names = {entry.name for entry in sheet.entries} | {table.name for table in sheet.tables}
    wanted = {"label", "help", "required", "personal_data", "show_if__pilot", *NAMED_LIMITS.get(kind, ())}
    wanted |= {"per_member"} if kind is not FieldType.WORK_PLAN else set()
    wanted |= {"options"} if kind in (FieldType.CHOICE, FieldType.CHOICES) else set()
    wanted |= {"columns"} if kind is FieldType.TABLE else set()
    wanted |= {"autocomplete"} if kind in (FieldType.TEXT, FieldType.EMAIL, FieldType.URL, FieldType.COUNTRY) else set()
    assert names == wanted


@pytest.mark.parametrize("kind", FieldType)
def test_a_new_question_of_any_type_is_a_sound_form(kind: FieldType) -> None:
    assert [field.type for field in a_form(questions.new_question(kind, "Why?", "why", 9)).fields] == [kind]


def test_a_table_is_stored_as_it_was_laid_out() -> None:
    assert questions.stored(questions.laid_out(COSTS)) == {**COSTS, "show_if": ""}
    assert a_form(COSTS).to_data()["sections"][0]["fields"] == [COSTS]


def test_what_is_typed_of_a_column_becomes_the_definition() -> None:
    (row,) = columns.laid_out(COSTS["columns"][2:])
    typed = {**row, "options": ["Travel", "Staff ", "Tools"], "at_most": "", "total": "false"}
    money = {"code": "a", "type": "money", "label": "A", "required": "false", "at_least": "1.000,50", "options": []}
    assert columns.stored([typed, money]) == [
        {
            "code": "kind",
            "type": "choice",
            "label": "Kind",
            "options": [
                {"code": "x2", "label": "Travel"},
                {"code": "staff", "label": "Staff "},
                {"code": "tools", "label": "Tools"},
            ],
        },
        {"code": "a", "type": "money", "label": "A", "at_least": "1000.50"},
    ]


def test_answers_to_one_question_above_decide_whether_another_is_asked() -> None:
    sheet = questions.question_sheet({**COSTS, "show_if": {"field": "where", "equals": "NO"}}, [PILOT, WHERE])
    offered = {entry.name: [code for code, _label in entry.choices] for entry in sheet.entries if entry.choices}
    assert offered == {"show_if__pilot": ["yes", "no"], "show_if__where": ["FR", "NO"]}
    assert questions.condition_of({"pilot": [], "where": ["FR", "NO"]}) == {"field": "where", "one_of": ["FR", "NO"]}
    assert questions.ticked({"field": "where", "one_of": ["FR", "NO"]}) == {"where": ["FR", "NO"]}
    assert questions.condition_of({"pilot": ["yes"]}) == {"field": "pilot", "equals": "yes"}
    with pytest.raises(CannotChangeCall) as caught:
        questions.condition_of({"pilot": ["yes"], "where": ["FR"]})
    assert (caught.value.code, caught.value.field) == ("two_conditions", "show_if__where")


def test_a_question_asked_of_every_member_or_with_too_many_answers_decides_nothing() -> None:
    many = [{"code": code_of(f"Answer {n}", [], otherwise="a"), "label": f"Answer {n}"} for n in range(31)]
    above = [{**PILOT, "per_member": "true"}, {"code": "c", "type": "choice", "label": "C", "options": many}]
    assert [entry.name for entry in questions.question_sheet(COSTS, above).entries if "show_if" in entry.name] == []

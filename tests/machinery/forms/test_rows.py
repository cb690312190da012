"""Tables and work plans: rows are read, judged cell by cell, added up, compared and described."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from securit.machinery.forms import Change, FieldProblem, FormSpec, parse_form, periods, shown, totals
from securit.machinery.shape import Malformed

COSTS: dict[str, Any] = {
    "code": "costs",
    "type": "table",
    "label": "Costs",
    "required": "true",
    "at_least": "2",
    "at_most": "3",
    "columns": [
        {"code": "item", "type": "text", "label": "Item", "required": "true", "max_characters": "10"},
        {"code": "pieces", "type": "whole_number", "label": "Pieces", "at_least": "1", "total": "true"},
        {"code": "amount", "type": "money", "label": "Amount", "required": "true", "total": "true"},
        {"code": "own", "type": "yes_no", "label": "Own"},
        {"code": "kind", "type": "choice", "label": "Kind", "options": [{"code": "a", "label": "Staff"}]},
    ],
}
PLAN: dict[str, Any] = {"code": "plan", "type": "work_plan", "label": "Plan", "months": "12"}


def a_form(*fields: dict[str, Any]) -> FormSpec:
    return parse_form({"sections": [{"code": "work", "title": "Work", "fields": list(fields)}]})


FORM = a_form(COSTS, PLAN)
ROWS = [
    {"item": "Sensor", "pieces": 2, "amount": "1200.50", "own": False, "kind": "a"},
    {"item": "Travel", "amount": "99.50"},
]
TASKS = [
    {"name": "Design", "start": 1, "end": 3, "member": "M1", "outcome": "A report"},
    {"name": "Test", "start": 3, "end": 12, "member": "M2", "outcome": "A demonstration"},
]
CELL = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.sampled_from(["a", "yes", "12", "1,5", "M1"])
)
COLUMNS = ["item", "pieces", "amount", "own", "kind", "name", "start", "end", "member", "outcome"]
RAW = st.fixed_dictionaries(
    {}, optional={code: st.lists(st.dictionaries(st.sampled_from(COLUMNS), CELL) | CELL) for code in ("costs", "plan")}
)


def sentences(answers: dict[str, Any], *, complete: bool = True) -> list[str]:
    return [problem.sentence for problem in FORM.validate(answers, complete=complete, members=("M1", "M2"))]


def test_rows_are_read_cell_by_cell_and_empty_rows_are_left_out() -> None:
    typed = [
        {"item": " Sensor ", "pieces": "2", "amount": "1.200,50", "own": "no", "kind": "a", "unknown": "x"},
        {"item": " ", "pieces": "", "amount": ""},
        {"item": "Travel", "amount": "99,50"},
    ]
    assert FORM.clean({"costs": typed, "plan": "nothing"}) == {"costs": ROWS}


@given(RAW)
def test_whatever_was_sent_as_rows_is_kept_and_can_be_judged(raw: Any) -> None:
    cleaned = FORM.clean(raw)
    assert FORM.clean(cleaned) == cleaned
    if not FORM.validate(cleaned, complete=True, members=()):
        jsonschema.validate(cleaned, FORM.to_json_schema())
        assert FORM.validate(cleaned, complete=False) == ()
    assert all(isinstance(shown(field, cleaned.get(field.code)), str) for field in FORM.fields)


def test_a_mistake_names_its_row_and_its_column() -> None:
    rows = [{"item": "Sensor", "pieces": 0, "amount": "lots", "kind": "z"}, {"item": "A long name indeed"}]
    plan = [{"name": "Design", "start": 5, "end": 13, "member": "M9", "outcome": "x"}, {"start": 4, "end": 2}]
    assert FORM.validate({"costs": rows, "plan": plan}, complete=False, members=("M1",)) == (
        FieldProblem("costs", "Row 1, “Pieces”: 0 is too small; the least allowed is 1.", "", (1, "pieces")),
        FieldProblem(
            "costs",
            "Row 1, “Amount”: “lots” is not an amount of money; write it like 60000.00.",
            "",
            (1, "amount"),
        ),
        FieldProblem("costs", "Row 1, “Kind”: “z” is not one of the answers offered.", "", (1, "kind")),
        FieldProblem("costs", "Row 2, “Item”: This text has 18 characters; at most 10 are allowed.", "", (2, "item")),
        FieldProblem("plan", "Row 1, “Last month”: 13 is too large; the most allowed is 12.", "", (1, "end")),
        FieldProblem(
            "plan",
            "Row 1, “Responsible”: choose a member of the team; the one that stood here is none.",
            "",
            (1, "member"),
        ),
        FieldProblem("plan", "Row 2, “Last month”: month 2 lies before the first month, 4.", "", (2, "end")),
    )


def test_a_draft_may_have_few_rows_with_empty_cells_and_a_submission_may_not() -> None:
    assert sentences({"costs": [{"item": "Sensor"}]}, complete=False) == []
    assert sentences({"costs": [{"item": "Sensor"}]}) == [
        "1 row is filled in; at least 2 are needed.",
        "Row 1, “Amount”: it is empty, and needs an answer.",
    ]
    assert sentences({}) == ["“Costs” needs an answer."]
    assert sentences({"costs": ROWS * 2}, complete=False) == ["4 rows are filled in; at most 3 are allowed."]


def test_columns_are_added_up_exactly_and_what_is_no_number_is_left_out() -> None:
    rows = [*ROWS, {"pieces": "two", "amount": "0.10"}, {"pieces": 3, "amount": "lots"}]
    assert totals(FORM.field("costs"), rows) == {"pieces": 5, "amount": "1300.10"}
    assert totals(FORM.field("costs"), None) == {"pieces": 0, "amount": "0.00"}


def test_rows_read_as_lines_with_their_sums_and_members_by_name() -> None:
    assert shown(FORM.field("costs"), ROWS).splitlines() == [
        "1. Item: Sensor; Pieces: 2; Amount: €1,200.50; Own: no; Kind: Staff",
        "2. Item: Travel; Amount: €99.50",
        "Sum – Pieces: 2; Amount: €1,300",
    ]
    assert shown(FORM.field("plan"), TASKS[:1], {"M1": "Alpha SAS"}) == (
        "1. Work: Design; First month: 1; Last month: 3; Responsible: Alpha SAS; Outcome: A report"
    )
    assert shown(FORM.field("costs"), []) == ""


def test_what_lies_within_the_months_of_a_plan_can_be_drawn() -> None:
    odd = [{"name": "Late", "start": 11, "end": 13}, {"name": "Backwards", "start": 3, "end": 2}, {"name": "Open"}]
    assert list(periods(FORM.field("plan"), [*TASKS, *odd])) == [("Design", 1, 3), ("Test", 3, 12)]


def test_a_changed_row_is_a_change_of_the_table() -> None:
    assert FORM.diff({"costs": ROWS}, {"costs": ROWS[:1]}) == [Change("costs", "Costs", ROWS, ROWS[:1])]


def test_the_schema_describes_the_rows() -> None:
    schema = FORM.to_json_schema()
    jsonschema.validate({"costs": ROWS, "plan": TASKS}, schema)
    wrong = ({"costs": ROWS * 2}, {"costs": [{"item": "x"}] * 2}, {"costs": ROWS, "plan": [{**TASKS[0], "start": 0}]})
    for answers in wrong:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(answers, schema)


def test_a_table_is_written_as_it_was_read() -> None:
    assert parse_form(FORM.to_data()) == FORM
    assert FORM.to_data()["sections"][0]["fields"] == [COSTS, {**PLAN, "months": "12"}]


@pytest.mark.parametrize(
    ("changes", "path", "sentence"),
    [
        ({"columns": []}, ("columns",), "“columns” needs at least one entry."),
        ({"at_most": "41"}, ("at_most",), "41 is too large; the most allowed is 40."),
        ({"at_least": "4"}, ("at_most",), "at_least 4 and at_most 3 leave nothing between them."),
        (
            {"per_member": "true", "at_most": "20"},
            ("at_most",),
            "A table that every member fills in has at most 10 rows; say so in at_most.",
        ),
        (
            {"columns": [{"code": "a", "type": "text", "label": "A", "total": "true"}]},
            ("columns", 0, "total"),
            "Only whole numbers and amounts can be added up.",
        ),
        (
            {"columns": [{"code": "a", "type": "file", "label": "A"}]},
            ("columns", 0, "type"),
            "“file” is not one of text, whole_number, money, yes_no, choice.",
        ),
        (
            {"columns": [{"code": "a", "type": "text", "label": "A"}] * 2},
            ("columns", 1, "code"),
            "There is already a column “a”.",
        ),
        (
            {"type": "work_plan", "columns": "", "per_member": "true"},
            ("per_member",),
            "A work plan is one for the whole team; it cannot be asked of every member.",
        ),
    ],
)
def test_a_wrong_table_gets_a_sentence_at_its_place(
    changes: dict[str, Any], path: tuple[Any, ...], sentence: str
) -> None:
    with pytest.raises(Malformed) as caught:
        a_form({**COSTS, **changes})
    found = [(problem.path[4:], problem.sentence) for problem in caught.value.problems]
    assert (path, sentence) in found

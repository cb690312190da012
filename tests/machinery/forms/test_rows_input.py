"""Rows as a form draws them: an input in each cell, empty rows below, sums, the wrong cell marked."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from securit.machinery.forms import parse_form
from securit.machinery.forms.rendering import SectionForm, section_form

COLUMNS = [
    {"code": "item", "type": "text", "label": "Item", "required": "true", "max_characters": "30"},
    {"code": "amount", "type": "money", "label": "Amount", "at_most": "500.00", "total": "true"},
    {"code": "own", "type": "yes_no", "label": "Own"},
]
FORM = parse_form(
    {
        "sections": [
            {
                "code": "money",
                "title": "Money",
                "fields": [
                    {"code": "costs", "type": "table", "label": "Costs", "at_most": "4", "columns": COLUMNS},
                    {"code": "plan", "type": "work_plan", "label": "Plan", "months": "6"},
                    {
                        "code": "tools", "type": "table", "label": "Tools", "at_most": "2", "per_member": "true",
                        "columns": COLUMNS[:1],
                    },
                ],
            }
        ]
    }
)  # fmt: skip
MEMBERS = {"M1": "Alpha SAS", "M2": "Beta GmbH"}


def posted(answers: dict[str, Any] | None = None, **typed: str) -> SectionForm:
    return section_form(FORM, "money", answers=answers or {}, members=MEMBERS, data=QueryDict(urlencode(typed)))


def rows(name: str, *cells: tuple[int, str, str], count: str = "3") -> dict[str, str]:
    return {f"{name}-rows": count, **{f"{name}-{number}-{code}": text for number, code, text in cells}}


def test_rows_that_were_sent_become_the_answer_and_a_table_that_was_not_sent_stays() -> None:
    before = {"plan": [{"name": "Design"}], "tools": {"M2": [{"item": "Saw"}]}}
    form = posted(
        before,
        **rows("costs", (0, "item", "Sensor"), (0, "amount", "10,50"), (2, "own", "no")),
        **rows("tools__M1", (1, "item", "Drill")),
    )
    assert form.is_valid() is True
    assert form.answers == {
        "costs": [{"item": "Sensor", "amount": "10.50"}, {"own": False}],
        "plan": [{"name": "Design"}],
        "tools": {"M1": [{"item": "Drill"}], "M2": [{"item": "Saw"}]},
    }
    assert posted(form.answers, **rows("costs", count="2")).is_valid() is True


def test_emptied_rows_are_taken_out_and_a_lying_count_reads_no_more() -> None:
    form = posted({"costs": [{"item": "Sensor"}]}, **rows("costs", (0, "item", " "), (7, "item", "x"), count="3"))
    assert (form.is_valid(), form.answers) == (True, {})
    assert posted(**rows("costs", (0, "item", "x"), count="-1")).is_valid() is True


def test_a_wrong_cell_is_marked_and_keeps_what_was_typed() -> None:
    form = posted(**rows("costs", (1, "item", "Sensor"), (1, "amount", "lots")))
    assert form.errors == {
        "costs": ["Row 1, “Amount”: “lots” is not an amount of money; write it like 60000.00."],
    }
    (tag,) = re.findall(r"<input[^>]*aria-invalid[^>]*>", str(form["costs"]))
    assert 'name="costs-0-amount"' in tag
    assert 'value="lots"' in tag
    assert 'aria-label="Amount, row 1"' in tag


def test_there_are_empty_rows_to_write_into_and_never_more_than_allowed() -> None:
    def names(answers: dict[str, Any]) -> list[str]:
        html = str(section_form(FORM, "money", answers=answers)["costs"])
        return re.findall(r'name="costs-(\d)-item"', html)

    assert names({}) == ["0", "1"]
    assert names({"costs": [{"item": "a"}, {"item": "b"}]}) == ["0", "1", "2", "3"]
    assert names({"costs": [{"item": "a"}] * 6}) == ["0", "1", "2", "3", "4", "5"]


def test_sums_stand_below_their_column() -> None:
    html = str(section_form(FORM, "money", answers={"costs": [{"amount": "10.50"}, {"amount": "2.00"}]})["costs"])
    assert re.findall(r'<output data-sum-of="(\w+)" data-sum-type="(\w+)">([^<]*)<', html) == [
        ("amount", "money", "€12.50")
    ]


def test_a_work_plan_names_the_members_and_is_drawn_as_far_as_it_can_be() -> None:
    work = [{"name": "Design", "start": 1, "end": 3, "member": "M2"}, {"name": "Later"}]
    html = str(section_form(FORM, "money", answers={"plan": work}, members=MEMBERS)["plan"])
    assert html.count('<option value="M2" selected>Beta GmbH</option>') == 1
    assert re.findall(r'<title id="[^"]*">([^<]*)</title>', html) == ["Plan: months 1 to 6"]
    assert re.findall(r'x="([\d.%]+)" y="25" width="([\d.%]+)"', html) == [("0.0%", "50.0%")]


def test_limits_of_rows_and_cells_are_stated() -> None:
    form = section_form(FORM, "money", answers={}, members=MEMBERS)
    assert form.fields["costs"].help_text == (
        "At most 4 rows. Item: needed, at most 30 characters. Amount: at most €500."
    )
    assert form.fields["plan"].help_text == (
        "At most 20 rows. Months 1 to 6. Work: at most 200 characters. Outcome: at most 300 characters."
    )
    assert form.fields["tools__M1"].label == "Tools – Alpha SAS"

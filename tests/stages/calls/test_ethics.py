"""The ready-made section on ethics, security and values, and what the checklist holds a form with it to."""

from __future__ import annotations

from typing import Any

import pytest

from securit.kernel.rules_kept import switched_off
from securit.machinery.rules import Result as Verdict
from securit.machinery.rules import evaluate
from securit.machinery.shape import Reader
from securit.programmes.definition import CallDefinition, ProgrammeDefinition
from securit.programmes.definition.schema import Context
from securit.stages.calls import design_checks
from securit.stages.calls.contracts import Result
from securit.stages.calls.definition_changes import CannotChangeCall
from securit.stages.calls.design import ethics, items
from securit.stages.calls.design.entries import Item
from tests.worlds import small_programme

PROGRAMME: ProgrammeDefinition = small_programme()


def a_call() -> Item:
    data = PROGRAMME.calls[0].to_data()
    changes, code = items.added_item("sections", data, PROGRAMME, {"ready": "ethics"})
    assert code == ethics.SECTION
    return {**data, **changes}


def read(data: Item) -> CallDefinition:
    reader = Reader.of(data)
    terms = CallDefinition.from_reader(reader, Context(PROGRAMME.lists))
    assert reader.problems == []
    return terms


def lines(data: Item) -> dict[str, Any]:
    found = [question(read(data)) for question in design_checks.OF_THE_DESIGN]
    return {line.code: line for line in found if line is not None}


def without_field(data: Item, code: str) -> Item:
    sections = data["form"]["sections"]
    kept = [{**each, "fields": [field for field in each["fields"] if field["code"] != code]} for each in sections]
    return {**data, "form": {**data["form"], "sections": kept}}


def without_rule(data: Item, code: str) -> Item:
    return {**data, "eligibility": [rule for rule in data["eligibility"] if rule["code"] != code]}


OFFENCES = {
    "ethics_asked": (without_field(a_call(), "ethics_ai_explained"), "Does it develop or use artificial intelligence?"),
    "prohibited_work": (without_rule(a_call(), "prohibited_military"), "Is its focus military?"),
    "values_declared": (without_rule(a_call(), ethics.DECLARATION), "Does every member respect the values"),
}


def test_the_section_is_added_whole_with_its_rules_and_only_once() -> None:
    data = a_call()
    assert {code: line.result for code, line in lines(data).items() if code in OFFENCES} == dict.fromkeys(
        OFFENCES, Result.MET
    )
    with pytest.raises(CannotChangeCall, match="asks about ethics already"):
        items.added_item("sections", data, PROGRAMME, {"ready": "ethics"})


def test_a_call_that_asks_nothing_about_ethics_is_not_asked_about_it() -> None:
    assert [code for code in lines(PROGRAMME.calls[0].to_data()) if code in OFFENCES] == []


@pytest.mark.parametrize("code", list(OFFENCES))
def test_a_question_without_what_belongs_to_it_is_found_and_named(code: str) -> None:
    data, named = OFFENCES[code]
    found = {name: line for name, line in lines(data).items() if name in OFFENCES}
    assert [name for name, line in found.items() if line.result is Result.NOT_MET] == [code]
    assert (named in found[code].reason, found[code].remedy != "") == (True, True)


@pytest.mark.parametrize("code", list(OFFENCES))
def test_each_of_these_questions_switched_off_says_nothing(code: str) -> None:
    with switched_off(f"securit.stages.calls.design_checks.{code}"):
        assert code not in lines(OFFENCES[code][0])


def test_an_issue_that_is_not_asked_is_named() -> None:
    data = without_field(without_field(a_call(), "ethics_animals_explained"), "ethics_animals")
    assert lines(data)["ethics_asked"].reason == "Not asked, or not explained: Does it involve animals?"


def test_every_yes_demands_its_explanation_and_prohibited_work_is_never_eligible() -> None:
    terms = read(a_call())
    assert terms.form is not None
    no = {code: False for code, _label in (*ethics.ISSUES, *ethics.PROHIBITED)} | {ethics.DECLARATION: True}

    def open_in(answers: dict[str, Any]) -> list[str]:
        problems = terms.form.validate(answers, complete=True)  # type: ignore[union-attr]
        return [problem.field for problem in problems if problem.field.startswith(("ethics", "prohibited", "values"))]

    def shut_out_by(answers: dict[str, Any]) -> list[str]:
        rules = [rule for rule in terms.eligibility if rule.code.startswith(("prohibited", "values"))]
        return [each.code for each in evaluate(rules, {"answers": answers}) if each.result is Verdict.NOT_MET]

    assert (open_in(no), shut_out_by(no)) == ([], [])
    assert open_in({**no, "ethics_humans": True}) == ["ethics_humans_explained"]
    assert open_in({**no, "ethics_humans": True, "ethics_humans_explained": "Twelve nurses."}) == []
    assert shut_out_by({**no, "prohibited_cloning": True, ethics.DECLARATION: False}) == [
        "prohibited_cloning",
        ethics.DECLARATION,
    ]

"""Rules that nobody can meet in their call are named, with what stands against them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from securit.machinery.forms import parse_form
from securit.machinery.rules import parse_rules
from securit.programmes.definition import parse
from securit.programmes.definition.findings import Findings
from securit.programmes.definition.rule_checks import rule_contradictions
from tests.programmes.definition.small import SMALL

PROGRAMME = parse(SMALL)
FORM = parse_form(
    {
        "sections": [
            {
                "code": "s",
                "title": "S",
                "fields": [
                    {"code": "trl", "type": "whole_number", "label": "TRL", "at_least": "3", "at_most": "6"},
                    {
                        "code": "site",
                        "type": "choice",
                        "label": "Site",
                        "required": "true",
                        "options": [{"code": "own", "label": "Own"}],
                    },
                ],
            }
        ]
    }
)


def said(*tests: dict[str, Any], **instrument: int) -> list[tuple[tuple[Any, ...], str]]:
    programme = PROGRAMME
    rules = [{"code": f"r{n}", "says": f"Rule {n}.", "test": test} for n, test in enumerate(tests)]
    first = replace(programme.calls[0].instruments[0], **instrument)  # type: ignore[arg-type]
    call = replace(programme.calls[0], eligibility=parse_rules(rules), form=FORM, instruments=(first,))
    found = Findings()
    rule_contradictions(programme, call, (), found)
    return [(problem.path, problem.sentence) for problem in found.problems]


def test_two_rules_that_exclude_each_other_are_both_named_at_the_later_one() -> None:
    assert said({"count": "members", "at_most": "2"}, {"distinct": "members.country", "at_least": "3"}) == [
        (
            ("eligibility", 1, "says"),
            "“Rule 0” and “Rule 1” can never be met together: 2 members are fewer than 3.",
        )
    ]


@pytest.mark.parametrize(
    ("test", "sentence"),
    [
        (
            {"value": "answers.site", "equals": "rented"},
            "“Rule 0” can never be met: “Site” offers none of its answers.",
        ),
        (
            {"value": "answers.trl", "at_least": "7"},
            "“Rule 0” can never be met: the form takes at most 6 for “TRL”.",
        ),
        ({"value": "answers.trl", "at_most": "2"}, "“Rule 0” can never be met: the form takes at least 3 for “TRL”."),
        (
            {"value": "answers.trl", "is_true": "true"},
            "“Rule 0” can never be met: “TRL” is not answered with yes or no.",
        ),
        (
            {"value": "answers.gone", "is_true": "true"},
            "“Rule 0” looks at the question “gone”, which the form does not ask.",
        ),
        ({"value": "challenge", "equals": "9.9"}, "“Rule 0” can never be met: it names none of the call's challenges."),
    ],
)
def test_a_rule_that_this_call_lets_nobody_meet_is_named(test: dict[str, Any], sentence: str) -> None:
    assert said(test) == [(("eligibility", 0, "says"), sentence)]


def test_a_kind_of_support_that_a_rule_shuts_out_is_named() -> None:
    title = PROGRAMME.calls[0].instruments[0].title
    sentence = f"“Rule 0” shuts out every application for “{title}”, which this call offers."
    assert said({"value": "instrument", "equals": "other"}) == [(("eligibility", 0, "says"), sentence)]


def test_a_least_grant_that_the_rules_never_allow_is_named() -> None:
    code = PROGRAMME.calls[0].instruments[0].code
    own = {
        "any_of": [
            {"not": {"value": "instrument", "equals": code}},
            {"sum": "members.grant_cents", "at_most": "40000.00"},
        ]
    }
    path = ("instruments", 0, "min_grant")
    grants = {"min_grant_cents": 50_000_00, "max_grant_cents": 60_000_00}
    assert said(own, **grants) == [(path, "The least grant €50,000 can never be asked: “Rule 0”.")]
    few = ({"count": "members", "at_most": "2"}, {"each": "members", "field": "grant_cents", "at_most": "20000.00"})
    assert said(*few, **grants) == [
        (
            path,
            (
                "The least grant €50,000 can never be asked: 2 members with €20,000 each, the most that the rules "
                "allow, have €40,000."
            ),
        )
    ]
    assert said(*few, min_grant_cents=40_000_00, max_grant_cents=60_000_00) == []


def test_rules_that_fit_the_call_say_nothing() -> None:
    assert said({"count": "members", "at_most": "3"}, {"value": "answers.trl", "at_least": "6"}) == []


def test_a_work_plan_longer_than_the_longest_project_is_named() -> None:
    plan = {"code": "plan", "type": "work_plan", "label": "Plan", "months": "12"}
    form = parse_form({"sections": [{"code": "s", "title": "S", "fields": [plan]}]})
    found = Findings()
    rule_contradictions(PROGRAMME, replace(PROGRAMME.calls[0], form=form), (), found)
    assert [(problem.path, problem.sentence) for problem in found.problems] == [
        (
            ("form", "sections", 0, "fields", 0, "months"),
            "“Plan” plans 12 months; no project lasts more than 9 months.",
        )
    ]

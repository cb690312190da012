"""The dry run: what rules would do with invented applications."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from securit.machinery.forms import parse_form
from securit.machinery.rules import Rule, parse_rules
from securit.programmes.definition import CallDefinition, ProgrammeDefinition
from securit.stages.calls.dry_run import DryRun, Tried, dry_run
from securit.stages.calls.specimens import specimens
from tests.worlds import a_definition


def alpha(**changes: Any) -> tuple[CallDefinition, ProgrammeDefinition]:
    definition = a_definition()
    return replace(definition.calls[0], **changes), definition


def rules(**tests: Any) -> tuple[Rule, ...]:
    """Rules by code, each with its test."""
    written = [{"code": code, "says": "So.", "remedy": "Mend it.", "test": test} for code, test in tests.items()]
    return parse_rules(written, lists={})


def run(seed: int = 1, count: int = 60, **changes: Any) -> DryRun:
    return dry_run(*alpha(**changes), seed=seed, count=count)


def tried(test: Any) -> Tried:
    return run(eligibility=rules(ONE=test)).rules[0]


def test_the_same_seed_makes_the_same_applications_and_more_begin_with_the_same() -> None:
    first, again, more = (list(specimens(*alpha(), seed=7, count=count)) for count in (5, 5, 9))
    other = list(specimens(*alpha(), seed=8, count=5))

    assert first == again == more[:5]
    assert first != other
    assert json.loads(json.dumps(first)) == first


def test_what_is_asked_is_answered_within_its_limits() -> None:
    call, programme = alpha()
    assert call.form is not None
    for content in specimens(call, programme, seed=3, count=50):
        refs = [member["ref"] for member in content["members"]]
        assert call.form.validate(content["answers"], complete=True, members=refs) == ()


def test_tables_and_work_plans_are_filled_in_within_their_limits_too() -> None:
    columns = [
        {"code": "item", "type": "text", "label": "Item", "required": "true", "max_characters": "30"},
        {"code": "amount", "type": "money", "label": "Amount", "at_most": "900.00", "total": "true"},
        {"code": "own", "type": "yes_no", "label": "Own"},
    ]
    costs = {
        "code": "costs",
        "type": "table",
        "label": "Costs",
        "required": "true",
        "at_least": "2",
        "columns": columns,
    }
    plan = {"code": "plan", "type": "work_plan", "label": "Plan", "required": "true", "months": "6"}
    form = parse_form({"sections": [{"code": "work", "title": "Work", "fields": [costs, plan]}]})
    for content in specimens(*alpha(form=form), seed=3, count=50):
        refs = [member["ref"] for member in content["members"]]
        assert form.validate(content["answers"], complete=True, members=refs) == ()
        assert form.clean(content["answers"]) == content["answers"]


def test_what_the_members_ask_adds_up_to_what_the_application_asks() -> None:
    for content in specimens(*alpha(), seed=3, count=50):
        assert content["grant_cents"] == sum(member["grant_cents"] for member in content["members"])


def test_every_rule_counts_every_application_and_some_fail_with_the_sentence_a_team_reads() -> None:
    found = run()
    for each in found.rules:
        assert each.met + each.failed + each.open == 60
    team = found.rules[0]
    assert team.example is not None
    assert (team.failed > 0, team.example.remedy != "") == (True, True)
    assert 0 < found.pass_all + found.undecided < 60


@pytest.mark.parametrize(
    ("test", "flags"),
    [
        ({"value": "answers.unheard_of", "equals": "x"}, (True, False, False)),
        ({"count": "members", "at_least": "1"}, (False, True, False)),
        ({"count": "members", "at_least": "50"}, (False, False, True)),
        ({"count": "members", "at_least": "3"}, (False, False, False)),
    ],
)
def test_a_rule_that_is_never_decided_never_failed_or_never_met_is_told_from_a_sound_one(
    test: Any, flags: tuple[bool, bool, bool]
) -> None:
    found = tried(test)

    assert (found.is_never_decided, found.nobody_fails, found.everybody_fails) == flags


def test_a_least_grant_that_no_team_reaches_is_found() -> None:
    call, _programme = alpha()
    sound = call.instruments[0]
    far = replace(sound, min_grant_cents=sound.max_grant_cents * 50)
    at_most_two = rules(TWO={"count": "members", "at_most": "2"})

    assert [each.is_out_of_reach for each in run(instruments=(far,), eligibility=at_most_two).instruments] == [True]
    assert [each.is_out_of_reach for each in run(instruments=(sound,), eligibility=at_most_two).instruments] == [False]

"""Rules are read from plain data; every mistake is named at its place."""

from __future__ import annotations

from typing import Any

import pytest

from securit.machinery.rules import Severity, parse_rules
from securit.machinery.shape import Malformed, Problem

LISTS = {"eligible": ("FR", "DE", "NO")}


def a_rule(**test: Any) -> dict[str, Any]:
    return {"code": "R1", "says": "Says.", "test": test}


def problems_of(data: Any) -> tuple[Problem, ...]:
    with pytest.raises(Malformed) as caught:
        parse_rules(data, lists=LISTS)
    return caught.value.problems


def test_a_rule_is_read_with_its_words_and_its_severity() -> None:
    data = {
        "code": "TEAM-2",
        "says": "At least two SMEs",
        "remedy": "Invite another SME.",
        "test": {"count": "members", "where": {"kind": "sme"}, "at_least": "2"},
        "severity": "advisory",
        "source": "R-27",
    }
    (rule,) = parse_rules([data])
    assert (rule.code, rule.says, rule.remedy) == ("TEAM-2", "At least two SMEs", "Invite another SME.")
    assert (rule.severity, rule.source) == (Severity.ADVISORY, "R-27")
    assert rule.to_data() == data


def test_no_data_are_no_rules() -> None:
    assert parse_rules(None) == ()
    assert parse_rules([]) == ()


@pytest.mark.parametrize(
    "test",
    [
        {"count": "members", "at_least": "1", "at_most": "3"},
        {"count": "members", "where": {"role": "lead"}, "exactly": "1", "noun": "lead"},
        {"count": "members", "where": {"kind": ["sme", "rto"], "country": {"in_list": "eligible"}}, "at_least": "1"},
        {"distinct": "members.country", "at_least": "2"},
        {"sum": "members.grant_cents", "at_most": "88000.00"},
        {"each": "members", "field": "country", "in_list": "eligible"},
        {"each": "members", "where": {"kind": "sme"}, "test": {"value": "signed_off", "is_true": "true"}},
        {"value": "answers.trl", "at_least": "5", "at_most": "8"},
        {"value": "answers.start", "at_least": "2022-05-01"},
        {"value": "title", "present": "true", "matches": "[A-Z].*"},
        {"value": "instrument", "one_of": ["prototype", "demonstration"]},
        {"any_of": [{"value": "domain", "equals": "1"}, {"not": {"value": "domain", "equals": "2"}}]},
        {"none_of": [{"all_of": [{"value": "domain", "equals": "NO"}]}]},
    ],
)
def test_every_word_of_the_vocabulary_is_written_as_it_was_read(test: dict[str, Any]) -> None:
    (rule,) = parse_rules([a_rule(**test)], lists=LISTS)
    assert rule.test.to_data() == test
    assert parse_rules([rule.to_data()], lists=LISTS) == (rule,)


@pytest.mark.parametrize(
    ("test", "path", "sentence"),
    [
        ({"count": "members"}, (), "“count” needs at_least, at_most or exactly."),
        (
            {"count": "members", "at_lest": "2", "at_most": "3"},
            ("at_lest",),
            "“at_lest” is not a known name here.",
        ),
        ({"count": "members", "at_least": "1000.00"}, (), "“count” is limited by a whole number."),
        (
            {"sum": "members.grant_cents", "at_most": "2022-01-01"},
            ("at_most",),
            "“members.grant_cents” is money; write the limit with its cents, like 60000.00.",
        ),
        (
            {"each": "members", "field": "grant_cents", "at_most": "60000"},
            ("at_most",),
            "“grant_cents” is money; write the limit with its cents, like 60000.00.",
        ),
        (
            {"each": "members", "field": "country", "in_list": "elligible"},
            ("in_list",),
            "There is no list “elligible”; the lists are: eligible.",
        ),
        ({"each": "members"}, (), "“each” needs a field with its conditions, or a test."),
        (
            {"value": "answers.trl", "at_least": "9", "at_most": "5"},
            ("at_most",),
            "at_least 9 and at_most 5 leave nothing between them.",
        ),
        (
            {"value": "answers.trl", "at_least": "five"},
            ("at_least",),
            "“five” is not a limit; write a whole number (2), an amount with cents (60000.00) or a day (2022-04-26).",
        ),
        (
            {"value": "answers.start", "at_least": "2022-02-30"},
            ("at_least",),
            (
                "“2022-02-30” is not a limit; write a whole number (2), an amount with cents (60000.00) "
                "or a day (2022-04-26)."
            ),
        ),
        (
            {"value": "title"},
            (),
            (
                "Here a condition is needed: equals, one_of, in_list, at_least, at_most, exactly, is_true, present, "
                "matches."
            ),
        ),
        ({"value": "a b", "present": "true"}, ("value",), "“a b” does not have the form expected of “value”."),
        (
            {"value": "title", "exactly": "2", "at_least": "1"},
            ("exactly",),
            "“exactly” stands alone, without at_least or at_most.",
        ),
        ({"any_of": []}, ("any_of",), "“any_of” needs at least one entry."),
        (
            {"value": "title", "matches": "(a+)+"},
            ("matches",),
            "A pattern here has no groups and no alternatives; combine tests with any_of instead.",
        ),
        (
            {"value": "title", "matches": "a*a*a*a*b"},
            ("matches",),
            "The pattern repeats 4 times; at most 3 repetitions are allowed.",
        ),
        ({"value": "title", "matches": "[a"}, ("matches",), "“[a” is not a pattern."),
    ],
)
def test_a_wrong_test_gets_one_sentence_at_its_place(
    test: dict[str, Any], path: tuple[str, ...], sentence: str
) -> None:
    assert problems_of([a_rule(**test)]) == (Problem((0, "test", *path), sentence),)


def test_two_words_in_one_test_are_refused() -> None:
    (problem,) = problems_of([a_rule(count="members", value="title", at_least="1")])
    assert problem.path == (0, "test")
    assert problem.sentence == (
        "A test has exactly one of count, distinct, sum, each, value, all_of, any_of, none_of, not; "
        "count and value stand side by side."
    )


def test_tests_that_nest_too_deeply_are_refused() -> None:
    test: dict[str, Any] = {"value": "title", "present": "true"}
    for _ in range(200):
        test = {"not": test}
    (problem,) = problems_of([a_rule(**test)])
    assert problem.sentence == "Tests stand inside each other deeper than 6 levels."


def test_a_code_that_occurs_twice_is_refused_at_the_second() -> None:
    rule = a_rule(value="title", present="true")
    assert problems_of([rule, rule]) == (Problem((1, "code"), "There is already a rule “R1”."),)


def test_all_mistakes_are_named_at_once() -> None:
    assert problems_of([{"code": "R1", "severity": "hard"}, "no mapping"]) == (
        Problem((0, "says"), "“says” is missing."),
        Problem((0, "test"), "“test” is missing."),
        Problem((0, "severity"), "“hard” is not one of blocking, advisory."),
        Problem((1,), "Here a mapping of names to values is expected."),
        Problem((1, "code"), "“code” is missing."),
        Problem((1, "says"), "“says” is missing."),
        Problem((1, "test"), "“test” is missing."),
    )


def test_anything_but_a_list_is_refused() -> None:
    assert problems_of({"count": "members"}) == (Problem((), "Here a list of rules is expected."),)
    assert problems_of([a_rule(value="title", present="true") | {"code": f"R{i}"} for i in range(101)]) == (
        Problem((), "There are 101 rules; at most 100 are allowed."),
    )

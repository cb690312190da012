"""Rules that exclude each other are found; rules that some application meets never are."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securit.machinery.rules import Result, evaluate, parse_rules
from securit.machinery.rules.conflicts import conflicts

AT_MOST_2: dict[str, Any] = {"count": "members", "at_most": "2"}
SMES: dict[str, Any] = {"count": "members", "where": {"kind": "sme"}, "at_least": "2"}
RESEARCH: dict[str, Any] = {"count": "members", "where": {"kind": "research"}, "at_least": "1"}
LISTS = {"pair": ["FR", "NO"]}


def the_conflicts(*tests: dict[str, Any], **changes: str) -> list[tuple[int, int, str]]:
    rules = [{"code": f"r{n}", "says": f"Rule {n}.", "test": test, **changes} for n, test in enumerate(tests)]
    return [(each.first, each.second, each.because) for each in conflicts(parse_rules(rules, lists=LISTS))]


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        (AT_MOST_2, {"count": "members", "at_least": "3"}, "nothing is at least 3 and at most 2"),
        (AT_MOST_2, {"distinct": "members.country", "at_least": "3"}, "2 members are fewer than 3"),
        (AT_MOST_2, {**SMES, "at_least": "3"}, "2 members are fewer than 3"),
        ({**AT_MOST_2, "at_most": "1"}, SMES, "1 member is fewer than 2"),
        (
            {"each": "members", "field": "country", "in_list": "pair"},
            {"distinct": "members.country", "at_least": "3"},
            "only 2 can occur, and 3 are needed",
        ),
        ({"each": "members", "field": "kind", "equals": "sme"}, RESEARCH, "research is not among sme"),
        (
            {"each": "members", "field": "kind", "one_of": ["sme", "large"]},
            {"each": "members", "field": "kind", "equals": "public"},
            "no value is among both",
        ),
        (
            {"sum": "members.grant_cents", "at_most": "100.00"},
            {"sum": "members.grant_cents", "at_least": "100.01"},
            "nothing is at least €100.01 and at most €100",
        ),
        (
            {"value": "answers.pilot", "is_true": "true"},
            {"value": "answers.pilot", "is_true": "false"},
            "an answer is never yes and no",
        ),
        (
            {"value": "answers.trl", "at_most": "4"},
            {"all_of": [{"value": "answers.trl", "at_least": "5"}, RESEARCH]},
            "nothing is at least 5 and at most 4",
        ),
    ],
)
def test_two_rules_that_exclude_each_other_are_named_whatever_their_order(
    one: dict[str, Any], other: dict[str, Any], because: str
) -> None:
    assert the_conflicts(one, other) == [(0, 1, because)]
    assert the_conflicts(other, one) == [(0, 1, because)]


def test_kinds_that_are_more_together_than_the_team_may_be_are_found() -> None:
    because = "they need 3 members, and 2 are allowed"
    assert the_conflicts(SMES, AT_MOST_2, RESEARCH) == [(1, 2, because)]
    assert the_conflicts(SMES, {"count": "members", "at_most": "3"}, RESEARCH) == []


@pytest.mark.parametrize(
    "tests",
    [
        (AT_MOST_2, SMES),
        (AT_MOST_2, {"any_of": [{"count": "members", "at_least": "3"}, RESEARCH]}),
        (AT_MOST_2, {"not": {"count": "members", "at_most": "2"}}),
        (AT_MOST_2, {"count": "partners", "at_least": "3"}),
        ({"each": "members", "where": {"country": "FR"}, "field": "kind", "equals": "sme"}, RESEARCH),
        ({"each": "members", "field": "kind", "equals": "sme"}, {**RESEARCH, "at_least": "0"}),
    ],
)
def test_what_can_be_met_or_cannot_be_seen_is_no_conflict(tests: tuple[dict[str, Any], ...]) -> None:
    assert the_conflicts(*tests) == []


def test_advice_conflicts_with_nothing() -> None:
    assert the_conflicts(AT_MOST_2, {"count": "members", "at_least": "3"}, severity="advisory") == []


NUMBER = st.integers(0, 4).map(str)
KIND = st.sampled_from(["sme", "large", "research"])
COUNTRY = st.sampled_from(["FR", "NO", "DE"])
TESTS = st.one_of(
    st.builds(lambda n, key: {"count": "members", key: n}, NUMBER, st.sampled_from(["at_least", "at_most", "exactly"])),
    st.builds(lambda n, kind: {"count": "members", "where": {"kind": kind}, "at_least": n}, NUMBER, KIND),
    st.builds(lambda n, key: {"distinct": "members.country", key: n}, NUMBER, st.sampled_from(["at_least", "at_most"])),
    st.builds(lambda kinds: {"each": "members", "field": "kind", "one_of": kinds}, st.lists(KIND, min_size=1)),
    st.builds(lambda land: {"each": "members", "field": "country", "equals": land}, COUNTRY),
    st.builds(lambda text: {"value": "answers.pilot", "is_true": text}, st.sampled_from(["true", "false"])),
)
MEMBERS = st.lists(st.fixed_dictionaries({"kind": KIND, "country": COUNTRY}), min_size=1, max_size=4)


@given(st.lists(TESTS, min_size=2, max_size=4), MEMBERS, st.booleans())
def test_no_team_ever_meets_rules_that_conflict(
    tests: list[dict[str, Any]], members: list[dict[str, str]], pilot: bool
) -> None:
    data = [{"code": f"r{n}", "says": "It holds.", "test": test} for n, test in enumerate(tests)]
    rules = parse_rules(data, lists=LISTS)
    findings = evaluate(rules, {"members": members, "answers": {"pilot": pilot}})
    met = {index for index, finding in enumerate(findings) if finding.result is Result.MET}
    assert [each for each in conflicts(rules) if {each.first, each.second, *each.others} <= met] == []

"""Laws that every rule keeps, over generated rules and any facts at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from securit.machinery.rules import Result, evaluate, judge, parse_rules
from securit.machinery.rules.logic import conjunction, disjunction, negation
from securit.machinery.rules.predicates import Test as RuleTest

LISTS = {"eligible": ("FR", "DE")}
RESULTS = st.sampled_from(Result)

KINDS = ("sme", "large")
COUNTRIES = ("FR", "CH")
MEMBERS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "country": st.sampled_from(COUNTRIES),
        "grant_cents": st.integers(0, 300),
        "signed_off": st.booleans(),
    }
)
FACTS = st.fixed_dictionaries(
    {"members": st.lists(MEMBERS, max_size=4), "answers": st.fixed_dictionaries({"trl": st.integers(1, 9)})}
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
LOOSE_FACTS = st.dictionaries(
    st.sampled_from(["members", "answers", "title"]),
    ANYTHING | st.lists(st.dictionaries(st.sampled_from(["kind", "country", "grant_cents"]), ANYTHING), max_size=4),
)

WHOLE = st.integers(0, 5).map(str)
WHERES = st.sampled_from([{}, {"where": {"kind": "sme"}}, {"where": {"country": ["FR", "DE"], "kind": "large"}}])
ATOMS = st.one_of(
    st.builds(lambda w, n: {"count": "members", **w, "at_least": n}, WHERES, WHOLE),
    st.builds(lambda w, n: {"count": "members", **w, "exactly": n}, WHERES, WHOLE),
    st.builds(lambda w, n: {"distinct": "members.country", **w, "at_most": n}, WHERES, WHOLE),
    st.builds(lambda w, n: {"distinct": "members.country", **w, "at_least": n}, WHERES, WHOLE),
    st.builds(lambda w, n: {"sum": "members.grant_cents", **w, "at_most": f"{n}.00"}, WHERES, WHOLE),
    st.builds(lambda w: {"each": "members", **w, "field": "country", "in_list": "eligible"}, WHERES),
    st.builds(lambda w: {"each": "members", **w, "test": {"value": "signed_off", "is_true": "true"}}, WHERES),
    st.builds(lambda n: {"value": "answers.trl", "at_least": n}, WHOLE),
)
TESTS = st.recursive(
    ATOMS,
    lambda inner: (
        st.builds(lambda test: {"not": test}, inner)
        | st.builds(
            lambda join, tests: {join: tests},
            st.sampled_from(["all_of", "any_of", "none_of"]),
            st.lists(inner, min_size=1, max_size=3),
        )
    ),
    max_leaves=4,
).filter(lambda test: depth(test) <= 5)


def depth(test: Mapping[str, Any]) -> int:
    inner = (
        [test["not"]] if "not" in test else [t for join in ("all_of", "any_of", "none_of") for t in test.get(join, [])]
    )
    return 1 + max(map(depth, inner), default=0)


def parsed(test: Mapping[str, Any]) -> RuleTest:
    return parse_rules([{"code": "R", "says": "Says.", "test": test}], lists=LISTS)[0].test


def result(test: Mapping[str, Any], facts: object) -> Result:
    return judge(parsed(test), facts).result


@given(st.lists(RESULTS))
def test_de_morgan_holds_for_three_values(results: list[Result]) -> None:
    assert negation(conjunction(results)) is disjunction(map(negation, results))
    assert negation(disjunction(results)) is conjunction(map(negation, results))


@given(TESTS, TESTS, LOOSE_FACTS | FACTS)
def test_de_morgan_holds_for_tests_over_any_facts(one: Any, other: Any, facts: Any) -> None:
    first, second = parsed(one), parsed(other)
    both = {judge(first, facts).result, judge(second, facts).result}
    assert result({"all_of": [one, other]}, facts) is conjunction(both)
    assert result({"any_of": [one, other]}, facts) is disjunction(both)
    assert result({"none_of": [one, other]}, facts) is negation(disjunction(both))


@given(TESTS)
def test_a_rule_is_read_back_from_what_it_writes(test: Any) -> None:
    rules = parse_rules([{"code": "R", "says": "Says.", "test": test}], lists=LISTS)
    written = [rule.to_data() for rule in rules]
    assert parse_rules(written, lists=LISTS) == rules
    assert written[0]["test"] == test


@given(st.lists(TESTS, max_size=3), LOOSE_FACTS)
def test_any_facts_give_one_finding_per_rule(tests: list[Any], facts: Any) -> None:
    rules = parse_rules([{"code": f"R{i}", "says": "Says.", "test": test} for i, test in enumerate(tests)], lists=LISTS)
    findings = evaluate(rules, facts)
    assert [found.code for found in findings] == [rule.code for rule in rules]
    assert all(found.reason for found in findings)


@given(TESTS, FACTS)
def test_complete_facts_are_always_decided(test: Any, facts: Any) -> None:
    assert (result(test, facts) is Result.UNRESOLVED) is False


@given(TESTS, FACTS, st.data())
def test_a_decision_over_facts_with_gaps_stands_whatever_fills_the_gaps(test: Any, facts: Any, data: Any) -> None:
    gaps = {
        **facts,
        "members": [
            {name: None if data.draw(st.booleans()) else value for name, value in member.items()}
            for member in facts["members"]
        ],
    }
    decided = result(test, gaps)
    assert decided in (Result.UNRESOLVED, result(test, facts))

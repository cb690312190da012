"""Every rule of the field has its place: a guard with its test, or an honest word on why not."""

from __future__ import annotations

import ast
from functools import cache

import pytest

import prove_rules
import rules_page
from tests.docs.pages import ROOT

CODES = [f"R-{number:02}" for number in (*range(1, 55), 60, *range(66, 70))]


@cache
def codes_by_guard() -> dict[str, tuple[str, ...]]:
    return prove_rules.marked()


@pytest.mark.parametrize("code", CODES)
def test_a_rule_is_kept_by_a_guard_or_says_how_else_or_why_not_yet(code: str) -> None:
    rule = rules_page.rules()[code]
    assert rule["class"] in rules_page.CLASSES
    assert rule["title"].endswith(".")
    assert code in rules_page.guards_by_rule() or bool(rule.get("by")) != bool(rule.get("not_yet"))


def test_the_rules_stand_in_order_and_say_nothing_else() -> None:
    assert list(rules_page.rules()) == sorted(rules_page.rules())
    known = {"class", "title", "by", "not_yet", "still"}
    assert [code for code, rule in rules_page.rules().items() if set(rule) - known] == []


def test_every_guard_names_rules_that_are_told() -> None:
    unknown = {guard: set(codes) - set(rules_page.rules()) for guard, codes in codes_by_guard().items()}
    assert {guard for guard, codes in unknown.items() if codes} == set()


def test_every_guard_is_known_to_be_missed_by_a_test() -> None:
    without = sorted(set(codes_by_guard()) - set(prove_rules.proven()))
    assert without == [], "run `make prove-rules`: it finds the test that misses each guard, and writes it down"
    assert sorted(set(prove_rules.proven()) - set(codes_by_guard())) == []


@pytest.mark.parametrize("guard", sorted(prove_rules.proven()))
def test_the_test_that_misses_a_guard_exists(guard: str) -> None:
    path, _colons, name = prove_rules.proven()[guard].partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert name.partition("[")[0].rpartition("::")[2] in names

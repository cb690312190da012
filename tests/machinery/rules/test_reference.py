"""The reference page names the whole vocabulary, and its example is a rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from securit.machinery.rules import parse_rules
from securit.machinery.rules.reading import VOCABULARY

PAGE = (Path(__file__).parents[3] / "docs/reference/rule-predicates.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("word", VOCABULARY)
def test_every_word_of_the_vocabulary_is_documented(word: str) -> None:
    assert f"{{{word}: " in PAGE


def test_the_example_is_a_rule() -> None:
    example = PAGE.partition("```yaml\n")[2].partition("```")[0]
    assert [rule.code for rule in parse_rules(YAML(typ="safe").load(example))] == ["TEAM-2"]

"""The reference page says of every rule what the rule says of itself, and its example runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from securit.engines import aggregation, assignment, portfolio, scheduling
from securit.engines.aggregation import ballots, scores
from securit.engines.matching import affinity, likeness, names, search, teams

PAGE = (Path(__file__).parents[2] / "docs/reference/engines.md").read_text(encoding="utf-8")
ENGINES = (assignment, aggregation, ballots, scores, portfolio, scheduling, search, affinity, likeness, names, teams)
RULES = [rule for engine in ENGINES for rule in engine.RULES.values()]


def test_the_page_lists_every_rule_in_its_own_words() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (yes|no) \| (.+) \| (.+) \|$", PAGE, re.MULTILINE)
    assert rows == [(r.name, "yes" if r.is_exact else "no", r.explanation, r.weakness) for r in RULES]


@pytest.mark.parametrize("example", re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
def test_the_example_on_the_page_runs(example: str) -> None:
    exec(compile(example, "docs/reference/engines.md", "exec"), {})

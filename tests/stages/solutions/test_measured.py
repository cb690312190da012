"""What the page says was measured is what the recorded benchmarks say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from securit.stages.solutions.measured import ACROSS, IN_ENGLISH, Measured

KEPT = Path(__file__).resolve().parents[3] / "docs" / "reference" / "benchmarks.json"
INSTANCES = {
    "needs2projects": "need → project, all",
    "paraphrase2project": "press text → project, all",
    "similar_projects": "project → same topic, all",
    "fp7_title2brief": "title → its brief, all",
}


def recorded(instance: str) -> dict[str, str]:
    """nDCG@10 of each rule, and the number of queries."""
    rows = json.loads(KEPT.read_text(encoding="utf-8"))["matching"]["rows"]
    some = [row for row in rows if row["instance"] == instance and row["source"] == "here"]
    queries = {row["note"].split()[0] for row in some}
    return {row["who"]: row["figures"][0]["value"] for row in some} | {"queries": " ".join(queries)}


@pytest.mark.parametrize("name", sorted(IN_ENGLISH))
def test_the_figures_in_english_are_the_recorded_ones(name: str) -> None:
    kept = recorded(INSTANCES[name])
    told = Measured(kept["BM25 alone"], kept["search.lexical"], kept["search.hybrid"], int(kept["queries"]))
    assert told == IN_ENGLISH[name]


@pytest.mark.parametrize("code", sorted(ACROSS))
def test_the_figures_of_a_language_are_the_recorded_ones(code: str) -> None:
    kept = recorded(f"{code} → English")
    assert Measured("", kept["search.lexical"], kept["search.hybrid"], int(kept["queries"])) == ACROSS[code]

"""How growth is measured, kept and drawn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import measurements
from benchmarks import growth
from benchmarks.record import KEPT, Figure, Row

SIZES = (
    growth.ASSIGNMENT, growth.LEXICOGRAPHIC, growth.PORTFOLIO, growth.SCHEDULING, growth.REPORTS, growth.VOTERS,
    growth.DOCUMENTS, growth.CHALLENGES,
)  # fmt: skip


QUICK = ((100, "quick", 0.5), (1_000, "quick", 5.0))
SLOW = ((100, "slow", 2.0), (1_000, "slow", 200.0))


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Sizes of one engine, by two rules, of which one came to its end at the largest."""
    rows = [
        Row(f"sorting, {size:,} cards", who, (Figure("cards", str(size)),), seconds).to_data()
        for size, who, seconds in (
            (100, "quick", 0.5),
            (100, "slow", 2.0),
            (1_000, "quick", 5.0),
            (1_000, "slow", 200.0),
        )
    ]
    where = {"machine": "M, 2 cores", "date": "2024-01-01", "commit": "abc", "foreign_load": 0.5}
    (tmp_path / "kept.json").write_text(
        json.dumps({"growth": {**where, "rows": rows}, "zebras": {**where, "rows": []}})
    )
    monkeypatch.setattr(measurements, "KEPT", tmp_path / "kept.json")


def test_every_engine_has_five_rising_sizes() -> None:
    assert [len(sizes) for sizes in SIZES] == [5] * len(SIZES)
    assert [sizes for sizes in SIZES if list(sizes) != sorted(sizes)] == []


def test_what_is_drawn_by_lot_is_the_same_each_time() -> None:
    assert growth.table_of(20).digest == growth.table_of(20).digest
    assert growth.reports_of(30).digest == growth.reports_of(30).digest
    assert growth.election_of(50).digest == growth.election_of(50).digest
    assert growth.shelf_of(10).digest == growth.shelf_of(10).digest


@pytest.mark.usefixtures("kept")
def test_the_picture_says_how_the_seconds_of_each_rule_grow() -> None:
    assert measurements.growing() == ("sorting",)
    drawn = measurements.growth("sorting")
    assert "quick: grows like size to the power of 1.0" in drawn
    assert "slow: grows like size to the power of 2.0" in drawn
    assert "M, 2 cores; 2024-01-01, commit abc; load of others 0.5." in drawn
    assert "9,000" not in drawn
    assert measurements.growth("sorting") == drawn


@pytest.mark.usefixtures("kept")
def test_the_page_ends_with_the_pictures_of_growth() -> None:
    page = measurements.page("<!-- -->")
    assert [line for line in page.splitlines() if line.startswith("## ")] == ["## zebras", "## growth"]
    assert "![How the seconds of sorting grow with the size of the problem](growth/sorting.svg)" in page


def test_every_picture_that_is_kept_belongs_to_the_record() -> None:
    folder = KEPT.parent / "growth"
    assert sorted(path.stem for path in folder.glob("*.svg")) == sorted(measurements.growing())

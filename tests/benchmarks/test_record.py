"""How a measurement is kept and shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import measurements
from benchmarks import record
from benchmarks.record import Figure, NoData, Row, data, measured, published, told
from securit.engines import portfolio
from tests.engines.worlds import candidate

PROBLEM = portfolio.Problem((candidate("A", 1, "5", 100), candidate("B", 2, "4", 50), candidate("C", 3, "4", 50)), 100)


def test_a_measurement_holds_figures_seconds_and_memory() -> None:
    row, run = measured("three", portfolio.best_set, PROBLEM)
    figures = (Figure("total", "8", "", "optimal"), Figure("departures", "3", "", "optimal"))
    assert (row.instance, row.who, row.figures) == ("three", "best_set", figures)
    assert (row.seconds, row.peak_mb) == (round(run.seconds, 3), run.peak_mb)


def test_a_published_figure_says_so() -> None:
    row = published("MIDL", "FairFlow", Figure("total", "126.294"), seconds=11.88)
    assert told(row) == f"{'MIDL':<36} {'FairFlow':<24} total 126.294  11.88 s  [published]"


def test_without_data_the_reason_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECURIT_DATA", str(tmp_path))
    with pytest.raises(NoData, match=r"portfolio/x\.pb is not there; SECURIT_DATA names the directory"):
        data("portfolio", "x.pb")


def test_the_page_shows_what_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    rows = [
        Row("three", "best_set", (Figure("total", "8", "", "optimal"),), 0.014, 61).to_data(),
        Row("three", "Peer", (Figure("total", "7", "8"),), 1.0, source="published").to_data(),
    ]
    kept = {"machine": "M, 2 cores", "date": "2024-01-01", "commit": "abc", "foreign_load": 0.5, "rows": rows}
    (tmp_path / "kept.json").write_text(json.dumps({"portfolio": kept}))
    monkeypatch.setattr(measurements, "KEPT", tmp_path / "kept.json")
    assert measurements.page("<!-- -->").splitlines()[-6:] == [
        "M, 2 cores; 2024-01-01, commit abc; load of others 0.5.",
        "",
        "| instance | rule or peer | figures | s | MB | |",
        "|---|---|---|--:|--:|---|",
        "| three | `best_set` | total 8 proven | 0.01 | 61 |  |",
        "| three | Peer (published) | total 7, bound 8 | 1.00 |  |  |",
    ]


def test_a_part_measured_later_takes_the_place_of_its_rows_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(record, "KEPT", tmp_path / "kept.json")
    monkeypatch.setattr(record, "ROOT", tmp_path)
    place = {"machine": "M", "date": "2024-01-01", "commit": "abc"}
    monkeypatch.setattr(record, "machine", lambda: place)

    def kept() -> list[tuple[str, str, str]]:
        rows = json.loads(record.KEPT.read_text())["rush"]["rows"]
        return [(row["instance"], row["figures"][0]["value"], row["note"]) for row in rows]

    record.record("rush", [Row("list", "sqlite", (Figure("s", "1"),)), Row("rush", "sqlite", (Figure("s", "2"),))])
    record.record("rush", [Row("rush", "sqlite", (Figure("s", "3"),))])
    assert kept() == [("rush", "3", ""), ("list", "1", "")]
    place["commit"] = "def"
    record.record("rush", [Row("list", "sqlite", (Figure("s", "4"),))])
    assert kept() == [("list", "4", ""), ("rush", "3", "(of an earlier run)")]


def test_an_unknown_benchmark_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert record.main(["luck"]) == 2
    assert capsys.readouterr().out.startswith("There is no benchmark luck; there are ")

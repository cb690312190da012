"""The page of measurements, made from ``docs/reference/benchmarks.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from securit.engines._plots.growth import Curve, draw_growth

KEPT = Path(__file__).resolve().parent.parent / "docs" / "reference" / "benchmarks.json"
GROWTH = "growth"
WHERE = "{machine}; {date}, commit {commit}; load of others {foreign_load}."
HEAD = """# Benchmarks

{generated}

`make bench` measures, `make bench ENGINE=portfolio` measures one engine; instances that may not be published with the
code are read from the directory that `SECURIT_DATA` names, and their rows are skipped without it. Each figure is of one
run on the machine stated, in a process of its own: the seconds are those of the rule, without the start of its process
and the loading of its solver. “Published” marks a figure of the literature; all others were measured here.
"""


def page(generated: str) -> str:
    """The whole page; ``generated`` is the comment that says so."""
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    lines = [HEAD.format(generated=generated)]
    for engine, measured in sorted(kept.items(), key=lambda item: (item[0] == GROWTH, item[0])):
        lines += [f"## {engine}", "", *(_pictures() if engine == GROWTH else ()), *_engine(measured), ""]
    return "\n".join(lines).rstrip() + "\n"


def growing() -> tuple[str, ...]:
    """The engines whose cost was measured at several sizes, in the order measured."""
    return tuple(dict.fromkeys(_engine_of(row) for row in _grown().get("rows", ())))


def growth(engine: str) -> str:
    """The picture of how the seconds of an engine grow, from what is kept; the same bytes each time."""
    measured = _grown()
    rows = [row for row in measured["rows"] if _engine_of(row) == engine and row["seconds"] is not None]
    curves = [
        Curve(who, tuple((int(row["figures"][0]["value"]), row["seconds"]) for row in rows if row["who"] == who))
        for who in dict.fromkeys(row["who"] for row in rows)
    ]
    earlier = all("of an earlier run" in row["note"] for row in rows)
    where = f"{measured['machine']}; of an earlier run." if earlier else WHERE.format_map(measured)
    return draw_growth(f"How the cost of {engine} grows", where, rows[0]["figures"][0]["name"], curves)


def _grown() -> Mapping[str, Any]:
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    found: Mapping[str, Any] = kept.get(GROWTH, {})
    return found


def _engine_of(row: Mapping[str, Any]) -> str:
    return str(row["instance"]).partition(",")[0]


def _pictures() -> Iterator[str]:
    yield "Problems that we draw, of five sizes each. A power of 1 doubles the seconds when the size doubles, one of 2"
    yield "makes them four times as many; it is fitted to all points by least squares."
    for engine in growing():
        yield ""
        yield f"![How the seconds of {engine} grow with the size of the problem](growth/{engine}.svg)"
    yield ""


def _engine(measured: Mapping[str, Any]) -> Iterator[str]:
    yield WHERE.format_map(measured)
    yield ""
    yield "| instance | rule or peer | figures | s | MB | |"
    yield "|---|---|---|--:|--:|---|"
    for row in measured["rows"]:
        who = f"`{row['who']}`" if row["source"] == "here" else f"{row['who']} ({row['source']})"
        figures = "; ".join(map(_figure, row["figures"]))
        seconds = "" if row["seconds"] is None else f"{row['seconds']:.2f}"
        yield f"| {row['instance']} | {who} | {figures} | {seconds} | {row['peak_mb'] or ''} | {row['note']} |"


def _figure(figure: Mapping[str, str]) -> str:
    bound = f", bound {figure['bound']}" if figure["bound"] else ""
    proven = " proven" if figure["status"] == "optimal" else ""
    return f"{figure['name']} {figure['value']}{proven}{bound}"

"""The page of measurements, made from ``docs/reference/benchmarks.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

KEPT = Path(__file__).resolve().parent.parent / "docs" / "reference" / "benchmarks.json"
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
    for engine, measured in sorted(kept.items()):
        lines += [f"## {engine}", "", *_engine(measured), ""]
    return "\n".join(lines).rstrip() + "\n"


def _engine(measured: Mapping[str, Any]) -> Iterator[str]:
    where = "{machine}; {date}, commit {commit}; load of others {foreign_load}."
    yield where.format_map(measured)
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

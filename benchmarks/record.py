"""Measure and record: ``python -m benchmarks.record [ENGINE …]`` (or ``make bench ENGINE=portfolio``).

Each engine's module here has ``rows() -> Iterator[Row]``. What it yields is printed and kept in
``docs/reference/benchmarks.json`` under the engine's name, with machine, date, commit and the load of others; the page
``docs/reference/benchmarks.md`` is made from that file by ``python tools/reference.py``. ``writers`` measures the
database and ``room`` two hundred voters; they record nothing.

Instances that may not be published lie in the directory that ``SECURIT_DATA`` names; without it their rows are skipped,
and the recorded ones stay as they were.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from securit.engines import Limits, Objective, Rule
from securit.engines._runner import Ended, Run, run_apart

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "docs" / "reference" / "benchmarks.json"
ENGINES = ("assignment", "aggregation", "portfolio", "scheduling", "brokerage", "matching", "growth", "rush")
#: Measured against a running installation, with promises instead of records.
UNRECORDED = ("writers", "room")
DATA = "SECURIT_DATA"
HERE, PUBLISHED = "here", "published"


class NoData(Exception):
    """The instances are not on this machine."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One objective of a row, as text for reading; ``bound`` is empty where nobody states one."""

    name: str
    value: str
    bound: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement, ours or a peer's.

    ``who`` is our rule, or the peer's name; ``source`` says whether it was measured here or is a published figure.
    ``seconds`` is the time of the solve, ``peak_mb`` the most memory its process held; ``None`` where unknown.
    """

    instance: str
    who: str
    figures: tuple[Figure, ...]
    seconds: float | None = None
    peak_mb: int | None = None
    source: str = HERE
    note: str = ""

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        return {
            "instance": self.instance,
            "who": self.who,
            "source": self.source,
            "figures": [{"name": f.name, "value": f.value, "bound": f.bound, "status": f.status} for f in self.figures],
            "seconds": self.seconds,
            "peak_mb": self.peak_mb,
            "note": self.note,
        }


def data(*parts: str) -> Path:
    """A file below the directory that ``SECURIT_DATA`` names; raises :class:`NoData` where it is not there."""
    root = os.environ.get(DATA)
    path = Path(root or "/nowhere", *parts)
    if not root or not path.exists():
        raise NoData(f"{'/'.join(parts)} is not there; {DATA} names the directory of the instances.")
    return path


def measured(
    instance: str,
    rule: Rule[Any, Any],
    problem: Any,
    *,
    limits: Limits | None = None,
    seed: int = 0,
    memory_mb: int = 8192,
    note: str = "",
) -> tuple[Row, Run[Any]]:
    """Run one of our rules in a process of its own; the row for the record, and the run itself."""
    run = run_apart(rule, problem, seed=seed, limits=limits, memory_mb=memory_mb)
    row = Row(
        instance,
        run.outcome.rule,
        tuple(figure(objective) for objective in run.outcome.objectives),
        round(run.seconds, 3),
        run.peak_mb or None,
        note=note if run.ended is Ended.ANSWERED else f"{note} (ended: {run.ended.value})".strip(),
    )
    return row, run


def published(instance: str, who: str, *figures: Figure, seconds: float | None = None, note: str = "") -> Row:
    """A peer's row from the literature."""
    return Row(instance, who, figures, seconds, source=PUBLISHED, note=note)


def figure(objective: Objective) -> Figure:
    """An objective for the record; a bound that is reached is not repeated."""
    bound = "" if objective.bound is None or objective.gap == 0 else text(objective.bound)
    return Figure(objective.name, text(objective.value), bound, objective.status.value)


def text(value: Fraction) -> str:
    """The figure with at most four decimals."""
    return f"{float(value):.4f}".rstrip("0").rstrip(".")


def main(names: Sequence[str]) -> int:
    """Run the named benchmarks, or all; 1 when one broke a promise or could not be run."""
    there = [name for name in ENGINES if find_spec(f"benchmarks.{name}")]
    unknown = [name for name in names if name not in (*there, *UNRECORDED)]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}; there are {', '.join((*there, *UNRECORDED))}.")
        return 2
    for name in names or there:
        if name not in UNRECORDED:
            record(name)
    wanted = [name for name in UNRECORDED if name in (names or UNRECORDED)]
    return max([import_module(f"benchmarks.{name}").main([]) for name in wanted], default=0)


def record(engine: str, rows: Iterable[Row] | None = None) -> None:
    """Measure one engine, or a part of it (``rows``); print and keep each row as it comes.

    It takes the place of what was measured before under its name. What stays says that it is of an earlier run, unless
    that was on the same machine, day and commit.
    """
    where = {**machine(), "foreign_load": round(os.getloadavg()[0], 1)}
    print(f"{engine}: load of others {where['foreign_load']}")
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    before, found = kept.get(engine, {}), []
    for row in _rows_there(engine) if rows is None else rows:
        print("  " + told(row), flush=True)
        found.append(row)
        kept[engine] = {**where, "rows": [*(row.to_data() for row in found), *_staying(before, found, where)]}
        KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    if found:
        print(f"  kept in {KEPT.relative_to(ROOT)}; python tools/reference.py makes the page")


def _staying(before: Mapping[str, Any], found: Sequence[Row], where: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows that were not measured again."""
    again = {(row.instance, row.who) for row in found}
    rows = [row for row in before.get("rows", []) if (row["instance"], row["who"]) not in again]
    together = all(before.get(name) == where[name] for name in ("machine", "date", "commit"))
    return rows if together else [{**row, "note": _of_earlier(row)} for row in rows]


def machine() -> dict[str, Any]:
    """Where and when: processor, cores, Python, date and commit."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)  # noqa: PLW1510
    return {
        "machine": f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "commit": commit.stdout.strip(),
    }


def told(row: Row) -> str:
    """One row as a line."""
    figures = ", ".join(
        f"{f.name} {f.value}{f' (bound {f.bound})' if f.bound else ''}{f' {f.status}' if f.status else ''}"
        for f in row.figures
    )
    seconds = "" if row.seconds is None else f"  {row.seconds:.2f} s"
    peak = "" if row.peak_mb is None else f"  {row.peak_mb} MB"
    mark = "" if row.source == HERE else f"  [{row.source}]"
    return f"{row.instance:<36} {row.who:<24} {figures}{seconds}{peak}{mark}  {row.note}".rstrip()


def _rows_there(engine: str) -> Iterator[Row]:
    try:
        yield from import_module(f"benchmarks.{engine}").rows()
    except NoData as missing:
        print(f"  skipped: {missing}")


def _of_earlier(row: dict[str, Any]) -> str:
    mark = "of an earlier run"
    return str(row["note"]) if mark in row["note"] else f"{row['note']} ({mark})".strip()


def _processor() -> str:
    found = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return found[0].partition(": ")[2] if found else platform.processor()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

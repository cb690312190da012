"""What the engine commands print: rules, figures, a table, JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from securit.engines._runner import Run

Row = Sequence[str]
PLACES = 6
"""Decimals shown; the exact figures stand in the JSON."""


def print_rules(rules: Mapping[str, Any]) -> None:
    """Each rule: its name and version, whether it is exact, what it does, where it is weak."""
    for rule in rules.values():
        print(f"{rule.name} {rule.version}{' (exact)' if rule.is_exact else ''}")
        print(f"    {rule.explanation}\n    Weakness: {rule.weakness}")


def print_json(data: Mapping[str, Any], target: str) -> None:
    """Write to the file, or to standard output for ``-``."""
    text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    if target == "-":
        sys.stdout.write(text)
    else:
        Path(target).write_text(text, encoding="utf-8")


def print_outcome(run: Run[Any], table: Sequence[Row]) -> None:
    """How it was decided and how good it is, then the decision as a table."""
    outcome = run.outcome
    ended = f", ended by {outcome.stopped_by}" if outcome.stopped_by else ""
    print(
        f"{outcome.rule} {outcome.version}: {outcome.status.value}{ended}, {run.seconds:.2f} s, seed {outcome.seed},"
        f" outcome {outcome.digest[:16]}\n"
    )
    figures = [("objective", "value", "bound", "gap", "proof")]
    figures += [(o.name, shown(o.value), shown(o.bound), shown(o.gap), o.status.value) for o in outcome.objectives]
    for part in (figures if outcome.objectives else [], table):
        for line in aligned(part):
            print(line)
        if part is figures:
            print()


def aligned(rows: Sequence[Row]) -> list[str]:
    """The rows as lines of text with columns of one width each."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def shown(value: Fraction | None) -> str:
    """A figure for reading, with at most six decimals; ``–`` where nobody knows."""
    if value is None:
        return "–"
    text = f"{float(value):.{PLACES}f}".rstrip("0").rstrip(".")
    return text if Fraction(text) == value else f"≈{text}"

"""Measure the rush, and record nothing: ``python -m benchmarks.rush --help``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from benchmarks.record import told
from benchmarks.rush.drill import DATABASES, Size, measured_on


def main(arguments: Sequence[str]) -> int:
    """Print each row as it comes; 1 when a promise was broken."""
    usual = Size()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rush")
    parser.add_argument("databases", nargs="*", default=DATABASES, metavar="DATABASE", help=", ".join(DATABASES))
    parser.add_argument("--minutes", type=float, default=usual.minutes, help="of the open-loop rush; 0 leaves it out")
    parser.add_argument("--applications", type=int, default=usual.applications)
    parser.add_argument("--clients", type=int, nargs="+", default=usual.clients)
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.databases) - set(DATABASES)):
        parser.error(f"there is no database {', '.join(unknown)}; there are {', '.join(DATABASES)}")
    size = Size(options.minutes, options.applications, tuple(options.clients))
    broken = 0
    for name in options.databases:
        for row in measured_on(name, size):
            print(told(row), flush=True)
            broken += "BROKEN" in row.note
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

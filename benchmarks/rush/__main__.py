"""Measure the rush, or a part of it, and record it only when asked to: ``python -m benchmarks.rush --help``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

from benchmarks.record import Row, record, told
from benchmarks.rush.drill import DATABASES, PARTS, Size, measured_on


def main(arguments: Sequence[str]) -> int:
    """Print each row as it comes; 1 when a promise was broken."""
    usual = Size()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rush")
    parser.add_argument("databases", nargs="*", default=DATABASES, metavar="DATABASE", help=", ".join(DATABASES))
    parser.add_argument("--minutes", type=float, default=usual.minutes, help="of the open-loop rush; 0 leaves it out")
    parser.add_argument("--applications", type=int, default=usual.applications)
    parser.add_argument("--clients", type=int, nargs="+", default=usual.clients)
    parser.add_argument("--parts", nargs="+", default=usual.parts, choices=PARTS, metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--record", action="store_true", help="keep the rows beside those measured before")
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.databases) - set(DATABASES)):
        parser.error(f"there is no database {', '.join(unknown)}; there are {', '.join(DATABASES)}")
    size = Size(options.minutes, options.applications, tuple(options.clients), parts=tuple(options.parts))
    broken: list[Row] = []

    def measured() -> Iterator[Row]:
        for name in options.databases:
            for row in measured_on(name, size):
                broken.extend([row] if "BROKEN" in row.note else [])
                yield row

    if options.record:
        record("rush", measured())
    else:
        for row in measured():
            print(told(row), flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""How fast the catalogue answers with 100,000 solutions: ``python -m benchmarks.catalogue [ROWS]``; records nothing.

It fills an installation of its own in a temporary folder (SQLite) with generated short texts by bulk insert, then
asks the public pages as a visitor would and prints the median and the worst of each in milliseconds of server time.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from random import Random

ROWS = 100_000
ROUNDS = 15
WORDS = (
    "alert", "camera", "drone", "flood", "forecast", "harbour", "identity", "key", "laser", "mesh", "network",
    "operator", "perimeter", "quay", "radar", "sensor", "tunnel", "update", "valve", "water", "xray", "yard", "zone",
    "acoustic", "beacon", "crowd", "decoy", "encryption", "firewall", "gate", "hospital",
)  # fmt: skip
QUERIES = (
    "",
    "?q=f",
    "?q=flood+sens",
    "?q=zone+drone+radar",
    "?country=FR&trl_from=6",
    "?domain=D1&verified=yes",
    "?page=2000",
    "?sort=recent",
)


def main() -> int:
    """Fill and measure."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"SECURIT_DATA_DIR": folder, "SECURIT_SECRET_KEY": "x" * 50}
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        connection.settings_dict["NAME"] = f"{folder}/benchmark.sqlite3"
        call_command("migrate", verbosity=0)
        began = time.perf_counter()
        fill(rows)
        print(f"{rows} solutions stored in {time.perf_counter() - began:.1f} s")
        measure()
    return 0


def fill(rows: int) -> None:
    """A programme and its generated solutions."""
    from securit.stages.solutions.models import Solution
    from tests.worlds import a_programme, a_user

    programme, chance, at = a_programme(), Random(1), datetime(2022, 1, 3, tzinfo=UTC)
    verifier = a_user()

    def one(number: int) -> Solution:
        title = " ".join(chance.choices(WORDS, k=3)) + f" {number}"
        verified = number % 3 == 0
        made = Solution(
            programme=programme, title=title, summary=" ".join(chance.choices(WORDS, k=25)),
            provider_name=f"Company {number % 20_000}", country=chance.choice(("FR", "DE", "PL", "LT", "NL", "BE")),
            trl=chance.randint(1, 9), domains=(f"D{number % 2 + 1}",), capabilities=("sensors",), current_at=at,
            listed_at=at, state="verified" if verified else "listed", checked=("visit",) if verified else (),
            verified_by=verifier if verified else None, verified_at=at if verified else None, synthetic=True,
        )  # fmt: skip
        made.words = made.searchable()
        return made

    for start in range(0, rows, 5_000):
        Solution.objects.bulk_create(one(number) for number in range(start, min(start + 5_000, rows)))


def measure() -> None:
    """Each page several times, as a visitor."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    for query in QUERIES:
        address = f"/p/alpha/solutions/{query}"
        client.get(address)
        taken, status = [], 0
        for _ in range(ROUNDS):
            began = time.perf_counter()
            status = client.get(address).status_code
            taken.append((time.perf_counter() - began) * 1000)
        print(f"{status} {query or '(all)':32} median {statistics.median(taken):6.1f} ms, worst {max(taken):6.1f} ms")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory {peak} MB")


if __name__ == "__main__":
    sys.exit(main())

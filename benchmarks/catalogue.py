"""How fast the catalogue answers with 100,000 solutions: ``python -m benchmarks.catalogue [ROWS]``; records nothing.

It fills an installation of its own in a temporary folder with generated short texts and seeded vectors by bulk insert:
SQLite, or with ``--postgres`` a PostgreSQL server of its own. The worker's part is done once, then the public pages are
asked as a visitor would, and the median and the worst of each are printed in milliseconds of server time, with memory
and the load of the machine. It fails where a promise is broken: :data:`TYPING_MS` for search as you type,
:data:`MATCHING_MS` for matching.

The words are drawn from 30,000 made-up ones, the n-th as often as 1/n, the way words of a language fall: a title of
three to six words and a summary of 25.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import accumulate, islice
from pathlib import Path
from random import Random

ROWS = 100_000
ROUNDS = 15
TYPING_MS, MATCHING_MS = 50, 300
#: What a browser sends while somebody types.
TYPED = {"HX-Request": "true"}
COUNTRIES = ("FR", "DE", "PL", "LT", "NL", "BE")
AT = datetime(2022, 1, 3, tzinfo=UTC)
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "il", "on", "ur")]


def words(count: int = 30_000) -> list[str]:
    """Made-up words of two to four syllables, each once."""
    chance, found = Random(2), dict[str, None]()
    while len(found) < count:
        found["".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3, 3, 4))))] = None
    return list(found)


WORDS = words()
WEIGHTS = list(accumulate(1 / (rank + 2) for rank in range(len(WORDS))))


def main(arguments: list[str]) -> int:
    """Fill, index, measure, each in a process of its own, so that memory is told apart; 1 where a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.catalogue")
    parser.add_argument("rows", nargs="?", type=int, default=ROWS)
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL server of its own")
    parser.add_argument("--step", choices=sorted(STEPS), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.step:
        return _step(options.step, options.rows)
    with tempfile.TemporaryDirectory() as folder, _database(folder, options.postgres) as url:
        own = {"SECURIT_DATA_DIR": folder, "SECURIT_SECRET_KEY": "x" * 50, "SECURIT_DATABASE_URL": url}
        environment = {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        print(f"{url.partition(':')[0]}, {options.rows} solutions, load of the machine {os.getloadavg()[0]:.1f}")
        for name in STEPS:
            command = [sys.executable, "-m", "benchmarks.catalogue", str(options.rows), "--step", name]
            code = subprocess.run(command, env=environment, check=False).returncode
            if code:
                return code
    return 0


@contextmanager
def _database(folder: str, postgres: bool) -> Iterator[str]:
    if not postgres:
        yield f"sqlite://{folder}/benchmark.sqlite3"
        return
    from tests.postgres import start

    server = start()
    try:
        yield server.url
    finally:
        server.stop()


def _step(name: str, rows: int) -> int:
    import django

    django.setup()
    began = time.perf_counter()
    code = STEPS[name](rows)
    told = f"{name}: {time.perf_counter() - began:.1f} s, peak memory {_peak()} MB, load {os.getloadavg()[0]:.1f}"
    print(told, flush=True)
    return code


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def fill(rows: int) -> int:
    """A programme with one challenge, its generated solutions and their vectors."""
    from django.core.management import call_command
    from django.db import connection

    from securit.kernel.actor import SYSTEM
    from securit.stages.challenges.public import draft_challenge, propose_challenge, publish_challenge
    from securit.stages.solutions.models import Solution
    from tests.worlds import a_programme, a_user, small_programme, validated

    call_command("migrate", verbosity=0)
    programme, chance = a_programme(), Random(1)
    definition = small_programme().challenges[0]
    text = f"{' '.join(drawn(chance, 40))}. {' '.join(drawn(chance, 20))}"
    challenge = draft_challenge(
        programme=programme,
        definition=replace(definition, title=" ".join(drawn(chance, 6)), scope=text),
        position=0,
        actor=SYSTEM,
        at=AT,
    )
    for step in (propose_challenge, validated, publish_challenge):
        challenge = step(challenge=challenge, actor=SYSTEM, at=AT)
    verifier = a_user()

    def one(number: int) -> Solution:
        verified = number % 3 == 0
        made = Solution(
            programme=programme,
            title=f"{' '.join(drawn(chance, chance.randint(3, 6)))} {number}",
            summary=f"{' '.join(drawn(chance, 13))}. {' '.join(drawn(chance, 12))}.",
            provider_name=f"Company {number % 20_000}", country=chance.choice(COUNTRIES),
            trl=chance.randint(1, 9), domains=(f"D{number % 2 + 1}",), capabilities=("sensors",), current_at=AT,
            listed_at=AT, state="verified" if verified else "listed", checked=("visit",) if verified else (),
            verified_by=verifier if verified else None, verified_at=AT if verified else None, synthetic=True,
        )  # fmt: skip
        made.words = made.searchable()
        return made

    for start in range(0, rows, 5_000):
        Solution.objects.bulk_create(one(number) for number in range(start, min(start + 5_000, rows)))
    store_vectors()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return 0


def drawn(chance: Random, count: int) -> list[str]:
    """So many words, the frequent ones more often."""
    return chance.choices(WORDS, cum_weights=WEIGHTS, k=count)


def store_vectors() -> None:
    """A vector of length 1 for each text that is compared, drawn and not worked out."""
    import numpy as np

    from securit.machinery.meaning.models import TextVector
    from securit.machinery.meaning.vectors import digest_of
    from securit.machinery.search.encoder import NAME, WIDTH
    from securit.stages.solutions.compared import texts_compared

    dice = np.random.default_rng(1)

    def rows() -> Iterator[TextVector]:
        for programme_id, text in texts_compared():
            row = dice.standard_normal(WIDTH).astype("<f4")
            vector = (row / np.linalg.norm(row)).astype("<f4").tobytes()
            yield TextVector(programme_id=programme_id, model=NAME, digest=digest_of(text), vector=vector)

    every = rows()
    while part := list(islice(every, 5_000)):
        TextVector.objects.bulk_create(part)


def index(_rows: int) -> int:
    """What the worker does once a large catalogue has changed."""
    from django.conf import settings

    from securit.stages.solutions.engines import keep_indexes

    keep_indexes(AT)
    kept = sum(path.stat().st_size for path in (Path(settings.DATA_DIR) / "cache").rglob("*.npy"))
    print(f"index on disk {kept / 1e6:.0f} MB")
    return 0


def measure(_rows: int) -> int:
    """Each page several times, as a visitor; 1 where a promise is broken."""
    from django.test import Client

    from securit.stages.challenges.models import Challenge
    from securit.stages.solutions.models import Solution

    client, broken = Client(SERVER_NAME="localhost"), 0
    client.get("/p/alpha/solutions/")
    print(f"before matching: peak memory {_peak()} MB")
    number = Challenge.objects.order_by("id").values_list("number", flat=True)[0]
    ref = Solution.objects.order_by("id").values_list("ref", flat=True)[0]
    for address, promised in pages(number, ref).items():
        taken, busy, status = [], [], 0
        for _ in range(ROUNDS + 1):
            began, worked = time.perf_counter(), time.process_time()
            status = client.get(address, headers=TYPED if promised == TYPING_MS else {}).status_code
            taken.append((time.perf_counter() - began) * 1000)
            busy.append((time.process_time() - worked) * 1000)
        first, median, own = taken[0], statistics.median(taken[1:]), statistics.median(busy[1:])
        is_broken = status != 200 or bool(promised and median > promised)
        broken += is_broken
        told = f"promised {promised} ms{': BROKEN' if is_broken else ''}" if promised else ""
        times = f"median {median:6.1f}, worst {max(taken[1:]):6.1f}, first {first:7.1f} ms, of the processor {own:6.1f}"
        print(f"{status} {address:50} {times}  {told}", flush=True)
    return min(broken, 1)


def pages(number: str, ref: str) -> dict[str, int]:
    """What is asked, and what is promised for it in milliseconds; 0 where nothing is."""
    common, rare = WORDS[3], WORDS[9_000]
    typed = ("", common[0], common[:3], f"{common} {WORDS[40][:2]}", f"{common} {WORDS[7]} {WORDS[11]}", rare[:5])
    matching = f"/p/alpha/challenges/{number}"
    return {
        **{f"/p/alpha/solutions/?q={q.replace(' ', '+')}": TYPING_MS for q in typed},
        "/p/alpha/solutions/?country=FR&trl_from=6": 0,
        "/p/alpha/solutions/?domain=D1&verified=yes": 0,
        "/p/alpha/solutions/?page=2000": 0,
        "/p/alpha/solutions/?sort=recent": 0,
        f"{matching}/solutions/": MATCHING_MS,
        f"{matching}/solutions/?country=FR&required=yes": MATCHING_MS,
        f"{matching}/": MATCHING_MS,
        f"/p/alpha/solutions/{ref}/": MATCHING_MS,
        "/p/alpha/solutions/coverage/": MATCHING_MS,
    }


STEPS: dict[str, Callable[[int], int]] = {"fill": fill, "index": index, "measure": measure}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

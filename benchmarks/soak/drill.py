"""Writers write, something is killed, everything is looked at; again and again."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import psutil

from benchmarks.rush.journeys import applicants
from benchmarks.soak.killing import Victims
from benchmarks.soak.writers import Crowd, Held
from tests.installations import Installation, serving
from tests.postgres import PostgresServer

WRITERS = 4
#: So long they write between two kills, in seconds.
LEAST_PEACE, MOST_PEACE = 0.3, 2.0
DRAIN_SECONDS = 60.0


@dataclass
class Soak:
    """One drill on an installation. ``state`` says how many kills there were; ``say`` gets one record for each."""

    installation: Installation
    place: Path
    say: Callable[[dict[str, Any]], None]
    database: PostgresServer | None = None
    seed: int = 1
    state: dict[str, Any] = field(default_factory=dict)

    def run(self, kills: int) -> int:
        """Go on until there were so many kills; how many faults were found in all."""
        self._read_state()
        _load_django(self.installation)
        if "people" not in self.state:
            from benchmarks.rush.population import populate

            self.state["people"] = populate(WRITERS, 1)
            self._write_state()
        with serving(self.installation) as served:
            asyncio.run(self._kill_until(kills, served.url))
        return int(self.state["faults"])

    async def _kill_until(self, kills: int, home: str) -> None:
        held = Held(self.place / "receipts.jsonl")
        crowd = Crowd(held)
        supervisor = next(p for p in psutil.Process().children() if "supervise" in p.cmdline())
        victims = Victims(home, supervisor, self.database)
        everyone = applicants(home, self.state["people"])
        for one in everyone:
            one.rounds = 1000 * (self.state["kills"] + 1)  # no text is written twice
        living = [asyncio.create_task(crowd.live(one)) for one in everyone]
        try:
            while self.state["kills"] < kills:
                await self._one_kill(crowd, victims)
        finally:
            for task in living:
                task.cancel()

    async def _one_kill(self, crowd: Crowd, victims: Victims) -> None:
        number = self.state["kills"] + 1
        chance = Random(f"{self.seed}/{number}")
        kinds = victims.kinds()
        kind = kinds[(number - 1) % len(kinds)]
        crowd.gate.set()
        await asyncio.sleep(chance.uniform(LEAST_PEACE, MOST_PEACE))
        seconds = await asyncio.to_thread(victims.kill, kind)
        await asyncio.sleep(chance.uniform(LEAST_PEACE, MOST_PEACE))
        await crowd.stand_still()
        held = crowd.held.read()
        faults = await asyncio.to_thread(_faults, held)
        self.state |= {"kills": number, "faults": self.state["faults"] + len(faults)}
        self._write_state()
        self.say(
            {
                "kill": number,
                "killed": kind,
                "seconds_to_answer": round(seconds, 2),
                "acknowledged": sum(map(len, held.values())),
                "sent_again": sum(crowd.failures.values()),
                "faults": faults,
            }
        )

    def _read_state(self) -> None:
        path = self.place / "state.json"
        self.state = json.loads(path.read_text()) if path.is_file() else {"kills": 0, "faults": 0}

    def _write_state(self) -> None:
        fresh = self.place / "state.new"
        fresh.write_text(json.dumps(self.state))
        fresh.replace(self.place / "state.json")


def _load_django(installation: Installation) -> None:
    """This process looks into the installation itself."""
    os.environ.update(installation.environment(DJANGO_SETTINGS_MODULE="securit.config.settings"))
    import django

    django.setup()


def _faults(held: dict[str, list[int]]) -> list[str]:
    """What is wrong now that nobody writes; the worker is given time to send its mails."""
    import time

    from django.db import connection

    from securit.kernel.models import OutboxMessage

    connection.close()  # its server may have been killed
    until = time.monotonic() + DRAIN_SECONDS
    while OutboxMessage.objects.filter(done_at__isnull=True).exists() and time.monotonic() < until:
        time.sleep(0.05)
    with _one_moment():
        return _found(held)


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything is read as it stood at one moment."""
    from django.db import connection, transaction

    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _found(held: dict[str, list[int]]) -> list[str]:
    from benchmarks.rush.truth import faults
    from securit.kernel.models import OutboxMessage
    from securit.machinery.correspondence.models import Mail
    from securit.stages.applications.models import Application, ApplicationVersion

    found = faults(held.items())
    for application in Application.objects.filter(ref__in=held).order_by("ref"):
        stored = list(
            ApplicationVersion.objects.filter(application=application)
            .order_by("number")
            .values_list("number", flat=True)
        )
        if stored != sorted(held[application.ref]):
            found.append(f"{application.ref} has the versions {stored}, answered were {sorted(held[application.ref])}")
        for number in stored:
            mails = Mail.objects.filter(key__startswith=f"receipt:{number}:{application.ref}:").count()
            if mails != 1:
                found.append(f"{application.ref} version {number} was mailed {mails} times")
    left = OutboxMessage.objects.filter(done_at__isnull=True).count()
    return [*found, f"{left} messages were not worked off"] if left else found

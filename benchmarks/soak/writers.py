"""Applicants who never give up: every press of the button is sent again until it is answered."""

from __future__ import annotations

import asyncio
import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.rush.browser import Failed, form_in
from benchmarks.rush.journeys import Applicant

PAUSE_SECONDS = 0.2


@dataclass
class Held:
    """The receipts that people hold, kept in a file that outlives us; one line each, on disk before it counts."""

    path: Path

    def read(self) -> dict[str, list[int]]:
        """The versions by the ref of their application."""
        found: dict[str, list[int]] = {}
        if self.path.is_file():
            for line in self.path.read_text(encoding="utf-8").splitlines():
                ref, number = json.loads(line)
                found.setdefault(ref, []).append(number)
        return found

    def add(self, ref: str, number: int) -> None:
        """Somebody has seen the receipt of this version."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([ref, number]) + "\n")
            file.flush()
            os.fsync(file.fileno())


@dataclass
class Crowd:
    """All writers. While the gate is shut each comes to the end of what it does, and waits there."""

    held: Held
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    working: int = 0
    failures: Counter[str] = field(default_factory=Counter)

    async def live(self, one: Applicant) -> None:
        """Change the draft and submit it, again and again, until cancelled at the gate."""
        while True:
            await self.gate.wait()
            self.working += 1
            try:
                await self._submit(one)
            finally:
                self.working -= 1

    async def stand_still(self) -> None:
        """Shut the gate, and wait until nobody has anything under way."""
        self.gate.clear()
        while self.working:
            await asyncio.sleep(0.02)

    async def _submit(self, one: Applicant) -> None:
        form = await self._form(one)
        while True:
            try:
                number = await one.pressed(form)
            except (Failed, TimeoutError) as error:
                await self._again(one, error)
            else:
                return self.held.add(one.ref, number)

    async def _form(self, one: Applicant) -> dict[str, str]:
        """The form of the submit page, after a change; one that was saved unseen is made once more."""
        while True:
            try:
                await one.save()
                page = await one.browser.get(one.url("submit/"))
                return form_in(page.text, 'name="declared"')
            except (Failed, TimeoutError) as error:
                await self._again(one, error)

    async def _again(self, one: Applicant, error: Exception) -> None:
        self.failures[str(error) or type(error).__name__] += 1
        one.browser.hang_up()
        await asyncio.sleep(PAUSE_SECONDS)

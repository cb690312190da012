"""Two kinds of load: a closed loop (each client waits for its answer) and an open one (acts begin on time)."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.rush.browser import Failed
from benchmarks.rush.meters import percentile

Act = Callable[[], Awaitable[None]]


@dataclass
class Waits:
    """How long each act took, in seconds, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    lasted: float = 0.0

    async def time(self, act: Act, since: float | None = None) -> None:
        """Do it, and note how long it took since it began, or since it should have begun."""
        began = time.monotonic() if since is None else since
        try:
            await act()
        except (Failed, TimeoutError) as error:
            self.errors[str(error) or type(error).__name__] += 1
        else:
            self.seconds.append(time.monotonic() - began)

    @property
    def per_second(self) -> float:
        """Acts per second over the whole time."""
        return len(self.seconds) / self.lasted if self.lasted else 0.0

    def told(self) -> str:
        """The figures as text: rate, percentiles in milliseconds, errors."""
        parts = [f"p{int(part * 100)} {1000 * percentile(self.seconds, part):.0f} ms" for part in (0.5, 0.95, 0.99)]
        return f"{self.per_second:.1f}/s, {', '.join(parts)}, {sum(self.errors.values())} errors"


async def closed_loop(acts: Sequence[Act], *, total: int) -> Waits:
    """Each client does its act again as soon as it is done, until ``total`` acts were begun among all."""
    waits, left, began = Waits(), iter(range(total)), time.monotonic()

    async def client(act: Act) -> None:
        for _number in left:
            await waits.time(act)

    await asyncio.gather(*(client(act) for act in acts))
    waits.lasted = time.monotonic() - began
    return waits


async def open_loop(acts: Sequence[Act], *, per_second: float, seconds: float) -> Waits:
    """An act begins at each beat whether or not earlier ones are done; its wait counts from the beat.

    The acts are taken in turn; each looks to it itself that it does not run twice at once.
    """
    waits, running, began = Waits(), [], time.monotonic()
    for beat in range(int(per_second * seconds)):
        due = began + beat / per_second
        if (pause := due - time.monotonic()) > 0:
            await asyncio.sleep(pause)
        running.append(asyncio.create_task(waits.time(acts[beat % len(acts)], since=due)))
    await asyncio.gather(*running)
    waits.lasted = time.monotonic() - began
    return waits


def in_turn(lock: asyncio.Lock, act: Act) -> Act:
    """The act, waiting until the client has finished what it does."""

    async def waited() -> None:
        async with lock:
            await act()

    return waited

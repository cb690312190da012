"""What a load costs: percentiles, processor time and memory of the processes that answer."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass

import psutil


def percentile(values: Iterable[float], part: float) -> float:
    """The smallest value that so large a part of all values does not exceed; 0 without values."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)] if ordered else 0.0


@dataclass(frozen=True, slots=True)
class Used:
    """Seconds: on the clock, and on the processors by the platform, its database, the generator and everybody."""

    clock: float
    web: float
    database: float
    generator: float
    machine: float

    def since(self, before: Used) -> Used:
        """What was used between two moments."""
        return Used(
            self.clock - before.clock,
            self.web - before.web,
            self.database - before.database,
            self.generator - before.generator,
            self.machine - before.machine,
        )

    @property
    def others(self) -> float:
        """How many processors other work kept busy."""
        return max(0.0, self.machine - self.web - self.database - self.generator) / self.clock if self.clock else 0.0

    def per(self, acts: int) -> str:
        """Milliseconds of processor per act: platform + database."""
        return f"{1000 * self.web / acts:.0f} + {1000 * self.database / acts:.0f} ms" if acts else "no act"


@dataclass(frozen=True, slots=True)
class Meter:
    """Reads the counters of two trees of processes; the database has none of its own on SQLite."""

    web: psutil.Process
    database: psutil.Process | None = None

    def read(self) -> Used:
        """Where the counters stand."""
        machine = psutil.cpu_times()
        return Used(
            time.monotonic(),
            _seconds_of(self.web),
            _seconds_of(self.database) if self.database else 0.0,
            time.process_time(),
            machine.user + machine.nice + machine.system + machine.irq + machine.softirq,
        )

    def memory(self) -> list[int]:
        """MiB of each process of the platform, its share of what is shared, the largest first."""
        return sorted((_held_by(process) for process in self.web.children(recursive=True)), reverse=True)


def _held_by(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss) // 2**20
    except psutil.Error:
        return 0


def _seconds_of(root: psutil.Process) -> float:
    total = 0.0
    for process in [root, *root.children(recursive=True)]:
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        total += times.user + times.system
    return total

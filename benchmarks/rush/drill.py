"""One installation of its own, everything measured on it in turn, one row each."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.record import Figure, Row
from benchmarks.rush.browser import form_in
from benchmarks.rush.journeys import Applicant, applicants, sent_by, staff, visitors
from benchmarks.rush.loops import Waits, closed_loop, in_turn, open_loop
from benchmarks.rush.meters import Meter, Used, percentile
from tests import postgres
from tests.installations import Installation, Installations, serving

DATABASES = ("sqlite", "postgres", "postgres-jit")
#: What can be measured alone, in the order of a whole run.
PARTS = ("pages", "submissions", "journeys", "twins", "rush", "long-list")
#: The rush: acts per second, each begun on time.
SUBMITS, AUTOSAVES, VIEWS = 5.0, 33.0, 20.0
#: What is promised: 99 of 100 submissions in the rush are answered within so many seconds.
P99_SECONDS = 2.0
TWINS = (5, 50)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: minutes of rush, applications in the closed call, clients of each closed loop, parts."""

    minutes: float = 10.0
    applications: int = 1_000
    clients: tuple[int, ...] = (20, 50, 200)
    long_list: int = 10_000
    parts: tuple[str, ...] = PARTS


@dataclass(frozen=True)
class Drill:
    """A running installation with people in it."""

    name: str
    installation: Installation
    home: str
    place: dict[str, Any]
    meter: Meter

    def row(self, what: str, waits: Waits, used: Used, *figures: Figure, note: str = "") -> Row:
        """The record of one load."""
        ms = [Figure(f"p{int(100 * part)} ms", f"{1000 * percentile(waits.seconds, part):.0f}") for part in _PARTS]
        first = Figure("per second", f"{waits.per_second:.1f}")
        errors = "; ".join(f"{count} × {error}" for error, count in waits.errors.most_common(3))
        said = [f"others kept {used.others:.1f} processors busy", note, f"BROKEN: {errors}" if errors else ""]
        figures = (first, *ms, Figure("processor per act", used.per(len(waits.seconds))), *figures)
        return Row(what, self.name, figures, note="; ".join(filter(None, said)))

    def stored(self, everyone: Sequence[Applicant]) -> str:
        """What is wrong between the receipts people hold and what is stored; empty when all is well."""
        held = "\n".join(sent_by(one) for one in everyone)
        return _in(self.installation, "benchmarks.rush.truth", given=held).strip()


_PARTS = (0.5, 0.95, 0.99)


def rows() -> Iterator[Row]:
    """Everything that is recorded, on every database."""
    for name in DATABASES:
        yield from measured_on(name, Size(minutes=1.0) if name.endswith("jit") else Size())


def measured_on(name: str, size: Size) -> Iterator[Row]:
    """All loads on one database, one row each."""
    if set(size.parts) - {"long-list"}:
        with _running(name, size, size.applications) as drill, asyncio.Runner() as runner:
            for load in _loads(drill, size):
                yield runner.run(load)
            yield _memory(drill)
    if "long-list" in size.parts:
        with _running(name, Size(clients=(1,)), size.long_list) as drill:
            yield asyncio.run(_list(drill, size.long_list))


def _loads(drill: Drill, size: Size) -> Iterator[Coroutine[Any, Any, Row]]:
    everyone = applicants(drill.home, drill.place)
    if "pages" in size.parts:
        yield _public(drill)
        yield _public_anew(drill)
        yield _list(drill, size.applications)
    if "submissions" in size.parts:
        for count in size.clients:
            yield _submissions(drill, everyone[:count], total=max(200, 3 * count))
    if "journeys" in size.parts:
        yield _journeys(drill, everyone[:20])
    if "twins" in size.parts:
        for number, times in enumerate(TWINS):
            yield _twins(drill, everyone[number], times)
    if "rush" in size.parts and size.minutes:
        yield _rush(drill, everyone, 60 * size.minutes)


async def _public(drill: Drill) -> Row:
    acts = [visitor.read_call for visitor in visitors(drill.home, drill.place, 10)]
    await closed_loop(acts, total=20)  # every process has made the page once
    waits, used = await _closed(drill, acts, 3_000)
    return drill.row("call page, 10 visitors, kept", waits, used)


async def _public_anew(drill: Drill) -> Row:
    acts = [visitor.read_call_unkept for visitor in visitors(drill.home, drill.place, 10)]
    waits, used = await _closed(drill, acts, 300)
    return drill.row("call page, 10 visitors, made anew", waits, used)


async def _list(drill: Drill, applications: int) -> Row:
    acts = [one.read_list for one in staff(drill.home, drill.place, 1)]
    await closed_loop(acts, total=4)
    waits, used = await _closed(drill, acts, 40)
    return drill.row(f"staff list of {applications}, 1 reader", waits, used)


async def _submissions(drill: Drill, everyone: list[Applicant], total: int) -> Row:
    waits, used = await _closed(drill, [one.submit for one in everyone], total)
    return drill.row(f"form to receipt, {len(everyone)} clients", waits, used, note=_said(drill.stored(everyone)))


async def _journeys(drill: Drill, everyone: list[Applicant]) -> Row:
    waits, used = await _closed(drill, [one.journey for one in everyone], 3 * len(everyone))
    note = _said(drill.stored(everyone))
    return drill.row(f"log in, save, upload, submit, {len(everyone)} clients", waits, used, note=note)


async def _twins(drill: Drill, one: Applicant, times: int) -> Row:
    """The same press of the button so many times at once, over as many connections."""
    await one.save()
    page = await one.browser.get(one.url("submit/"))
    form, before = form_in(page.text, 'name="declared"'), max(one.acknowledged, default=0)
    twins = applicants(drill.home, {**drill.place, "clients": [drill.place["clients"][0]] * times})
    for twin in twins:
        twin.ref, twin.browser.cookies = one.ref, dict(one.browser.cookies)
    waits, used = await _closed(drill, [_press(twin, form) for twin in twins], times)
    seen = set().union(*(twin.acknowledged for twin in twins))
    one.acknowledged |= seen
    wrong = "" if seen == {before + 1} else f"the answers name the versions {sorted(seen)} after {before}"
    return drill.row(f"{times} equal posts at once", waits, used, note=_said(wrong or drill.stored([one])))


def _press(twin: Applicant, form: dict[str, str]) -> Any:
    async def press() -> None:
        await twin.pressed(form)

    return press


async def _rush(drill: Drill, everyone: list[Applicant], seconds: float) -> Row:
    """Submissions by one half, background saves by the other, views by all; each begins on time."""
    half = len(everyone) // 2
    submitters, writers = everyone[:half], everyone[half:]
    await closed_loop([one.upload for one in writers], total=len(writers))  # their forms are open
    before = drill.meter.read()
    submits, saves, views = await asyncio.gather(
        open_loop([in_turn(one.busy, one.submit) for one in submitters], per_second=SUBMITS, seconds=seconds),
        open_loop([in_turn(one.busy, one.autosave) for one in writers], per_second=AUTOSAVES, seconds=seconds),
        open_loop([in_turn(one.busy, one.view) for one in everyone], per_second=VIEWS, seconds=seconds),
    )
    used = drill.meter.read().since(before)
    slow = percentile(submits.seconds, 0.99)
    wrong = [] if slow <= P99_SECONDS else [f"a submission took {slow:.1f} s (p99)"]
    wrong += [drill.stored(everyone), _first(saves), _first(views)]
    note = _said("; ".join(filter(None, wrong)))
    figures = (Figure("saves", saves.told()), Figure("views", views.told()))
    what = f"rush of {seconds / 60:g} minutes: {SUBMITS:g} submissions, {AUTOSAVES:g} saves, {VIEWS:g} views a second"
    return drill.row(what, submits, used, *figures, note=note)


def _first(waits: Waits) -> str:
    return "; ".join(f"{count} × {error}" for error, count in waits.errors.most_common(2))


def _memory(drill: Drill) -> Row:
    held = drill.meter.memory()
    return Row("memory of each process, MiB", drill.name, (Figure("held", ", ".join(map(str, held))),))


async def _closed(drill: Drill, acts: Sequence[Any], total: int) -> tuple[Waits, Used]:
    before = drill.meter.read()
    waits = await closed_loop(acts, total=total)
    return waits, drill.meter.read().since(before)


def _said(wrong: str) -> str:
    return f"BROKEN: {wrong}" if wrong else "all acknowledged are stored, once"


@contextmanager
def _running(name: str, size: Size, applications: int) -> Iterator[Drill]:
    with (
        tempfile.TemporaryDirectory(prefix="securit-rush-") as place,
        _server(name) as (url, database),
        Installations(Path(place), url).copy() as made,
    ):
        installation = _with_jit(made) if name.endswith("jit") else made
        people = json.loads(
            _in(installation, "benchmarks.rush.population", str(max(size.clients)), str(applications)).splitlines()[-1]
        )
        with serving(installation) as served:
            (web,) = (one for one in psutil.Process().children() if "supervise" in one.cmdline())
            yield Drill(name, installation, served.url, people, Meter(web, database))


@contextmanager
def _server(name: str) -> Iterator[tuple[str, psutil.Process | None]]:
    """The address of a database server of our own that survives a loss of power, and its process."""
    if name == "sqlite":
        yield "", None
        return
    started = postgres.start(durable=True)
    try:
        yield started.url, psutil.Process(started.pid)
    finally:
        started.stop()


def _with_jit(made: Installation) -> Installation:
    mark = "&" if "?" in made.database_url else "?"
    return Installation(made.data_dir, f"{made.database_url}{mark}jit=on", made.demo)


def _in(installation: Installation, module: str, *arguments: str, given: str = "") -> str:
    """What a module of ours prints that runs in a process of the installation."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=installation.environment(),
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{module} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return done.stdout

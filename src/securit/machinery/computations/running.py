"""Carry out what was asked for: one at a time, in a thread of the worker beside its mails and ticks.

A sign of life is written every few seconds; what has given none for a while is begun anew, by whichever worker comes
first, and given up after :data:`MOST_ATTEMPTS`.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime, timedelta

from django.db import OperationalError, close_old_connections, connections
from django.db.models import F, Q
from django.utils.translation import gettext as _

from securit.kernel import clock
from securit.kernel.refusals import Refusal
from securit.machinery.computations.kinds import Answered, Nothing, Work, function_of
from securit.machinery.computations.models import LONGEST_SAID, Computation
from securit.machinery.computations.watching import Watching

log = logging.getLogger("securit.computations")

PAUSE_SECONDS = 1.0
TELL_SECONDS = 1.0
BEAT_SECONDS = 5.0
LOST_AFTER = timedelta(seconds=40)
MOST_ATTEMPTS = 3


class Line(Watching):
    """Between the work and its row: writes at most once a second, and reads as often whether to stop."""

    def __init__(self, pk: int) -> None:
        self._pk = pk
        self._began = self._wrote = self._read = time.monotonic()
        self._stopped = False
        self._sentence = ""
        self._wrote -= TELL_SECONDS
        self._read -= TELL_SECONDS

    def told(
        self, sentence: str = "", *, share: int | None = None, seconds: float = 0, best: str = "", bound: str = ""
    ) -> None:
        """Write it down, if the last time is a second ago or the sentence is a new one."""
        now = time.monotonic()
        if now - self._wrote < TELL_SECONDS and sentence in ("", self._sentence):
            return
        self._wrote, self._sentence = now, sentence or self._sentence
        figures = {"best": best[:60], "bound": bound[:60]} if best else {}
        shares = {} if share is None else {"share": max(0, min(100, share))}
        Computation.objects.filter(pk=self._pk, ended_at__isnull=True).update(
            said=self._sentence[:LONGEST_SAID], seconds=int(now - self._began), **shares, **figures
        )

    def is_stopped(self) -> bool:
        """Whether somebody wants it to end; asked of the database once a second."""
        now = time.monotonic()
        if not self._stopped and now - self._read >= TELL_SECONDS:
            self._read = now
            self._stopped = Computation.objects.filter(pk=self._pk, stop_asked_at__isnull=False).exists()
        return self._stopped


def run(stop: threading.Event) -> None:
    """Carry out computations until ``stop`` is set."""
    while not stop.is_set():
        try:
            computation = claim(at=clock.now(), wall=clock.wall())
            if computation is not None:
                _with_signs_of_life(computation)
        except OperationalError:
            log.exception("the database did not answer; trying again")
            computation = None
        close_old_connections()
        if computation is None:
            stop.wait(PAUSE_SECONDS)


def claim(*, at: datetime, wall: datetime) -> Computation | None:
    """Take the oldest that waits, or whose worker is gone; ``None`` when there is none, or another was quicker."""
    gone = Q(beat_at__isnull=True) | Q(beat_at__lt=wall - LOST_AFTER)
    found = Computation.objects.filter(gone, ended_at__isnull=True).order_by("id").first()
    if found is None:
        return None
    as_seen = Computation.objects.filter(pk=found.pk, ended_at__isnull=True, attempts=found.attempts)
    if found.attempts >= MOST_ATTEMPTS:
        given_up = _("The worker ended %(count)d times while it was computing.") % {"count": MOST_ATTEMPTS}
        as_seen.update(ended_at=at, ended_as="failed", trouble=given_up)
        return None
    if not as_seen.update(started_at=at, beat_at=wall, attempts=F("attempts") + 1):
        return None
    return Computation.objects.select_related("programme", "requested_by").get(pk=found.pk)


def carry_out_at_once(computation: Computation, *, at: datetime) -> Computation:
    """Carry it out here and now, while the person waits: only what takes less than a second."""
    mine = Computation.objects.filter(pk=computation.pk, ended_at__isnull=True, attempts=0)
    if mine.update(started_at=at, beat_at=clock.wall(), attempts=1):
        carry_out(Computation.objects.select_related("programme", "requested_by").get(pk=computation.pk), at=at)
    computation.refresh_from_db()
    return computation


def carry_out(computation: Computation, *, at: datetime) -> Computation:
    """Compute, and store what came of it; the row as it then stands."""
    line = Line(computation.pk)
    work = Work(computation, at, line)
    try:
        answered = function_of(computation.kind)(work)
        values = _values(answered, cancelled=_asked_to_stop(computation))
    except Refusal as refusal:
        values = {"ended_as": "failed", "trouble": str(refusal)}
    except Nothing as nothing:
        values = {"ended_as": "cancelled" if _asked_to_stop(computation) else "failed", "trouble": str(nothing)}
    except Exception:
        log.exception("the computation %s failed", computation.ref)
        values = {"ended_as": "failed", "trouble": _("It broke down. The operator finds in the log why.")}
    mine = Computation.objects.filter(pk=computation.pk, ended_at__isnull=True, attempts=computation.attempts)
    mine.update(ended_at=clock.now(), **values)
    computation.refresh_from_db()
    return computation


def _values(answered: Answered, *, cancelled: bool) -> dict[str, object]:
    ended_as = "cancelled" if cancelled else "done"
    return {"ended_as": ended_as, "answer": answered.answer, "kept": answered.kept, "share": 100}


def _asked_to_stop(computation: Computation) -> bool:
    return Computation.objects.filter(pk=computation.pk, stop_asked_at__isnull=False).exists()


def _with_signs_of_life(computation: Computation) -> None:
    """Carry it out while another thread writes that somebody is at it."""
    over = threading.Event()
    beating = threading.Thread(target=_beat, args=(computation.pk, over), daemon=True)
    beating.start()
    try:
        carry_out(computation, at=clock.now())
    finally:
        over.set()
        beating.join()


def _beat(pk: int, over: threading.Event) -> None:
    try:
        while not over.wait(BEAT_SECONDS):
            try:
                Computation.objects.filter(pk=pk, ended_at__isnull=True).update(beat_at=clock.wall())
            except OperationalError:
                log.warning("no sign of life could be written; trying again")
    finally:
        connections.close_all()

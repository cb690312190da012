"""``securit worker``: ticks and outbox, until told to stop."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta

from django.db import OperationalError, close_old_connections, transaction

from securit.kernel import clock, pulse
from securit.kernel.audit import trail
from securit.kernel.outbox import queue, registry

log = logging.getLogger("securit.worker")

PAUSE_SECONDS = 1.0


@registry.tick("kernel.checkpoint", every=timedelta(minutes=5))
def seal_the_trail(at: object) -> None:
    """A signed checkpoint over everything that moved."""
    with transaction.atomic():
        trail.seal(at=clock.now())


@registry.tick("kernel.heartbeat", every=timedelta(minutes=1))
def show_life(at: datetime) -> None:
    """A sign of life, so that an outage can be shown afterwards."""
    pulse.beat(at=at, wall=clock.wall())


def run_once(*, force: bool = False) -> int:
    """One round: due ticks (all of them with ``force``), then due messages. Returns the messages tried."""
    at = clock.now()
    queue.run_ticks(at=at, wall=clock.wall(), force=force)
    return queue.work_off(at=at)


def run(stop: threading.Event) -> None:
    """Work until ``stop`` is set. A database that is away for a while is waited for."""
    while not stop.is_set():
        try:
            busy = run_once() > 0
        except OperationalError:
            log.exception("the database did not answer; trying again")
            busy = False
        close_old_connections()
        if not busy:
            stop.wait(PAUSE_SECONDS)

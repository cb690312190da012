"""Put messages into the outbox, and work them off."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from securit.kernel.outbox import registry
from securit.kernel.outbox.leases import lock_row
from securit.kernel.outbox.models import OutboxMessage

log = logging.getLogger("securit.outbox")

MOST_ATTEMPTS = 8


def emit(topic: str, payload: Mapping[str, Any], *, key: str, at: datetime) -> None:
    """Tell the subscribers of an event, one message each; an event nobody hears leaves nothing behind."""
    for name in registry.subscribers(topic):
        _put(topic, name, f"{key}:{name}", payload, at)


def enqueue(name: str, payload: Mapping[str, Any], *, key: str, at: datetime) -> None:
    """Queue a job once per ``key``; a second call with the same key changes nothing."""
    _put(name, name, f"{name}:{key}", payload, at)


def _put(topic: str, handler: str, key: str, payload: Mapping[str, Any], at: datetime) -> None:
    message = OutboxMessage(topic=topic, handler=handler, key=key, payload=dict(payload), due_at=at)
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)  # one statement; the key is unique


def work_off(*, at: datetime, most: int = 200) -> int:
    """Handle due messages, oldest first, each in its own transaction. Returns how many were tried.

    A handler that raises is tried again with growing waits and parked after ``MOST_ATTEMPTS`` (others go on).
    """
    due = OutboxMessage.objects.filter(done_at__isnull=True, parked_at__isnull=True, due_at__lte=at)
    tried = 0
    for pk in list(due.order_by("due_at", "id").values_list("pk", flat=True)[:most]):
        tried += _handle(pk, at)
    return tried


def _handle(pk: int, at: datetime) -> int:
    try:
        with transaction.atomic():
            message = (
                OutboxMessage.objects.select_for_update(skip_locked=True)
                .filter(pk=pk, done_at__isnull=True, parked_at__isnull=True)
                .first()
            )
            if message is None:
                return 0
            registry.handler(message.handler)(message.payload, at)
            message.done_at, message.attempts = at, message.attempts + 1
            message.save(update_fields=["done_at", "attempts"])
    except Exception:
        log.exception("outbox message %s failed", pk)
        _note_failure(pk, at, traceback.format_exc(limit=5))
    return 1


def _note_failure(pk: int, at: datetime, error: str) -> None:
    with transaction.atomic():
        message = OutboxMessage.objects.select_for_update().get(pk=pk)
        message.attempts += 1
        message.last_error = error[-4_000:]
        message.due_at = at + timedelta(seconds=5 * 2**message.attempts)
        if message.attempts >= MOST_ATTEMPTS:
            message.parked_at = at
        message.save()


def run_ticks(*, at: datetime, wall: datetime, force: bool = False) -> list[str]:
    """Run the ticks that are due, each under its lease; names of those that ran to their end.

    ``at`` is the programme's time; leases use real time. A tick that raises is logged and tried again when it is next
    due; the others run all the same.
    """
    ran = []
    for declared in registry.ticks():
        with transaction.atomic():
            lease = lock_row(f"tick:{declared.name}")
            busy = lease.until is not None and lease.until > wall
            due = force or lease.last_run_at is None or wall - lease.last_run_at >= declared.every
            if busy or not due:
                continue
            lease.until, lease.last_run_at = wall + timedelta(minutes=5), wall
            lease.save()
        try:
            declared.run(at)
            ran.append(declared.name)
        except Exception:
            log.exception("the tick %s failed", declared.name)
        finally:
            with transaction.atomic():
                lease = lock_row(f"tick:{declared.name}")
                lease.until = None
                lease.save()
    return ran

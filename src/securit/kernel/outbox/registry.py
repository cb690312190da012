"""Who hears what. Filled when Django loads the stages (their ``tasks.py``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

Handler = Callable[[Mapping[str, Any], datetime], None]
Tick = Callable[[datetime], None]

_handlers: dict[str, Handler] = {}
_subscriptions: defaultdict[str, list[str]] = defaultdict(list)
_ticks: dict[str, TickDeclared] = {}


@dataclass(frozen=True, slots=True)
class TickDeclared:
    """A function the worker calls every so often, with the programme's time."""

    name: str
    every: timedelta
    run: Tick


def job(name: str) -> Callable[[Handler], Handler]:
    """Declare a handler ``(payload, at)`` that :func:`securit.kernel.outbox.queue.enqueue` can name."""

    def declare(handler: Handler) -> Handler:
        if name in _handlers:
            raise ValueError(f"The job {name} is declared twice.")
        _handlers[name] = handler
        return handler

    return declare


def hears(topic: str, *, name: str) -> Callable[[Handler], Handler]:
    """Declare a handler of an event, such as ``calls.call.published``."""

    def declare(handler: Handler) -> Handler:
        job(name)(handler)
        _subscriptions[topic].append(name)
        return handler

    return declare


def tick(name: str, *, every: timedelta) -> Callable[[Tick], Tick]:
    """Declare a function the worker runs every so often, under a lease. It must be idempotent."""

    def declare(run: Tick) -> Tick:
        _ticks[name] = TickDeclared(name, every, run)
        return run

    return declare


def handler(name: str) -> Handler:
    """The declared handler. Raises ``KeyError`` for an unknown name (a parked message says so)."""
    return _handlers[name]


def subscribers(topic: str) -> list[str]:
    """Names of the handlers that hear a topic, in order of declaration."""
    return list(_subscriptions.get(topic, ()))


def ticks() -> list[TickDeclared]:
    """Every declared tick, by name."""
    return [_ticks[name] for name in sorted(_ticks)]

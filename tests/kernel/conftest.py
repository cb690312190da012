"""What the tests of the kernel share: events and ticks of their own, and the clock at rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import pytest

from securit.kernel import clock
from securit.kernel.outbox import registry

Heard = list[Mapping[str, Any]]


@pytest.fixture
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Handlers, subscriptions and ticks declared in this test are forgotten after it; there are no others."""
    monkeypatch.setattr(registry, "_handlers", {})
    monkeypatch.setattr(registry, "_subscriptions", defaultdict(list))
    monkeypatch.setattr(registry, "_ticks", {})


@pytest.fixture
def hear(own_registry: None) -> Callable[[str], Heard]:
    """``heard = hear(topic)``: what the worker delivers for that topic is appended to ``heard``."""

    def listen(topic: str) -> Heard:
        heard: Heard = []

        @registry.hears(topic, name=f"tests.{topic}")
        def note(payload: Mapping[str, Any], at: datetime) -> None:
            heard.append(dict(payload))

        return heard

    return listen


@pytest.fixture(autouse=True)
def clock_at_rest() -> Iterator[None]:
    """No test inherits another's shift."""
    clock._cache.clear()
    yield
    clock._cache.clear()

"""The real time of the pages of needs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The real time stands still."""
    now = datetime(2026, 1, 15, 12, tzinfo=UTC)
    monkeypatch.setattr("securit.kernel.clock.wall", lambda: now)
    return now

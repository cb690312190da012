"""The hour of the day, as tests set it. Imports stand inside: this file is read before Django's settings are chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def it_is(db: None, settings: Any, tmp_path: Path) -> Iterator[Callable[[datetime], object]]:
    """Set the programme's time, forward only; files are this test's own."""
    from securit.kernel import clock

    settings.DEMO = True
    settings.FILES_ROOT = tmp_path / "files"
    clock._cache.clear()
    yield clock.set_now
    clock._cache.clear()

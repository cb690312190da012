from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from securit.kernel import clock


@pytest.fixture
def in_demo(db: None, settings: Any) -> Iterator[None]:
    """The demonstration's mode; the moved clock is forgotten afterwards."""
    settings.DEMO = True
    clock._cache.clear()
    yield
    clock._cache.clear()

"""Fixtures of teams; the situations themselves stand in ``consortia.py``.

Imports stand inside: this file is read before Django's settings are chosen.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from securit.stages.calls.public import Call


@pytest.fixture
def call(settings: Any, tmp_path: Path, db: None) -> Call:
    """An open call; the programme's time stands while it is."""
    from securit.kernel import clock
    from tests.worlds import WHILE_OPEN, an_open_call

    settings.DEMO, settings.FILES_ROOT = True, tmp_path / "files"
    clock.set_now(WHILE_OPEN)
    return an_open_call()

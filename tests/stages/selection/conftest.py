"""Fixtures of selection; the situations stand in ``panel_days.py``, imported late, since Django is not loaded yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.stages.selection.panel_days import Contest


@pytest.fixture
def judged(db: None) -> Contest:
    """A closed call whose applications are all judged."""
    from tests.stages.selection import panel_days

    return panel_days.a_judged_contest()

"""Fixtures of screening, imported late, since Django is not loaded yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.stages.selection.panel_days import Contest


@pytest.fixture
def closed(db: None) -> Contest:
    """A closed call with two applications, not yet checked."""
    from tests.stages.selection import panel_days

    contest = panel_days.a_contest()
    panel_days.enter(contest, "ALPHA")
    panel_days.enter(contest, "BRAVO", minutes=1)
    contest.close()
    return contest

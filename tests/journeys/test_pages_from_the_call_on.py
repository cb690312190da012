"""Every page from a call to its results fits and keeps nobody out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.installations import Served
from tests.journeys.sweep import PageOf, faults_on, is_from_the_call_on

pytestmark = pytest.mark.slow


def test_every_page_from_the_call_on_fits_and_is_accessible(
    plan: dict[str, Any],
    looked_at: Served,
    pages_of: PageOf,
    screenshot: Callable[[Page, str], Path],
) -> None:
    """No sideways scroll, no clipped text, no small target, nothing in the console, nothing that axe finds."""
    theirs = [visit for visit in plan["visits"] if is_from_the_call_on(visit)]
    assert faults_on(theirs, looked_at, pages_of, screenshot) == []

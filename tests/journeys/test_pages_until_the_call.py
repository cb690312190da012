"""Every page that comes before a call, or stands above all stages, fits and keeps nobody out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.installations import Served
from tests.journeys import visits
from tests.journeys.sweep import PageOf, faults_on, is_from_the_call_on

pytestmark = pytest.mark.slow


def test_every_route_is_looked_at_or_is_no_page(plan: dict[str, Any]) -> None:
    """A new route must say who looks at its page."""
    assert plan["routes"] == sorted({*visits.PAGES, *visits.ACCOUNT, *visits.NOT_PAGES})


def test_every_page_until_the_call_fits_and_is_accessible(
    plan: dict[str, Any],
    looked_at: Served,
    pages_of: PageOf,
    screenshot: Callable[[Page, str], Path],
) -> None:
    """No sideways scroll, no clipped text, no small target, nothing in the console, nothing that axe finds."""
    ours = [visit for visit in plan["visits"] if not is_from_the_call_on(visit)]
    assert faults_on(ours, looked_at, pages_of, screenshot) == []

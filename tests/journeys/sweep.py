"""Every page of the installation, looked at by somebody who may open it: at three widths, light and dark, with axe."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.installations import Served
from tests.journeys import visits
from tests.journeys.conftest import ROOT, watch
from tests.journeys.desk import Desk
from tests.journeys.looking import HEIGHT, faults_of, in_colours

STAGE = "evaluation"
SECONDS = 120


@pytest.fixture(scope="module")
def served_demonstration(demonstration: Callable[[str], Served]) -> Served:
    """The demonstration while its second call is being evaluated."""
    return demonstration(STAGE)


@pytest.fixture(scope="module")
def plan(served_demonstration: Served) -> dict[str, Any]:
    """Every route, and every page with who looks at it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.visits"],
        env=served_demonstration.installation.environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def pages_of(browser: Browser, served_demonstration: Served) -> Iterator[Callable[[str], tuple[Page, list[str]]]]:
    """One page per person, signed in once, and what its browser complained about."""
    opened: dict[str, tuple[BrowserContext, Page, list[str]]] = {}

    def page_of(ref: str) -> tuple[Page, list[str]]:
        if ref not in opened:
            context = browser.new_context(viewport={"width": 1280, "height": HEIGHT}, reduced_motion="reduce")
            desk = Desk(context, served_demonstration.url, "")
            if ref:
                desk.enters(ref)
            opened[ref] = (context, desk.page, watch(desk.page))
        return opened[ref][1:]

    yield page_of
    for context, _page, _wrong in opened.values():
        context.close()


def test_every_route_is_looked_at_or_is_no_page(plan: dict[str, Any]) -> None:
    """A new route must say who looks at its page."""
    assert plan["routes"] == sorted({*visits.PAGES, *visits.ACCOUNT, *visits.NOT_PAGES})


def test_every_page_fits_and_is_accessible(
    plan: dict[str, Any],
    served_demonstration: Served,
    pages_of: Callable[[str], tuple[Page, list[str]]],
    axe: Callable[[Page], list[str]],
    screenshot: Callable[[Page, str], Path],
) -> None:
    """No sideways scroll, no clipped text, no small target, nothing in the console, nothing that axe finds."""
    faults: dict[str, list[str]] = defaultdict(list)
    for visit in plan["visits"]:
        page, wrong = pages_of(visit["ref"])
        before = len(wrong)
        answer = page.goto(served_demonstration.url + visit["path"])
        assert answer is not None
        name = f"{visit['route']} as {visit['who'] or 'nobody'}"
        if answer.status != (404 if visit["route"] == "kit:sample_error" else 200):
            faults[name].append(f"answers {answer.status}")
            continue
        faults[name] += _looked_at(page, axe, screenshot, name) + wrong[before:]
    assert [f"{name}: {fault}" for name, found in faults.items() for fault in found] == []


def _looked_at(
    page: Page, axe: Callable[[Page], list[str]], screenshot: Callable[[Page, str], Path], name: str
) -> list[str]:
    """The faults of the page in both colour schemes; pictures of the phone in light and of the desktop in dark."""
    file = name.replace(":", "-").replace(" ", "-")
    in_colours(page, "light")
    found = faults_of(page)
    screenshot(page, f"{file}-wide")
    in_colours(page, "dark")
    found += [f"dark: {fault}" for fault in axe(page)]
    page.set_viewport_size({"width": 360, "height": HEIGHT})
    screenshot(page, f"{file}-phone-dark")
    in_colours(page, "light")
    found += [f"phone: {fault}" for fault in axe(page)]
    page.set_viewport_size({"width": 1280, "height": HEIGHT})
    return found

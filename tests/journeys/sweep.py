"""Every page of the installation, looked at by somebody who may open it: at three widths, light and dark, with axe.

The pages are divided among two files of tests, so that two workers look at the same time. With SECURIT_PICTURES=1 each
page is also kept as three pictures, for people to look at.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.installations import Served
from tests.journeys.desk import Desk
from tests.journeys.looking import HEIGHT, WIDTHS, barriers_on, faults_of, in_colours
from tests.prepared import JOURNEYS_STAGE

ROOT = Path(__file__).resolve().parent.parent.parent
STAGE = JOURNEYS_STAGE
PICTURES = "SECURIT_PICTURES"
SECONDS = 120
PHONE = ViewportSize(width=WIDTHS[0], height=HEIGHT)
FROM_THE_CALL_ON = ("calls", "matchmaking", "teams", "events", "applications", "screening", "evaluation")
FROM_THE_CALL_ON += ("selection", "reporting")

Take = Callable[[Page, str], Path]
PageOf = Callable[[str], tuple[Page, list[str]]]


def plan_of(served: Served) -> dict[str, Any]:
    """Every route, and every page with who looks at it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.visits"],
        env=served.installation.environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def is_from_the_call_on(visit: dict[str, str]) -> bool:
    """The page belongs to a stage that works on a call, or to what follows it."""
    return visit["route"].partition(":")[0] in FROM_THE_CALL_ON


@contextmanager
def one_page_per_person(browser: Browser, served: Served, watch: Callable[[Page], list[str]]) -> Iterator[PageOf]:
    """A page for each ref, signed in once, and what its browser complained about."""
    opened: dict[str, tuple[BrowserContext, Page, list[str]]] = {}

    def page_of(ref: str) -> tuple[Page, list[str]]:
        if ref not in opened:
            context = browser.new_context(viewport=PHONE, color_scheme="light", reduced_motion="reduce")
            desk = Desk(context, served.url, "")
            if ref:
                desk.enters(ref)
            opened[ref] = (context, desk.page, watch(desk.page))
        return opened[ref][1:]

    yield page_of
    for context, _page, _wrong in opened.values():
        context.close()


def faults_on(visits: list[dict[str, str]], served: Served, page_of: PageOf, take: Take) -> list[str]:
    """Sideways scroll, clipped text, a small target, a line in the console, what axe finds; ``[]`` is what we want."""
    faults: dict[str, list[str]] = defaultdict(list)
    for visit in visits:
        page, wrong = page_of(visit["ref"])
        before = len(wrong)
        answer = page.goto(served.url + visit["path"])
        assert answer is not None
        name = f"{visit['route']} as {visit['who'] or 'nobody'}"
        if answer.status != (404 if visit["route"] == "kit:sample_error" else 200):
            faults[name].append(f"answers {answer.status}")
            continue
        faults[name] += _looked_at(page, take, name) + wrong[before:]
    return [f"{name}: {fault}" for name, found in faults.items() for fault in found]


def _looked_at(page: Page, take: Take, name: str) -> list[str]:
    """The faults of the page in both colour schemes; it comes, and is left, as a phone shows it in light.

    Pictures are taken of the phone in light and of the desktop in both.
    """
    file = name.replace(":", "-").replace(" ", "-")
    found = faults_of(page, WIDTHS[:1])
    found += [f"phone: {fault}" for fault in barriers_on(page)]
    if os.environ.get(PICTURES):
        take(page, f"{file}-phone")
    found += faults_of(page, WIDTHS[1:])
    if os.environ.get(PICTURES):
        take(page, f"{file}-wide")
    in_colours(page, "dark")
    found += [f"dark: {fault}" for fault in barriers_on(page)]
    if os.environ.get(PICTURES):
        take(page, f"{file}-wide-dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    return found

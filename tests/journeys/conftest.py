"""A real browser for the journeys: Chromium driven by Playwright, never a mock of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FloatRect, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.installations import Installations, Served, serving
from tests.journeys import sweep
from tests.journeys.looking import barriers_on

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop lives in the thread of the tests

ROOT = Path(__file__).resolve().parent.parent.parent
SCREENSHOTS = ROOT / "build" / "screenshots"
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--force-color-profile=srgb"),
]
PATIENCE = 15_000
TALL = 3_000


def chromium() -> str | None:
    """Where the browser is: CHROMIUM if set, else the first of its usual names on the path."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser process for the session; each test gets a fresh context in it."""
    found = chromium()
    if found is None:
        pytest.fail("No Chromium here. Install it (Debian: apt-get install chromium) or set CHROMIUM=/path/to/it.")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Open another person's browser: own cookies, own viewport; options are Playwright's."""
    with ExitStack() as opened:

        def make(**options: Any) -> BrowserContext:
            context = browser.new_context(
                **{"viewport": {"width": 1280, "height": 800}, "locale": "en-GB", "timezone_id": "UTC", **options}
            )
            context.set_default_timeout(PATIENCE)
            opened.callback(context.close)
            return context

        yield make


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    """A page at 1280 × 800; the test fails when a script of ours fails or the security policy stops something."""
    opened = new_context().new_page()
    wrong = watch(opened)
    yield opened
    assert wrong == []


def watch(page: Page) -> list[str]:
    """Collect from now on what the browser complains about: failed scripts and breaches of the security policy."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("console", lambda message: wrong.append(f"{page.url}: {message.text}") if _is_ours(message) else None)
    return wrong


@pytest.fixture
def screenshot() -> Callable[[Page, str], Path]:
    """``screenshot(page, name)``: the page, at most its first :data:`TALL` pixels, to build/screenshots/<name>.png."""

    def take(page: Page, name: str) -> Path:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{name}.png"
        size = page.evaluate("() => [document.documentElement.clientWidth, document.documentElement.scrollHeight]")
        clip = FloatRect(x=0, y=0, width=size[0], height=min(size[1], TALL))
        try:
            page.screenshot(path=path, full_page=True, clip=clip, animations="disabled", timeout=PATIENCE)
        except PlaywrightTimeout:  # a busy machine; Chromium now and then forgets to paint what lies below the fold
            page.screenshot(path=path, animations="disabled", timeout=4 * PATIENCE)
        return path

    return take


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """``axe(page)``: the accessibility faults axe finds, one line each, with the places; [] is what we want."""
    return barriers_on


@pytest.fixture(scope="module")
def looked_at(installations: Installations) -> Iterator[Served]:
    """The demonstration while its second call is being evaluated. For looking, not for changing."""
    with installations.copy(sweep.STAGE) as made, serving(made) as served:
        yield served


@pytest.fixture(scope="module")
def plan(looked_at: Served) -> dict[str, Any]:
    """Every route, and every page with who looks at it."""
    return sweep.plan_of(looked_at)


@pytest.fixture(scope="module")
def pages_of(browser: Browser, looked_at: Served) -> Iterator[sweep.PageOf]:
    """One page per person, signed in once, and what its browser complained about."""
    with sweep.one_page_per_person(browser, looked_at, watch) as page_of:
        yield page_of


def _is_ours(message: Any) -> bool:
    """Errors, but not the browser's own line about a 4xx answer, which journeys provoke on purpose."""
    return message.type == "error" and "Failed to load resource" not in message.text

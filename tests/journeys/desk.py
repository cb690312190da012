"""One person's browser, in the words of somebody who uses it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, Response, expect

from tests.installations import Installation, Served
from tests.journeys.looking import barriers_on, faults_of

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 120
expect.set_options(timeout=15_000)
DOOR = """ref => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/demo/enter/";
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  for (const [name, value] of Object.entries({ person: ref, csrfmiddlewaretoken: token })) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}"""


def prepare(installation: Installation, *words: str) -> dict[str, str]:
    """Run a command of :mod:`tests.journeys.cast` inside the installation; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.cast", *words],
        env=installation.environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr
    made: dict[str, str] = json.loads(done.stdout)
    return made


class Desk:
    """A page of one person. Labels and buttons are named as they are read; ``slug`` is the programme's address."""

    def __init__(self, context: BrowserContext, url: str, slug: str) -> None:
        self.page: Page = context.new_page()
        self.url = url
        self.home = f"/p/{slug}"

    def goes(self, path: str, *, status: int = 200) -> Response:
        """Open a page below the programme (or from ``//`` the root of the site), which must answer with ``status``."""
        answer = self.page.goto(self.url + (path[1:] if path.startswith("//") else self.home + path))
        assert answer is not None
        assert answer.status == status, f"{answer.status} at {path}"
        return answer

    def enters(self, ref: str) -> None:
        """Become this person by the demonstration's door."""
        self.goes("//demo/move/")
        with self.page.expect_navigation():
            self.page.evaluate(DOOR, ref)

    def writes(self, label: str, text: str, *, within: Locator | None = None) -> None:
        """Type into the field of that label."""
        self._field(label, within).fill(text)

    def chooses(self, label: str, option: str, *, within: Locator | None = None) -> None:
        """Choose in a list."""
        self._field(label, within).select_option(label=option)

    def ticks(self, label: str) -> None:
        """Choose a radio button or tick a box; the label may be its beginning."""
        self.page.get_by_label(re.compile(r"^\s*" + re.escape(label))).check()

    def presses(self, button: str, *, within: Locator | None = None) -> None:
        """Press a button and wait for the page that follows."""
        with self.page.expect_navigation():
            (within or self.page).get_by_role("button", name=button, exact=True).click()

    def presses_and_gets(self, button: str) -> int:
        """Press a button; the status of the answer."""
        with self.page.expect_navigation() as came:
            self.page.get_by_role("button", name=button, exact=True).click()
        answer = came.value
        assert answer is not None
        return answer.status

    def follows(self, link: str) -> None:
        """Follow a link by its text; the first of that name."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=link, exact=True).first.click()

    def opens(self, summary: str) -> None:
        """Unfold what is folded under this line."""
        self.page.locator("summary", has_text=summary).first.click()

    def reads(self, text: str) -> None:
        """The text stands on the page, visible."""
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def reads_not(self, text: str) -> None:
        """The text is nowhere on the page."""
        expect(self.page.get_by_text(text)).to_have_count(0)

    def looks_right(self) -> None:
        """Nothing is wrong with the page at any width, nor for anybody."""
        found = [*faults_of(self.page), *barriers_on(self.page)]
        assert not found, "\n".join(found)

    def panel(self, heading: str) -> Locator:
        """The panel with this heading."""
        return self.page.locator(".k-panel", has=self.page.get_by_role("heading", name=heading, exact=True))

    def value_of(self, label: str) -> str:
        """What stands in a field."""
        return self._field(label, None).input_value()

    def moves_to(self, moment: str) -> None:
        """Move the demonstration by the button of that name."""
        self.goes("//demo/move/")
        self.presses(moment)

    def mailed_link(self, address: str, part: str) -> str:
        """The path of the newest link containing ``part`` in the mails to ``address``."""
        link: Any = self._mails_to(address).locator(f"a[href*='{part}']").first.get_attribute("href")
        return "//" + str(link).split("/", 3)[3]

    def mailed_code(self, address: str) -> str:
        """The code in the newest mail to ``address``."""
        text = self._mails_to(address).first.locator("pre").text_content() or ""
        found = re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", text, re.MULTILINE)
        assert found is not None
        return found[1]

    def reads_mail(self, address: str, text: str) -> None:
        """A mail to ``address`` says this."""
        expect(self._mails_to(address).locator("pre", has_text=text)).to_have_count(1)

    def _mails_to(self, address: str) -> Locator:
        self.goes("//demo/mail/")
        return self.page.locator("details", has=self.page.locator("summary", has_text=address))

    def _field(self, label: str, within: Locator | None) -> Locator:
        pattern = re.compile(rf"^\s*{re.escape(label)}(\s|\*|$)")
        return (within or self.page).get_by_label(pattern).first


@dataclass
class Seating:
    """An installation and its people, each with a browser of their own; staff enter by the demonstration's door."""

    served: Served
    people: dict[str, str]
    open_browser: Callable[..., BrowserContext]
    slug: str
    seated: dict[str, Desk] = field(default_factory=dict)

    def desk(self, name: str) -> Desk:
        """The browser of that person."""
        if name not in self.seated:
            self.seated[name] = Desk(self.open_browser(), self.served.url, self.slug)
            if name in self.people:
                self.seated[name].enters(self.people[name])
        return self.seated[name]

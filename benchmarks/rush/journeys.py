"""What applicants and staff do in the rush, page by page as a browser does it."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from typing import Any

from benchmarks.rush.browser import Browser, Failed, form_in

PART, UPLOADS = "problem", "solution"
TEXT = "What we see between the walls is told to those who must act in time. " * 14
_BODY = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
PDF = _BODY + b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n%d\n%%%%EOF\n" % len(_BODY)
RECEIPT = re.compile(r"/receipt/(\d+)/")


@dataclass
class Applicant:
    """A person with a draft; ``acknowledged`` are the versions whose receipt they have seen."""

    browser: Browser
    place: dict[str, Any]
    email: str
    ref: str
    acknowledged: set[int] = field(default_factory=set)
    rounds: int = 0
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)

    def url(self, rest: str = "") -> str:
        """A page of their application."""
        return f"/p/{self.place['programme']}/applications/{self.ref}/{rest}"

    async def log_in(self) -> None:
        """With address and password, as somebody without a session."""
        self.browser.cookies.clear()
        page = await self.browser.get("/account/login/")
        values = form_in(page.text, 'name="password"') | {"login": self.email, "password": self.place["password"]}
        await self.browser.post("/account/login/", values)

    async def submit(self) -> None:
        """From the form to the receipt: open a part, change it, save, check, submit, read the receipt."""
        await self.save()
        page = await self.browser.get(self.url("submit/"))
        number = await self.pressed(form_in(page.text, 'name="declared"'))
        await self.browser.get(self.url(f"receipt/{number}/"))

    async def pressed(self, form: dict[str, str]) -> int:
        """Send the form of the submit page; the version that the answer leads to. It is remembered."""
        answer = await self.browser.post(self.url("submit/"), form | {"declared": "yes"})
        found = RECEIPT.search(answer.headers.get("location", ""))
        if found is None:
            raise Failed("the submission led to no receipt")
        self.acknowledged.add(int(found[1]))
        return int(found[1])

    async def autosave(self) -> None:
        """One background save of a part that is open."""
        self.rounds += 1
        values = {
            "csrfmiddlewaretoken": self.browser.cookies.get("securit-csrf", ""),
            "end_user_role": f"Round {self.rounds} of {self.ref}: {TEXT[:600]}",
            "end_user": "The port of the west",
            "problem": TEXT,
        }
        await self.browser.post(self.url(f"part/{PART}/autosave/"), values, expect=200)

    async def view(self) -> None:
        """Look at the list of one's applications."""
        await self.browser.get(f"/p/{self.place['programme']}/applications/")

    async def upload(self) -> None:
        """Put another file into its slot."""
        self.rounds += 1
        page = await self.browser.get(self.url(f"part/{UPLOADS}/"))
        file = ("sheet.pdf", PDF + b"%% %d %s\n" % (self.rounds, self.ref.encode()))
        values = form_in(page.text, 'name="version"') | {"then": "stay"}
        await self.browser.post_with_files(self.url(f"part/{UPLOADS}/"), values, {"solution_sheet": file})

    async def journey(self) -> None:
        """Log in, save, upload, submit."""
        await self.log_in()
        await self.upload()
        await self.submit()

    async def save(self) -> None:
        """Open a part, change it, save."""
        self.rounds += 1
        page = await self.browser.get(self.url(f"part/{PART}/"))
        values = form_in(page.text, 'name="version"')
        values |= {"problem": f"Round {self.rounds} of {self.ref}: {TEXT}", "then": "next"}
        await self.browser.post(self.url(f"part/{PART}/"), values)


@dataclass
class Visitor:
    """Somebody without an account who reads the call."""

    browser: Browser
    place: dict[str, Any]

    async def read_call(self) -> None:
        """The call's page, as often as asked from the same browser."""
        await self.browser.get(f"/p/{self.place['programme']}/calls/{self.place['open']}/")

    async def read_call_unkept(self) -> None:
        """The same page with a query, which is made anew for everyone."""
        await self.browser.get(f"/p/{self.place['programme']}/calls/{self.place['open']}/?new=1")


@dataclass
class Staff:
    """The call manager, who reads the list of what was submitted."""

    browser: Browser
    place: dict[str, Any]

    async def read_list(self) -> None:
        """The first page of the list."""
        await self.browser.get(f"/p/{self.place['programme']}/calls/{self.place['closed']}/applications/")


def applicants(home: str, place: dict[str, Any]) -> list[Applicant]:
    """Everyone with a draft, signed in."""
    return [
        Applicant(Browser(home, number, {"securit": one["session"]}), place, one["email"], one["ref"])
        for number, one in enumerate(place["clients"])
    ]


def staff(home: str, place: dict[str, Any], count: int) -> list[Staff]:
    """The call manager in so many windows."""
    return [Staff(Browser(home, 900 + number, {"securit": place["staff"]}), place) for number in range(count)]


def visitors(home: str, place: dict[str, Any], count: int) -> list[Visitor]:
    """So many anonymous readers."""
    return [Visitor(Browser(home, 800 + number), place) for number in range(count)]


def sent_by(applicant: Applicant) -> str:
    """The refs and versions that somebody holds a receipt for, as text for the check."""
    return json.dumps([applicant.ref, sorted(applicant.acknowledged)])

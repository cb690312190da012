"""Walk an installation as a person would: from page to page by what the pages offer, each address once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

from django.test import Client

#: More addresses than any person may find in one of the small worlds: a walk that is cut short proves nothing.
MOST_ADDRESSES = 500
#: Files, the account library, and the gallery: not pages of a programme.
ELSEWHERE = ("/static/", "/account/", "/kit/", "/i18n/")
#: Inputs that a form sends only where they are chosen.
CHOSEN = ("radio", "checkbox", "submit")
REFUSED = (401, 403, 404, 405, 410, 500)


@dataclass
class Offered(HTMLParser):
    """Everything a page offers to open: its links, and its GET forms as they stand."""

    addresses: list[str] = field(default_factory=list)
    _action: str | None = None
    _fields: list[tuple[str, str]] = field(default_factory=list)
    _select: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link, or a part of a form."""
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.addresses.append(given["href"])
        elif tag == "form" and given.get("method", "get").lower() == "get":
            self._action, self._fields = given.get("action", ""), []
        elif self._action is not None:
            self._note_field(tag, given)

    def _note_field(self, tag: str, given: dict[str, str]) -> None:
        if tag == "select":
            self._select = given.get("name", "")
        elif tag == "option" and self._select and "selected" in given:
            self._fields.append((self._select, given.get("value", "")))
        elif tag == "input" and given.get("name") and (given.get("type") not in CHOSEN or "checked" in given):
            self._fields.append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        """A form is complete."""
        if tag == "select":
            self._select = ""
        elif tag == "form" and self._action is not None:
            self.addresses.append(f"{self._action}?{urlencode(self._fields)}")
            self._action = None


@dataclass(frozen=True)
class Step:
    """An address, and the page that offered it."""

    address: str
    offered_by: str


@dataclass(frozen=True)
class Walk:
    """The paths that were reached, and every refusal met, as ``status address, offered by page``."""

    reached: set[str]
    dead_ends: list[str]


def walk(client: Client, start: Sequence[str]) -> Walk:
    """Open all that is offered, beginning with ``start``; breadth first."""
    waiting = deque(Step(address, "the start") for address in start)
    known, found = {_kind(address) for address in start}, []
    while waiting:
        step = waiting.popleft()
        answer = client.get(step.address)
        if answer.status_code in REFUSED or _asks_to_sign_in(answer):
            found.append(f"{answer.status_code} {step.address}, offered by {step.offered_by}")
            continue
        for address in _ways_on(step.address, answer):
            if _kind(address) not in known:
                known.add(_kind(address))
                waiting.append(Step(address, step.address))
        assert len(known) <= MOST_ADDRESSES, f"More than {MOST_ADDRESSES} addresses; the last: {sorted(known)[-5:]}"
    return Walk({path for path, *_names in known}, found)


def _kind(address: str) -> tuple[str, ...]:
    """The page and the names of what narrows it: one value of a filter stands for all of them."""
    parts = urlsplit(address)
    return (parts.path, *sorted({name for name, _value in parse_qsl(parts.query, keep_blank_values=True)}))


def _asks_to_sign_in(answer: Any) -> bool:
    return bool(answer.headers.get("Location", "").startswith("/account/login"))


def _ways_on(here: str, answer: Any) -> Iterator[str]:
    offered = Offered()
    if "Location" in answer.headers:
        offered.addresses.append(answer.headers["Location"])
    elif answer.headers.get("Content-Type", "").startswith("text/html"):
        offered.feed(answer.content.decode())
    elif answer.streaming:
        b"".join(answer.streaming_content)
    for address in offered.addresses:
        url, _fragment = urldefrag(urljoin(here, address))
        if not urlsplit(url).scheme and not urlsplit(url).netloc and not url.startswith(ELSEWHERE):
            yield url

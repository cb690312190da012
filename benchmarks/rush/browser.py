"""A small browser for many at once: keeps cookies and its connection, reads forms, comes from an address of its own.

Standard library, one thread, loopback only. The generator shares the machine with what it measures, so it does no more
than a browser must: it looks for the fields of one form and does not parse the page.
"""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

_FIELD = re.compile(r"<(?:(input)\b([^>]*)|(select|textarea)\b([^>]*)>(.*?)</\3)>", re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w:-]+)(?:="([^"]*)")?')
_CHOSEN = re.compile(r'<option value="([^"]*)"[^>]*\bselected\b')
_FORM = re.compile(r'<form\b[^>]*method="post".*?</form>', re.DOTALL)
PATIENCE = 120.0


class Failed(Exception):
    """An answer that nobody should get, or none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass
class Browser:
    """One client; ``home`` is the address of the server, ``number`` gives it an address of its own below 127/8."""

    home: str
    number: int
    cookies: dict[str, str] = field(default_factory=dict)
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def get(self, path: str, expect: int = 200) -> Answer:
        """The page. Raises :class:`Failed` for any other status."""
        return await self._asked("GET", path, b"", "", expect)

    async def post(self, path: str, values: Mapping[str, str], expect: int = 302) -> Answer:
        """Send a form as a browser does without files."""
        return await self._asked("POST", path, urlencode(values).encode(), "application/x-www-form-urlencoded", expect)

    async def post_with_files(
        self, path: str, values: Mapping[str, str], files: Mapping[str, tuple[str, bytes]], expect: int = 302
    ) -> Answer:
        """Send a form with files: name of the field, name of the file and its bytes."""
        mark = "----rush-of-clients"
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in values.items()
        ]
        for name, (called, content) in files.items():
            head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\n'
            parts.append(f"{head}Content-Type: application/pdf\r\n\r\n".encode() + content + b"\r\n")
        body = b"".join(parts) + f"--{mark}--\r\n".encode()
        return await self._asked("POST", path, body, f"multipart/form-data; boundary={mark}", expect)

    def hang_up(self) -> None:
        """Close the connection; the next request opens another."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _asked(self, method: str, path: str, body: bytes, kind: str, expect: int) -> Answer:
        try:
            answer = await asyncio.wait_for(self._exchange(method, path, body, kind), PATIENCE)
        except (OSError, EOFError, ValueError) as error:
            self.hang_up()
            raise Failed(f"{method} {_short(path)}: {type(error).__name__}") from error
        if answer.status != expect:
            raise Failed(f"{method} {_short(path)} was answered with {answer.status}")
        return answer

    async def _exchange(self, method: str, path: str, body: bytes, kind: str) -> Answer:
        reader, writer = await self._connection()
        there = urlsplit(self.home)
        head = [f"{method} {path} HTTP/1.1", f"Host: {there.netloc}", f"Origin: {self.home}"]
        if self.cookies:
            head.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            head += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        writer.write("\r\n".join([*head, "", ""]).encode() + body)
        await writer.drain()
        return await self._read(reader)

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._reader is None or self._writer is None or self._writer.is_closing() or self._reader.at_eof():
            there = urlsplit(self.home)
            own = f"127.1.{self.number // 250}.{self.number % 250 + 1}"
            self._reader, self._writer = await asyncio.open_connection(
                "127.0.0.1", there.port, local_addr=(own, 0), limit=1 << 20
            )
        return self._reader, self._writer

    async def _read(self, reader: asyncio.StreamReader) -> Answer:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in lines[1:]:
            name, _colon, value = line.partition(": ")
            if name.lower() == "set-cookie":
                self._remember(value.strip())
            headers[name.lower()] = value
        if headers.get("transfer-encoding") == "chunked":
            body = await _chunks(reader)
        else:
            body = await reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("connection") == "close":
            self.hang_up()
        return Answer(int(lines[0].split(" ")[1]), headers, body.decode())

    def _remember(self, cookie: str) -> None:
        name, _equals, value = cookie.partition(";")[0].partition("=")
        self.cookies[name] = value


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int(await reader.readline(), 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readline()
    return b"".join(parts)


def form_in(page: str, having: str = "") -> dict[str, str]:
    """The fields of the first posting form that contains ``having``, with the values a browser would send.

    Raises :class:`Failed` where the page has no such form.
    """
    for form in _FORM.findall(page):
        if having in form:
            return dict(_fields(form))
    raise Failed(f"the page has no form with {having or 'method post'}")


def _fields(form: str) -> list[tuple[str, str]]:
    found = []
    for single, alone, pair, opened, inside in _FIELD.findall(form):
        tag, written = single or pair, alone or opened
        attributes = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(written)}
        kind, name = attributes.get("type", "text"), attributes.get("name")
        if not name or (tag == "input" and kind in ("file", "submit")):
            continue
        if kind in ("checkbox", "radio") and "checked" not in attributes:
            continue
        if tag == "input":
            found.append((name, attributes.get("value", "on" if kind == "checkbox" else "")))
        elif tag == "textarea":
            found.append((name, html.unescape(inside).removeprefix("\n")))
        else:
            found.append((name, html.unescape(next(iter(_CHOSEN.findall(inside)), ""))))
    return found


def _short(path: str) -> str:
    return re.sub(r"/[0-9A-Z]{10}/", "/…/", path.partition("?")[0])

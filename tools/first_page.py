"""The page a person sees while the platform is being made ready, served from the first second.

It listens beside the real server on the same port (``SO_REUSEPORT``), so that no request meets a closed door when
the real server takes over.
"""

from __future__ import annotations

import errno
import html
import json
import os
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template

from phases import Phases

HERE = Path(__file__).resolve().parent / "first_page"
KIT = HERE.parent.parent / "src" / "securit" / "kit" / "static"
MARK = "X-SecurIT-Starting"
FILES = {
    "/_starting/page.css": (HERE / "page.css", "text/css; charset=utf-8"),
    "/_starting/page.js": (HERE / "page.js", "text/javascript; charset=utf-8"),
    "/_starting/tokens.css": (KIT / "kit" / "css" / "tokens.css", "text/css; charset=utf-8"),
    "/_starting/display.woff2": (KIT / "vendor" / "fonts" / "bricolage-grotesque-latin.woff2", "font/woff2"),
    "/_starting/text.woff2": (KIT / "vendor" / "fonts" / "inter-latin.woff2", "font/woff2"),
}
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class PortTaken(Exception):
    """Another program listens there already."""


class FirstPage:
    """Serves the state of ``phases`` on the address until ``close``."""

    def __init__(self, host: str, port: int, phases: Phases, stage: str) -> None:
        self._server = _Server(host, port, _handler(phases, stage))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Answer whoever is still waiting in the queue, then leave the port."""
        self._server.shutdown()
        self._server.drain()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, host: str, port: int, handler: type[BaseHTTPRequestHandler]) -> None:
        self.address_family = family(host)
        super().__init__((host, port), handler, bind_and_activate=False)
        if hasattr(socket, "SO_REUSEPORT"):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            self.server_bind()
            require_unanswered(host, port)
            self.server_activate()
        except OSError as error:
            self.server_close()
            raise PortTaken(_sentence(host, port, error)) from error

    def server_bind(self) -> None:
        """Bind without asking the name service who we are, which may take seconds."""
        self.socket.bind(self.server_address)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def drain(self) -> None:
        """Accept and answer what the kernel has queued for us."""
        self.socket.setblocking(False)
        while True:
            try:
                request, address = self.socket.accept()
            except OSError:
                return
            request.setblocking(True)
            self.process_request(request, address)


def family(host: str) -> socket.AddressFamily:
    """IPv6 for an address with colons, IPv4 otherwise."""
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def require_unanswered(host: str, port: int) -> None:
    """Raise ``OSError`` (EADDRINUSE) when something answers at the address, after binding and before listening.

    Binding alone does not tell: it succeeds beside a server that shares its port as we do.
    """
    with socket.socket(family(host), socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        if probe.connect_ex((reachable(host), port)) == 0:
            raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))


def reachable(host: str) -> str:
    """The address to connect to for a server that listens on ``host``, which may mean every address."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def _sentence(host: str, port: int, error: OSError) -> str:
    if error.errno != errno.EADDRINUSE:
        return f"Port {port} at {host} cannot be used: {error.strerror}."
    other = port + 1 if port < 65535 else 8000
    return f"Port {port} is in use by another program. Choose another one: make run PORT={other}"


def _handler(phases: Phases, stage: str) -> type[BaseHTTPRequestHandler]:
    template = Template((HERE / "page.html").read_text("utf-8"))

    class Handler(BaseHTTPRequestHandler):
        """Three kinds of answer: the state, a file of the page, and for every other address the page."""

        timeout = 5

        def do_GET(self) -> None:
            path = self.path.split("?", 1)[0]
            if path == "/_starting.json":
                self._answer(200, "application/json", json.dumps(phases.as_data()).encode())
            elif path in FILES and FILES[path][0].exists():
                file, kind = FILES[path]
                self._answer(200, kind, file.read_bytes())
            else:
                self._answer(503, "text/html; charset=utf-8", _page(template, phases, stage).encode())

        do_HEAD = do_GET  # noqa: N815

        def do_POST(self) -> None:
            self._answer(503, "text/plain; charset=utf-8", b"SecurIT is being made ready. Try again in a minute.\n")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """The terminal shows the phases, not every poll of the page."""

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Cache-Control", "no-store")
            self.send_header("Connection", "close")
            self.send_header(MARK, "1")
            if status == 503:
                self.send_header("Retry-After", "2")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

    return Handler


def _page(template: Template, phases: Phases, stage: str) -> str:
    state = phases.as_data()
    rows = "\n".join(_row(phase) for phase in state["phases"])
    return template.substitute(rows=rows, stage=html.escape(stage), percent=state["percent"])


def _row(phase: dict[str, object]) -> str:
    text: Callable[[str], str] = lambda key: html.escape(str(phase[key]))  # noqa: E731
    return (
        f'<li class="phase" data-phase="{text("name")}" data-state="{text("state")}">'
        f'<span class="phase-mark" aria-hidden="true"></span><span class="phase-label">{text("label")}</span>'
        f'<span class="phase-note">{text("note")}</span><span class="phase-seconds">{text("seconds")}</span></li>'
    )

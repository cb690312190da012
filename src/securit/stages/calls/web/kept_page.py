"""The public page of a call, kept for readers without an account: before a deadline everybody asks for it at once.

A page is kept by what it says: the call's and the programme's version, whether the deadline has passed, language and
colours. So a corrigendum, a state or a new design shows with the next request. What other stages put on the page
(panels, challenges) may be ``settings.PAGES_KEPT_SECONDS`` old. The form's token and the server's time, from which the
deadline counts down, are each reader's own.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.utils.timezone import localtime
from django.utils.translation import get_language

from securit.kernel import clock
from securit.kernel.arrival import arrived
from securit.stages.calls.selectors import stamp_of_page

View = Callable[..., HttpResponseBase]

#: So many pages are kept by each process; one for each call in each language and colour scheme.
MOST_PAGES = 50
THEMES = ("light", "dark")
_OWN = re.compile(
    rb'(?<=<meta name="server-time" content=")([^"]+)|(?<=name="csrfmiddlewaretoken" value=")([A-Za-z0-9]{64})'
)
_TIME, _TOKEN = object(), object()
_pages: OrderedDict[tuple[Any, ...], _Kept] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class _Kept:
    """A page in pieces, with the places of what is each reader's own; ``until`` on the monotonic clock."""

    pieces: tuple[Any, ...]
    until: float

    def made_for(self, request: HttpRequest) -> HttpResponse:
        own = {_TIME: localtime(clock.now()).isoformat().encode(), _TOKEN: get_token(request).encode()}
        return HttpResponse(b"".join(own.get(piece, piece) for piece in self.pieces))


def kept_for_readers(view: View) -> View:
    """The view of a call's page, answered from what is kept where nobody is signed in and nothing is asked besides."""

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
        key = _key(request, slug, code) if _is_plain(request) else None
        if key is None:
            return view(request, slug=slug, code=code)
        with _lock:
            kept = _pages.get(key)
        if kept is not None and time.monotonic() < kept.until:
            return kept.made_for(request)
        response = view(request, slug=slug, code=code)
        if isinstance(response, HttpResponse) and response.status_code == 200:
            _keep(key, response.content)
        return response

    return wrapped


def forget_pages() -> None:
    """Keep nothing."""
    with _lock:
        _pages.clear()


def _is_plain(request: HttpRequest) -> bool:
    """Whether everyone who asks like this gets the same page."""
    own = {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()
    return bool(settings.PAGES_KEPT_SECONDS) and request.method == "GET" and not own and not request.GET


def _key(request: HttpRequest, slug: str, code: str) -> tuple[Any, ...] | None:
    stamp = stamp_of_page(slug, code, arrived(request))
    if stamp is None:
        return None
    colours = request.COOKIES.get("theme", "")
    minute = f"{clock.now():%Y-%m-%d %H:%M}" if settings.DEMO else ""  # it stands on every page of the demonstration
    return slug, code, *stamp, get_language(), colours if colours in THEMES else "", minute


def _keep(key: tuple[Any, ...], page: bytes) -> None:
    """Keep the page, unless something of one reader stands in it that no other may get."""
    if b'name="intent"' in page:
        return  # the number of one press: of two readers who sent it, the second would not be heard
    pieces: list[Any] = []
    tokens, end = set(), 0
    for own in _OWN.finditer(page):
        pieces += [page[end : own.start()], _TIME if own[1] else _TOKEN]
        tokens.add(own[2])
        end = own.end()
    pieces.append(page[end:])
    if any(token and token in piece for token in tokens for piece in pieces if isinstance(piece, bytes)):
        return  # a token stands where we do not look for it
    with _lock:
        _pages[key] = _Kept(tuple(pieces), time.monotonic() + settings.PAGES_KEPT_SECONDS)
        _pages.move_to_end(key)
        while len(_pages) > MOST_PAGES:
            _pages.popitem(last=False)

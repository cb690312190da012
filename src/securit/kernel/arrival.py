"""The outermost middleware: when did this request arrive, complete?

``request.arrived_at`` is the programme's time at which the whole body was in. A deadline is judged by it and by
nothing later, so a busy worker never turns a click in time into a late one. Behind a trusted proxy
(``SECURIT_TRUSTED_PROXY`` names its address) the proxy's stamp is taken when it is plausible.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from securit.kernel import clock

HEADER = "X-Securit-Arrived-At"
OLDEST = timedelta(seconds=120)


class ArrivalMiddleware:
    """Reads the body, then stamps ``request.arrived_at`` (aware UTC, programme time)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            request.POST  # noqa: B018 - reading it parses the body, files included
        request.arrived_at = _stamp(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def _stamp(request: HttpRequest) -> datetime:
    here = clock.wall()
    if settings.TRUSTED_PROXY and request.META.get("REMOTE_ADDR") == settings.TRUSTED_PROXY:
        try:
            there = datetime.fromtimestamp(float(request.headers.get(HEADER, "")), UTC)
        except (ValueError, OverflowError, OSError):
            return here + clock.shift()
        if timedelta(0) <= here - there <= OLDEST:
            return there + clock.shift()
    return here + clock.shift()


def arrived(request: HttpRequest) -> datetime:
    """When the request was in, complete, in the programme's time."""
    moment: datetime = request.arrived_at  # type: ignore[attr-defined]
    return moment


def address_of(request: HttpRequest) -> str:
    """The network address the request comes from; a proxy's word for it counts only where the proxy is trusted."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.TRUSTED_PROXY and address == settings.TRUSTED_PROXY:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    return address

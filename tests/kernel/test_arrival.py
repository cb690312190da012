"""When a request arrived: by our clock, or by the stamp of the one proxy we trust."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from securit.kernel import clock
from securit.kernel.arrival import HEADER, ArrivalMiddleware

PROXY = "10.0.0.1"


def arrived(stamp: str | None, *, address: str = PROXY) -> datetime:
    """The stamp that a view would see."""
    seen: list[datetime] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.arrived_at)  # type: ignore[attr-defined]
        return HttpResponse()

    headers = {} if stamp is None else {HEADER: stamp}
    ArrivalMiddleware(view)(RequestFactory().post("/", {"a": "1"}, headers=headers, REMOTE_ADDR=address))
    return seen[0]


def seconds_ago(moment: datetime) -> int:
    return round((clock.wall() - moment).total_seconds())


def stamp(seconds: float) -> str:
    return str((clock.wall() - timedelta(seconds=seconds)).timestamp())


@pytest.fixture(autouse=True)
def behind_a_proxy(settings: Any) -> None:
    settings.DEMO = False
    settings.TRUSTED_PROXY = PROXY


def test_the_proxys_stamp_counts() -> None:
    assert seconds_ago(arrived(stamp(30))) == 30


def test_a_stamp_from_anybody_else_does_not() -> None:
    assert seconds_ago(arrived(stamp(30), address="10.0.0.2")) == 0


def test_without_a_trusted_proxy_no_stamp_counts(settings: Any) -> None:
    settings.TRUSTED_PROXY = ""
    assert seconds_ago(arrived(stamp(30), address="")) == 0


@pytest.mark.parametrize("stamped", [None, "", "yesterday", "nan", "inf", "1e400", "-1", "0", "99999999999999"])
def test_a_damaged_stamp_is_left_aside(stamped: str | None) -> None:
    assert seconds_ago(arrived(stamped)) == 0


@pytest.mark.parametrize("seconds", [-30, 121, 86_400])
def test_a_stamp_from_the_future_or_from_long_ago_is_left_aside(seconds: float) -> None:
    assert seconds_ago(arrived(stamp(seconds))) == 0


def test_arrival_is_aware_utc() -> None:
    assert arrived(None).tzinfo is UTC

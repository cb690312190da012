"""Only the clock reads the time; its shift exists in the demonstration alone and moves forward."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from securit.kernel import clock
from securit.kernel.models import ClockShift

pytestmark = pytest.mark.django_db

KICKOFF = datetime(2021, 10, 1, 9, tzinfo=UTC)
SECOND = timedelta(seconds=2)


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def production(settings: Any) -> None:
    settings.DEMO = False


def move(moment: datetime) -> timedelta:
    with transaction.atomic():
        return clock.set_now(moment)


def test_time_is_aware_and_utc(production: None) -> None:
    assert (clock.now().tzinfo, clock.wall().tzinfo) == (UTC, UTC)


def test_in_production_the_time_is_the_wall_clock(production: None) -> None:
    assert clock.shift() == timedelta(0)
    assert abs(clock.now() - clock.wall()) < SECOND


def test_in_production_the_clock_is_not_moved(production: None) -> None:
    with pytest.raises(ValueError, match=r"The clock is moved in the demo only\."):
        move(KICKOFF)
    assert ClockShift.objects.count() == 0


def test_a_shift_left_behind_does_not_count_in_production(production: None) -> None:
    ClockShift.objects.create(pk=1, seconds=-86_400)
    assert clock.shift() == timedelta(0)


def test_the_demonstration_stands_at_its_moment(demo: None) -> None:
    shift = move(KICKOFF)
    assert abs(clock.now() - KICKOFF) < SECOND
    assert clock.shift() == shift
    assert abs(clock.wall() - datetime.now(UTC)) < SECOND  # noqa: TID251 - the wall clock is not moved


def test_the_demonstration_moves_forward(demo: None) -> None:
    move(KICKOFF)
    move(KICKOFF + timedelta(days=90))
    assert abs(clock.now() - KICKOFF - timedelta(days=90)) < SECOND


def test_the_demonstration_never_moves_backwards(demo: None) -> None:
    move(KICKOFF)
    with pytest.raises(ValueError, match=r"The demo's time moves forward only\."):
        move(KICKOFF - timedelta(minutes=1))
    assert abs(clock.now() - KICKOFF) < SECOND


def test_there_is_one_shift(demo: None) -> None:
    move(KICKOFF)
    move(KICKOFF + timedelta(days=1))
    assert ClockShift.objects.count() == 1

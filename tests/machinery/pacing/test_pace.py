"""How often somebody may come: counted by the database, for all processes at once, and forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from securit.kernel import clock
from securit.machinery.pacing.forgetting import forget
from securit.machinery.pacing.models import Visitor
from securit.machinery.pacing.pace import Pace, is_open_to, known_by, may_enter

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
TWICE = Pace("alpha:tell", most=2, within=timedelta(hours=1))
ANN = known_by("ann@owner.example", NOON)


def test_one_visitor_enters_as_often_as_may_be_and_again_when_the_time_is_over() -> None:
    came = [may_enter(TWICE, ANN, NOON + timedelta(minutes=minutes)) for minutes in (0, 30, 59, 61)]
    assert came == [True, True, False, True]


def test_a_refused_visit_makes_nobody_wait_longer() -> None:
    for _ in range(9):
        may_enter(TWICE, ANN, NOON)
    assert may_enter(TWICE, ANN, NOON + timedelta(hours=1))


def test_doors_and_visitors_are_counted_apart() -> None:
    once = Pace("beta:tell", most=1, within=timedelta(hours=1))
    bob = known_by("bob@owner.example", NOON)
    assert [may_enter(once, ANN, NOON), may_enter(once, ANN, NOON), may_enter(once, bob, NOON)] == [True, False, True]
    assert may_enter(TWICE, ANN, NOON)


def test_asking_counts_nothing() -> None:
    assert [is_open_to(TWICE, ANN, NOON) for _ in range(3)] == [True] * 3
    for _ in range(2):
        may_enter(TWICE, ANN, NOON)
    assert (is_open_to(TWICE, ANN, NOON), is_open_to(TWICE, ANN, NOON + timedelta(hours=1))) == (False, True)


def test_nothing_personal_is_kept_and_tomorrow_it_is_another_hash() -> None:
    may_enter(TWICE, ANN, NOON)
    kept = Visitor.objects.values_list("who", flat=True).get()
    assert (len(kept), kept == known_by("ann@owner.example", NOON + timedelta(days=1))) == (64, False)


def test_visits_are_forgotten_after_a_day_of_real_time(monkeypatch: pytest.MonkeyPatch) -> None:
    may_enter(TWICE, ANN, NOON)
    left = []
    for hours in (24, 25):
        monkeypatch.setattr(clock, "wall", lambda hours=hours: NOON + timedelta(hours=hours))
        forget(NOON + timedelta(days=900))
        left.append(Visitor.objects.count())
    assert left == [1, 0]

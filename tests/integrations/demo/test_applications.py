"""While a call is open, the rush of its last days is drawn together so that most applications are in."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from securit.integrations.demo.applications import early
from securit.integrations.demo.world import World

WORLD = World()
UNTIL = WORLD.script.moments["open"].at
CALL: Any = SimpleNamespace(
    opens_at=datetime(2023, 1, 10, 8, tzinfo=UTC), deadline_at=datetime(2023, 3, 14, 16, tzinfo=UTC)
)


def test_two_thirds_are_in_before_the_moment_and_the_others_come_when_they_would() -> None:
    written = WORLD.applications(2)
    moved = early(written, CALL, UNTIL)
    arrived = [each for each in moved if each.submitted_at]
    assert len([each for each in arrived if each.submitted_at and each.submitted_at < UNTIL]) == len(arrived) * 2 // 3
    late = {each.key for each in arrived if each.submitted_at and each.submitted_at > UNTIL}
    assert [each for each in moved if each.key in late] == [each for each in written if each.key in late]


def test_the_order_of_arrival_stays_and_nothing_happens_before_it_begins() -> None:
    moved = early(WORLD.applications(2), CALL, UNTIL)
    before = sorted((e for e in WORLD.applications(2) if e.submitted_at), key=lambda e: (str(e.submitted_at), e.key))
    after = sorted((e for e in moved if e.submitted_at), key=lambda e: (str(e.submitted_at), e.key))
    assert [each.key for each in before] == [each.key for each in after]
    for each in moved:
        instants = [CALL.opens_at, each.started_at, *filter(None, (each.submitted_at, each.withdrawn_at))]
        assert instants == sorted(instants)

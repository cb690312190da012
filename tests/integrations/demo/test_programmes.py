"""The example programmes move through time as a whole, and stay sound."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from securit.integrations.demo.programmes import months_to_move, moved
from securit.integrations.demo.world import World
from securit.programmes.definition import dump, parse

WORLD = World()


@pytest.mark.parametrize("name", WORLD.script.examples)
@pytest.mark.parametrize("code", ["open", "evaluation", "decided"])
def test_a_moved_example_is_a_sound_file_whose_calls_are_open_at_the_moment(name: str, code: str) -> None:
    definition, at = WORLD.programme(name), WORLD.script.moments[code].at
    elsewhere = moved(definition, months_to_move(definition, at))
    assert parse(dump(elsewhere)) == elsewhere
    for call in elsewhere.calls:
        assert call.opens_at <= at - timedelta(days=10)
        assert at < call.deadline_at


@pytest.mark.parametrize("name", WORLD.script.examples)
def test_an_example_is_never_moved_into_the_past(name: str) -> None:
    definition = WORLD.programme(name)
    assert months_to_move(definition, WORLD.script.moments["kickoff"].at) == 0
    assert moved(definition, 0) == definition


def test_moving_keeps_the_hour_on_the_clock_and_ends_months_at_their_last_day() -> None:
    definition = WORLD.programme(WORLD.script.examples[0])
    call = definition.calls[0]
    assert call.deadline_at == datetime(2022, 10, 31, 16, tzinfo=UTC)
    assert moved(definition, 8).calls[0].deadline_at == datetime(2023, 6, 30, 15, tzinfo=UTC)

"""The hours of a day, as people write them."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from securit.stages.matchmaking.sessions import UnusableSessions, rounds_of

DAY, BRUSSELS = date(2022, 2, 1), ZoneInfo("Europe/Brussels")


def hours(text: str, minutes: int = 20, pause: int = 5) -> list[str]:
    rounds = rounds_of(text, first_day=DAY, zone=BRUSSELS, minutes=minutes, pause=pause)
    return [f"{each.number} {each.starts_at:%d %H:%M}-{each.ends_at:%H:%M} {each.session}" for each in rounds]


def test_a_session_is_cut_into_rounds_with_pauses() -> None:
    assert hours("09:00–10:00 Morning") == ["1 01 08:00-08:20 Morning", "2 01 08:25-08:45 Morning"]


def test_a_break_lies_between_two_sessions_and_a_day_may_be_named() -> None:
    assert hours("9:00-9:20\n2022-02-02 14:00 — 14:20 Next day") == ["1 01 08:00-08:20 ", "2 02 13:00-13:20 Next day"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write at least one session"),
        ("in the morning", "is not a session"),
        ("25:00–26:00", "no day or hour that exists"),
        ("2022-02-30 09:00–10:00", "no day or hour that exists"),
        ("10:00–09:00", "ends before it begins"),
        ("09:00–09:10", "shorter than one round"),
        ("09:00–10:00\n09:30–11:00", "before the session above it is over"),
        ("00:00–23:59\n2022-02-02 00:00–23:59\n2022-02-03 00:00–23:59", "at most 60 rounds"),
    ],
)
def test_hours_that_cannot_be_are_refused_with_the_reason(text: str, said: str) -> None:
    with pytest.raises(UnusableSessions, match=said):
        hours(text)

"""In which cut-off something stands: half-open, like the deadline."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from securit.programmes.definition import parse
from securit.programmes.definition.cut_offs import cut_off_after, cut_offs_before_the_deadline
from tests.programmes.definition.small import SMALL

BRUSSELS = ZoneInfo("Europe/Brussels")
OPENS, CLOSES = datetime(2022, 3, 1, 8, tzinfo=UTC), datetime(2022, 5, 31, 15, tzinfo=UTC)
FIRST = datetime(2022, 4, 1, 10, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


def a_call(**changes):
    (call, *_others) = parse(SMALL).calls
    return replace(call, opens_at=OPENS, deadline_at=CLOSES, **changes)


def test_what_arrives_at_the_cut_off_stands_in_the_next_and_the_last_is_the_deadline():
    call = a_call(mode="cut_offs", cut_offs=(FIRST, CLOSES))
    assert cut_offs_before_the_deadline(call, BRUSSELS) == (FIRST,)
    assert [cut_off_after(call, BRUSSELS, each) for each in (OPENS, FIRST - INSTANT, FIRST)] == [FIRST, FIRST, None]


def test_a_rolling_call_is_gathered_at_the_end_of_each_nth_day_by_the_clock_on_the_wall():
    call = a_call(mode="rolling", gathered_every_days=30)
    assert cut_offs_before_the_deadline(call, BRUSSELS) == (
        datetime(2022, 3, 31, 22, tzinfo=UTC),
        datetime(2022, 4, 30, 22, tzinfo=UTC),
        datetime(2022, 5, 30, 22, tzinfo=UTC),
    )


@pytest.mark.parametrize("mode", ["dated", "rolling"])
def test_a_call_with_one_decision_has_none(mode):
    assert cut_offs_before_the_deadline(a_call(mode=mode), BRUSSELS) == ()

"""Periods of Regulation (EEC, Euratom) 1182/71. Source of the examples: the annotated grant agreement of the European
Commission, V2.0 of 1 April 2025, article 38 (60 days after 31.08.2023; two months from 31.07.2023)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securit.programmes.definition.periods import days_after, earliest_deadline, end_of, months_after

BRUSSELS = ZoneInfo("Europe/Brussels")


def test_sixty_days_after_the_last_of_august_end_on_the_thirtieth_of_october():
    assert days_after(date(2023, 8, 31), 60) == date(2023, 10, 30)


@pytest.mark.parametrize(
    ("zone", "over_at"),
    [
        (BRUSSELS, datetime(2023, 9, 30, 22, tzinfo=UTC)),  # midnight in summer time
        (ZoneInfo("UTC"), datetime(2023, 10, 1, tzinfo=UTC)),
    ],
)
def test_two_months_from_the_last_of_july_are_over_at_midnight_after_the_thirtieth_of_september(zone, over_at):
    opening = datetime(2023, 7, 31, 12, tzinfo=UTC)
    assert end_of(months_after(date(2023, 7, 31), 2), zone) == over_at == earliest_deadline(opening, 2, zone)


def test_sixty_days_run_over_the_end_of_summer_time_to_midnight_in_brussels():
    assert end_of(days_after(date(2023, 8, 31), 60), BRUSSELS) == datetime(2023, 10, 30, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("event", "months", "last_day"),
    [
        (date(2023, 7, 31), 2, date(2023, 9, 30)),  # the vector of the annotated grant agreement
        (date(2022, 1, 11), 2, date(2022, 3, 11)),
        (date(2021, 12, 31), 2, date(2022, 2, 28)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2022, 11, 30), 3, date(2023, 2, 28)),
        (date(2022, 12, 15), 1, date(2023, 1, 15)),
        (date(2022, 2, 28), 1, date(2022, 3, 28)),
        (date(2022, 5, 31), 0, date(2022, 5, 31)),
        (date(2022, 5, 31), 24, date(2024, 5, 31)),
    ],
)
def test_a_period_in_months_ends_on_the_same_numbered_day_or_the_last_of_the_month(event, months, last_day):
    assert months_after(event, months) == last_day


def test_a_period_runs_to_midnight_at_the_end_of_its_last_day_in_the_zone():
    assert end_of(date(2022, 3, 11), BRUSSELS) == datetime(2022, 3, 11, 23, tzinfo=UTC)
    assert end_of(date(2022, 7, 11), BRUSSELS) == datetime(2022, 7, 11, 22, tzinfo=UTC)


def test_the_earliest_deadline_counts_days_in_the_zone_of_the_programme():
    late_evening_in_utc = datetime(2022, 1, 10, 23, 30, tzinfo=UTC)  # half past midnight of the 11th in Brussels
    assert earliest_deadline(late_evening_in_utc, 2, BRUSSELS) == datetime(2022, 3, 11, 23, tzinfo=UTC)


def test_without_a_minimum_the_earliest_deadline_is_the_opening():
    opening = datetime(2022, 1, 10, 9, tzinfo=UTC)
    assert earliest_deadline(opening, 0, BRUSSELS) == opening


@given(st.dates(date(1990, 1, 1), date(2150, 1, 1)), st.integers(0, 36), st.integers(0, 36))
def test_more_months_never_end_earlier(event, months, more):
    assert months_after(event, months) <= months_after(event, months + more)


@given(st.dates(date(1990, 1, 1), date(2150, 1, 1)), st.integers(0, 36))
def test_a_period_in_months_ends_in_the_month_counted_and_never_on_a_later_day(event, months):
    ending = months_after(event, months)
    assert (ending.year * 12 + ending.month) - (event.year * 12 + event.month) == months
    assert ending.day <= event.day

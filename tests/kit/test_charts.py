"""Charts: geometry from numbers, without Django."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securit.kit.charts import (
    Datum,
    Span,
    bars,
    columns,
    donut,
    funnel,
    key_of,
    line_of_calls,
    percent,
    sparkline,
    stacked,
    work_plan,
)

HEAD = ("Topic", "Count")


def test_a_share_is_written_in_tenths_of_a_percent() -> None:
    assert [percent(value) for value in (0, 5, 635, 1000)] == ["0.0%", "0.5%", "63.5%", "100.0%"]


def test_the_longest_bar_fills_the_width_and_the_others_follow_in_proportion() -> None:
    chart = bars([Datum("a", 3), Datum("b", 12), Datum("c", 0)], title="T", head=HEAD)
    assert [mark.width for mark in chart.marks] == ["25.0%", "100.0%", "0.0%"]


def test_a_chart_carries_its_numbers_as_a_table_in_the_given_order() -> None:
    chart = bars([Datum("b", 1200), Datum("a", Decimal("0.5"), "half")], title="T", head=HEAD)
    assert (chart.head, chart.rows) == (HEAD, (("b", "1,200"), ("a", "half")))


def test_bars_of_zeros_have_no_width() -> None:
    assert [mark.width for mark in bars([Datum("a", 0)], title="T", head=HEAD).marks] == ["0.0%"]


@pytest.mark.parametrize("draw", [bars, columns, funnel, donut, stacked, sparkline])
def test_a_negative_value_is_refused_with_its_label(draw: object) -> None:
    with pytest.raises(ValueError, match="“minus” is negative"):
        draw([Datum("minus", -1)], title="T", head=HEAD)  # type: ignore[operator]


@pytest.mark.parametrize("draw", [bars, columns, funnel, donut, stacked, sparkline])
def test_a_chart_without_numbers_is_empty(draw: object) -> None:
    assert draw([], title="T", head=HEAD).is_empty  # type: ignore[operator]


def test_columns_refuse_more_than_fourteen_and_say_the_limit() -> None:
    with pytest.raises(ValueError, match="15 columns are too many to read; at most 14"):
        columns([Datum(str(n), n) for n in range(15)], title="T", head=HEAD)


def test_columns_stand_on_one_line() -> None:
    chart = columns([Datum("1", 1), Datum("2", 4)], title="T", head=HEAD)
    assert {mark.y + mark.height for mark in chart.marks} == {184}


def test_a_funnel_step_larger_than_the_first_is_refused() -> None:
    with pytest.raises(ValueError, match="“sent” is larger than the first step “drafted”"):
        funnel([Datum("drafted", 3), Datum("sent", 4)], title="T", head=HEAD)


def test_a_funnel_says_what_is_left_of_the_first_step() -> None:
    chart = funnel([Datum("a", 8), Datum("b", 2)], title="T", head=HEAD)
    assert [(mark.x, mark.width, mark.share) for mark in chart.marks] == [
        ("0.0%", "100.0%", "100 %"),
        ("37.5%", "25.0%", "25 %"),
    ]


@given(st.lists(st.integers(0, 10_000_000), min_size=1, max_size=6).filter(any))
def test_the_parts_of_a_ring_always_close_it(values: list[int]) -> None:
    chart = donut([Datum(str(n), value) for n, value in enumerate(values)], title="T", head=HEAD)
    assert sum(mark.length for mark in chart.marks) == 1000


def test_a_whole_of_zero_is_empty_rather_than_a_ring_of_nothing() -> None:
    assert donut([Datum("a", 0), Datum("b", 0)], title="T", head=HEAD).is_empty


def test_more_than_six_parts_are_refused() -> None:
    with pytest.raises(ValueError, match="7 parts are too many to tell apart; at most 6"):
        stacked([Datum(str(n), 1) for n in range(7)], title="T", head=HEAD)


def test_a_sparkline_runs_from_edge_to_edge_and_touches_the_top_at_its_highest() -> None:
    assert (
        sparkline([Datum("a", 0), Datum("b", 5), Datum("c", 10)], title="T", head=HEAD).path == "M0 100 500 50 1000 0"
    )


def test_a_single_point_is_no_line() -> None:
    assert sparkline([Datum("a", 5)], title="T", head=HEAD).is_empty


def test_periods_are_placed_on_the_shared_line_with_a_tick_per_year() -> None:
    chart = line_of_calls(
        [Span("First", date(2030, 7, 2), date(2031, 1, 1), "late 2030")],
        starts_on=date(2030, 1, 1),
        ends_on=date(2032, 1, 1),
        today=date(2031, 1, 1),
        title="T",
        head=HEAD,
    )
    assert (chart.marks[0].x, chart.marks[0].width) == ("24.9%", "25.1%")
    assert (chart.ticks, chart.now) == ((("50.0%", "2031"),), "50.0%")


def test_a_day_outside_the_line_draws_no_today() -> None:
    chart = line_of_calls(
        [], starts_on=date(2030, 1, 1), ends_on=date(2031, 1, 1), today=date(2035, 1, 1), title="T", head=HEAD
    )
    assert chart.now == ""


def test_a_line_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="must end after it starts"):
        line_of_calls([], starts_on=date(2030, 1, 1), ends_on=date(2030, 1, 1), today=None, title="T", head=HEAD)


def test_the_key_of_a_title_is_fit_for_an_id() -> None:
    assert [key_of("Where we are, now"), key_of("—")] == ["where-we-are-now", "chart"]


def test_work_is_placed_on_its_months_both_ends_included_and_a_long_name_is_cut() -> None:
    chart = work_plan([("Design", 1, 3), ("A" * 40, 4, 12)], months=12, title="Plan", head=HEAD)
    assert [(mark.x, mark.width, mark.text) for mark in chart.marks] == [
        ("0.0%", "25.0%", "1–3"),
        ("25.0%", "75.0%", "4–12"),
    ]
    assert chart.marks[1].label == "A" * 33 + "…"
    assert chart.rows[1] == ("A" * 40, "4–12")
    assert [month for _place, month in chart.ticks] == ["1", "4", "7", "10"]


def test_work_outside_the_months_of_the_plan_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="does not lie within the 6 months"):
        work_plan([("Late", 5, 7)], months=6, title="Plan", head=HEAD)

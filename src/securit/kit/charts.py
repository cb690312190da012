"""Charts as plain geometry: pure functions from numbers to what the SVG templates draw.

Horizontal places are percentages and vertical ones pixels, so a chart keeps its text size at every width. Shares are
whole thousandths, divided so that they always sum to the whole; no ``float`` is used. Every chart carries its
numbers as a table (``head`` and ``rows``), the alternative that readers without sight or colour get.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from securit.money import split

SERIES = 6
MOST_COLUMNS = 14
ROW_HEIGHT = 46
CALL_HEIGHT = 26
COLUMN_ROOM = 160
RING = 1000
LONGEST_NAME = 34


@dataclass(frozen=True)
class Datum:
    """One labelled, non-negative value; ``shown`` is its text for people (default: the value with thousands marks)."""

    label: str
    value: int | Decimal
    shown: str = ""

    @property
    def text(self) -> str:
        """The value as people read it."""
        return self.shown or f"{self.value:,}"


@dataclass(frozen=True)
class Mark:
    """One drawn part: places along the line in percent, heights in pixels, ``series`` picks the colour (1 to 6)."""

    label: str
    text: str
    share: str
    x: str
    width: str
    y: int = 0
    height: int = 0
    series: int = 1
    middle: str = ""
    offset: int = 0
    length: int = 0


@dataclass(frozen=True)
class Chart:
    """What a chart template draws: the marks, the height of the drawing, and the same numbers as a table."""

    kind: str
    key: str
    title: str
    description: str
    note: str
    height: int
    marks: tuple[Mark, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: str = ""
    path: str = ""
    area: str = ""
    ticks: tuple[tuple[str, str], ...] = ()
    now: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw, so that the page says so instead of showing a blank."""
        return not self.marks


def key_of(title: str) -> str:
    """An id for the page made of the title; two charts on one page need different titles."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "chart"


def percent(thousandths: int) -> str:
    """``635`` → ``'63.5%'``."""
    return f"{thousandths // 10}.{thousandths % 10}%"


def _thousandths(value: int | Decimal, whole: int | Decimal) -> int:
    return (
        int(value * RING / whole) if isinstance(value, Decimal) or isinstance(whole, Decimal) else value * RING // whole
    )


def _checked(data: Sequence[Datum]) -> tuple[Datum, ...]:
    for datum in data:
        if datum.value < 0:
            raise ValueError(f"“{datum.label}” is negative; this chart shows amounts from zero upwards.")
    return tuple(data)


def _weights(data: Sequence[Datum]) -> list[int]:
    """Whole-number weights in the proportions of the values, decimals kept to the cent."""
    return [int(datum.value * 100) for datum in data]


def _pairs(data: Sequence[Datum]) -> tuple[tuple[str, ...], ...]:
    return tuple((datum.label, datum.text) for datum in data)


def bars(data: Sequence[Datum], *, title: str, head: tuple[str, str], description: str = "", note: str = "") -> Chart:
    """Horizontal bars, the longest filling the width, in the order given; labels stand above their bars."""
    data = _checked(data)
    longest = max((datum.value for datum in data), default=0)
    marks = []
    for index, datum in enumerate(data):
        share = _thousandths(datum.value, longest) if longest else 0
        marks.append(Mark(datum.label, datum.text, percent(share), "0%", percent(share), y=index * ROW_HEIGHT))
    height = len(data) * ROW_HEIGHT
    return Chart("bars", key_of(title), title, description, note, height, tuple(marks), head, _pairs(data))


def funnel(data: Sequence[Datum], *, title: str, head: tuple[str, str], description: str = "", note: str = "") -> Chart:
    """Steps of a line, each a centred bar against the first; ``share`` says how much of the first step is left.

    A step larger than the first is refused with ``ValueError``: it would not be a funnel.
    """
    data = _checked(data)
    first = data[0].value if data else 0
    marks = []
    for index, datum in enumerate(data):
        if datum.value > first:
            raise ValueError(f"“{datum.label}” is larger than the first step “{data[0].label}”.")
        share = _thousandths(datum.value, first) if first else 0
        left = (RING - share) // 2
        marks.append(
            Mark(datum.label, datum.text, f"{round(share / 10)} %", percent(left), percent(share), y=index * ROW_HEIGHT)
        )
    rows = tuple((mark.label, mark.text, mark.share) for mark in marks)
    height = len(data) * ROW_HEIGHT
    return Chart("funnel", key_of(title), title, description, note, height, tuple(marks), (*head, "%"), rows)


def columns(
    data: Sequence[Datum], *, title: str, head: tuple[str, str], description: str = "", note: str = ""
) -> Chart:
    """Upright columns for short labels (months, scores); at most 14, else use :func:`bars`."""
    data = _checked(data)
    if len(data) > MOST_COLUMNS:
        raise ValueError(f"{len(data)} columns are too many to read; at most {MOST_COLUMNS}, or use bars.")
    tallest = max((datum.value for datum in data), default=0)
    marks = []
    for index, datum in enumerate(data):
        room = RING // len(data)
        height = _thousandths(datum.value, tallest) * COLUMN_ROOM // RING if tallest else 0
        x = index * room + room // 8
        marks.append(
            Mark(
                datum.label,
                datum.text,
                "",
                percent(x),
                percent(room * 3 // 4),
                y=24 + COLUMN_ROOM - height,
                height=height,
                middle=percent(index * room + room // 2),
            )
        )
    return Chart("columns", key_of(title), title, description, note, COLUMN_ROOM + 52, tuple(marks), head, _pairs(data))


def _divided(data: Sequence[Datum], kind: str, title: str, head: tuple[str, str], description: str, note: str) -> Chart:
    data = _checked(data)
    if len(data) > SERIES:
        raise ValueError(f"{len(data)} parts are too many to tell apart; at most {SERIES}, group the rest.")
    weights = _weights(data)
    parts = split(RING, weights) if sum(weights) else [0] * len(data)
    marks = []
    start = 0
    for index, (datum, part) in enumerate(zip(data, parts, strict=True)):
        marks.append(
            Mark(
                datum.label,
                datum.text,
                percent(part).replace("%", " %"),
                percent(start),
                percent(part),
                series=index + 1,
                offset=-start,
                length=part,
            )
        )
        start += part
    whole = sum((datum.value for datum in data), start=0)
    rows = tuple((mark.label, mark.text, mark.share) for mark in marks)
    return Chart(
        kind,
        key_of(title),
        title,
        description,
        note,
        36,
        tuple(marks) if whole else (),
        (*head, "%"),
        rows,
        f"{whole:,}",
    )


def donut(data: Sequence[Datum], *, title: str, head: tuple[str, str], description: str = "", note: str = "") -> Chart:
    """Parts of a whole as a ring with its total in the middle; at most six parts."""
    return _divided(data, "donut", title, head, description, note)


def stacked(
    data: Sequence[Datum], *, title: str, head: tuple[str, str], description: str = "", note: str = ""
) -> Chart:
    """Parts of a whole as one divided bar; at most six parts."""
    return _divided(data, "stacked", title, head, description, note)


def sparkline(
    data: Sequence[Datum], *, title: str, head: tuple[str, str], description: str = "", note: str = ""
) -> Chart:
    """A small line over time, from zero to its highest point; at least two points or it is empty."""
    data = _checked(data)
    highest = max((datum.value for datum in data), default=0)
    points = []
    for index, datum in enumerate(data):
        x = index * RING // max(1, len(data) - 1)
        y = 100 - (_thousandths(datum.value, highest) // 10 if highest else 0)
        points.append((x, y))
    path = "M" + " ".join(f"{x} {y}" for x, y in points)
    marks = tuple(Mark(datum.label, datum.text, "", "", "") for datum in data) if len(data) > 1 else ()
    last = data[-1].text if data else ""
    return Chart(
        "sparkline",
        key_of(title),
        title,
        description,
        note,
        56,
        marks,
        head,
        _pairs(data),
        last,
        path,
        f"{path} {RING} 100 0 100z",
    )


@dataclass(frozen=True)
class Span:
    """A period ``[opens_on, closes_on)`` on the line of calls; ``text`` is what is said of it."""

    label: str
    opens_on: date
    closes_on: date
    text: str
    series: int = 1


def line_of_calls(
    spans: Sequence[Span],
    *,
    starts_on: date,
    ends_on: date,
    today: date | None,
    title: str,
    head: tuple[str, str],
    note: str = "",
) -> Chart:
    """Periods on a shared time line with a tick per year, and a line for the day given as today."""
    days = (ends_on - starts_on).days
    if days <= 0:
        raise ValueError("The line of calls must end after it starts.")

    def place(day: date) -> int:
        return min(RING, max(0, (day - starts_on).days * RING // days))

    marks = []
    for index, span in enumerate(spans):
        left, right = place(span.opens_on), place(span.closes_on)
        width = max(right - left, 8)
        marks.append(
            Mark(
                span.label,
                span.text,
                "",
                percent(min(left, RING - width)),
                percent(width),
                y=28 + index * CALL_HEIGHT,
                series=span.series,
            )
        )
    years = [date(year, 1, 1) for year in range(starts_on.year + 1, ends_on.year + 1)]
    ticks = tuple((percent(place(day)), str(day.year)) for day in years if starts_on < day < ends_on)
    now = percent(place(today)) if today and starts_on <= today <= ends_on else ""
    rows = tuple((span.label, span.text) for span in spans)
    height = 28 + len(spans) * CALL_HEIGHT
    return Chart("calls", key_of(title), title, "", note, height, tuple(marks), head, rows, ticks=ticks, now=now)


def work_plan(
    periods: Sequence[tuple[str, int, int]], *, months: int, title: str, head: tuple[str, str], note: str = ""
) -> Chart:
    """Pieces of work as (name, first month, last month) on a line of months, the first one 1; both ends included."""
    if months < 1:
        raise ValueError("A work plan lasts a month at least.")
    marks = []
    for index, (name, start, end) in enumerate(periods):
        if not 1 <= start <= end <= months:
            raise ValueError(f"“{name}” does not lie within the {months} months of the plan.")
        left, right = (start - 1) * RING // months, end * RING // months
        label = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
        text = f"{start}–{end}"
        marks.append(Mark(label, text, "", percent(left), percent(right - left), y=24 + index * ROW_HEIGHT))
    step = next(each for each in (1, 3, 6, 12) if months <= 8 * each)
    ticks = tuple((percent((month - 1) * RING // months), str(month)) for month in range(1, months + 1, step))
    rows = tuple((name, f"{start}–{end}") for name, start, end in periods)
    height = 24 + len(periods) * ROW_HEIGHT
    return Chart("plan", key_of(title), title, "", note, height, tuple(marks), head, rows, ticks=ticks)

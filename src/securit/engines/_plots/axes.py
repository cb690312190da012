"""From figures to places: scales, their ticks, and a panel with its frame."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from securit.engines._plots.paper import QUIET, Paper, Point, Stroke

Figure = int | float | Fraction


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a figure between ``low`` and ``high`` lies between two places; by its logarithm where it ``is_log``."""

    low: Figure
    high: Figure
    start: float
    end: float
    is_log: bool = False

    def at(self, value: Figure) -> float:
        """The place of a figure."""
        low, high, one = (math.log10(x) if self.is_log else x for x in (self.low, self.high, value))
        part = float((one - low) / (high - low)) if high != low else 0.5
        return self.start + part * (self.end - self.start)

    def ticks(self, most: int = 6) -> list[float]:
        """Round figures within the scale, at most so many; for logarithms the powers of ten."""
        low, high = float(self.low), float(self.high)
        if self.is_log:
            return [10.0**power for power in range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)]
        step = step_of(high - low, most)
        return [round(n * step, 9) for n in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def step_of(span: float, most: int = 6) -> float:
    """The smallest of 1, 2, 5 times a power of ten that cuts the span into at most so many steps."""
    if span <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(span / most))
    return next(power * n for n in (1, 2, 5, 10, 20) if span / (power * n) <= most)


def rounded_up(value: Figure) -> float:
    """The end of a scale from nothing that holds the value."""
    step = step_of(float(value))
    return step * max(1, math.ceil(float(value) / step - 1e-9))


def room_for(most: int) -> float:
    """The end of a scale of counts from nothing, with room for a figure above the highest column."""
    return max(most * 1.1, most + 0.3, 1.0)


def counts(scale: Scale, most: int = 6) -> list[float]:
    """The ticks of a scale that are whole."""
    return [value for value in scale.ticks(most) if value.is_integer()]


def shown(value: Figure) -> str:
    """A figure for reading: at most four decimals, thousands apart."""
    text = f"{float(value):,.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def counted(number: int, one: str, more: str = "") -> str:
    """``1 evaluator``, ``2,000 evaluators``."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


@dataclass(frozen=True, slots=True)
class Panel:
    """A frame on the paper in which figures have places: ``x`` runs to the right, ``y`` upwards."""

    paper: Paper
    x: Scale
    y: Scale

    def at(self, x: Figure, y: Figure) -> Point:
        """The place of a pair of figures."""
        return self.x.at(x), self.y.at(y)

    def titled(self, title: str) -> None:
        """A heading above the frame."""
        self.paper.words(self.x.start, self.y.end - 12, title, bold=True)

    def labelled(self, below: str, beside: str) -> None:
        """What the two axes count."""
        self.paper.words((self.x.start + self.x.end) / 2, self.y.start + 36, below, anchor="middle", colour=QUIET)
        self.paper.words(
            self.x.start - 52, (self.y.start + self.y.end) / 2, beside, anchor="middle", colour=QUIET, turned=True
        )

    def framed(self, x_ticks: Iterable[tuple[Figure, str]], y_ticks: Sequence[Figure] | None = None) -> None:
        """Axes, the ticks below with their words, and the ticks beside with faint lines across."""
        levels = self.y.ticks() if y_ticks is None else list(y_ticks)
        across = [((self.x.start, self.y.at(level)), (self.x.end, self.y.at(level))) for level in levels]
        self.paper.lines(across, Stroke.FAINT)
        for level in levels:
            self.paper.words(self.x.start - 8, self.y.at(level) + 4, shown(level), anchor="end", size=11, colour=QUIET)
        for value, words in x_ticks:
            self.paper.words(self.x.at(value), self.y.start + 16, words, anchor="middle", size=11, colour=QUIET)
        corner = (self.x.start, self.y.start)
        self.paper.lines([(corner, (self.x.end, self.y.start)), (corner, (self.x.start, self.y.end))], Stroke.INK)


def whole_ticks(low: int, high: int, most: int = 10) -> Sequence[tuple[Figure, str]]:
    """Whole figures from one end to the other: all, or round ones with the first."""
    if high - low < most:
        return [(n, f"{n:,}") for n in range(low, high + 1)]
    step = max(1, round(step_of(high - low, most)))
    first = (low // step + 1) * step
    return [(low, f"{low:,}")] + [(n, f"{n:,}") for n in range(first, high + 1, step) if n - low > step / 2]

"""How a cost grows with the size of a problem: measured points on two logarithmic scales."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from securit.engines._plots.axes import Panel, Scale, shown
from securit.engines._plots.paper import HEAD, MARGIN, WIDTH, Fill, Paper, Stroke

LOOKS = ((Stroke.THICK, Fill.DARK), (Stroke.DASHED, Fill.HOLLOW), (Stroke.FINE_DASHES, Fill.LIGHT))
BODY = 400
SHORTEST = 0.001
"""A run that took less is drawn as this: the clock does not tell them apart."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The seconds that one rule took, by size."""

    rule: str
    points: tuple[tuple[int, float], ...]

    @property
    def power(self) -> str:
        """The slope for reading."""
        return f"{self.slope:.1f}".replace("-0.0", "0.0")

    @property
    def slope(self) -> float:
        """The exponent of the power of the size that the seconds follow, by least squares over all points.

        0 where there are fewer than two sizes.
        """
        marks = [(math.log(size), math.log(max(seconds, SHORTEST))) for size, seconds in self.points]
        if len({x for x, _ in marks}) < 2:
            return 0.0
        middle = [sum(part) / len(marks) for part in zip(*marks, strict=True)]
        moved = [(x - middle[0], y - middle[1]) for x, y in marks]
        return float(sum(x * y for x, y in moved) / sum(x * x for x, _ in moved))


def draw_growth(title: str, where: str, counted: str, curves: Sequence[Curve]) -> str:
    """The picture: ``counted`` says what the size counts, ``where`` on which machine and when it was measured."""
    sizes = sorted({size for curve in curves for size, _ in curve.points})
    spent = [max(seconds, SHORTEST) for curve in curves for _, seconds in curve.points]
    low, high = (10.0 ** end(math.log10(bound)) for end, bound in ((math.floor, min(spent)), (math.ceil, max(spent))))
    head = HEAD + 24.0 + 20 * len(curves)
    x = Scale(sizes[0] / 1.2, sizes[-1] * 1.1, 110.0, WIDTH - 40.0, is_log=True)
    y = Scale(low, high * (10 if high == low else 1), head + BODY - 60, head, is_log=True)
    paper = Paper(BODY + 24 + 20 * len(curves), title, where, _described(curves, counted))
    panel = Panel(paper, x, y)
    panel.framed([(size, f"{size:,}") for size in sizes])
    panel.labelled(f"{counted} (logarithmic)", "seconds (logarithmic)")
    for n, (curve, (stroke, fill)) in enumerate(zip(curves, LOOKS, strict=False)):
        places = [panel.at(size, max(seconds, SHORTEST)) for size, seconds in curve.points]
        paper.curve(places, stroke)
        paper.dots(places, fill)
        said = f"{curve.rule}: grows like size to the power of {curve.power}"
        paper.key(MARGIN, HEAD + 4 + 20 * n, [(stroke, said)])
        for (at, level), (_, seconds) in zip(places, curve.points, strict=True):
            paper.words(at, level + (-10 if n == 0 else 20), f"{shown(round(seconds, 3))} s", anchor="middle", size=11)
    return paper.svg()


def _described(curves: Sequence[Curve], counted: str) -> str:
    return " ".join(
        f"{curve.rule}: "
        + ", ".join(f"{shown(seconds)} s for {size:,} {counted}" for size, seconds in curve.points)
        + f"; the seconds grow like the size to the power of {curve.power}."
        for curve in curves
    )

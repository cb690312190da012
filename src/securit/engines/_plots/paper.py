"""A sheet on which marks are put, written out as SVG: no script, no style sheet, no font of its own, no date.

Every picture has a title and a description for readers who do not see it, and tells its kinds of marks apart by
lightness and pattern, so that it survives a black-and-white printer. Marks alike are merged into one path, which keeps
thousands of them small. The same marks give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import pairwise
from xml.sax.saxutils import escape

INK = "#1b2a3a"
QUIET = "#4b5862"
WIDTH = 860
MARGIN = 24
HEAD = 70
"""Height of title and subtitle."""

FOOT = 30
LETTER = 0.56
"""Width of an average letter, in parts of the size of its font."""

Box = tuple[float, float, float, float]
"""Left, top, width, height."""

Point = tuple[float, float]


class Fill(Enum):
    """What a surface looks like; the attributes of its path."""

    DARK = 'fill="#1f4e79"'
    LIGHT = 'fill="#b5cfe8"'
    SHADE = 'fill="#f0f3f6"'
    HATCHED = 'fill="url(#hatched)" stroke="#4b5862" stroke-width="0.6"'
    DOTTED = 'fill="url(#dotted)" stroke="#4b5862" stroke-width="0.6"'
    HOLLOW = 'fill="#ffffff" stroke="#1f4e79" stroke-width="1.2"'


class Stroke(Enum):
    """What a line looks like; the attributes of its path."""

    INK = 'stroke="#1b2a3a" stroke-width="1"'
    THICK = 'stroke="#1f4e79" stroke-width="2.4"'
    DASHED = 'stroke="#a04000" stroke-width="2" stroke-dasharray="7 4"'
    FINE_DASHES = 'stroke="#4b5862" stroke-width="1.6" stroke-dasharray="2 3"'
    FAINT = 'stroke="#d3d9df" stroke-width="1"'
    BAR = 'stroke="#5b8db8" stroke-width="3"'


class Paper:
    """A picture in the making: ``height`` is that of its body, to which room for title and foot is added."""

    def __init__(self, height: float, title: str, subtitle: str, description: str, foot: str = "") -> None:
        self.height = HEAD + height + FOOT
        self._title, self._description = title, description
        self._marks: list[str] = []
        self.words(MARGIN, 30, title, size=18, bold=True)
        self.words(MARGIN, 52, subtitle, colour=QUIET)
        if foot:
            self.words(MARGIN, self.height - 12, foot, size=10, colour=QUIET)

    def bars(self, boxes: Iterable[Box], fill: Fill) -> None:
        """Rectangles of one look, as one path."""
        drawn = "".join(f"M{_n(x)} {_n(y)}h{_n(w)}v{_n(h)}h{_n(-w)}z" for x, y, w, h in boxes)
        if drawn:
            self._marks.append(f'<path d="{drawn}" {fill.value}/>')

    def lines(self, ends: Iterable[tuple[Point, Point]], stroke: Stroke) -> None:
        """Straight lines of one look, as one path."""
        drawn = "".join(f"M{_n(x)} {_n(y)}L{_n(u)} {_n(v)}" for (x, y), (u, v) in ends)
        if drawn:
            self._marks.append(f'<path d="{drawn}" fill="none" {stroke.value}/>')

    def curve(self, points: Sequence[Point], stroke: Stroke) -> None:
        """One line through all the points; points that round to the one before are left out."""
        rounded = [(_n(x), _n(y)) for x, y in points]
        kept = rounded[:1] + [there for here, there in pairwise(rounded) if here != there]
        drawn = "L".join(f"{x} {y}" for x, y in kept)
        if len(kept) > 1:
            self._marks.append(f'<path d="M{drawn}" fill="none" {stroke.value}/>')

    def dots(self, centres: Iterable[Point], fill: Fill, radius: float = 4) -> None:
        """Round marks of one look."""
        arc = f"a{_n(radius)} {_n(radius)} 0 1 0"
        drawn = "".join(
            f"M{_n(x - radius)} {_n(y)}{arc} {_n(2 * radius)} 0{arc} {_n(-2 * radius)} 0z" for x, y in centres
        )
        if drawn:
            self._marks.append(f'<path d="{drawn}" {fill.value}/>')

    def diamonds(self, centres: Iterable[Point], fill: Fill, radius: float = 5) -> None:
        """Marks standing on a corner, of one look."""
        side = _n(radius)
        drawn = "".join(f"M{_n(x - radius)} {_n(y)}l{side} -{side}l{side} {side}l-{side} {side}z" for x, y in centres)
        if drawn:
            self._marks.append(f'<path d="{drawn}" {fill.value}/>')

    def words(
        self, x: float, y: float, text: str, *, size: int = 12, anchor: str = "start", bold: bool = False,
        colour: str = INK, turned: bool = False,
    ) -> None:  # fmt: skip
        """One line of text at its base line; ``anchor`` is start, middle or end. ``turned`` runs upwards."""
        extra = "" if anchor == "start" else f' text-anchor="{anchor}"'
        extra += ' font-weight="bold"' if bold else ""
        extra += f' transform="rotate(-90 {_n(x)} {_n(y)})"' if turned else ""
        extra += "" if size == 12 else f' font-size="{size}"'
        extra += "" if colour == INK else f' fill="{colour}"'
        self._marks.append(f'<text x="{_n(x)}" y="{_n(y)}"{extra}>{escape(text)}</text>')

    def key(self, x: float, y: float, said: Sequence[tuple[Fill | Stroke, str]]) -> None:
        """What each look means, from left to right on one line."""
        for look, text in said:
            if isinstance(look, Fill):
                self.bars([(x, y - 10, 16, 11)], look)
            else:
                self.lines([((x, y - 4), (x + 24, y - 4))], look)
            x += 22 if isinstance(look, Fill) else 30
            self.words(x, y, text)
            x += width_of(text) + 22

    def svg(self) -> str:
        """The picture as a file."""
        size = f'width="{WIDTH}" height="{_n(self.height)}" viewBox="0 0 {WIDTH} {_n(self.height)}"'
        look = f'font-family="Helvetica, Arial, sans-serif" font-size="12" fill="{INK}"'
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" {size} {_NAMED} {look}>',
                f'<title id="title">{escape(self._title)}</title>',
                f'<desc id="description">{escape(self._description)}</desc>',
                _PATTERNS,
                f'<path d="M0 0h{WIDTH}v{_n(self.height)}h-{WIDTH}z" fill="#ffffff"/>',
                *self._marks,
                "</svg>\n",
            ]
        )


_NAMED = 'role="img" aria-labelledby="title description"'
_PATTERNS = (
    '<defs><pattern id="hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path d="M0 0h6v6h-6z" fill="#ffffff"/><path d="M0 0v6" stroke="#4b5862" stroke-width="3"/></pattern>'
    '<pattern id="dotted" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<path d="M0 0h5v5h-5z" fill="#ffffff"/><path d="M1.5 2.5h2" stroke="#1b2a3a" stroke-width="2"/></pattern></defs>'
)


def width_of(text: str, size: int = 12) -> float:
    """How wide the text is, about, in a font without serifs."""
    return len(text) * size * LETTER


def fitted(text: str, width: float, size: int = 12) -> str:
    """The text, cut with an ellipsis where it would be wider."""
    most = max(1, int(width / (size * LETTER)))
    return text if len(text) <= most else text[: most - 1] + "…"


def _n(value: float) -> str:
    """A place to a tenth of a pixel, without a needless zero."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text

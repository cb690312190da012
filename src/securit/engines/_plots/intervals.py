"""Rank intervals: between which ranks each application lies nine times in ten, and where the budget ends."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from securit.engines._plots.axes import Scale, counted, shown, whole_ticks
from securit.engines._plots.captions import foot, subtitle
from securit.engines._plots.paper import HEAD, MARGIN, QUIET, WIDTH, Fill, Paper, Stroke, fitted
from securit.engines._shared.outcome import Outcome
from securit.engines.aggregation.scores import Calibration, Problem, Standing

ROW = 18
MOST_ROWS = 80
MOST_LINES = 400
TALL = 620.0
TOP = HEAD + 62.0


def draw(problem: Problem, outcome: Outcome[Calibration]) -> str:
    """A row for each application; where they are many a thin row, or one row for several, which is then said."""
    decision = outcome.decision
    places, reached = decision.places, reached_by_budget(problem, decision.places)
    height = ROW * len(places) if len(places) <= MOST_ROWS else TALL
    corrected = " and ".join(decision.corrections)
    title = f"Where {counted(len(places), 'application')} may stand" + (
        f", corrected for {corrected}" if corrected else ""
    )
    paper = Paper(height + 110, title, subtitle(outcome), _described(decision, reached), foot(outcome))
    several = -(-len(places) // MOST_LINES)
    look = Stroke.BAR if len(places) <= MOST_ROWS else Fill.LIGHT
    said: list[tuple[Fill | Stroke, str]] = [(look, "ranks, nine times in ten")]
    said += [(Stroke.THICK, "rank")] if look is Fill.LIGHT else []
    said += [(Stroke.DASHED, f"the budget reaches {reached:,}")] if reached else []
    paper.key(MARGIN, HEAD + 12, said)
    if several > 1:
        paper.words(
            MARGIN, HEAD + 32, f"Each row stands for {several} neighbours: from the best rank of any to the worst.",
            size=11, colour=QUIET,
        )  # fmt: skip
    if len(places) <= MOST_ROWS:
        _rows(paper, decision, reached)
    else:
        _lines(paper, places, several, reached)
    return paper.svg()


def reached_by_budget(problem: Problem, places: Sequence[Standing]) -> int:
    """How many the budget pays for: down the list, to the first that it does not."""
    asks, left, number = {one.id: one.ask_cents for one in problem.applications}, problem.budget_cents, 0
    for place in places:
        left -= asks[place.id]
        if left < 0:
            break
        number += 1
    return number


def _described(decision: Calibration, reached: int) -> str:
    said = f"{counted(len(decision.places), 'application')} in the order of their rank. "
    if reached:
        said += f"The budget reaches the first {reached:,}. "
    if decision.near_line:
        said += f"Near the line stand {', '.join(decision.near_line[:20])}"
        said += f" and {len(decision.near_line) - 20} others." if len(decision.near_line) > 20 else "."
    if decision.places:
        widest = max(decision.places, key=lambda place: place.rank_to - place.rank_from)
        said += f" Widest is the interval of {widest.id}: rank {widest.rank_from} to {widest.rank_to}."
    return said


def _frame(paper: Paper, x: Scale, number: int, bottom: float, reached: int) -> None:
    ticks = whole_ticks(1, max(1, number))
    paper.lines([((x.at(value), TOP), (x.at(value), bottom)) for value, _ in ticks], Stroke.FAINT)
    for value, words in ticks:
        paper.words(x.at(value), TOP - 6, words, anchor="middle", size=11, colour=QUIET)
        paper.words(x.at(value), bottom + 16, words, anchor="middle", size=11, colour=QUIET)
    paper.words((x.start + x.end) / 2, bottom + 34, "rank", anchor="middle", colour=QUIET)
    if 0 < reached < number:
        paper.lines([((x.at(reached + 0.5), TOP), (x.at(reached + 0.5), bottom))], Stroke.DASHED)


def _rows(paper: Paper, decision: Calibration, reached: int) -> None:
    places, near = decision.places, frozenset(decision.near_line)
    x = Scale(0.5, max(1, len(places)) + 0.5, 170.0, 560.0)
    middle = [TOP + ROW * (n + 0.5) for n in range(len(places))]
    paper.bars([(MARGIN, y - ROW / 2, WIDTH - 2 * MARGIN, ROW) for y in middle[1::2]], Fill.SHADE)
    _frame(paper, x, len(places), TOP + ROW * len(places), reached)
    ends = [((x.at(p.rank_from) - 3, y), (x.at(p.rank_to) + 3, y)) for p, y in zip(places, middle, strict=True)]
    paper.lines(ends, Stroke.BAR)
    paper.words(575, TOP - 6, "score, nine times in ten", size=11, colour=QUIET)
    paper.words(WIDTH - MARGIN, TOP - 6, "chance", size=11, anchor="end", colour=QUIET)
    spots: dict[Fill, list[tuple[float, float]]] = {Fill.DARK: [], Fill.HOLLOW: []}
    for n, (place, y) in enumerate(zip(places, middle, strict=True)):
        spots[Fill.DARK if n < reached else Fill.HOLLOW].append((x.at(place.rank), y))
        paper.words(MARGIN + 4, y + 4, fitted(place.id, 140), bold=place.id in near)
        said = f"{_short(place.score)} ({_short(place.low)} to {_short(place.high)})"
        paper.words(575, y + 4, said, size=11)
        chance = f"{round(place.chance * 100)} %" if reached else "–"
        paper.words(WIDTH - MARGIN, y + 4, chance, size=11, anchor="end", bold=place.id in near)
    for look, centres in spots.items():
        paper.dots(centres, look)
    words = "● within the budget · ○ beyond it" + (" · bold: near the line" if near else "")
    paper.words(WIDTH - MARGIN, HEAD + 12, words if reached else "", anchor="end", size=11, colour=QUIET)


def _lines(paper: Paper, places: Sequence[Standing], several: int, reached: int) -> None:
    x = Scale(0.5, len(places) + 0.5, 86.0, WIDTH - MARGIN - 6)
    bottom = TOP + TALL
    y = Scale(0, len(places), TOP, bottom)
    boxes, spots = [], []
    for start in range(0, len(places), several):
        group = places[start : start + several]
        upper, lower = y.at(start), y.at(start + len(group))
        left, right = x.at(min(p.rank_from for p in group) - 0.5), x.at(max(p.rank_to for p in group) + 0.5)
        boxes.append((left, upper, right - left, lower - upper))
        spots.append((x.at(group[0].rank), (upper + lower) / 2))
    paper.bars(boxes, Fill.LIGHT)
    _frame(paper, x, len(places), bottom, reached)
    paper.curve(spots, Stroke.THICK)
    for value, words in whole_ticks(1, len(places)):
        paper.words(78, y.at(value - 0.5) + 4, words, anchor="end", size=11, colour=QUIET)
    paper.words(MARGIN + 6, TOP + TALL / 2, "applications in their order", anchor="middle", colour=QUIET, turned=True)


def _short(value: Fraction) -> str:
    return shown(round(value, 2))

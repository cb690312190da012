"""A funded set as a picture: the ranked list with what each asks, who is funded, and where the list was left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from fractions import Fraction

from securit import money
from securit.engines._plots.axes import Panel, Scale, counted, rounded_up, shown, whole_ticks
from securit.engines._plots.captions import foot, subtitle
from securit.engines._plots.paper import HEAD, MARGIN, QUIET, WIDTH, Box, Fill, Paper, Stroke, fitted
from securit.engines._shared.outcome import Outcome
from securit.engines.portfolio import Candidate, Portfolio, Problem

ROW = 18
MOST_ROWS = 80
MOST_COLUMNS = 300
BUDGET = 74
"""Height of the part that shows how much of the budget is used."""

LEFT, RIGHT = 236.0, 640.0


class Fate(Enum):
    """What became of a candidate, and how it is drawn."""

    FUNDED = Fill.DARK
    REDUCED = Fill.HATCHED
    RESERVE = Fill.HOLLOW
    BARRED = Fill.DOTTED

    @property
    def words(self) -> str:
        """What the look means."""
        return {
            Fate.FUNDED: "funded",
            Fate.REDUCED: "funded with less",
            Fate.RESERVE: "reserve list",
            Fate.BARRED: "over a ceiling",
        }[self]


def draw(problem: Problem, outcome: Outcome[Portfolio]) -> str:
    """How much of the budget is used, then the list from the best rank down with what each asks."""
    decision = outcome.decision
    listed = sorted(problem.candidates, key=lambda one: (one.rank, one.id))
    fate = _fates(decision)
    departs = {note.about[0] for note in outcome.trace if note.code == "departure"}
    reduced = dict(decision.reduced)
    used = sum(reduced.get(c.id, c.amount_cents) for c in listed if fate[c.id] in (Fate.FUNDED, Fate.REDUCED))
    in_rows = len(listed) <= MOST_ROWS
    height = BUDGET + 60 + (ROW * len(listed) if in_rows else 350)
    title = f"Funded: {len(decision.funded):,} of {counted(len(listed), 'application')}"
    paper = Paper(height, title, subtitle(outcome), _described(problem, decision, used, departs), foot(outcome))
    _budget(paper, used, problem.budget_cents)
    there = [one for one in Fate if one in fate.values()]
    looks = {} if in_rows else {Fate.RESERVE: Fill.LIGHT}
    key: list[tuple[Fill | Stroke, str]] = [(looks.get(one, one.value), one.words) for one in there]
    paper.key(MARGIN, HEAD + BUDGET + 6, key)
    if in_rows:
        _rows(paper, listed, fate, reduced, departs)
    else:
        _columns(paper, listed, fate, departs)
    return paper.svg()


def _fates(decision: Portfolio) -> dict[str, Fate]:
    reduced = dict(decision.reduced)
    return {
        **{name: Fate.REDUCED if name in reduced else Fate.FUNDED for name in decision.funded},
        **dict.fromkeys(decision.reserve, Fate.RESERVE),
        **dict.fromkeys(decision.barred, Fate.BARRED),
    }


def _described(problem: Problem, decision: Portfolio, used_cents: int, departs: set[str]) -> str:
    said = (
        f"{len(decision.funded):,} of {counted(len(problem.candidates), 'application')} are funded with"
        f" {money.euros(used_cents)} of {money.euros(problem.budget_cents)}."
    )
    if departs:
        some = sorted(departs)
        more = f" and {len(some) - 20} more" if len(some) > 20 else ""
        said += f" Otherwise than the ranked list would: {', '.join(some[:20])}{more}."
    return said


def _budget(paper: Paper, used_cents: int, budget_cents: int) -> None:
    x = Scale(0, max(1, budget_cents), MARGIN, WIDTH - MARGIN)
    per_mille = used_cents * 1000 // budget_cents if budget_cents else 0
    said = f"{money.euros(used_cents)} of {money.euros(budget_cents)} used ({per_mille // 10}.{per_mille % 10} %)"
    paper.words(MARGIN, HEAD + 12, said, bold=True)
    paper.bars([(x.start, HEAD + 22, x.end - x.start, 16)], Fill.HOLLOW)
    paper.bars([(x.start, HEAD + 22, x.at(used_cents) - x.start, 16)], Fill.DARK)


def _rows(
    paper: Paper, listed: Sequence[Candidate], fate: Mapping[str, Fate], reduced: Mapping[str, int], departs: set[str]
) -> None:
    top = HEAD + BUDGET + 44.0
    most = max((c.amount_cents for c in listed), default=1) or 1
    x = Scale(0, most, LEFT, RIGHT)
    for at, anchor, words in (
        (MARGIN + 26, "end", "rank"), (LEFT - 10, "end", "score"), (LEFT, "start", "asks"),
    ):  # fmt: skip
        paper.words(at, top - 6, words, anchor=anchor, size=11, colour=QUIET)
    paper.bars([(MARGIN, top + ROW * n, WIDTH - 2 * MARGIN, ROW) for n in range(1, len(listed), 2)], Fill.SHADE)
    boxes: dict[Fill, list[Box]] = {one.value: [] for one in Fate}
    for n, one in enumerate(listed):
        y = top + ROW * n
        boxes[fate[one.id].value].append((LEFT, y + 3, x.at(one.amount_cents) - LEFT, ROW - 6.0))
        paper.words(MARGIN + 26, y + 13, str(one.rank), anchor="end", size=11, colour=QUIET)
        paper.words(MARGIN + 34, y + 13, fitted(one.id, 110), bold=one.id in departs)
        paper.words(LEFT - 10, y + 13, shown(round(one.score, 2)), anchor="end", size=11)
        said = money.euros(one.amount_cents)
        said = f"{money.euros(reduced[one.id])} of {said}" if one.id in reduced else said
        if one.id in departs:
            said += "  ▲ not on the list" if fate[one.id] in (Fate.FUNDED, Fate.REDUCED) else "  ▼ passed over"
        paper.words(x.at(one.amount_cents) + 8, y + 13, said, size=11)
    for look, some in boxes.items():
        paper.bars(some, look)


def _columns(paper: Paper, listed: Sequence[Candidate], fate: Mapping[str, Fate], departs: set[str]) -> None:
    """Many candidates: what neighbours on the list ask together, stacked by what became of them."""
    several = -(-len(listed) // MOST_COLUMNS)
    groups = [listed[n : n + several] for n in range(0, len(listed), several)]
    asked = [{one: sum(c.amount_cents for c in g if fate[c.id] is one) for one in Fate} for g in groups]
    top = max(sum(one.values()) for one in asked)
    x = Scale(0, len(listed), 210.0, WIDTH - MARGIN - 6)
    panel = Panel(paper, x, Scale(0, rounded_up(Fraction(top, 100)), HEAD + BUDGET + 350.0, HEAD + BUDGET + 76.0))
    panel.framed([(value, words) for value, words in whole_ticks(1, len(listed))])
    each = f"each column: {several} neighbours" if several > 1 else "a column each"
    panel.labelled(f"place on the ranked list ({each})", "")
    paper.words(MARGIN, HEAD + BUDGET + 34, "Euros asked, from the best rank down", bold=True)
    boxes: dict[Fill, list[Box]] = {one.value: [] for one in Fate}
    wide = (x.end - x.start) * several / len(listed)
    for n, sums in enumerate(asked):
        height = 0
        for one, cents in sums.items():
            lower, upper = (panel.y.at(Fraction(part, 100)) for part in (height, height + cents))
            if cents:
                boxes[one.value].append(
                    (x.at(n * several), upper, min(wide, x.end - x.at(n * several)) * 0.85, lower - upper)
                )
            height += cents
    for look, some in boxes.items():
        paper.bars(some, Fill.LIGHT if look is Fill.HOLLOW else look)
    for level, mark, words, looks in (
        (HEAD + BUDGET + 46.0, "▲", "funded, not on the ranked list", (Fate.FUNDED, Fate.REDUCED)),
        (HEAD + BUDGET + 60.0, "▼", "passed over", (Fate.RESERVE, Fate.BARRED)),
    ):
        marks = [x.at(n + 0.5) for n, one in enumerate(listed) if one.id in departs and fate[one.id] in looks]
        if marks:
            paper.lines([((at, level - 5), (at, level + 5)) for at in marks], Stroke.INK)
            paper.words(MARGIN, level + 4, f"{mark} {len(marks):,} {words}", size=10, colour=QUIET)

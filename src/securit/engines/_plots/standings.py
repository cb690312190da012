"""A ranking, or what voters chose, as a picture: scores from the best down, and purchases in their order."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from securit.engines._plots.axes import Panel, Scale, counted, counts, rounded_up, shown, whole_ticks
from securit.engines._plots.captions import foot, subtitle
from securit.engines._plots.paper import HEAD, MARGIN, QUIET, WIDTH, Fill, Paper, Stroke, fitted
from securit.engines._shared.outcome import Outcome
from securit.engines.aggregation import Ranking, ballots

ROW = 18
MOST_ROWS = 80
MOST_COLUMNS = 400
LEFT, RIGHT = 210.0, WIDTH - 110.0
SPENDING = 250
"""Height of the panel of purchases."""

Bar = tuple[str, int, Fraction, bool]
"""Name, rank, score, chosen."""


def draw(problem: Any, outcome: Outcome[ballots.Choice] | Outcome[Ranking]) -> str:
    """Bars of scores from the best down; for ballots also the money used after each purchase."""
    decision = outcome.decision
    if isinstance(decision, ballots.Choice):
        return _choice(problem, outcome, decision)
    bars = [(place.id, place.rank, place.total, True) for place in decision.places]
    below = len(decision.below_threshold)
    note = f"; {below:,} below a threshold, not shown" if below else ""
    return _scores(outcome, bars, "Ranking by total", (f"total{note}", ""), None)


def _choice(problem: ballots.Problem, outcome: Outcome[Any], decision: ballots.Choice) -> str:
    chosen = frozenset(decision.chosen)
    bars = [(place.id, place.rank, place.score, place.id in chosen) for place in decision.places]
    return _scores(
        outcome,
        bars,
        f"What {counted(problem.voters, 'voter')} chose",
        ("score by the rule", "chosen within the budget"),
        problem if decision.chosen else None,
    )


def _scores(
    outcome: Outcome[Any],
    bars: Sequence[Bar],
    title: str,
    words: tuple[str, str],
    spending: ballots.Problem | None,
) -> str:
    """Bars of scores from the best down, and below them the purchases where there were any."""
    number = sum(one[3] for one in bars)
    described = f"{counted(len(bars), 'option')} from the best down"
    if bars:
        described += (
            f", with scores from {shown(bars[0][2])} for {bars[0][0]} to {shown(bars[-1][2])} for {bars[-1][0]}"
        )
    described += f"; {number:,} are chosen." if words[1] else "."
    in_rows = len(bars) <= MOST_ROWS
    body = 60 + (ROW * len(bars) if in_rows else 300) + (SPENDING if spending else 0)
    paper = Paper(body + 20, title, subtitle(outcome), described, foot(outcome))
    said: list[tuple[Fill | Stroke, str]] = [
        (Fill.DARK, words[1]),
        (Fill.HOLLOW if in_rows else Fill.LIGHT, "not chosen"),
    ]
    paper.key(MARGIN, HEAD + 12, said if words[1] else ())
    if in_rows:
        _rows(paper, bars, words[0])
    else:
        _columns(paper, bars, words[0])
    if spending is not None:
        assert isinstance(outcome.decision, ballots.Choice)
        _purchases(paper, spending, outcome.decision.chosen, HEAD + body - SPENDING)
    return paper.svg()


def _rows(paper: Paper, bars: Sequence[Bar], label: str) -> None:
    top = HEAD + 44.0
    low, high = _ends(bars)
    x = Scale(low, high, LEFT, RIGHT)
    paper.words(LEFT, top - 8, label, size=11, colour=QUIET)
    for look, wanted in ((Fill.DARK, True), (Fill.HOLLOW, False)):
        boxes = []
        for n, (_name, _rank, score, chosen) in enumerate(bars):
            left, right = sorted((x.at(0), x.at(score)))
            if chosen is wanted:
                boxes.append((left, top + n * ROW + 2, right - left, ROW - 5.0))
        paper.bars(boxes, look)
    for n, (name, rank, score, _chosen) in enumerate(bars):
        base = top + n * ROW + 13
        paper.words(MARGIN + 26, base, str(rank), anchor="end", size=11, colour=QUIET)
        paper.words(MARGIN + 34, base, fitted(name, LEFT - MARGIN - 42), size=12)
        paper.words(max(x.at(score), x.at(0)) + 6, base, shown(score), size=11)
    paper.lines([((x.at(0), top), (x.at(0), top + ROW * len(bars)))], Stroke.INK)


def _columns(paper: Paper, bars: Sequence[Bar], label: str) -> None:
    """Many options: a thin column each, down to the place where they are no longer told apart."""
    seen = bars[:MOST_COLUMNS]
    low, high = _ends(seen)
    x = Scale(0.5, len(seen) + 0.5, 86.0, WIDTH - 24.0)
    bottom = -rounded_up(-low) if low < 0 else 0
    panel = Panel(paper, x, Scale(bottom, rounded_up(high), HEAD + 300.0, HEAD + 56.0))
    panel.framed(whole_ticks(1, len(seen)))
    rest = bars[MOST_COLUMNS:]
    more = ""
    if rest:
        more = f" – the other {len(rest):,} score at most {shown(max(b[2] for b in rest))}"
        more += f", {sum(b[3] for b in rest):,} of them chosen"
    panel.labelled(f"place{more}", label.partition(";")[0])
    wide = (x.end - x.start) / len(seen)
    for look, wanted in ((Fill.DARK, True), (Fill.LIGHT, False)):
        boxes = []
        for n, (_name, _rank, score, chosen) in enumerate(seen, 1):
            upper, lower = sorted((panel.y.at(0), panel.y.at(score)))
            if chosen is wanted:
                boxes.append((x.at(n) - wide / 2, upper, wide * (0.85 if wide > 4 else 1), lower - upper))
        paper.bars(boxes, look)


def _purchases(paper: Paper, problem: ballots.Problem, chosen: Sequence[str], top: float) -> None:
    """The money, or the places, that are used after each purchase, in the order in which things were bought."""
    cost = {option.id: option.cost_cents for option in problem.options}
    in_places = all(one == 1 for one in cost.values())
    unit = 1 if in_places else 100
    spent = [0]
    for name in chosen:
        spent.append(spent[-1] + cost[name])
    budget = Fraction(problem.budget_cents, unit)
    x = Scale(0, len(chosen), 110.0, WIDTH - 24.0)
    y = Scale(0, rounded_up(max(budget, Fraction(spent[-1], unit))), top + SPENDING - 50, top + 74)
    panel = Panel(paper, x, y)
    what = "Places" if in_places else "Money"
    paper.words(
        MARGIN,
        top + 36,
        f"{what} used after each purchase: {_said(spent[-1], unit)} of {_said(problem.budget_cents, unit)}",
        bold=True,
    )
    paper.key(MARGIN, top + 56, [(Stroke.THICK, "used"), (Stroke.DASHED, "budget")])
    panel.framed(whole_ticks(0, len(chosen)), counts(y, 5) if in_places else y.ticks(5))
    panel.labelled("purchases, in their order", "")
    steps = []
    for n, cents in enumerate(spent):
        steps += [panel.at(max(0, n - 1), Fraction(cents, unit)), panel.at(n, Fraction(cents, unit))]
    paper.curve(steps, Stroke.THICK)
    paper.lines([(panel.at(0, budget), panel.at(len(chosen), budget))], Stroke.DASHED)


def _ends(bars: Sequence[Bar]) -> tuple[Fraction, Fraction]:
    """The ends of a scale that holds nothing and every score."""
    found = [Fraction(0), *(score for _name, _rank, score, _chosen in bars)]
    return min(found), max(found) if max(found) > 0 else Fraction(min(found) == 0)


def _said(cents: int, unit: int) -> str:
    return f"{cents:,}" if unit == 1 else f"{cents // 100:,}.{cents % 100:02}"

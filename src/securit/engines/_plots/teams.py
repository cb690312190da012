"""Completed teams as a picture: how well each challenge is served, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from securit.engines._plots.axes import Panel, Scale, counted, rounded_up, shown, whole_ticks
from securit.engines._plots.captions import foot, subtitle
from securit.engines._plots.paper import HEAD, MARGIN, QUIET, WIDTH, Fill, Paper, Stroke, fitted
from securit.engines._shared.outcome import Outcome
from securit.engines.matching.teams import Problem, Team, Teams

ROW = 18.0
MOST_ROWS = 80
LEFT, RIGHT = 170.0, 420.0


def draw(problem: Problem, outcome: Outcome[Teams]) -> str:
    """A row for each challenge: its worth, who is in the team (joining ones in front), or that there is no team."""
    worth = worth_of(problem, outcome.decision)
    unserved = dict(outcome.decision.unserved)
    title = f"Teams: {counted(len(worth), 'challenge')} of {len(problem.challenges):,} served"
    said = title + "."
    if worth:
        worst = min(worth, key=lambda name: (worth[name], name))
        said += f" The worst-served, {worst}, has {shown(worth[worst])}."
    if unserved:
        named = sorted(unserved)
        said += f" Without a team: {', '.join(named[:20])}{' and others' if len(named) > 20 else ''}."
    in_rows = len(problem.challenges) <= MOST_ROWS
    height = 50 + (ROW * len(problem.challenges) if in_rows else 330)
    paper = Paper(height, title, subtitle(outcome), said, foot(outcome))
    if in_rows:
        _rows(paper, problem, {team.challenge: team for team in outcome.decision.teams}, worth)
    else:
        _curve(paper, sorted(worth.values()), len(problem.challenges))
    return paper.svg()


def worth_of(problem: Problem, decision: Teams) -> dict[str, Fraction]:
    """What each served challenge's team is worth: fits, and weights of the skills covered, less the toll of joining."""
    organisations = {one.id: one for one in problem.organisations}
    challenges = {one.id: one for one in problem.challenges}
    worth = {}
    for team in decision.teams:
        challenge = challenges[team.challenge]
        fits = dict(challenge.fits)
        members = [organisations[name] for name in team.members]
        covered = sum((s.weight for s in challenge.skills if any(m.covers(s) for m in members)), Fraction(0))
        fitting = sum((fits.get(name, Fraction(0)) for name in team.members), Fraction(0))
        worth[team.challenge] = covered + fitting - challenge.toll * len(team.joining)
    return worth


def _rows(paper: Paper, problem: Problem, teams: Mapping[str, Team], worth: Mapping[str, Fraction]) -> None:
    top = HEAD + 24.0
    highest = max((Fraction(0), *worth.values())) or Fraction(1)
    x = Scale(min((Fraction(0), *worth.values())), highest, LEFT, RIGHT)
    paper.words(LEFT, top - 6, "worth of the team", size=11, colour=QUIET)
    paper.words(RIGHT + 60, top - 6, "joining, and in brackets who was there", size=11, colour=QUIET)
    boxes = []
    for n, challenge in enumerate(problem.challenges):
        y = top + n * ROW
        paper.lines([((MARGIN, y), (WIDTH - MARGIN, y))], Stroke.FAINT)
        paper.words(MARGIN, y + 13, fitted(challenge.id, LEFT - MARGIN - 8), bold=challenge.id not in teams)
        if challenge.id not in teams:
            paper.words(LEFT, y + 13, "no team", size=11)
            continue
        team, value = teams[challenge.id], worth[challenge.id]
        left, right = sorted((x.at(0), x.at(value)))
        boxes.append((left, y + 3, right - left, ROW - 6))
        paper.words(right + 6, y + 13, shown(round(value, 3)), size=11)
        present = f" ({', '.join(team.present)})" if team.present else ""
        said = fitted(", ".join(team.joining) + present, WIDTH - RIGHT - 84, 11)
        paper.words(RIGHT + 60, y + 13, said, size=11)
    paper.bars(boxes, Fill.DARK)


def _curve(paper: Paper, values: list[Fraction], challenges: int) -> None:
    x = Scale(0, challenges, 96.0, WIDTH - MARGIN - 6)
    top = rounded_up(max((*values, Fraction(1, 1000))))
    panel = Panel(paper, x, Scale(min((Fraction(0), *values)), top, HEAD + 290.0, HEAD + 30.0))
    panel.titled("Worth of the team, from the worst-served challenge up; those without a team come first")
    panel.framed(whole_ticks(1, challenges))
    panel.labelled("challenges", "worth")
    wide = x.at(1) - x.at(0)
    boxes = []
    for n, value in enumerate(values, challenges - len(values)):
        upper, lower = sorted((panel.y.at(0), panel.y.at(value)))
        boxes.append((x.at(n), upper, wide * (0.85 if wide > 4 else 1), lower - upper))
    paper.bars(boxes, Fill.DARK)

"""From a choice of teams to the decision, and why: for each team, each that joins, each that does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from securit.engines._shared.exact import plain
from securit.engines._shared.outcome import Note
from securit.engines.matching.teams.board import Board, Task
from securit.engines.matching.teams.core import clash_of
from securit.engines.matching.teams.demands import greened, turned
from securit.engines.matching.teams.problem import Team, Teams

Choice = Mapping[int, tuple[int, ...]]
TAKEN = "The organisations that would complete it are in other teams."


def decided(board: Board, choice: Choice, best: Sequence[int | None]) -> Teams:
    """The decision; ``best`` is the fit that each challenge could have by itself (``None``: no team can serve it)."""
    teams, unserved = [], []
    for c, task in enumerate(board.tasks):
        if c in choice:
            teams.append(Team(task.challenge.id, task.challenge.present, board.names(choice[c])))
        else:
            reason = clash_of(board, task.challenge) if best[c] is None else ""
            unserved.append((task.challenge.id, reason or TAKEN))
    return Teams(tuple(teams), tuple(unserved))


def explained(board: Board, choice: Choice, best: Sequence[int | None], decision: Teams) -> tuple[Note, ...]:
    """A line per challenge, per organisation that joins with what it turns, per organisation that joins nothing."""
    unserved = dict(decision.unserved)
    notes: list[Note] = []
    for c, task in enumerate(board.tasks):
        name = task.challenge.id
        if c in choice:
            notes += _served(board, task, choice[c], best[c])
        else:
            notes.append(Note((name,), "unserved", f"{name} stays without a team. {unserved[name]}"))
    return (*notes, *_left_out(board, decision))


def _served(board: Board, task: Task, joining: tuple[int, ...], best: int | None) -> Iterator[Note]:
    name = task.challenge.id
    fit = task.fit(joining)
    with_whom = f" beside {', '.join(task.challenge.present)}" if task.challenge.present else ""
    who = ", ".join(board.names(joining)) or "nobody more"
    alone = "as much as it could have by itself"
    if best is not None and best > fit:
        alone = f"by itself it could have {plain(board.exact(best))}"
    sentence = f"{name}: {who} for it{with_whom}; the team fits with {plain(board.exact(fit))}, {alone}."
    yield Note((name,), "team", sentence)
    own = dict(task.challenge.fits)
    team = (*task.challenge.present, *board.names(joining))
    greens = greened(board.problem, task.challenge, team)
    for one in board.names(joining):
        only = {line.code for line in turned(board.problem, task.challenge, team, one)}
        meets = [line for line in greens if one in line.by and line.code not in ("least", "most")]
        words = [f"{line.sentence}{' (nobody else in the team)' if line.code in only else ''}" for line in meets]
        brings = f"it helps to meet: {', '.join(words)}" if words else "it adds to the fit alone"
        sentence = f"{one} joins {name} (fit {plain(own.get(one, Fraction(0)))}); {brings}."
        yield Note((name, one), "joins", sentence)


def _left_out(board: Board, decision: Teams) -> Iterator[Note]:
    """For those in no team: the challenge they suit best, and what its team is."""
    inside = {name for team in decision.teams for name in team.joining}
    present = {name for challenge in board.problem.challenges for name in challenge.present}
    suits: dict[str, tuple[Fraction, str]] = {}
    for challenge in board.problem.challenges:
        barred = inside | {one.organisation for one in challenge.excluded}
        for name, fit in challenge.fits:
            if name not in barred and (name not in suits or fit > suits[name][0]):
                suits[name] = (fit, challenge.id)
    for one in board.problem.organisations:
        if one.id in inside:
            continue
        if one.id in present:
            yield Note((one.id,), "present", f"{one.id} stays in the team it is in and joins no other.")
        elif one.capacity == 0:
            yield Note((one.id,), "not_chosen", f"{one.id} joins no team: it has no place for one.")
        elif one.id in suits:
            best_fit, where = suits[one.id]
            sentence = f"{one.id} joins no team; it suits {where} best (fit {plain(best_fit)})."
            yield Note((one.id,), "not_chosen", sentence)
        else:
            yield Note((one.id,), "not_chosen", f"{one.id} joins no team; no challenge says that it would suit.")

"""The catalogue of the main programme: entered, listed and verified by its partners, up to the moment."""

from __future__ import annotations

from datetime import datetime, timedelta

from securit.integrations.demo.cast import Cast
from securit.integrations.synthetic.material import draw
from securit.integrations.synthetic.solutions import SyntheticSolution, solutions
from securit.kernel import refs
from securit.kernel.actor import Actor
from securit.programmes.public import Programme
from securit.stages.solutions.public import (
    Solution,
    claim_solution,
    confirm_solution,
    draft_solution,
    list_solution,
    verify_solution,
)


def play_solutions(cast: Cast, programme: Programme, *, until: datetime) -> None:
    """What partners did by then. Refs are drawn from a source of their own, so that all others stay as they were."""
    world = cast.world
    scouts = [cast.staff(code) for code, post in sorted(world.staff.items()) if post.role == "partner"]
    folder = world.folder / world.script.programme / "synthetic"
    with refs.drawn_from(draw(world.seed, "solutions")):
        for each in solutions(world.material, folder, seed=world.seed):
            if each.entered_at < until:
                _play(cast, programme, each, scouts, until)


def _play(cast: Cast, programme: Programme, each: SyntheticSolution, scouts: list[Actor], until: datetime) -> None:
    scout = scouts[each.scout % len(scouts)]
    texts = each.texts
    solution = draft_solution(programme=programme, stated=texts, actor=scout, at=each.entered_at, synthetic=True)
    if each.listed_at is None or each.listed_at >= until:
        return
    solution = list_solution(solution=solution, actor=scout, at=each.listed_at)
    if each.verified_at is not None and each.verified_at < until:
        solution = verify_solution(
            solution=solution, checked=each.checked, note=each.note, actor=scout, at=each.verified_at
        )
    if each.confirmed_at is not None and each.confirmed_at < until:
        solution = confirm_solution(solution=solution, actor=scout, at=each.confirmed_at)
    if each.claimed_from and until - each.listed_at > timedelta(days=30):
        _claim(cast, each, solution)


def _claim(cast: Cast, each: SyntheticSolution, solution: Solution) -> None:
    assert each.listed_at is not None
    user = cast.account(each.claimed_from, each.texts["provider_name"], each.texts["country"])
    at = each.listed_at + timedelta(days=20)
    claim_solution(solution=solution, statement=each.claim, actor=cast.acting(user), at=at)

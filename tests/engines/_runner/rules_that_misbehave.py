"""Rules that crash, eat memory, never end, or tell how they go. They choose whom to fund, badly."""

from __future__ import annotations

import os
import time
from fractions import Fraction

from securit.engines import Infeasible, Limits, Note, Objective, Rule, Status
from securit.engines._shared.outcome import Answer
from securit.engines.portfolio import Portfolio, Problem


def _rule(name: str, answer: object) -> Rule[Problem, Portfolio]:
    return Rule("portfolio", name, "1", "Misbehaves.", "Everything.", frozenset(), False, answer)  # type: ignore[arg-type]


def _nothing(problem: Problem) -> Answer[Portfolio]:
    ids = tuple(c.id for c in problem.candidates)
    total = sum((c.score for c in problem.candidates), Fraction(0))
    return Answer(
        Portfolio((), ids, ()),
        Status.STOPPED,
        tuple(Note((one,), "reserve", f"{one}: not funded.") for one in ids),
        (Objective("total", Fraction(0), total, Status.STOPPED),),
        "total",
    )


def _crash(problem: Problem, seed: int, limits: Limits) -> Answer[Portfolio]:
    os._exit(11)


def _break(problem: Problem, seed: int, limits: Limits) -> Answer[Portfolio]:
    raise RuntimeError("The solver ended in a way nobody foresaw.")


def _eat(problem: Problem, seed: int, limits: Limits) -> Answer[Portfolio]:
    held = []
    while True:
        held.append(bytearray(64 * 1024**2))


def _sleep(problem: Problem, seed: int, limits: Limits) -> Answer[Portfolio]:
    while True:
        time.sleep(60)


def _show_then_sleep(problem: Problem, seed: int, limits: Limits) -> Answer[Portfolio]:
    limits.watch.told("nothing is funded yet")
    limits.watch.shown(_nothing(problem))
    return _sleep(problem, seed, limits)


def _refuse(problem: Problem, seed: int, limits: Limits) -> Answer[Portfolio]:
    raise Infeasible(["One clashes.", "So does another."])


def _tell_threads(problem: Problem, seed: int, limits: Limits) -> Answer[Portfolio]:
    raise Infeasible([f"{name} is {os.environ.get(name)}." for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")])


crash = _rule("crash", _crash)
breaks = _rule("breaks", _break)
eat = _rule("eat", _eat)
sleep = _rule("sleep", _sleep)
show_then_sleep = _rule("show_then_sleep", _show_then_sleep)
refuse = _rule("refuse", _refuse)
tell_threads = _rule("tell_threads", _tell_threads)

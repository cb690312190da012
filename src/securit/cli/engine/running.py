"""One run of a rule, as the command line tells it: in a process of its own, ended by its limits or by Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import sys
from fractions import Fraction
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from securit.cli.engine.printing import print_json, print_outcome
from securit.engines import Limits, Outcome, Refused, Rule
from securit.engines._plots import picture
from securit.engines._runner import Progress, Run, run_apart

if TYPE_CHECKING:
    from securit.cli.engine import Engine, Verb

BAR = 30


def solved(
    rule: Rule[Any, Any], problem: Any, fallback: Rule[Any, Any] | None, options: argparse.Namespace
) -> Run[Any]:
    """Run the rule within the limits of the command line; raises a ``Refused`` when it has no answer.

    Ctrl-C once ends the search with the best answer so far. On a terminal a line shows how far it is.
    """
    asked = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    before = signal.signal(signal.SIGINT, stop)
    try:
        return run_apart(
            rule,
            problem,
            fallback=fallback,
            seed=options.seed,
            limits=Limits(seconds=options.time_limit, steps=options.steps),
            memory_mb=options.memory,
            progress=_bar(options.time_limit) if sys.stderr.isatty() else None,
            cancelled=lambda: asked,
        )
    finally:
        signal.signal(signal.SIGINT, before)
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def told(run: Run[Any]) -> dict[str, Any]:
    """The outcome as JSON: figures as numbers to read, and under ``exact`` the same as the exact text."""
    outcome = run.outcome
    data = outcome.to_data()
    worst = outcome.objective_named("worst_off")
    return {
        **data,
        "objectives": [
            {**said, "value": number(o.value), "bound": number(o.bound), "gap": number(o.gap)}
            for said, o in zip(data["objectives"], outcome.objectives, strict=True)
        ],
        "value": number(outcome.objective),
        "bound": number(outcome.bound),
        "gap": number(outcome.gap),
        **({} if worst is None else {"worst_off": number(worst.value)}),
        "seconds": round(run.seconds, 3),
        "start_seconds": round(run.start_seconds, 3),
        "peak_mb": run.peak_mb,
        "digest": outcome.digest,
        "exact": {"objectives": data["objectives"]},
    }


def said(verb: Verb, engine: Engine, problem: Any, run: Run[Any], options: argparse.Namespace) -> int:
    """Check the outcome, then write, print, explain and draw it as the options ask: 0, or 1 where something failed."""
    if run.trouble:
        print(f"The rule {options.rule} broke down: {run.trouble}", file=sys.stderr)
    faults = engine.check(problem, run.outcome)
    for fault in faults:
        print(f"The independent checker disagrees: {fault}", file=sys.stderr)
    if faults:
        return 1
    if options.json:
        print_json(told(run), options.json)
    code = 0 if options.plot is None or drawn(problem, run.outcome, options.plot) else 1
    if options.json != "-":
        print_outcome(run, verb.table(problem, run.outcome))
        for ids in options.why:
            print(f"\n{ids}")
            for sentence in explained(verb, problem, run.outcome, ids.split(",")):
                print(f"    {sentence}")
    return code


def explained(verb: Verb, problem: Any, outcome: Outcome[Any], ids: list[str]) -> list[str]:
    """What the outcome says of these ids together, and what its verb can add."""
    more = getattr(verb, "why", None)
    sentences = [note.sentence for note in outcome.notes_about(*ids)]
    sentences += more(problem, outcome, ids) if more is not None else []
    return sentences or [f"The outcome says nothing of {' and '.join(ids)}."]


def drawn(problem: Any, outcome: Outcome[Any], target: Path) -> bool:
    """Write the picture of the outcome; where that cannot be, say why."""
    try:
        target.write_text(picture(problem, outcome), encoding="utf-8")
    except Refused as refused:
        print(*refused.reasons, file=sys.stderr)
        return False
    except OSError as error:
        print(f"{target}: {error.strerror or error}", file=sys.stderr)
        return False
    return True


def number(value: Fraction | None) -> int | float | None:
    """The figure as a JSON number: whole where it is whole, else the nearest double."""
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)


def _bar(seconds: int | None) -> Any:
    def show(progress: Progress) -> None:
        done = BAR if seconds is None else min(BAR, round(BAR * progress.seconds / seconds))
        bar = f"[{'█' * done}{'·' * (BAR - done)}] " if seconds else ""
        print(f"\r\033[K{bar}{progress.seconds:.1f} s {progress.said}"[:110], end="", file=sys.stderr, flush=True)

    return show

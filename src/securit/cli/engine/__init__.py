"""``securit engine VERB FILE``: each decision engine from the shell, without the platform.

A verb is a module of this package, named in :data:`VERBS`, with the four parts of :class:`Verb`. It imports its engine
(and so a solver) only inside its functions: to list the commands stays quick, and no verb loads another's solver.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from securit.cli.engine.printing import Row, print_json, print_rules

VERBS = ("assign", "aggregate", "portfolio", "schedule", "match", "complete")


class Engine(Protocol):
    """The part of an engine's package that the command line calls: its rules, and the checker beside them."""

    RULES: Mapping[str, Any]

    def check(self, problem: Any, outcome: Any) -> tuple[str, ...]:
        """Every fault of an outcome."""
        ...


class Verb(Protocol):
    """What a module of this package holds."""

    HELP: str
    RULE: str
    """The rule that is used when none is named."""

    FALLBACK: str
    """A quick rule that answers when the one asked for is ended without an answer; empty where there is none."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options of this verb alone."""

    def engine(self) -> Engine:
        """The engine's package, imported now."""
        ...

    def read(self, path: Path, options: argparse.Namespace) -> Any:
        """The problem in the file; raises a ``Refused`` with the reasons why there is none."""

    def table(self, problem: Any, outcome: Any) -> list[Row]:
        """The decision for a reader: a header, then rows of equal length."""
        ...

    # A verb may also have ``why(problem, outcome, ids) -> list[str]``: sentences for ids beyond those of the trace.


def add_verbs(parser: argparse.ArgumentParser) -> None:
    """Declare every verb under ``securit engine``."""
    verbs = parser.add_subparsers(metavar="VERB")
    for name in VERBS:
        verb = verb_named(name)
        made = verbs.add_parser(name, help=verb.HELP, description=verb.HELP)
        made.add_argument("file", type=Path, nargs="?", help="what to solve; docs/reference/engine-files.md")
        made.add_argument("--rule", default=verb.RULE, help=f"which rule decides ({verb.RULE})")
        made.add_argument("--list-rules", action="store_true", help="say what each rule does, and end")
        made.add_argument("--seed", type=int, default=0, help="for draws among equals (0)")
        made.add_argument("--time-limit", type=_count, metavar="SECONDS", help="stop after so many seconds")
        made.add_argument("--steps", type=_count, help="stop after so many steps; repeatable on any machine")
        made.add_argument("--memory", type=_count, default=4096, metavar="MB", help="address space it may take (4096)")
        made.add_argument("--json", metavar="FILE", help="write the outcome there; - is standard output, alone")
        made.add_argument("--plot", type=Path, metavar="FILE.svg", help="draw the outcome there")
        made.add_argument("--why", action="append", default=[], metavar="IDS", help="explain an id, or several: A1,E2")
        made.add_argument("--check", type=Path, metavar="FILE.json", help="only check the outcome that --json wrote")
        verb.add_options(made)
        made.set_defaults(command=run, verb=name)


def verb_named(name: str) -> Verb:
    """The module of a verb."""
    return cast(Verb, import_module(f"{__name__}.{name}"))


def run(options: argparse.Namespace) -> int:
    """Solve a file: 0 when there is an outcome, 1 when it is refused with its reasons, 2 for wrong words."""
    verb = verb_named(options.verb)
    engine = verb.engine()
    if options.list_rules:
        print_rules(engine.RULES)
        return 0
    if options.file is None or options.rule not in engine.RULES:
        known = ", ".join(engine.RULES)
        wrong = "Name the file to solve." if options.file is None else f"There is no rule {options.rule}; use {known}."
        print(f"securit engine {options.verb}: {wrong}", file=sys.stderr)
        return 2
    try:
        code = _solve(verb, engine, options)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _solve(verb: Verb, engine: Engine, options: argparse.Namespace) -> int:
    from securit.cli.engine.running import said, solved
    from securit.cli.engine.stored import checked
    from securit.engines import Refused

    try:
        problem = verb.read(options.file, options)
        if options.check is not None:
            return checked(engine, problem, options.check)
        run = solved(engine.RULES[options.rule], problem, engine.RULES.get(verb.FALLBACK), options)
    except Refused as refused:
        if options.json:
            print_json({"refused": type(refused).__name__.lower(), "reasons": list(refused.reasons)}, options.json)
        for reason in refused.reasons:
            print(reason, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or options.file}: {error.strerror or error}", file=sys.stderr)
        return 1
    return said(verb, engine, problem, run, options)


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is not at least 1")
    return value

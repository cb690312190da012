"""``securit …``: one entry for operators. Django is loaded only by the commands that need it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from securit.cli import engine, receipt
from securit.cli.selection import verify as selection

Command = Callable[[argparse.Namespace], int]
if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 when all is well, 1 when something was found, 2 for wrong words."""
    parser = _parser()
    options = parser.parse_args(argv)
    command: Command | None = getattr(options, "command", None)
    if command is None:
        parser.print_help()
        return 2
    return command(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="securit", description="Runs EU cascade-funding programmes.")
    verbs = parser.add_subparsers(metavar="COMMAND")

    def add(name: str, help_text: str, command: Command, parent: Verbs = verbs) -> argparse.ArgumentParser:
        made = parent.add_parser(name, help=help_text, description=help_text)
        made.set_defaults(command=command)
        return made

    add("migrate", "Create or upgrade the database, and put the static files in place.", _migrate)
    add("worker", "Run ticks and the outbox until stopped.", _worker)
    add("supervise", "Serve: two web processes and one worker.", _supervise)
    manage = add("manage", "Any command of Django's own.", _manage)
    manage.add_argument("words", nargs=argparse.REMAINDER)

    programme = verbs.add_parser("programme", help="A programme as a file.").add_subparsers(metavar="VERB")
    check = add("check", "Check a programme file; every mistake with its line.", _programme_check, programme)
    check.add_argument("file", type=Path)
    load = add("import", "Install a programme from its file.", _programme_import, programme)
    load.add_argument("file", type=Path)
    export = add("export", "Write an installed programme as a file.", _programme_export, programme)
    export.add_argument("slug")
    start = add("start", "From preparation to running.", _programme_start, programme)
    start.add_argument("slug")
    appoint = add("appoint", "Make a person with an account manager of a programme.", _programme_appoint, programme)
    appoint.add_argument("slug")
    appoint.add_argument("email")

    engine.add_verbs(verbs.add_parser("engine", help="The decision engines, on files."))

    held = verbs.add_parser("receipt", help="A receipt of a submission.").add_subparsers(metavar="VERB")
    receipt.add_arguments(add("verify", "Check a receipt without a database or a network.", receipt.verify, held))

    chosen = verbs.add_parser("selection", help="A selection.").add_subparsers(metavar="VERB")
    selection.add_arguments(
        add("verify", "Re-derive ranking and decision from their record.", selection.verify, chosen)
    )

    audit = verbs.add_parser("audit", help="The trail.").add_subparsers(metavar="VERB")
    add("verify", "Walk every chain and checkpoint; name what does not follow.", _audit_verify, audit)
    add("again", "Solve every stored recommendation again; name what comes out otherwise.", _audit_again, audit)

    demo = verbs.add_parser("demo", help="The demonstration.").add_subparsers(metavar="VERB")
    demo_load = add("load", "Fill an empty installation with the demonstration.", _demo_load, demo)
    demo_load.add_argument("--stage", default="evaluation")
    demo_load.add_argument("--progress", type=Path, help="A JSON file that says how far loading is.")
    add("people", "Print the people one can be in the demonstration.", _demo_people, demo)
    return parser


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "securit.config.settings")
    import django

    django.setup()


def _manage(options: argparse.Namespace) -> int:
    _django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["securit manage", *options.words])
    return 0


def _migrate(options: argparse.Namespace) -> int:
    _django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    return 0


def _worker(options: argparse.Namespace) -> int:
    import signal
    import threading

    _django()
    from django.conf import settings

    from securit.kernel.outbox import worker
    from securit.machinery.computations import running
    from securit.machinery.meaning import filling

    if settings.MEANING:
        filling.declare()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    threading.Thread(target=running.run, args=(stop,), name="computations", daemon=True).start()
    worker.run(stop)
    return 0


def _supervise(options: argparse.Namespace) -> int:
    from securit.config.supervisor import supervise

    return supervise()


def _programme_check(options: argparse.Namespace) -> int:
    from securit.programmes.definition.file import cli_check

    return cli_check(options.file)


def _programme_import(options: argparse.Namespace) -> int:
    _django()
    from securit.integrations.programme_file import cli_import

    return cli_import(options.file)


def _programme_export(options: argparse.Namespace) -> int:
    _django()
    from securit.integrations.programme_file import cli_export

    return cli_export(options.slug, sys.stdout)


def _programme_start(options: argparse.Namespace) -> int:
    _django()
    from securit.programmes.operating import cli_start

    return cli_start(options.slug)


def _programme_appoint(options: argparse.Namespace) -> int:
    _django()
    from securit.programmes.operating import cli_appoint

    return cli_appoint(options.slug, options.email)


def _audit_verify(options: argparse.Namespace) -> int:
    _django()
    from securit.kernel.audit.verify import verify

    report = verify()
    for flaw in report.flaws:
        print(f"{flaw.where}: {flaw.sentence}")
    print(
        f"{report.entries} entries in {report.streams} streams, {report.checkpoints} checkpoints: "
        + ("all follow." if not report.flaws else f"{len(report.flaws)} flaws.")
    )
    return 1 if report.flaws else 0


def _audit_again(options: argparse.Namespace) -> int:
    _django()
    from securit.machinery.decisions.again import solve_again
    from securit.machinery.decisions.models import Recommendation

    told = wrong = 0
    for recommendation in Recommendation.objects.order_by("id").iterator(chunk_size=1):
        repetition = solve_again(recommendation)
        print(f"{recommendation.ref}  {recommendation}: {repetition.sentence}")
        told, wrong = told + 1, wrong + (not repetition.follows)
    print(f"{told} recommendations: " + (f"{wrong} do not follow." if wrong else "all came out again."))
    return 1 if wrong else 0


def _demo_load(options: argparse.Namespace) -> int:
    _django()
    from securit.integrations.demo.load import cli_load

    return cli_load(options.stage, options.progress)


def _demo_people(options: argparse.Namespace) -> int:
    _django()
    from securit.integrations.demo.people import cli_people

    return cli_people(sys.stdout)

"""``securit engine schedule``: who meets whom, when, from a problem, a table of requests or a B2B ``.dzn``."""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from securit.cli.engine import files
from securit.cli.engine.printing import Row

if TYPE_CHECKING:
    from securit.cli.engine import Engine
    from securit.engines import Outcome, scheduling

HELP = "Put meetings into slots and at tables."
RULE = "fewest_breaks"
FALLBACK = "first_come"
SPREAD = 2
"""The difference in breaks that two participants of a ``.dzn`` may have, as in the published experiments."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The room there is, for a table (a .json problem and a .dzn state their own)."""
    parser.add_argument("--slots", type=int, metavar="N", help="how many slots the day has")
    parser.add_argument("--places", type=int, metavar="N", help="how many meetings a slot can hold")
    parser.add_argument("--spread", type=int, metavar="N", help=f"most difference in breaks (.dzn: {SPREAD})")


def engine() -> Engine:
    """The engine's package."""
    from securit.engines import scheduling

    return scheduling


def read(path: Path, options: argparse.Namespace) -> scheduling.Problem:
    """The problem in a .json, a .dzn, or a table of requests (.csv, .tsv, .txt, .xlsx)."""
    from securit.engines import scheduling

    kind = files.kind_of(path, ".json", ".dzn", *files.TABLES)
    if kind == ".json":
        return scheduling.Problem.from_data(files.json_in(path))
    return event_problem(path, options.spread) if kind == ".dzn" else _of_table(path, options)


def table(problem: scheduling.Problem, outcome: Outcome[scheduling.Timetable]) -> list[Row]:
    """Every meeting in the order of the day, those not held at the end, and why."""
    at = {held.meeting: held for held in outcome.decision.held}
    last = max((slot.number for slot in problem.slots), default=0) + 1
    why = {note.about[0]: note.sentence.partition("; ")[2] for note in outcome.trace if note.code == "not_held"}
    rows: list[Row] = [("slot", "table", "meeting", "participants", "why not")]
    for meeting in sorted(problem.meetings, key=lambda m: (at[m.id].slot if m.id in at else last, m.id)):
        slot, seat = (str(at[meeting.id].slot), at[meeting.id].table) if meeting.id in at else ("–", "")
        rows.append((slot, seat, meeting.id, " ".join(meeting.participants), why.get(meeting.id, "")))
    return rows


def event_problem(path: Path, spread: int | None = None) -> scheduling.Problem:
    """The problem of a ``.dzn``: participants P001 …, meetings M001 …, sessions morning and afternoon."""
    from securit.cli.engine.dzn import event_in
    from securit.engines import scheduling

    event = event_in(path)
    sessions = {1: ("morning",), 2: ("afternoon",)}
    return scheduling.Problem(
        tuple(scheduling.Participant(f"P{n:03}", absent) for n, absent in enumerate(event.absent, 1)),
        tuple(
            scheduling.Meeting(
                f"M{n:03}",
                (f"P{one:03}", f"P{other:03}"),
                asked=n,
                sessions=sessions.get(session, ()),
                fixed=event.fixed[n - 1] or None,
            )
            for n, (one, other, session) in enumerate(event.requests, 1)
        ),
        tuple(
            scheduling.Slot(n, "morning" if n <= event.morning else "afternoon", event.places)
            for n in range(1, event.slots + 1)
        ),
        precedences=tuple(
            scheduling.Precedence(f"M{one:03}", f"M{n:03}") for n, row in enumerate(event.before, 1) for one in row
        ),
        spread=SPREAD if spread is None else spread,
    )


def _of_table(path: Path, options: argparse.Namespace) -> scheduling.Problem:
    """Columns: one, other, and where there are any id, weight, slot (agreed), not (slots, like 3;4)."""
    from securit.engines import Unusable, scheduling

    read = files.table_in(path)
    at = files.columns_of(read, path, "one", "other")
    if options.slots is None:
        raise Unusable(["Say with --slots how many slots the day has."])
    rows = [(row.number, {name: row.values[index] for name, index in at.items()}) for row in read.rows]
    meetings = tuple(
        scheduling.Meeting(
            row.get("id") or f"M{order:03}",
            (row["one"], row["other"]),
            files.number_at(row["weight"], number, "weight") if row.get("weight") else Fraction(1),
            order,
            fixed=int(files.number_at(row["slot"], number, "slot")) if row.get("slot") else None,
            forbidden=_slots(row.get("not", ""), number),
        )
        for order, (number, row) in enumerate(rows, 1)
    )
    people = sorted({name for meeting in meetings for name in meeting.participants})
    return scheduling.Problem(
        tuple(scheduling.Participant(name) for name in people),
        meetings,
        tuple(scheduling.Slot(n, places=options.places) for n in range(1, options.slots + 1)),
        spread=options.spread,
    )


def _slots(text: str, row: int) -> tuple[int, ...]:
    return tuple(int(files.number_at(part.strip(), row, "not")) for part in text.split(";") if part.strip())

"""A timetable as a picture: people (or tables) by slots, and how full each slot is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from securit.engines._plots.axes import Panel, Scale, counted, counts, room_for, whole_ticks
from securit.engines._plots.captions import foot, subtitle
from securit.engines._plots.paper import HEAD, INK, MARGIN, QUIET, WIDTH, Box, Fill, Paper, Stroke, fitted, width_of
from securit.engines._shared.outcome import Outcome
from securit.engines.scheduling import Meeting, Problem, Slot, Timetable

ROW = 20.0
MOST_NAMED = 60
MOST_ROWS = 250
TALL = 640.0
LEFT = 130.0
SLOTS = 210
"""Height of the panel that counts meetings per slot."""

Held = Mapping[tuple[str, int], Meeting]
"""Who (or which table) has which meeting in which slot."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the grid: a table, or a person."""

    name: str
    closed: frozenset[int]
    is_person: bool


def draw(problem: Problem, outcome: Outcome[Timetable]) -> str:
    """The grid where it can be read, else how many meetings people have; below, meetings per slot."""
    meetings = {meeting.id: meeting for meeting in problem.meetings}
    lines, held = _grid(problem, outcome.decision, meetings)
    number = len(outcome.decision.held)
    title = f"Timetable: {number:,} of {counted(len(problem.meetings), 'meeting')} held"
    row = ROW if len(lines) <= MOST_NAMED else TALL / len(lines)
    grid = row * len(lines) if len(lines) <= MOST_ROWS else 230.0
    paper = Paper(grid + SLOTS + 96, title, subtitle(outcome), _described(problem, outcome), foot(outcome))
    if len(lines) <= MOST_ROWS:
        _table(paper, problem.slots, lines, held, row)
    else:
        _many(paper, lines, held)
    _per_slot(paper, problem, outcome.decision, HEAD + 66 + grid)
    return paper.svg()


def _grid(problem: Problem, decision: Timetable, meetings: Mapping[str, Meeting]) -> tuple[list[Line], Held]:
    if problem.tables and all(one.table for one in decision.held):
        lines = [Line(table.id, frozenset(table.closed), False) for table in problem.tables]
        return lines, {(one.table, one.slot): meetings[one.meeting] for one in decision.held}
    lines = [Line(person.id, frozenset(person.absent), True) for person in problem.participants]
    return lines, {
        (who, one.slot): meetings[one.meeting] for one in decision.held for who in meetings[one.meeting].participants
    }


def _described(problem: Problem, outcome: Outcome[Timetable]) -> str:
    number, per_slot = len(outcome.decision.held), Counter(one.slot for one in outcome.decision.held)
    people = counted(len(problem.participants), "participant")
    said = (
        f"{number:,} of {counted(len(problem.meetings), 'meeting')} of {people}"
        f" are held in {counted(len(problem.slots), 'slot')}."
    )
    if per_slot:
        said += f" The fullest slot, {max(per_slot, key=lambda n: (per_slot[n], -n))}, has {max(per_slot.values()):,}."
    return said


def _table(paper: Paper, slots: Sequence[Slot], lines: Sequence[Line], held: Held, row: float) -> None:
    top = HEAD + 60.0
    wide = (WIDTH - MARGIN - LEFT) / max(1, len(slots))
    named = row >= 11
    looks: dict[Fill, list[Box]] = {Fill.HATCHED: [], Fill.DOTTED: [], Fill.DARK: []}
    _slot_heads(paper, slots, wide, top)
    for n, line in enumerate(lines):
        busy = [k for k, slot in enumerate(slots) if (line.name, slot.number) in held]
        for k, slot in enumerate(slots):
            box = (LEFT + k * wide + 1, top + n * row + min(1, row / 8), wide - 2, row - min(2, row / 4))
            if k in busy:
                looks[Fill.DARK].append(box)
            elif slot.number in line.closed:
                looks[Fill.HATCHED].append(box)
            elif line.is_person and busy and busy[0] < k < busy[-1]:
                looks[Fill.DOTTED].append(box)
        if named:
            paper.words(LEFT - 8, top + (n + 0.5) * row + 4, fitted(line.name, LEFT - MARGIN - 8), anchor="end")
    rules = range(len(lines) + 1) if named else (0, len(lines))
    paper.lines([((LEFT, top + n * row), (WIDTH - MARGIN, top + n * row)) for n in rules], Stroke.FAINT)
    for look, boxes in looks.items():
        paper.bars(boxes, look)
    if named and wide >= 34:
        _cells(paper, slots, lines, held, row, wide, top)
    who = "person" if not lines or lines[0].is_person else "table"
    said: list[tuple[Fill | Stroke, str]] = [
        (Fill.DARK, "meeting"),
        (Fill.HATCHED, "absent" if who == "person" else "closed"),
    ]
    said += [(Fill.DOTTED, "waiting between meetings")] if who == "person" else []
    paper.key(LEFT, HEAD + 12, said)
    paper.words(MARGIN, HEAD + 12, f"a row a {who}", size=11, colour=QUIET)


def _slot_heads(paper: Paper, slots: Sequence[Slot], wide: float, top: float) -> None:
    every = max(1, -(-30 // max(1, int(wide))))
    for k, slot in enumerate(slots):
        if k % every == 0:
            paper.words(LEFT + (k + 0.5) * wide, top - 6, str(slot.number), anchor="middle", size=11, colour=QUIET)
        if slot.session and (k == 0 or slots[k - 1].session != slot.session):
            paper.words(LEFT + k * wide + 2, top - 22, slot.session, size=11, bold=True)
            paper.lines([((LEFT + k * wide, top - 32), (LEFT + k * wide, top))], Stroke.INK)


def _cells(
    paper: Paper, slots: Sequence[Slot], lines: Sequence[Line], held: Held, row: float, wide: float, top: float
) -> None:
    """In each cell whom a person meets; at a table the meeting."""
    for n, line in enumerate(lines):
        for k, slot in enumerate(slots):
            meeting = held.get((line.name, slot.number))
            if meeting is None:
                continue
            others = " ".join(name for name in meeting.participants if name != line.name)
            said = fitted(others if line.is_person else meeting.id, wide - 6, 11)
            at = LEFT + (k + 0.5) * wide, top + (n + 0.5) * row + 4
            paper.words(*at, said, anchor="middle", size=11, colour="#ffffff")


def _many(paper: Paper, lines: Sequence[Line], held: Held) -> None:
    """Too many rows for a grid: how many meetings each of them has."""
    each = Counter(name for name, _ in held)
    found = Counter(each[line.name] for line in lines)
    x = Scale(-0.5, max(found) + 0.5, 86.0, WIDTH - MARGIN)
    panel = Panel(paper, x, Scale(0, room_for(max(found.values())), HEAD + 240.0, HEAD + 50.0))
    who = ("people", "a person") if lines[0].is_person else ("tables", "a table")
    panel.titled(f"How many meetings {who[1]} has ({len(lines):,} {who[0]}: too many for rows)")
    panel.framed(whole_ticks(0, max(found), 24), counts(panel.y))
    panel.labelled("meetings", who[0])
    half = (x.at(1) - x.at(0)) * 0.36
    boxes = [
        (x.at(n) - half, panel.y.at(many), 2 * half, panel.y.start - panel.y.at(many)) for n, many in found.items()
    ]
    paper.bars(sorted(boxes), Fill.DARK)
    if len(found) <= 24:
        for n, many in sorted(found.items()):
            paper.words(x.at(n), panel.y.at(many) - 4, f"{many:,}", anchor="middle", size=11)


def _per_slot(paper: Paper, problem: Problem, decision: Timetable, top: float) -> None:
    per_slot = Counter(one.slot for one in decision.held)
    room = {slot.number: _room(problem, slot) for slot in problem.slots}
    known = [value for value in room.values() if value is not None]
    highest = max((*per_slot.values(), *known, 1))
    x = Scale(0, max(1, len(problem.slots)), LEFT, WIDTH - MARGIN)
    panel = Panel(paper, x, Scale(0, room_for(highest), top + SLOTS - 46, top + 56))
    panel.titled("Meetings in each slot" + (", and the room there is" if known else ""))
    every = max(1, -(-len(problem.slots) // 25))
    panel.framed(
        [(k + 0.5, str(slot.number)) for k, slot in enumerate(problem.slots) if k % every == 0], counts(panel.y, 4)
    )
    panel.labelled("slot", "meetings")
    wide = x.at(1) - x.at(0)
    boxes, said = [], []
    for k, slot in enumerate(problem.slots):
        upper = panel.y.at(per_slot[slot.number])
        boxes.append((x.at(k) + wide * 0.14, upper, wide * 0.72, panel.y.start - upper))
        if wide > width_of("999"):
            inside = panel.y.start - upper > 20
            place = x.at(k + 0.5), upper + (13 if inside else -4)
            said.append((*place, f"{per_slot[slot.number]:,}", "#ffffff" if inside else INK))
    paper.bars(boxes, Fill.DARK)
    for at, level, words, colour in said:
        paper.words(at, level, words, anchor="middle", size=11, colour=colour)
    levels = [(k, room[slot.number]) for k, slot in enumerate(problem.slots)]
    paper.lines([(panel.at(k, most), panel.at(k + 1, most)) for k, most in levels if most is not None], Stroke.DASHED)


def _room(problem: Problem, slot: Slot) -> int | None:
    """How many meetings the slot can hold, where that is limited."""
    open_tables = sum(slot.number not in table.closed for table in problem.tables)
    limits = [one for one in (slot.places, open_tables if problem.tables else None) if one is not None]
    return min(limits, default=None)

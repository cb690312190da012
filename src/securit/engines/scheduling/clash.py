"""What clashes, in words: quick counts that name a person, a slot or a chain; the search names the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from securit.engines.scheduling.board import Board
from securit.engines.scheduling.room import Room


def clashes_of_fixed(room: Room) -> Iterator[str]:
    """Why the agreed meetings cannot all be held where they are agreed."""
    board = Board(room)
    words = {
        "people": "one of its participants has another agreed meeting then",
        "tables": "other agreed meetings take all the places then",
        "order": "it would not keep its order with another agreed meeting",
    }
    for i in room.fixed:
        meeting = room.problem.meetings[i]
        start = f"Meeting {meeting.id} is agreed for slot {meeting.fixed}, but"
        if not room.open[i]:
            yield f"{start} {_own_bar(room, i)}."
            continue
        obstacle = board.obstacle(i, room.open[i][0])
        if obstacle:
            yield f"{start} {words[obstacle]}."
        else:
            board.put(i, room.open[i][0])


def _own_bar(room: Room, i: int) -> str:
    meeting = room.problem.meetings[i]
    absent = [p.id for p in (room.problem.participants[k] for k in room.people[i]) if meeting.fixed in p.absent]
    if absent:
        return f"participant {absent[0]} is absent then"
    return "that slot is forbidden to it" if meeting.fixed in meeting.forbidden else "that slot is outside its sessions"


def crowded(room: Room) -> Iterator[str]:
    """Meetings without any slot, people with more meetings than slots for them, sessions with too few places."""
    for i, open_slots in enumerate(room.open):
        if not open_slots:
            yield f"Meeting {room.problem.meetings[i].id} has no slot: {_why_closed(room, i)}."
    if any(not open_slots for open_slots in room.open):
        return
    for person, meetings in enumerate(room.meetings_of):
        short = _more_meetings_than_slots(room, meetings)
        if short:
            yield _of_person(room, person, *short)
    yield from _too_few_places(room)


def _why_closed(room: Room, i: int) -> str:
    meeting = room.problem.meetings[i]
    people = [room.problem.participants[k] for k in room.people[i]]
    words = [f"{p.id} is absent in {_numbers(p.absent)}" for p in people if p.absent]
    if meeting.sessions:
        words.append(f"it is for {' or '.join(meeting.sessions)} only")
    if meeting.forbidden:
        words.append(f"{_numbers(meeting.forbidden)} forbidden to it")
    return "; ".join(words) or "there are no slots"


def _numbers(slots: Sequence[int]) -> str:
    return f"slot {slots[0]}" if len(slots) == 1 else f"slots {', '.join(map(str, slots))}"


def _more_meetings_than_slots(room: Room, meetings: Sequence[int]) -> tuple[list[int], list[int]] | None:
    """Hall's theorem: meetings of one person that together have fewer slots than meetings, and those slots."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    if not meetings:
        return None
    cells = [(row, slot) for row, i in enumerate(meetings) for slot in room.open[i]]
    rows, columns = np.array(cells, dtype=np.int32).T
    graph = csr_array((np.ones(len(cells), dtype=np.int8), (rows, columns)), shape=(len(meetings), room.count))
    slot_of = maximum_bipartite_matching(graph.tocsr(), perm_type="column")
    left = [row for row, slot in enumerate(slot_of) if slot < 0]
    if not left:
        return None
    row_of = {int(slot): row for row, slot in enumerate(slot_of) if slot >= 0}
    rows_seen, slots_seen, queue = {left[0]}, set(), [left[0]]
    while queue:
        for slot in room.open[meetings[queue.pop()]]:
            if slot not in slots_seen:
                slots_seen.add(slot)
                if row_of[slot] not in rows_seen:
                    rows_seen.add(row_of[slot])
                    queue.append(row_of[slot])
    return [meetings[row] for row in sorted(rows_seen)], sorted(slots_seen)


def _of_person(room: Room, person: int, meetings: list[int], slots: list[int]) -> str:
    one = room.problem.participants[person]
    names = [room.problem.meetings[i].id for i in meetings]
    shown = ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
    numbers = _numbers([room.problem.slots[slot].number for slot in slots])
    away = f" ({one.id} is absent in {_numbers(one.absent)})" if one.absent else ""
    return (
        f"Participant {one.id} has {len(meetings)} meetings ({shown}) that fit only into {numbers}: "
        f"{len(slots)} for {len(meetings)}{away}."
    )


def _too_few_places(room: Room) -> Iterator[str]:
    """Meetings that fit only into a set of slots with fewer places: counted for the slots of each session and all."""
    places = {limit.slot: limit.most for limit in room.limits if not limit.kind}
    sessions = sorted({slot.session for slot in room.problem.slots})
    groups = [("all sessions", set(range(room.count)))]
    if len(sessions) > 1:
        for session in sessions:
            those = {k for k, slot in enumerate(room.problem.slots) if slot.session == session}
            groups.append((f"session {session}", those))
    for words, slots in groups:
        inside = [i for i, open_slots in enumerate(room.open) if slots.issuperset(open_slots)]
        if slots <= places.keys() and len(inside) > sum(places[slot] for slot in slots):
            total = sum(places[slot] for slot in slots)
            yield f"{len(inside)} meetings fit only into {words}, with {total} places."

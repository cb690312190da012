"""What became of each request, in sentences made from the problem and the timetable alone, whatever rule made it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from securit.engines._shared.outcome import Note
from securit.engines.scheduling.board import Board
from securit.engines.scheduling.room import Room, Slots


def explain(room: Room, slots: Slots) -> tuple[Note, ...]:
    """Notes for every participant and every meeting, in the order of their ids. Cost: meetings x slots."""
    board = Board(room)
    for meeting in sorted(slots):
        board.put(meeting, slots[meeting])
    lost = {i: _why_not(room, board, i) for i in range(len(room.people)) if i not in slots}
    return (*_of_people(room, slots), *_of_meetings(room, slots, lost))


def _of_people(room: Room, slots: Slots) -> Iterator[Note]:
    meetings = room.problem.meetings
    for person, mine in zip(room.problem.participants, room.meetings_of, strict=True):
        held = [i for i in mine if i in slots]
        lost = [meetings[i].id for i in mine if i not in slots]
        if not mine:
            words = "no meetings asked for."
        elif lost:
            shown = ", ".join(lost[:6]) + (f" and {len(lost) - 6} more" if len(lost) > 6 else "")
            words = f"{len(held)} of {len(mine)} meetings; without a place: {shown}."
        else:
            words = f"all {len(mine)} meetings." if len(mine) > 1 else "the one meeting asked for."
        yield Note((person.id,), "participant", f"{person.id}: {words}")


def _of_meetings(room: Room, slots: Slots, lost: dict[int, str]) -> Iterator[Note]:
    for i, meeting in enumerate(room.problem.meetings):
        about = (meeting.id, *meeting.participants)
        with_whom = " and ".join(meeting.participants)
        if i in slots:
            how = ", as agreed" if meeting.fixed is not None else ""
            sentence = f"{meeting.id} ({with_whom}): slot {room.problem.slots[slots[i]].number}{how}."
            yield Note(about, "held", sentence)
        else:
            yield Note(about, "not_held", f"{meeting.id} ({with_whom}): not held; {lost[i]}.")


def _why_not(room: Room, board: Board, i: int) -> str:
    """What stands in the way in each slot, from the timetable as it is."""
    meeting, count = room.problem.meetings[i], room.count
    reasons: Counter[str] = Counter()
    for slot in room.open[i]:
        obstacle = board.obstacle(i, slot)
        if obstacle == "people":
            busy = [
                name for name, k in zip(meeting.participants, room.people[i], strict=True) if board.is_busy(k, slot)
            ]
            reasons[f"{' and '.join(busy)} {'meet' if len(busy) > 1 else 'meets'} somebody else"] += 1
        elif obstacle == "tables":
            reasons["all places are taken"] += 1
        elif obstacle == "order":
            reasons["it would break the order of meetings"] += 1
        else:
            return f"slot {room.problem.slots[slot].number} would be free, but the rule does not look there again"
    closed = count - len(room.open[i])
    if closed:
        reasons["it is not open (absence, session or a slot forbidden)"] += closed
    told = [f"{what} in {times}" for what, times in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))]
    return f"of {count} slots, " + "; ".join(told) if told else "there are no slots"

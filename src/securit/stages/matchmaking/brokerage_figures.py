"""What a brokerage day came to, in numbers for the host and the funder."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from securit.stages.matchmaking.brokerage_models import NextStep, Willingness
from securit.stages.matchmaking.brokerage_selectors import meetings_of, notes_of, requests_of
from securit.stages.matchmaking.event_selectors import participants_of
from securit.stages.matchmaking.models import Brokerage


@dataclass(frozen=True, slots=True)
class DayFigures:
    """Counts of people, requests, meetings and what was said after them; a meeting counts once."""

    participants: int
    there: int
    organisations: int
    countries: int
    requests: int
    declined: int
    meetings: int
    held: int
    missed: int
    noted: int
    both_go_on: int
    next_steps: tuple[tuple[str, int], ...]


def day_figures(brokerage: Brokerage) -> DayFigures:
    """The figures of a day as it stands."""
    people = list(participants_of(brokerage.event))
    organisations = {row.organisation_id for row in people if row.organisation_id}
    states = Counter(requests_of(brokerage).order_by().values_list("state", flat=True))
    meetings = Counter(meetings_of(brokerage).order_by().values_list("state", flat=True))
    notes = list(notes_of(brokerage).exclude(interest=Willingness.ABSENT))
    yes = Counter(note.meeting_id for note in notes if note.interest == Willingness.YES)
    steps = Counter(note.next_step for note in notes if note.next_step != NextStep.NONE)
    return DayFigures(
        participants=len(people),
        there=sum(row.state == "attended" for row in people),
        organisations=len(organisations),
        countries=len({row.organisation.country for row in people if row.organisation}),
        requests=sum(states.values()),
        declined=states["declined"],
        meetings=meetings["planned"] + meetings["held"] + meetings["missed"],
        held=meetings["held"],
        missed=meetings["missed"],
        noted=len({note.meeting_id for note in notes}),
        both_go_on=sum(count == 2 for count in yes.values()),
        next_steps=tuple((str(step.label), steps[step.value]) for step in NextStep if steps[step.value]),
    )

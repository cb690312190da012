"""Each kind of corruption, planted in a sound outcome, is found and named."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from securit.engines import Sense, scheduling
from securit.engines.scheduling import Held, Precedence, Table, Timetable
from tests.engines.worlds import changed_outcome, timetable_of

PROBLEM = timetable_of(
    4,
    {"M1": "AB", "M2": "AC", "M3": "BC", "M4": "AD"},
    places={1: 2},
    absent={"D": (4,)},
    fixed={"M1": 1},
    forbidden={"M2": (4,)},
    tables=(Table("T1", "quiet"), Table("T2", closed=(2,))),
    precedences=(Precedence("M2", "M4"),),
    spread=1,
)
SOUND = scheduling.fewest_breaks(PROBLEM)
GOOD = (Held("M1", 1, "T1"), Held("M2", 2, "T1"), Held("M3", 3, "T2"), Held("M4", 3, "T1"))


def faults(problem: scheduling.Problem = PROBLEM, **changed: Any) -> tuple[str, ...]:
    return scheduling.check(problem, changed_outcome(SOUND, **changed))


def moved(index: int, slot: int, table: str) -> Timetable:
    return Timetable(tuple(Held(h.meeting, slot, table) if n == index else h for n, h in enumerate(GOOD)))


def test_the_sound_outcome_has_no_fault() -> None:
    assert faults() == ()
    assert faults(decision=Timetable(GOOD)) == ()


@pytest.mark.parametrize(
    ("decision", "found"),
    [
        (Timetable(GOOD[::-1]), "The held meetings are not sorted, or one stands twice."),
        (Timetable((*GOOD, Held("M9", 1, "T2"))), "Meeting M9 is not in the problem."),
        (Timetable((*GOOD[:3], Held("M3", 4, "T1"))), "Meeting M3 is held 2 times."),
        (moved(2, 9, "T2"), "Meeting M3 is held in slot 9, which is not in the problem."),
        (moved(2, 3, "T9"), "Meeting M3 is held at table “T9”, which is not in the problem."),
        (moved(2, 3, "T1"), "Table T1 has 2 meetings in slot 3."),
        (moved(1, 2, "T2"), "Table T2 is closed in slot 2."),
        (moved(2, 2, "T1"), "Participant C has 2 meetings in slot 2."),
        (moved(3, 4, "T2"), "Participant D is absent in slot 4, when meeting M4 is held."),
        (moved(1, 4, "T2"), "Meeting M2 is held in slot 4, which is forbidden to it."),
        (moved(0, 4, "T1"), "Meeting M1 is fixed in slot 1 but is not held there."),
        (moved(1, 3, "T2"), "Meeting M2 must come before meeting M4, but does not."),
        (moved(2, 4, "T2"), "The figure “breaks” is 2, not 1."),
        (moved(2, 4, "T2"), "The figure “idle” is 3, not 1."),
    ],
)
def test_a_decision_that_is_not_allowed_is_found(decision: Timetable, found: str) -> None:
    assert [fault for fault in faults(decision=decision) if fault == found] == [found]


def test_places_sessions_kinds_and_the_spread_of_breaks_are_held_against_the_decision() -> None:
    tight = replace(PROBLEM, slots=tuple(replace(s, places=1) for s in PROBLEM.slots))
    assert "Slot 3 has 2 meetings but 1 places." in faults(tight, decision=Timetable(GOOD))
    even = replace(PROBLEM, spread=0)
    assert "The breaks of two participants differ by 1, more than 0." in faults(even, decision=moved(2, 4, "T2"))
    picky = replace(
        PROBLEM,
        meetings=tuple(replace(m, kind="quiet", sessions=("am",)) if m.id == "M3" else m for m in PROBLEM.meetings),
        slots=tuple(replace(s, session="am" if s.number < 3 else "pm") for s in PROBLEM.slots),
    )
    found = faults(picky, decision=Timetable(GOOD))
    assert "Meeting M3 needs a table of kind quiet; table T2 is not." in found
    assert "Meeting M3 is held outside its sessions." in found


def test_a_wrong_value_bound_status_or_direction_is_found() -> None:
    assert faults(objective=Fraction(2)) == (
        "The figure “breaks” is 1, not 2.",
        "“breaks” calls itself optimal although its bound is not reached.",
    )
    assert faults(bound=Fraction(2)) == (
        "The bound 2 of “breaks” is on the wrong side of 1.",
        "“breaks” calls itself optimal although its bound is not reached.",
    )
    turned = tuple(replace(o, sense=Sense.MOST) for o in SOUND.objectives)
    assert faults(objectives=turned) == (
        "“breaks” is made good in the wrong direction.",
        "“idle” is made good in the wrong direction.",
    )


def test_prices_that_do_not_prove_the_bound_are_found() -> None:
    problem = timetable_of(2, {"M1": "AB", "M2": "AC", "M3": "AD"})
    sound = scheduling.most_meetings(problem)
    assert (sound.objective, scheduling.check(problem, sound)) == (Fraction(2), ())
    for factor, found in ((0, ("From the prices follows the bound 3, not 2.",)), (-1, ("A price is negative.",))):
        prices = tuple((name, price * factor) for name, price in sound.certificate)
        assert scheduling.check(problem, replace(sound, certificate=prices))[:1] == found


def test_another_problem_and_a_missing_explanation_are_found() -> None:
    assert faults(problem_digest="0") == ("The outcome answers another problem.",)
    assert faults(trace=tuple(note for note in SOUND.trace if "M3" not in note.about)) == (
        "The explanation does not name M3.",
    )

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from securit.engines import Infeasible, Limits, Status, TooLarge, Unusable, scheduling
from securit.engines.scheduling import Held, Meeting, Participant, Precedence, Problem, Slot, Table
from tests.engines.worlds import timetable_of


def slots_of(outcome: scheduling.Outcome[scheduling.Timetable]) -> dict[str, int]:
    return {held.meeting: held.slot for held in outcome.decision.held}


def test_whoever_asks_first_gets_the_first_slot() -> None:
    problem = timetable_of(2, {"M1": "AB", "M2": "AC", "M3": "AD"}, in_order=True)
    assert slots_of(scheduling.first_come(problem)) == {"M1": 1, "M2": 2}


def test_most_meetings_leaves_out_the_request_that_costs_two() -> None:
    problem = timetable_of(1, {"M1": "AB", "M2": "AC", "M3": "BD"}, in_order=True)
    assert slots_of(scheduling.first_come(problem)) == {"M1": 1}
    outcome = scheduling.most_meetings(problem)
    assert slots_of(outcome) == {"M2": 1, "M3": 1}
    assert dict(outcome.certificate) != {}


def test_among_equals_the_worst_off_participant_is_served_first() -> None:
    meetings = {"M1": "AB", "M2": "AC", "M3": "AD", "M4": "BC"}
    outcome = scheduling.most_meetings(timetable_of(2, meetings))
    assert [(o.name, o.value, o.status) for o in outcome.objectives] == [
        ("meetings", Fraction(3), Status.OPTIMAL),
        ("worst_off", Fraction(1, 2), Status.OPTIMAL),
    ]


def test_every_request_is_told_what_stood_in_the_way() -> None:
    problem = timetable_of(2, {"M1": "AB", "M2": "AC", "M3": "AD"}, absent={"D": (1,)}, in_order=True)
    assert [note.sentence for note in scheduling.first_come(problem).trace] == [
        "A: 2 of 3 meetings; without a place: M3.",
        "B: the one meeting asked for.",
        "C: the one meeting asked for.",
        "D: 0 of 1 meetings; without a place: M3.",
        "M1 (A and B): slot 1.",
        "M2 (A and C): slot 2.",
        (
            "M3 (A and D): not held; of 2 slots, A meets somebody else in 1;"
            " it is not open (absence, session or a slot forbidden) in 1."
        ),
    ]


def test_more_meetings_than_slots_are_named_with_the_person() -> None:
    problem = timetable_of(3, {"M1": "AB", "M2": "AC", "M3": "AD"}, absent={"A": (2,)})
    with pytest.raises(Infeasible) as refused:
        scheduling.fewest_breaks(problem)
    assert refused.value.reasons == (
        "Participant A has 3 meetings (M1, M2, M3) that fit only into slots 1, 3: 2 for 3 (A is absent in slot 2).",
    )


def test_a_session_with_too_few_places_and_a_meeting_without_a_slot_are_named() -> None:
    with pytest.raises(Infeasible, match=r"^3 meetings fit only into all sessions, with 2 places\.$"):
        scheduling.fewest_breaks(timetable_of(2, {"M1": "AB", "M2": "CD", "M3": "EF"}, places={1: 1, 2: 1}))
    with pytest.raises(Infeasible, match=r"^Meeting M1 has no slot: A is absent in slots 1, 2\.$"):
        scheduling.fewest_breaks(timetable_of(2, {"M1": "AB"}, absent={"A": (1, 2)}))


def test_an_irreducible_core_names_what_clashes_and_nothing_else() -> None:
    meetings = {"M1": "AB", "M2": "BC", "M3": "AC", "M4": "DE"}
    with pytest.raises(Infeasible) as refused:
        scheduling.fewest_breaks(timetable_of(2, meetings))
    assert refused.value.reasons == (
        (
            "These cannot all be: M1 (A and B) is held, in one of slots 1, 2; M2 (B and C) is held, in one of slots"
            " 1, 2; M3 (A and C) is held, in one of slots 1, 2; A is in one meeting at a time; B is in one meeting at a"
            " time; C is in one meeting at a time."
        ),
    )


def test_a_spread_of_breaks_that_cannot_be_kept_is_said() -> None:
    problem = timetable_of(3, {"M1": "AB", "M2": "AC"}, forbidden={"M1": (2, 3), "M2": (1, 2)}, spread=0)
    with pytest.raises(
        Infeasible, match=r"^All meetings can be held, but not so that no two participants differ by more than 0 in"
    ):
        scheduling.fewest_breaks(problem)


def test_agreed_meetings_that_clash_are_named_by_every_rule() -> None:
    problem = timetable_of(2, {"M1": "AB", "M2": "AC"}, fixed={"M1": 1, "M2": 1})
    for rule in scheduling.RULES.values():
        with pytest.raises(Infeasible) as refused:
            rule(problem)
        assert refused.value.reasons == (
            "Meeting M2 is agreed for slot 1, but one of its participants has another agreed meeting then.",
        )


def test_a_kind_of_table_is_kept_and_a_closed_table_is_not_used() -> None:
    problem = Problem(
        tuple(Participant(name) for name in "ABCD"),
        (Meeting("M1", ("A", "B")), Meeting("M2", ("C", "D"), kind="quiet")),
        (Slot(1), Slot(2)),
        (Table("T1", "quiet"), Table("T2", closed=(1,))),
    )
    assert scheduling.most_meetings(problem).objective == 2
    by_meeting = {held.meeting: held.table for held in scheduling.most_meetings(problem).decision.held}
    assert by_meeting["M2"] == "T1"


def test_a_tight_hall_is_filled_without_a_break() -> None:
    people = "ABCDEFGH"
    pairs = {f"{a}{b}": a + b for i, a in enumerate(people) for b in people[i + 1 :]}
    outcome = scheduling.fewest_breaks(timetable_of(7, pairs, places=dict.fromkeys(range(1, 8), 4)))
    assert (outcome.objective, outcome.status, len(outcome.decision.held)) == (0, Status.OPTIMAL, 28)


def test_a_search_stopped_early_is_feasible_honest_and_repeatable() -> None:
    meetings = {f"M{a}{b}": a + b for a in "ABCDEF" for b in "UVWXYZ"}
    problem = timetable_of(9, meetings, places=dict.fromkeys(range(1, 10), 4), absent={"A": (3,), "U": (5,)}, spread=2)
    stopped = scheduling.fewest_breaks(problem, limits=Limits(steps=40))
    assert scheduling.check(problem, stopped) == ()
    assert stopped.stopped_by == "steps"
    assert scheduling.fewest_breaks(problem, limits=Limits(steps=40)).digest == stopped.digest


def test_contradictions_in_the_data_are_all_named() -> None:
    with pytest.raises(Unusable) as refused:
        Problem(
            (Participant("A", (9,)),),
            (Meeting("M1", ("A", "A", "Z"), Fraction(0), sessions=("pm",), kind="quiet"), Meeting("M2", ())),
            (Slot(0), Slot(1, places=-1)),
            precedences=(Precedence("M1", "M1"), Precedence("M1", "M7")),
            spread=-1,
            earlier=(Held("M1", 1), Held("M1", 2)),
        )
    assert refused.value.reasons == (
        "The earlier timetable's meeting M1 is given more than once.",
        "Slot 0 must have a number of at least 1.",
        "Slot 1 cannot have -1 places.",
        "Participant A names slot 9, which is not in the problem.",
        "The difference in breaks cannot be limited to -1.",
        "In meeting M1, participant A is given more than once.",
        "Meeting M1 names participant Z, who is not in the problem.",
        "Meeting M1 names session pm, which no slot belongs to.",
        "Meeting M1 asks for a table of kind quiet, but there is none.",
        "Meeting M1 must have a weight above 0, not 0.",
        "Meeting M2 has no participants.",
        "Meeting M1 cannot come before itself.",
        "A precedence names meeting M7, which is not in the problem.",
    )


def test_weights_beyond_exact_solving_are_refused() -> None:
    problem = timetable_of(1, {"M1": "AB"})
    heavy = replace(problem, meetings=(replace(problem.meetings[0], weight=Fraction(10**9) + Fraction(1, 2)),))
    with pytest.raises(TooLarge, match="more than 1000000000"):
        scheduling.most_meetings(heavy)


def test_people_stay_at_their_table_where_they_can() -> None:
    problem = timetable_of(3, {"M1": "AB", "M2": "AC", "M3": "AD", "M4": "EF"}, tables=(Table("T1"), Table("T2")))
    outcome = scheduling.complete(problem)
    assert [(o.name, o.value, o.bound) for o in outcome.objectives] == [
        ("meetings", 4, 4),
        ("worst_off", 1, 1),
        ("breaks", 0, 0),
        ("idle", 0, 0),
        ("moves", 0, 0),
    ]
    assert len({held.table for held in outcome.decision.held if held.meeting != "M4"}) == 1


def test_a_lost_table_moves_one_meeting_and_says_so() -> None:
    first = timetable_of(3, {"M1": "AB", "M2": "CD", "M3": "AC"}, tables=(Table("T1"), Table("T2")))
    earlier = (Held("M1", 1, "T1"), Held("M2", 1, "T2"), Held("M3", 2, "T1"))
    lost = replace(first, tables=(Table("T1"), Table("T2", closed=(1,))), earlier=earlier)
    outcome = scheduling.replan(lost)
    assert [(o.name, o.value, o.bound) for o in outcome.objectives[:2]] == [("meetings", 3, 3), ("changes", 1, 1)]
    moved = [note.sentence for note in outcome.trace if note.code == "moved"]
    assert moved in (["M1 moves from slot 1 to slot 3."], ["M2 moves from slot 1 to slot 3."])


def test_a_no_show_changes_nothing_for_the_others() -> None:
    earlier = (Held("M1", 1), Held("M2", 2), Held("M3", 1))
    gone = timetable_of(2, {"M1": "AB", "M2": "AC", "M3": "CD"}, absent={"B": (1, 2)}, earlier=earlier)
    outcome = scheduling.replan(gone)
    assert slots_of(outcome) == {"M2": 2, "M3": 1}
    assert [note.sentence for note in outcome.trace if note.code == "dropped"] == [
        "M1 was in slot 1 and is no longer held."
    ]


def test_a_replanning_stopped_early_keeps_what_still_fits() -> None:
    meetings = {f"M{a}{b}": a + b for a in "ABCDEF" for b in "UVWXYZ"}
    earlier = tuple(Held(f"M{a}{b}", (i + j) % 6 + 1) for i, a in enumerate("ABCDEF") for j, b in enumerate("UVWXYZ"))
    problem = timetable_of(6, meetings, places={1: 3}, earlier=earlier)
    outcome = scheduling.replan(problem, limits=Limits(steps=1))
    assert scheduling.check(problem, outcome) == ()
    assert scheduling.replan(problem, limits=Limits(steps=1)).digest == outcome.digest

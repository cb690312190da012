"""A day as plain values: what a timetable gives, why not more, and what a disturbance changes."""

from __future__ import annotations

from dataclasses import replace

from securit.stages.matchmaking.engines import timetable as engine
from securit.stages.matchmaking.timetable import Day, Desk, Person, Place, Wish, changes, figures, why_not

NAMES = {"A": "Alpha", "B": "Beta", "C": "Gamma", "D": "Delta"}


def a_day(*pairs: str, slots: int = 2, desks: int = 2, **absent: set[int]) -> Day:
    people = tuple(Person(ref, name, frozenset(absent.get(ref, set()))) for ref, name in NAMES.items())
    wishes = tuple(Wish(pair, pair[0], pair[1], 2, order) for order, pair in enumerate(pairs))
    return Day(tuple(range(1, slots + 1)), tuple(Desk(n) for n in range(1, desks + 1)), people, wishes)


def test_the_engine_holds_what_can_be_held_and_nobody_sits_in_two_places() -> None:
    day = a_day("AB", "AC", "AD", "BC", "BD", "CD", slots=3)
    answer = engine.made(day)
    seats = [(place.slot, ref) for wish, place in answer.places.items() for ref in wish]

    assert (len(answer.places), answer.is_best, len(seats) == len(set(seats))) == (6, True, True)
    assert figures(day, answer.places).to_data() == {"wishes": 6, "meetings": 6, "people": 4, "without": 0, "gaps": 0}


def test_a_day_with_too_few_rounds_says_what_clashes_with_what() -> None:
    day = a_day("AB", "AC", "AD")
    places = {"AB": Place(1, 1), "AC": Place(2, 1)}
    (missing,) = why_not(day, places, "A", NAMES)

    assert (missing.name, missing.why) == ("Delta", "Of 2 rounds: it clashes with your meetings with Beta, Gamma in 2.")


def test_absence_other_meetings_and_full_tables_are_told_apart() -> None:
    day = a_day("AB", "BC", "CD", slots=3, desks=1, A={1})
    places = {"BC": Place(2, 1), "CD": Place(3, 1)}
    (missing,) = why_not(day, places, "A", NAMES)

    assert missing.why == (
        "Of 3 rounds: Beta meets somebody else in 1; one of you is not there in 1; no table is free in 1."
    )


def test_idle_rounds_are_counted_between_the_first_and_the_last_meeting() -> None:
    day = a_day("AB", "AC", slots=5)

    assert figures(day, {"AB": Place(1, 1), "AC": Place(4, 1)}).gaps == 2


def test_a_no_show_moves_nobody_who_is_not_concerned() -> None:
    day = a_day("AB", "CD", "AC", "BD", slots=2)
    before = engine.made(day).places
    disturbed = replace(
        day, people=tuple(replace(p, absent=frozenset({1, 2})) if p.ref == "D" else p for p in day.people)
    )
    first, answer = engine.remade(disturbed, before)

    assert {(change.wish, change.what) for change in changes(before, answer.places)} == {
        ("BD", "dropped"),
        ("CD", "dropped"),
    }
    assert first.is_best


def test_what_becomes_free_is_filled_without_moving_anything() -> None:
    day = a_day("AB", "CD", slots=1, desks=1)
    before = engine.made(day).places
    gone = "A" if "AB" in before else "C"
    people = tuple(replace(p, absent=frozenset({1})) if p.ref == gone else p for p in day.people)
    _first, answer = engine.remade(replace(day, people=people), before)

    assert (len(before), set(answer.places) & set(before), len(answer.places)) == (1, set(), 1)


def test_a_lost_table_moves_its_meeting_to_a_free_one() -> None:
    day = a_day("AB", slots=2, desks=2)
    before = {"AB": Place(2, 1)}
    lost = replace(day, desks=(Desk(1, lost_from=1), Desk(2)))
    _first, answer = engine.remade(lost, before)

    assert answer.places == {"AB": Place(2, 2)}


def test_people_online_meet_in_rooms_and_people_on_site_at_tables() -> None:
    day = a_day("AB", "CD", slots=1)
    day = replace(
        day, desks=(Desk(1), Desk(2, online=True)), wishes=(day.wishes[0], replace(day.wishes[1], online=True))
    )

    assert engine.made(day).places == {"AB": Place(1, 1), "CD": Place(1, 2)}

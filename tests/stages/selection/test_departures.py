"""Decisions on the lines of a ranking, without a database."""

from __future__ import annotations

from typing import Any

import pytest

from securit.stages.selection.departures import CannotAdoptRanking, outcomes_of


def line(ref: str, proposed: str, *, above: bool = True) -> dict[str, Any]:
    return {
        "application": ref,
        "number": f"N-{ref}",
        "proposed": proposed,
        "above_threshold": above,
        "because": f"because {ref}",
    }


CONTENT = {
    "lines": [
        line("A", "funded"),
        line("B", "funded"),
        line("C", "reserve"),
        line("D", "reserve"),
        line("E", "not_funded", above=False),
    ]
}


def states(departures: dict[str, tuple[str, str, str]], *, binding: bool = False) -> list[tuple[str, int | None]]:
    return [(o.state, o.reserve_position) for o in outcomes_of(CONTENT, departures, binding=binding)]


def test_without_departures_every_line_becomes_what_the_rules_propose() -> None:
    assert states({}) == [
        ("funded", None),
        ("funded", None),
        ("reserve_listed", 1),
        ("reserve_listed", 2),
        ("not_funded", None),
    ]


def test_a_departure_with_its_reason_is_decided_and_the_reserve_list_numbered_anew() -> None:
    outcomes = outcomes_of(CONTENT, {"B": ("not_funded", " Withdrawn by mail. ", "other")}, binding=True)
    assert [(o.state, o.departs, o.reason) for o in outcomes][1] == ("not_funded", True, "Withdrawn by mail.")
    assert states({"C": ("not_funded", "Insolvent.", "other")})[3] == ("reserve_listed", 1)


def test_what_is_chosen_as_proposed_is_no_departure_and_needs_no_reason() -> None:
    outcomes = outcomes_of(CONTENT, {"A": ("funded", "", "other")}, binding=True)
    assert next((o.departs, o.reason) for o in outcomes) == (False, "because A")


@pytest.mark.parametrize(
    ("departures", "binding", "code"),
    [
        ({"X": ("funded", "Because.", "other")}, False, "unknown_application"),
        ({"A": ("adored", "Because.", "other")}, False, "unknown_outcome"),
        ({"A": ("not_funded", "  ", "other")}, False, "departure_without_reason"),
        ({"A": ("not_funded", "x" * 4001, "other")}, False, "departure_without_reason"),
        ({"A": ("not_funded", "Because.", "")}, False, "departure_without_code"),
        ({"A": ("not_funded", "Because.", "made_up")}, False, "departure_without_code"),
        ({"E": ("funded", "It is so good.", "other")}, False, "below_threshold"),
        ({"E": ("reserve_listed", "It is so good.", "other")}, False, "below_threshold"),
        ({"D": ("funded", "We like it.", "other")}, True, "ranking_is_binding"),
    ],
)
def test_a_departure_is_refused(departures: dict[str, tuple[str, str, str]], binding: bool, code: str) -> None:
    with pytest.raises(CannotAdoptRanking) as refusal:
        outcomes_of(CONTENT, departures, binding=binding)
    assert refusal.value.code == code


def test_where_the_ranking_does_not_bind_a_lower_one_may_be_funded_with_a_reason() -> None:
    assert states({"D": ("funded", "The only one on floods.", "other")})[3] == ("funded", None)


def test_the_first_of_the_reserve_list_may_be_funded_also_where_the_ranking_binds() -> None:
    chosen = {"B": ("not_funded", "Withdrawn.", "other"), "C": ("funded", "Next in line.", "other")}
    assert [state for state, _ in states(chosen, binding=True)][1:3] == ["not_funded", "funded"]

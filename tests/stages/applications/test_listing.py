"""Filters, order and export of the office's list: pure functions of its lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from securit.machinery.tabular.writing import write_csv
from securit.stages.applications.listing import Line, Wanted, chosen, columns, export_row
from tests.worlds import WHILE_OPEN

FIRST = Line(
    ref="R1",
    number="OC1-1000",
    acronym="ALPHA",
    title="=1+1",
    domain="D1",
    challenge="1.1",
    instrument="prototype",
    countries=("FR", "LT"),
    members=2,
    cost_cents=100_00,
    grant_cents=70_00,
    arrived_at=WHILE_OPEN,
    synthetic=True,
)
SECOND = replace(FIRST, ref="R2", number="OC1-2000", acronym="", title="Beta", domain="D2", countries=("IT",))
THIRD = replace(FIRST, ref="R3", number="OC1-3000", acronym="GAMMA", grant_cents=90_00)
LINES = [THIRD, SECOND, FIRST]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), ["R1", "R2", "R3"]),
        (Wanted(domain="D1"), ["R1", "R3"]),
        (Wanted(country="IT"), ["R2"]),
        (Wanted(instrument="prize"), []),
        (Wanted(sort="-number"), ["R3", "R2", "R1"]),
        (Wanted(sort="name"), ["R1", "R2", "R3"]),
        (Wanted(sort="grant"), ["R1", "R2", "R3"]),
        (Wanted(sort="-grant"), ["R3", "R1", "R2"]),
    ],
)
def test_the_list_is_filtered_and_totally_ordered(wanted: Wanted, expected: list[str]) -> None:
    assert [line.ref for line in chosen(LINES, wanted)] == expected
    assert [line.ref for line in chosen(LINES[::-1], wanted)] == expected


@pytest.mark.parametrize("sort", ["", "password", "-", "--grant"])
def test_an_unknown_order_is_the_order_of_the_numbers(sort: str) -> None:
    assert Wanted.read({"sort": sort}) == Wanted()


def test_the_address_gives_the_same_list_again() -> None:
    wanted = Wanted(domain="D1", sort="-grant")
    assert Wanted.read(wanted.query()) == wanted


def test_the_export_defuses_formulas_and_holds_one_row_per_line() -> None:
    text = b"".join(write_csv(columns(), [export_row(line) for line in chosen(LINES, Wanted())])).decode()
    assert text.splitlines()[1] == (
        "OC1-1000,ALPHA,'=1+1,D1,1.1,prototype,FR LT,2,100.00,70.00,2022-02-10T12:00:00Z,yes"
    )
    assert len(text.splitlines()) == 4

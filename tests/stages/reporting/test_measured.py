"""What contents add up to, without a database."""

from __future__ import annotations

from typing import Any

import pytest

from securit.stages.reporting.contracts import Measured


def content(instrument: str, *members: tuple[str, str]) -> dict[str, Any]:
    return {
        "instrument": instrument,
        "grant_cents": 250_000,
        "members": [{"kind": kind, "country": country} for kind, country in members],
    }


RECEIVED = [
    content("prototype", ("sme", "FR"), ("sme", "LT")),
    content("demonstration", ("sme", "FR"), ("research", "DK")),
    content("prototype", ("sme", "BE")),
]


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("applications", 3),
        ("sme_applicants", 4),
        ("countries", 4),
        ("funded_projects", 2),
        ("funded_smes", 3),
        ("countries_of_funded_smes", 2),
        ("support_to_smes", 5_000),
        ("prototypes", 1),
        ("demonstration", 1),
        ("jobs_created", None),
    ],
)
def test_an_indicator_is_computed_by_its_code_or_not_at_all(measure: str, value: int | None) -> None:
    assert Measured.of(RECEIVED, RECEIVED[:2]).value(measure) == value


def test_nothing_adds_up_to_zeros() -> None:
    empty = Measured.of([], [])
    assert (empty.applications, empty.countries, empty.awarded_cents, empty.value("funded_smes")) == (0, 0, 0, 0)

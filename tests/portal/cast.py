"""The people of the tests' demonstration."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Introduced:
    """One person as a demonstration introduces them."""

    email: str
    name: str
    role: str
    organisation: str
    does: str


def people() -> tuple[Introduced, ...]:
    """One who has an account in the tests, and one who has none."""
    return (
        Introduced("ada@people.example", "Ada", "Call manager", "Hub", "Runs the calls."),
        Introduced("gone@people.example", "Gone", "Nobody", "Nowhere", "Is not here."),
    )

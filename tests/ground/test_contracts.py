"""The contract that neighbours meet at their door finds every import that goes past it."""

from __future__ import annotations

import grimp
import pytest

from contracts import MeetAtDoor


def contract() -> MeetAtDoor:
    options = {"container": "house.stages", "door": "public"}
    return MeetAtDoor(name="doors", session_options={}, contract_options=options)


def graph(importer: str, imported: str) -> grimp.ImportGraph:
    made = grimp.ImportGraph()
    for module in ("house", "house.stages", importer, imported):
        made.add_module(module)
    made.add_import(importer=importer, imported=imported)
    return made


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("house.stages.calls.services", "house.stages.needs.public"),
        ("house.stages.calls.services", "house.stages.calls.models"),
        ("house.stages.calls.services", "house.kernel.perform"),
    ],
)
def test_an_import_through_the_door_at_home_or_from_elsewhere_keeps_the_contract(importer: str, imported: str) -> None:
    assert contract().check(graph(importer, imported), verbose=False).kept is True


@pytest.mark.parametrize(
    "imported", ["house.stages.needs", "house.stages.needs.models", "house.stages.needs.public.rows"]
)
def test_an_import_past_the_door_breaks_the_contract_and_is_named(imported: str) -> None:
    found = contract().check(graph("house.stages.calls.services", imported), verbose=False)
    assert found.metadata["beside"] == [("house.stages.calls.services", imported)]

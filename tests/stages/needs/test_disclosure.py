"""Who sees which field: every field × reader × label, and what the state takes away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from securit.stages.needs.contracts import FIELDS, Audience, Reader, Tlp
from securit.stages.needs.disclosure import PRESETS, audience_of, default_audience, public_card, shown_to
from securit.stages.needs.lifecycle import NEED


@dataclass
class AnyNeed:
    """A need whose every field holds its own name."""

    state: str = "accepted"
    tlp: str = "clear"
    audience: dict[str, int] = field(default_factory=default_audience)

    def stated(self, name: str) -> Any:
        return f"<{name}>"


WIDEST = dict.fromkeys(FIELDS, int(Audience.PUBLIC))


def test_by_default_the_public_sees_kind_country_and_domain_only() -> None:
    assert shown_to(AnyNeed(), Reader.PUBLIC) == {
        "domain": "<domain>",
        "owner_kind": "<owner_kind>",
        "owner_country": "<owner_country>",
        "further_domains": "<further_domains>",
    }


def test_by_default_the_consortium_sees_everything_but_the_contact() -> None:
    assert list(shown_to(AnyNeed(), Reader.CONSORTIUM)) == [name for name in FIELDS if name != "contact"]


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("label", Tlp.values)
@pytest.mark.parametrize("chosen", list(Audience))
def test_a_field_is_shown_as_far_as_choice_and_label_both_allow(name: str, label: str, chosen: Audience) -> None:
    need = AnyNeed(tlp=label, audience=WIDEST | {name: int(chosen)})
    cap = {"clear": 2, "green": 1, "amber": 1, "red": 0}[label]
    circle = min(int(chosen), cap, 1 if name == "contact" else 2)

    seen = {reader: name in shown_to(need, reader) for reader in Reader}

    assert seen == {
        Reader.OWNER: True,
        Reader.HOST: True,
        Reader.CONSORTIUM: circle >= 1,
        Reader.PUBLIC: circle >= 2,
    }


@pytest.mark.parametrize("state", NEED.states)
def test_what_is_not_taken_up_or_taken_back_is_never_public(state: str) -> None:
    need = AnyNeed(state=state, audience=WIDEST)
    assert bool(shown_to(need, Reader.PUBLIC)) == (state in ("accepted", "grouped", "merged"))
    assert bool(shown_to(need, Reader.CONSORTIUM)) == (state not in ("drafted", "withdrawn"))


def test_a_field_without_a_choice_is_as_narrow_as_by_default() -> None:
    assert shown_to(AnyNeed(audience={}), Reader.PUBLIC) == shown_to(AnyNeed(), Reader.PUBLIC)


def test_a_card_names_kind_and_country_only_beside_the_name_of_the_owner() -> None:
    problem, everything = (AnyNeed(audience=audience_of(preset)) for preset in ("problem", "all"))
    assert set(public_card(problem)) == set(PRESETS["problem"]) - {"owner_kind", "owner_country"}
    assert {"owner_name", "owner_kind", "owner_country"} <= set(public_card(everything))
    assert "contact" not in public_card(everything)
    assert public_card(AnyNeed()) == {}

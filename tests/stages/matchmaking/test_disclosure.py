"""Who reads which part, what counts as a mail address, and what a profile may state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from securit.stages.matchmaking.checking import faults_of, lacking_to_list
from securit.stages.matchmaking.contracts import Known, Statement
from securit.stages.matchmaking.disclosure import Reader, address_in, shown_parts
from securit.stages.matchmaking.terms import PARTS, USUAL_AUDIENCES

KNOWN = Known(frozenset({"1.1"}), frozenset({"sensors"}), frozenset({"HUB"}))
LONG = "Cameras that see in the dark, on many sites."


@pytest.mark.parametrize(
    ("reader", "shown"),
    [(Reader.PUBLIC, {"offers"}), (Reader.MEMBER, {"offers", "seeks"}), (Reader.INSIDE, set(PARTS))],
)
def test_each_reader_sees_the_parts_that_are_open_to_them(reader: Reader, shown: set[str]) -> None:
    audiences = dict.fromkeys(PARTS, "hidden") | {"offers": "public", "seeks": "members"}

    assert shown_parts(audiences, reader) == shown


def test_a_part_without_an_audience_is_hidden() -> None:
    assert shown_parts({}, Reader.MEMBER) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "write to jo.doe@firm.example today",
        "jo (at) firm.example",
        "jo [at] firm [dot] example",
        "JO@FIRM.EXAMPLE",
        "jo@sub.firm.example",
        "jo\uff20firm.example",
    ],
)
def test_a_mail_address_is_found_in_a_text(text: str) -> None:
    assert address_in(text) != ""


@pytest.mark.parametrize("text", ["", "@home in the field", "5 @ 3 euros", "meet at noon", "www.firm.example/at"])
def test_other_texts_hold_no_address(text: str) -> None:
    assert address_in(text) == ""


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"offers": "x" * 3_001}, "offers"),
        ({"summary": "Ask jo@firm.example"}, "summary"),
        ({"offered": ("magic",)}, "offered"),
        ({"challenges": ("9.9",)}, "challenges"),
        ({"countries": ("Atlantis",)}, "countries"),
        ({"countries": ("BE", "FR", "DE", "NL", "PL", "LT", "DK", "ES", "IT", "PT", "IE", "AT", "SE")}, "countries"),
        ({"role_wished": "king"}, "role_wished"),
        ({"audiences": {**USUAL_AUDIENCES, "seeks": "friends"}}, "seeks_for"),
        ({"audiences": {}}, "summary_for"),
        ({"cluster": "NOBODY"}, "cluster"),
    ],
)
def test_what_cannot_be_stored_is_said_at_its_field(change: dict[str, object], field: str) -> None:
    assert next(iter(faults_of(replace(Statement(), **change), KNOWN))) == field  # type: ignore[arg-type]


def test_a_statement_of_known_things_is_stored() -> None:
    said = Statement(offers=LONG, offered=("sensors",), challenges=("1.1",), countries=("FR",), cluster="HUB")

    assert faults_of(said, KNOWN) == {}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Statement(offers=LONG), "summary"),
        (Statement(summary="We watch.", offers="Cameras", seeks="Sites"), "offers"),
        (Statement(summary="We watch.", seeks=LONG), None),
    ],
)
def test_to_be_listed_it_takes_who_and_forty_characters(said: Statement, field: str | None) -> None:
    lacking = lacking_to_list(said)

    assert (lacking[0] if lacking else None) == field

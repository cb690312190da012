"""Nobody with a visible conflict is overlooked because only those who share something are asked about."""

from __future__ import annotations

import random

from securit.stages.evaluation.conflicts import detected
from securit.stages.evaluation.contracts import Profile, Reading, Stated
from securit.stages.evaluation.near import Near
from securit.stages.evaluation.reasons import BARRING_TIES

NAMES = ("Blue Bridge SARL", "BLUE BRIDGE G.m.b.H.", "Snow", "SNOW AB", "Rain plc", "ABB", "")
HOSTS = ("blue.example", "lab.blue.example", "blue.example.co", "snow.example", "gmail.com", "a.b.c.example", "[broken")
PEOPLE = ("Ada Owner", "ADA OWNER", "Bo Partner", "Cy Nobody")
TIES = sorted(BARRING_TIES)


def a_profile(dice: random.Random, number: int) -> Profile:
    return Profile(
        ref=f"E{number:03}",
        user_id=dice.randrange(40),
        email=f"p{number}@{dice.choice(HOSTS).upper()}",
        institution=dice.choice((*NAMES, "Elsewhere", "Nowhere")),
        country="PT",
        expertise=("Snow",),
        languages=("en",),
        max_load=3,
        organisation_refs=frozenset({f"ORG{dice.randrange(60)}"}),
        name=dice.choice(PEOPLE) if dice.random() < 0.2 else f"Somebody {number}",
        stated=(Stated(dice.choice(TIES), dice.choice(("Far away", "Rain Ltd")), f"www.{dice.choice(HOSTS)}"),)
        if dice.random() < 0.2
        else (),
    )


def a_reading(dice: random.Random, number: int) -> Reading:
    def member() -> dict[str, object]:
        site = dice.choice(("https://www.{}/en", "{}", "http://{}:80", "")).format(dice.choice(HOSTS))
        own = {"ref": f"ORG{dice.randrange(60)}", "legal_name": dice.choice(NAMES), "website": site}
        own["size"] = {"related": [{"kind": "person", "name": dice.choice(PEOPLE)}]} if dice.random() < 0.2 else None
        return {"legal_name": "PT", "country": "PT", "organisation": own} if dice.random() < 0.7 else own

    members = [member() for _ in range(dice.randrange(3))]
    return Reading(f"A{number:03}", {"members": members}, frozenset({dice.randrange(40)}))


def test_everybody_with_a_visible_conflict_is_among_those_asked_about() -> None:
    dice = random.Random(11)
    profiles = [a_profile(dice, number) for number in range(120)]
    near, asked, seen = Near(profiles), 0, set()
    for number in range(120):
        reading = a_reading(dice, number)
        places = near.places(reading)
        found = {place for place, profile in enumerate(profiles) if detected(profile, reading)}
        assert found <= set(places)
        asked += len(places)
        seen |= {detected(profiles[place], reading) for place in found}
    assert len(seen) == 6
    assert asked < 120 * 120 / 2


def test_what_names_nobody_is_shared_by_nobody() -> None:
    dice = random.Random(12)
    reading = Reading("A", {"members": [{"legal_name": "Snow Ltd of PT", "country": "PT", "kind": "en"}]}, frozenset())
    assert Near([a_profile(dice, 1)]).places(reading) == []

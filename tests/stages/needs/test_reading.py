"""Notes of workshops as partners write them: heads in eight languages, labels, answers."""

from __future__ import annotations

import pytest

from securit.machinery.tabular.imports import guess_mapping
from securit.stages.needs.importing import spec_for
from securit.stages.needs.reading import read_need

DOMAINS = {"D1": "Safe streets"}
ROW = {
    "title": "Pumps",
    "situation": "They stop.",
    "owner_name": "Waterworks",
    "owner_kind": "KRITIS",
    "owner_country": "FR",
    "domain": "D1",
    "urgency": "high",
}


@pytest.mark.parametrize(
    "heads",
    [
        ("Need", "Situation", "Organisation", "Kind of organisation", "Country", "Domain", "Urgency"),
        ("Besoin", "Situation actuelle", "Organisme", "Type d'organisation", "Pays", "Domaine", "Urgence"),
        ("Bedarf", "Was passiert heute", "Einrichtung", "Art der Organisation", "Land", "Bereich", "Dringlichkeit"),
        ("Behoefte", "Beschrijving", "Organisatie", "Soort organisatie", "Land", "Domein", "Prioriteit"),
        ("Potrzeba", "Opis sytuacji", "Organizacja", "Rodzaj organizacji", "Kraj", "Dziedzina", "Pilność"),
        ("Esigenza", "Descrizione", "Ente", "Tipo di organizzazione", "Paese", "Ambito", "Priorità"),
        ("Necesidad", "Descripción", "Entidad", "Tipo de organización", "País", "Ámbito", "Urgencia"),
        ("Poreikis", "Aprašymas", "Organizacija", "Organizacijos tipas", "Šalis", "Sritis", "Prioritetas"),
    ],
    ids=["en", "fr", "de", "nl", "pl", "it", "es", "lt"],
)
def test_the_heads_are_known_in_the_languages_of_partners(heads: tuple[str, ...]) -> None:
    wanted = ("title", "situation", "owner_name", "owner_kind", "owner_country", "domain", "urgency")
    assert guess_mapping(spec_for(DOMAINS), heads) == dict(zip(heads, wanted, strict=True))


@pytest.mark.parametrize(
    ("texts", "stated"),
    [
        ({}, ("none", None, "unknown", "clear")),
        ({"procurement_on": "26.4.2026"}, ("planned", "2026-04-26", "unknown", "clear")),
        ({"procurement": "geplant", "would_pilot": "oui"}, ("planned", None, "yes", "clear")),
        ({"tlp": "TLP:AMBER+STRICT"}, ("none", None, "unknown", "red")),
        ({"tlp": "white"}, ("none", None, "unknown", "clear")),
    ],
)
def test_answers_are_read_as_they_are_meant(texts: dict[str, str], stated: tuple[str | None, ...]) -> None:
    need, wrong = read_need({**ROW, **texts}, DOMAINS)
    assert (need is not None, wrong) == (True, {})
    if need is not None:
        day = need.statement.procurement_on
        found = (need.statement.procurement, day and day.isoformat(), need.statement.would_pilot, need.tlp)
        assert found == stated


def test_a_day_contradicts_a_procurement_that_is_not_planned() -> None:
    assert list(read_need({**ROW, "procurement": "none", "procurement_on": "2026-04-26"}, DOMAINS)[1]) == [
        "procurement_on"
    ]


def test_the_contact_stays_with_the_partner_whatever_the_public_may_see() -> None:
    need, _wrong = read_need({**ROW, "opening": "all", "contact_email": "a@b.example"}, DOMAINS)
    assert need is not None
    assert {name for name, circle in need.audience.items() if circle == 0} == {"contact"}

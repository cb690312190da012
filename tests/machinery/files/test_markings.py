"""Marks of classified information are found, everyday words are not."""

from __future__ import annotations

import pytest

from securit.machinery.files.markings import marking_in


@pytest.mark.parametrize(
    "text",
    [
        "RESTREINT UE/EU RESTRICTED",
        "restreint ue / eu restricted",
        "R-UE/EU-R",
        "CONFIDENTIEL UE/EU CONFIDENTIAL",
        "CONFIDENTIAL UE",
        "SECRET UE/EU SECRET",
        "TRÈS SECRET UE/EU TOP SECRET",
        "This page is NATO RESTRICTED and more",
        "NATO\u200b SECRET",
        "N\u00adATO SECRET",
        "COSMIC TOP SECRET",
        "VS – Nur für den Dienstgebrauch",
        "VS-NfD",
        "Diffusion Restreinte",
        "ＮＡＴＯ ＳＥＣＲＥＴ",
        "STG. GEHEIM",
        "ŚCIŚLE TAJNE",
        "Zastrzeżone? no. ZASTRZEŻONE",
        "RIBOTO NAUDOJIMO",
        "A first line\n  SECRET  \nand a second",
        "OFFICIAL-SENSITIVE",
    ],
)
def test_a_mark_is_found(text: str) -> None:
    assert marking_in(text) != ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The recipe is a secret.",
        "It is confidential between us, and access is restricted.",
        "Keep it secret: the operator must not know.",
        "In der Stadt ist es geheim.",
        "Nature restricted the route; the union is confidential.",
        "A NATO exercise took place.",
        "We use EU funds; restricted areas are fenced.",
        "تسرب المياه في المحطة 🙂",
    ],
)
def test_everyday_words_are_not_marks(text: str) -> None:
    assert marking_in(text) == ""

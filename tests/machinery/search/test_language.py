"""English is told from other languages by its small words, and nothing is said of what is too short."""

from __future__ import annotations

import pytest

from securit.machinery.search.language import is_english


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A guard sees people near the fence at night and is told within a second.", True),
        ("Le guetteur voit les personnes près de la clôture pendant la nuit et en est averti.", False),
        ("Der Wächter sieht nachts Menschen am Zaun und wird binnen einer Sekunde gewarnt.", False),
        ("Пазачът вижда хора край оградата през нощта и получава известие след секунда.", False),
        ("Guards see intruders, 24/7", None),
        ("", None),
        ("🛂 1 2 3 4 5 6 7 8 9", None),
    ],
)
def test_the_language_of_a_text_is_told_or_left_open(text: str, told: bool | None) -> None:
    assert is_english(text) is told

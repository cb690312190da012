"""Words as they are stored and looked for."""

from __future__ import annotations

import pytest

from securit.kernel.db.word_index import MOST_CHARACTERS, MOST_WORDS, folded, words_of


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Żółta Tablica", "zolta tablica"),
        ("Überwachung, Straße!", "uberwachung strasse"),
        ("drone_net  C-UAS", "drone net c uas"),
        ("Ærø", "aero"),
        ("", ""),
        ("…", ""),
    ],
)
def test_accents_case_and_signs_do_not_count(text: str, plain: str) -> None:
    assert folded(text) == plain


def test_what_is_typed_is_cut_at_its_limits() -> None:
    found = words_of("word " * 20 + "x" * 100)

    assert len(found) == MOST_WORDS
    assert len(words_of("x" * 100)[0]) == MOST_CHARACTERS

"""Texts are cut as the authors' tokenizer cuts them: the golden pieces are from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securit.machinery.search.encoder import MODEL, VOCABULARY
from securit.machinery.search.wordpiece import WordPiece, words

GOLDEN: list[dict[str, Any]] = json.loads((Path(__file__).parent / "golden.json").read_text(encoding="utf-8"))
PIECES = WordPiece((MODEL / VOCABULARY).read_text(encoding="utf-8").rstrip("\n").split("\n"))
BEGIN, END, UNKNOWN = 101, 102, 100


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: row["text"][:20])
def test_a_text_is_cut_as_the_authors_tokenizer_cuts_it(row: dict[str, Any]) -> None:
    assert PIECES.numbers(row["text"], 128) == row["pieces"]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", []),
        (" \t\r\n\u00a0\u3000", []),
        ("Éclair, naïve!", ["eclair", ",", "naive", "!"]),
        ("ΟΔΟΣ", ["οδοσ"]),
        ("İstanbul", ["istanbul"]),
        ("soft\u00adhyphen zero\u200bwidth nul\x00 next\x85line", ["softhyphen", "zerowidth", "nul", "nextline"]),
        ("防洪系统", ["防", "洪", "系", "统"]),
        ("20.000,00 €", ["20", ".", "000", ",", "00", "€"]),
        ("a+b=c~d", ["a", "+", "b", "=", "c", "~", "d"]),
        ("[SEP]", ["[", "sep", "]"]),
        ("half \ud800 a pair", ["half", "a", "pair"]),
    ],
)
def test_words_are_lowered_without_accents_and_cut_at_punctuation(text: str, cut: list[str]) -> None:
    assert words(text) == cut


def test_a_word_of_more_than_a_hundred_letters_is_unknown() -> None:
    assert PIECES.numbers("a" * 101, 128) == [BEGIN, UNKNOWN, END]
    assert UNKNOWN not in PIECES.numbers("a" * 100, 128)


def test_a_word_without_pieces_is_unknown() -> None:
    assert PIECES.numbers("\U0001f30a", 128) == [BEGIN, UNKNOWN, END]


@given(st.text(max_size=400), st.integers(2, 128))
def test_any_text_gives_numbers_between_the_two_marks_and_no_more_than_asked(text: str, most: int) -> None:
    found = PIECES.numbers(text, most)
    assert (found[0], found[-1], len(found) <= most) == (BEGIN, END, True)
    assert found[:-1] == PIECES.numbers(text, 2000)[: len(found) - 1]

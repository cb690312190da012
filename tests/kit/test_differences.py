"""What a corrigendum changed, word by word."""

from __future__ import annotations

from securit.kit.differences import Piece, pieces


def marked(before: str, after: str) -> str:
    """The pieces as one line: [-out-] and [+in+]."""
    return "".join(
        f"[-{p.text}-]" if p.is_old else f"[+{p.text}+]" if p.is_new else p.text for p in pieces(before, after)
    )


LONG = "".join(f"w{number} " for number in range(10)) * 4


def test_only_the_words_that_differ_are_marked_in_a_long_text() -> None:
    before, after = f"Teams of two SMEs apply {LONG}", f"Teams of three SMEs apply {LONG}"

    assert marked(before, after) == "Teams of [-two-] [+three +]SMEs apply w0 w1 w2 w3 w4 w5 w6 w7 w8 w9 … "


def test_what_went_last_and_came_first_is_marked_whatever_space_stands_behind_it() -> None:
    assert (
        marked(f"{LONG}two", f"Zero {LONG}")
        == f"[+Zero +]{' '.join(LONG.split()[:12])} … {' '.join(LONG.split()[-12:])} [-two-] "
    )


def test_a_short_text_stands_whole_before_and_after() -> None:
    assert marked("15 March 2022", "29 March 2022") == "[-15 March 2022-][+29 March 2022+]"


def test_empty_texts_have_no_piece() -> None:
    assert (pieces("", "New"), pieces("", "")) == ((Piece("New", is_new=True),), ())

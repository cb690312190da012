"""The paper and what is published of it: pure, without a database."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securit.stages.challenges.agreement import decimal_text, in_words, kendall_w, quartiles
from securit.stages.challenges.ballot_papers import (
    FEWEST_OF_A_KIND,
    MERGED,
    RATE,
    TOP_FIVE,
    Paper,
    SpoiltPaper,
    merged_kinds,
    published,
)
from securit.stages.challenges.room_keys import (
    Credential,
    ballot_code,
    ballot_key,
    code_as_typed,
    new_code,
    token_digest,
    voted_tag,
)

OPTIONS = ("1.1", "1.2", "1.10")
KINDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=30)


@given(KINDS)
def test_no_published_kind_stands_for_fewer_than_three_unless_all_do(kinds: list[str]) -> None:
    shown = merged_kinds(kinds)
    counts = {word: sum(shown[kind] == word for kind in kinds) for word in shown.values()}

    assert all(count >= FEWEST_OF_A_KIND or len(counts) == 1 for count in counts.values())


@given(KINDS)
def test_only_what_is_too_small_and_what_it_needs_is_merged(kinds: list[str]) -> None:
    shown = merged_kinds(kinds)
    large = {kind for kind in shown if kinds.count(kind) >= FEWEST_OF_A_KIND}
    merged_large = [kind for kind in large if shown[kind] == MERGED]

    assert len(merged_large) <= 1


def test_the_list_stands_in_the_order_of_keys_and_names_nobody() -> None:
    rows = published([("b", "x", {"picks": []}), ("a", "x", {"picks": ["1.1"]}), ("c", "x", {"picks": []})])

    assert [row["key"] for row in rows] == ["a", "b", "c"]
    assert {name for row in rows for name in row} == {"key", "kind", "content"}


def test_picks_are_kept_once_and_in_the_papers_order() -> None:
    assert Paper(TOP_FIVE, OPTIONS).filled_in({"picks": ["1.10", "1.1", "1.10"]}) == {"picks": ["1.1", "1.10"]}


def test_no_opinion_leaves_nothing_behind() -> None:
    paper = Paper(RATE, OPTIONS, ("c1", "c2"))

    assert paper.filled_in({"marks": {"1.1": {"c1": None, "c2": 3}, "1.2": {"c1": None}}}) == {
        "marks": {"1.1": {"c2": 3}}
    }


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_whatever_is_sent_is_a_paper_or_spoilt(sent: object) -> None:
    for paper in (Paper(RATE, OPTIONS, ("c1",)), Paper(TOP_FIVE, OPTIONS)):
        try:
            content = paper.filled_in({"marks": sent, "picks": sent})
        except SpoiltPaper:
            continue
        assert paper.filled_in(content) == content


def test_a_code_is_read_however_it_is_typed() -> None:
    code = new_code()

    assert code_as_typed(f" {code[:3].lower()}-{code[3:]} ") == code
    assert [code_as_typed(wrong) for wrong in ("", "ABC", "ABC0EF", "ABCDEFG", "ÄBCDEF")] == [""] * 5


def test_key_tag_and_token_of_one_phone_have_nothing_in_common() -> None:
    phone = Credential.fresh()
    names = {ballot_key(phone.secret, "V"), voted_tag(phone.secret, "V"), token_digest(phone.token)}

    assert len(names) == 3
    assert ballot_key(phone.secret, "V") != ballot_key(phone.secret, "W")
    assert Credential.read(phone.text) == phone
    assert ballot_code("7f3a92bc01de" + "0" * 52) == "7F3A-92BC-01DE"


def rows(*marks: tuple[int, ...]) -> list[dict[str, Fraction]]:
    return [{option: Fraction(mark) for option, mark in zip(OPTIONS, given, strict=True)} for given in marks]


def test_agreement_is_one_when_all_order_alike_and_nought_when_two_contradict() -> None:
    assert kendall_w(rows((5, 3, 1), (4, 2, 0)), OPTIONS, Fraction(0)) == 1
    assert kendall_w(rows((5, 3, 1), (1, 3, 5)), OPTIONS, Fraction(0)) == 0
    assert kendall_w(rows((3, 3, 3), (1, 1, 1)), OPTIONS, Fraction(0)) is None
    assert kendall_w(rows((5, 3, 1)), OPTIONS, Fraction(0)) is None


def test_agreement_with_equal_marks_is_that_of_the_textbook() -> None:
    """Three judges, three options, one tie: S = 10.5, T = 6, W = 12·10.5 / (9·24 − 3·6) = 7/11."""
    assert kendall_w(rows((1, 2, 3), (1, 2, 2), (2, 1, 3)), OPTIONS, Fraction(0)) == Fraction(7, 11)


def test_the_middle_half_lies_between_the_quartiles() -> None:
    assert quartiles([Fraction(n) for n in (1, 2, 3, 4)]) == (Fraction(7, 4), Fraction(5, 2), Fraction(13, 4))
    assert quartiles([]) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(1, 3), "0.33"), (Fraction(2, 3), "0.67"), (Fraction(5), "5.00"), (Fraction(1, 200), "0.01")],
)
def test_decimals_are_rounded_half_up(value: Fraction, text: str) -> None:
    assert decimal_text(value) == text


def test_agreement_in_words() -> None:
    assert [in_words(Fraction(n, 10)) for n in (2, 3, 5, 7)] == ["weak", "fair", "good", "strong"]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securit import money


@given(st.integers(min_value=-(10**12), max_value=10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_parts_of_a_split_sum_to_the_whole(total, weights):
    if sum(weights) == 0:
        weights[0] = 1
    parts = money.split(total, weights)
    assert sum(parts) == total
    assert len(parts) == len(weights)


def test_left_over_cents_go_to_the_largest_fractions():
    assert money.split(100, [1, 1, 1]) == [34, 33, 33]
    assert money.split(7_400_000, [2, 1]) == [4_933_333, 2_466_667]


@pytest.mark.parametrize("weights", [[0, 0], [1, -1]])
def test_a_split_without_shares_is_refused(weights):
    with pytest.raises(ValueError):
        money.split(100, weights)


@given(st.integers(min_value=-(10**11), max_value=10**11))
def test_plain_text_reads_back(amount):
    assert money.cents(money.plain(amount)) == amount


@pytest.mark.parametrize("text", ["", "1,000", "1.234", "ten", "1e3", "€5", "٣"])
def test_other_writings_of_money_are_refused(text):
    with pytest.raises(ValueError):
        money.cents(text)


def test_euros_are_written_for_people():
    assert money.euros(7_400_000) == "€74,000"
    assert money.euros(-7_400_050) == "−€74,000.50"


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("20000", 2_000_000),
        ("20.000", 2_000_000),
        ("20,000", 2_000_000),
        ("20 000", 2_000_000),
        ("20.000,00", 2_000_000),
        ("20,000.00", 2_000_000),
        ("€ 20 000", 2_000_000),
        ("20\u202f000,5 €", 2_000_050),
        ("1.234.567,89", 123_456_789),
        ("20,50", 2_050),
        ("20.5", 2_050),
    ],
)
def test_an_amount_is_read_as_people_in_europe_write_it(text: str, cents: int) -> None:
    assert money.as_written(text) == cents


@pytest.mark.parametrize(
    "text", ["", "lots", "0.500", "1234.567", "20.00.000", "20.000.00", "20,000,00", "1.2,3.4", "--1"]
)
def test_an_amount_that_can_be_read_in_two_ways_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount of money; write it like"):
        money.as_written(text)

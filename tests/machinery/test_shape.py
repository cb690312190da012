from datetime import UTC, datetime
from decimal import Decimal

from securit.machinery.shape import Problem, Reader


def problems_of(read, **data):
    reader = Reader.of(data)
    read(reader)
    return reader.problems


def test_money_reads_as_cents():
    assert Reader.of({"grant": "74000.00"}).cents("grant") == 7_400_000


def test_a_text_that_looks_like_a_number_stays_text():
    assert Reader.of({"number": "1.10"}).text("number") == "1.10"


def test_an_instant_is_read_in_utc():
    assert Reader.of({"at": "2022-04-26T17:00:00+02:00"}).instant("at") == datetime(2022, 4, 26, 15, tzinfo=UTC)


def test_an_instant_without_offset_is_a_problem_at_its_place():
    assert problems_of(lambda r: r.instant("at"), at="2022-04-26T17:00:00") == [
        Problem(("at",), "“2022-04-26T17:00:00” does not say its offset from UTC; add one, like +02:00.")
    ]


def test_an_instant_outside_the_calendar_is_a_problem():
    assert problems_of(lambda r: r.instant("at"), at="0001-01-01T00:00:00+14:00") == [
        Problem(("at",), "“0001-01-01T00:00:00+14:00” lies outside the calendar.")
    ]


def test_a_day_that_does_not_exist_is_a_problem():
    assert problems_of(lambda r: r.date("on"), on="2022-02-30") == [
        Problem(("on",), "“2022-02-30” does not exist in the calendar.")
    ]


def test_a_limit_is_stated_with_the_value():
    assert problems_of(lambda r: r.decimal("rate", most=Decimal(1)), rate="1.5") == [
        Problem(("rate",), "1.5 is too large; the most allowed is 1.")
    ]


def test_every_unknown_name_is_a_problem():
    reader = Reader.of({"titel": "x"})
    reader.done()
    assert reader.problems == [Problem(("titel",), "“titel” is not a known name here.")]


def test_problems_of_a_list_carry_their_index():
    reader = Reader.of({"members": [{"grant": "1"}, {"grant": "much"}]})
    assert [member.cents("grant") for member in reader.each("members")] == [100, 0]
    assert reader.problems == [
        Problem(("members", 1, "grant"), "“much” is not an amount of money; write it like 74000.00.")
    ]

"""What staff type or paste before a workshop: the agenda, and the people to invite. No database."""

from __future__ import annotations

import pytest

from securit.stages.challenges.agenda import AgendaLine, UnreadableAgenda, read_agenda, write_agenda
from securit.stages.challenges.answers import MOST_INVITED, Answers, CannotRegister, complete, read_people

KINDS = {"authority": "end user: public authority", "industry": "end user: industry"}


def test_a_line_of_the_agenda_is_time_title_and_speaker() -> None:
    typed = "9:30 | Welcome | Anna Weber, SAFE\n\n10.15 – What hurts\r\nNext steps"
    assert read_agenda(typed) == (
        AgendaLine("Welcome", "09:30", "Anna Weber, SAFE"),
        AgendaLine("What hurts", "10:15"),
        AgendaLine("Next steps"),
    )


@pytest.mark.parametrize(
    "text", ["09:30 | Welcome | Anna | Ben", "- - A dash", "12 things to know", "", "09:30 10:00 x"]
)
def test_an_agenda_written_back_reads_the_same(text: str) -> None:
    read = read_agenda(text)
    assert read_agenda(write_agenda([line.as_stored() for line in read])) == read


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("25:00 | Welcome", "“25:00 | Welcome”: there is no such time."),
        ("09:30 |", "“09:30 |”: the title is missing."),
        ("x" * 201, f"“{'x' * 60} …” is longer than 200 characters."),
        ("line\n" * 61, "At most 60 lines are kept."),
    ],
)
def test_an_agenda_that_cannot_be_read_names_its_line(typed: str, sentence: str) -> None:
    with pytest.raises(UnreadableAgenda) as caught:
        read_agenda(typed)
    assert str(caught.value) == sentence


def test_people_are_read_as_a_spreadsheet_or_a_mail_programme_gives_them() -> None:
    pasted = (
        "Anna Weber\tAnna.Weber@example.org\tCity of Example\tend user: public authority\tde\n"
        "Ben; ben@example.org; Works; industry; FR\n"
        "eva@example.org\n"
        "carl@example.org, Carl\n"
        "Anna again; anna.weber@example.org"
    )
    assert read_people(pasted, KINDS) == [
        Answers("anna.weber@example.org", "Anna Weber", "City of Example", "authority", "DE"),
        Answers("ben@example.org", "Ben", "Works", "industry", "FR"),
        Answers("eva@example.org"),
        Answers("carl@example.org", "Carl"),
    ]


@pytest.mark.parametrize(
    ("pasted", "sentence"),
    [
        ("Anna; anna@example.org\nBen; no address", "Line 2: This is not an e-mail address."),
        ("Anna; a@example.org;;wizard", "Line 1: “wizard” is no kind of participant."),
        ("Anna; a@example.org;;;UK", "Line 1: “UK” is not a country code such as FR."),
        (f"{'n' * 121}; a@example.org", "Line 1: At most 120 characters are kept."),
        ("\n \n", "Nobody is named yet."),
        ("\n".join(f"p{n}@example.org" for n in range(MOST_INVITED + 1)), "At most 300 people are invited at once."),
    ],
)
def test_a_wrong_line_is_named_and_nobody_is_taken(pasted: str, sentence: str) -> None:
    with pytest.raises(CannotRegister) as caught:
        read_people(pasted, KINDS)
    assert (caught.value.field, caught.value.sentence) == ("people", sentence)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Answers("nobody"), "email"),
        (Answers("a@example.org", " ", "", "industry", "FR"), "name"),
        (Answers("a@example.org", "Anna", "", "wizard", "FR"), "comes_as"),
        (Answers("a@example.org", "Anna", "", "industry", "UK"), "country"),
    ],
)
def test_somebody_who_comes_says_who_as_what_and_where_from(said: Answers, field: str) -> None:
    with pytest.raises(CannotRegister) as caught:
        complete(said, KINDS)
    assert caught.value.field == field

"""The content of a results notice, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from securit.stages.selection.results_notice import Counted, Funded, notice_of
from tests.worlds import a_definition

MEMBERS = [
    {"legal_name": "Alpha SAS", "country": "FR", "kind": "sme", "grant_cents": 300},
    {"legal_name": "Ana Person", "country": "LT", "kind": "person", "grant_cents": 200},
]
CONTENT = {
    "number": "N-1",
    "acronym": "ONE",
    "title": "One",
    "domain": "D1",
    "challenge": "1.1",
    "instrument": "prototype",
    "grant_cents": 500,
    "members": MEMBERS,
}


def notice(*, amounts: bool) -> dict[str, object]:
    programme = a_definition()
    programme = replace(programme, profile=replace(programme.profile, amounts_published=amounts))
    return notice_of(
        programme,
        programme.calls[0],
        received=Counted(3, 1500),
        eligible=Counted(2, 1000),
        funded=[Funded(CONTENT, 500, date(2022, 6, 1))],
        published_on=date(2022, 6, 2),
        synthetic=True,
    )


def test_the_notice_holds_recipients_duration_and_date_of_award() -> None:
    (project,) = notice(amounts=True)["projects"]
    assert project == {
        "number": "N-1",
        "acronym": "ONE",
        "title": "One",
        "domain": "D1",
        "challenge": "1.1",
        "instrument": "prototype",
        "duration_months": 12,
        "awarded_on": "2022-06-01",
        "amount_cents": 500,
        "recipients": [
            {"legal_name": "Alpha SAS", "country": "FR", "kind": "sme", "amount_cents": 300},
            {"legal_name": "natural person", "country": "LT", "kind": "person", "amount_cents": 200},
        ],
    }


def test_without_published_amounts_no_amount_of_an_award_stands_in_the_notice() -> None:
    content = notice(amounts=False)
    (project,) = content["projects"]
    assert ("amount_cents" in project, "awarded_cents" in content) == (False, False)
    assert [set(recipient) for recipient in project["recipients"]] == [{"legal_name", "country", "kind"}] * 2

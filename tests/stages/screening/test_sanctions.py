"""The EU sanctions list: what is read of it, who is like whom, and that a person settles it. All names are made up."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from securit.people.public import User
from securit.stages.screening.contracts import Listed, SanctionsFacts, Surroundings
from securit.stages.screening.engines import names_alike
from securit.stages.screening.eu_list import ListedEntry, NotTheList, PublishedList, read_list
from securit.stages.screening.findings import findings
from securit.stages.screening.public import (
    CannotLoadList,
    clear_screening,
    evaluate_screening,
    open_screening,
    settle_check,
)
from securit.stages.screening.sanctions import SANCTIONS
from tests import worlds
from tests.stages.screening.lists import XML, a_sanctions_list
from tests.stages.selection.panel_days import Contest, a_contest, enter
from tests.worlds import AFTER

COLUMNS = (
    "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_SubjectType_ClassificationCode;"
    "Entity_Regulation_Programme;NameAlias_LastName;NameAlias_FirstName;NameAlias_WholeName"
)
CSV = f"""\ufeff{COLUMNS}
09/03/2023;900001;EU.0.01;E;ZZZ;;;Zvarobex Trading House
09/03/2023;900001;EU.0.01;E;ZZZ;;;Zvarobeks
09/03/2023;900001;EU.0.01;E;ZZZ;;;
09/03/2023;900002;;P;;Movannes;Ildrik;
"""
LIST = PublishedList(
    "2023-03-09",
    (
        ListedEntry("EU.0.01", False, "ZZZ", ("Zvarobex Trading House", "Zvarobeks")),
        ListedEntry("no. 900002", True, "", ("Ildrik Movannes",)),
    ),
)


@pytest.mark.parametrize("text", [XML, CSV])
def test_both_published_forms_of_the_list_say_the_same(text: str) -> None:
    assert read_list(text.encode()) == LIST


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"<export/>", "This XML is not the export of the EU list."),
        (b"<export", "The XML of the file is damaged."),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "The file declares a document type"),
        (XML.encode("utf-16"), "The file is no UTF-8 text."),
        (b"a;b\n1;2\n", "The file lacks the columns of the EU list: fileGenerationDate"),
        (XML.replace("2023-03-09", "someday").encode(), "The file does not say on which day it was made."),
        (XML.split("<sanctionEntity", maxsplit=1)[0].encode() + b"</export>", "The file names nobody."),
    ],
)
def test_another_file_is_refused_with_what_is_wrong_with_it(content: bytes, sentence: str) -> None:
    with pytest.raises(NotTheList) as refused:
        read_list(content)
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    ("name", "is_like"),
    [
        ("Zvarobex Trading House GmbH", True),
        ("ZVAROBEX TRADING-HOUSE", True),
        ("Zvarobex Tradinghouse", True),
        ("Trading House of Bremen", False),
        ("Somebody Else SAS", False),
    ],
)
def test_a_slip_another_sign_or_a_legal_form_does_not_hide_a_name(name: str, is_like: bool) -> None:
    known = {"1": "Zvarobex Trading House", "2": "Ildrik Movannes", "3": "Union Lumosk", "4": "House of Arvan"}
    assert ("a" in names_alike({"a": name}, known)) == is_like


@pytest.mark.parametrize(
    ("listed", "result", "severity"),
    [
        (None, "unresolved", "advisory"),
        (SanctionsFacts("2023-03-09", "d", 2), "met", "advisory"),
        (SanctionsFacts("2023-03-09", "d", 2, {"O-A/r1": (Listed("B", "EU.0.01", "", 80),)}), "unresolved", "blocking"),
    ],
)
def test_a_likeness_waits_for_a_person_and_never_rejects(
    listed: SanctionsFacts | None, result: str, severity: str
) -> None:
    owner = {"id": "r1", "name": "B Holding", "kind": "enterprise", "side": "up", "of": "itself"}
    member = {
        "ref": "M",
        "legal_name": "A",
        "country": "FR",
        "kind": "large",
        "grant_cents": 1,
        "organisation": {"ref": "O-A", "register_number": ""},
        "size": {"related": [owner]},
    }
    around = Surroundings(elsewhere={}, alike={}, listed=listed, ceiling_cents=10)
    (finding,) = [f for f in findings({"number": "N", "members": [member]}, (), around) if f.code == SANCTIONS]
    assert (str(finding.result), str(finding.severity)) == (result, severity)
    assert [hit["name"] for hit in finding.evidence["hits"]] == (["B Holding"] if severity == "blocking" else [])


def a_listed_contest() -> Contest:
    """A closed call with one application whose lead has nearly the name of a listed entity."""
    contest = a_contest()
    enter(contest, "LISTED", organisations={0: worlds.an_organisation("FR", legal_name="Zvarobex Trading-House SAS")})
    contest.close()
    return contest


@pytest.mark.django_db
def test_the_office_loads_the_list_and_settles_whoever_is_like_somebody_on_it(client: Client) -> None:
    contest = a_listed_contest()
    (screening,) = open_screening(call=contest.fresh(), actor=contest.handler, at=AFTER)
    worlds.signed_in(client, User.objects.get(pk=contest.handler.user_id))
    page = reverse("screening:sanctions", args=[contest.programme.slug])
    assert "No list is loaded yet" in client.get(page).text
    refused = client.post(page, {"file": SimpleUploadedFile("list.xml", b"<html/>")})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["file"])
    answer = client.post(page, {"file": SimpleUploadedFile("list.xml", XML.encode())}, follow=True)
    assert "with 2 entries is loaded" in answer.text

    screening = evaluate_screening(screening=screening, actor=contest.handler, at=AFTER)
    check = screening.checks.get(code=SANCTIONS)
    assert (check.result, check.blocks, check.evidence["hits"][0]["reference"]) == ("unresolved", True, "EU.0.01")
    check.screening = screening
    settle_check(check=check, result="met", reason="Another register number.", actor=contest.handler, at=AFTER)
    assert clear_screening(screening=screening, actor=contest.handler, at=AFTER).state == "cleared"


@pytest.mark.django_db
def test_an_older_list_never_takes_the_place_of_a_newer_one() -> None:
    programme = worlds.a_programme()

    a_sanctions_list(programme)
    with pytest.raises(CannotLoadList) as refused:
        a_sanctions_list(programme, XML.replace("2023-03-09", "2023-03-08"))
    assert (refused.value.code, a_sanctions_list(programme).names.count()) == ("older", 3)

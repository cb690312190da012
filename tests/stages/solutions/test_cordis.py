"""CORDIS open data: read with its own field names, listed, and a draft begun from it. The sample is made up."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from securit.programmes.public import Programme
from securit.stages.solutions.cordis import NotCordis, read_participations, read_projects
from securit.stages.solutions.models import CordisLoad, Participation, Solution
from securit.stages.solutions.services.draft_from_cordis import draft_from_cordis
from securit.stages.solutions.services.load_cordis import CannotLoadCordis, load_cordis
from tests.worlds import AFTER, a_person, a_programme, signed_in, somebody

PROJECT_HEAD = [
    "id", "acronym", "status", "title", "startDate", "endDate", "totalCost", "ecMaxContribution", "legalBasis",
    "topics", "ecSignatureDate", "frameworkProgramme", "masterCall", "subCall", "fundingScheme", "nature",
    "objective", "contentUpdateDate", "rcn",
]  # fmt: skip
ORGANISATION_HEAD = [
    "projectID", "projectAcronym", "organisationID", "vatNumber", "name", "shortName", "SME", "activityType",
    "street", "postCode", "city", "country", "nutsCode", "geolocation", "organizationURL", "contactForm",
    "contentUpdateDate", "rcn", "order", "role", "ecContribution", "netEcContribution", "totalCost",
    "endOfParticipation", "active",
]  # fmt: skip


def published(head: list[str], *rows: dict[str, str]) -> str:
    """A file as CORDIS writes it: semicolons, every cell in quotation marks."""
    lines = [";".join(head), *(";".join(f'"{row.get(name, "")}"' for name in head) for row in rows)]
    return "\n".join(lines) + "\n"


PROJECTS = published(
    PROJECT_HEAD,
    {
        "id": "100001",
        "acronym": "INVENTED",
        "title": "A watch that was made up; for tests",
        "endDate": "2020-04-30",
        "topics": "SEC-10-FCT-2017",
        "frameworkProgramme": "H2020",
        "objective": "It watches over things that do not exist, and says so.",
    },
)
ORGANISATIONS = published(
    ORGANISATION_HEAD,
    {
        "projectID": "100001",
        "organisationID": "999999901",
        "vatNumber": "EL123456789",
        "name": "MADE UP SENSORS IKE",
        "SME": "true",
        "activityType": "PRC",
        "city": "Volos",
        "country": "EL",
        "organizationURL": "https://made-up.example",
        "role": "coordinator",
    },
    {"projectID": "100001", "name": "UNIVERSITY OF NOWHERE", "SME": "false", "activityType": "HES", "country": "FR"},
    {"projectID": "777777", "name": "SOMEBODY ELSE", "SME": "true", "activityType": "PRC", "country": "DE"},
)
OFFICE = "/p/alpha/solutions/office/cordis/"
LIST_QUERIES = 8


def files(projects: str = PROJECTS, organisations: str = ORGANISATIONS) -> dict[str, Any]:
    return {
        "projects": SimpleUploadedFile("project.csv", projects.encode("utf-8-sig")),
        "organisations": SimpleUploadedFile("organization.csv", organisations.encode("utf-8-sig")),
    }


def loaded(programme: Programme) -> CordisLoad:
    return load_cordis(programme=programme, actor=somebody(programme, "partner_staff"), at=AFTER, **files())


def test_the_fields_keep_the_names_that_cordis_gives_them() -> None:
    (project,) = read_projects(PROJECTS.encode())
    first = read_participations(ORGANISATIONS.encode())[0]

    assert (project.id, project.title, project.frameworkProgramme) == (
        "100001",
        "A watch that was made up; for tests",
        "H2020",
    )
    assert (first.projectID, first.organisationID, first.is_sme) == ("100001", "999999901", True)


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"\x00\x01\x02binary"])
def test_another_file_is_refused_with_what_is_missing(content: bytes) -> None:
    with pytest.raises(NotCordis):
        read_projects(content)


@pytest.mark.django_db
def test_participations_of_the_projects_are_kept_and_a_later_load_replaces_them() -> None:
    programme = a_programme()
    loaded(programme)
    again = loaded(programme)
    rows = Participation.objects.in_programme(programme).order_by("id")

    assert list(rows.values_list("name", "country", "sme")) == [
        ("MADE UP SENSORS IKE", "GR", True),
        ("UNIVERSITY OF NOWHERE", "FR", False),
    ]
    assert {row.load for row in rows} == {again}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"projects": "a;b\n"}, "projects"),
        ({"organisations": "a;b\n"}, "organisations"),
        ({"organisations": ORGANISATIONS.replace("100001", "5")}, "organisations"),
    ],
)
def test_files_that_do_not_fit_are_refused_at_their_field(texts: dict[str, str], field: str) -> None:
    programme = a_programme()
    with pytest.raises(CannotLoadCordis) as caught:
        load_cordis(programme=programme, actor=somebody(programme, "partner_staff"), at=AFTER, **files(**texts))

    assert caught.value.field == field


@pytest.mark.django_db
def test_a_draft_names_its_project_and_its_source() -> None:
    programme = a_programme()
    loaded(programme)
    row = Participation.objects.in_programme(programme).select_related("programme").get(sme=True)
    made = draft_from_cordis(participation=row, actor=somebody(programme, "partner_staff"), at=AFTER)

    assert made.title == "INVENTED: A watch that was made up; for tests"
    assert (made.country, made.pic, made.provider_kind, made.origin) == ("GR", "999999901", "sme", "cordis")
    assert made.source_url == "https://cordis.europa.eu/project/id/100001"
    assert made.state == "drafted"


@pytest.mark.django_db
def test_a_scout_loads_looks_and_drafts(client: Client, django_assert_num_queries: Any) -> None:
    programme = a_programme()
    signed_in(client, a_person(roles={programme: ["partner_staff"]}))
    empty = client.get(OFFICE).content.decode()
    wrong = client.post(f"{OFFICE}load/", files(projects="a;b\n"))
    done = client.post(f"{OFFICE}load/", files())
    client.get(OFFICE)
    with django_assert_num_queries(LIST_QUERIES):
        smes = client.get(OFFICE).content.decode()
    everybody = client.get(f"{OFFICE}?all=yes&q=nowhere").content.decode()
    row = Participation.objects.in_programme(programme).get(sme=True)
    drafts = [client.post(f"{OFFICE}draft/", {"participation": row.ref, "intent": "d" * 20}) for _ in range(2)]
    unknown = client.post(f"{OFFICE}draft/", {"participation": "0000000000"})

    assert "No participation fits" in empty
    assert [answer.status_code for answer in (wrong, done, *drafts, unknown)] == [422, 302, 302, 302, 404]
    assert ("MADE UP SENSORS" in smes, "NOWHERE" in smes, "NOWHERE" in everybody) == (True, False, True)
    assert 'href="https://cordis.europa.eu/project/id/100001"' in smes
    assert Solution.objects.in_programme(programme).count() == 1

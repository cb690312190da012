"""CORDIS open data as CORDIS publishes it: ``project.csv`` and ``organization.csv``, read with their own field names.

Nothing is fetched: a scout brings the two files (semicolons, UTF-8, quoted), whole or cut to what they need.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from securit.machinery.tabular.csv_rows import decoded
from securit.stages.solutions.models import MOST

MOST_PROJECTS = 20_000
MOST_PARTICIPATIONS = 100_000
PROJECT_FIELDS = ("id", "acronym", "title", "startDate", "endDate", "frameworkProgramme", "topics", "objective")
ORGANISATION_FIELDS = (
    "projectID", "organisationID", "vatNumber", "name", "shortName", "SME", "activityType", "city", "country",
    "organizationURL", "role",
)  # fmt: skip
PROJECT_PAGE = "https://cordis.europa.eu/project/id/{id}"
_YES = {"true", "yes", "1", "y"}


class NotCordis(ValueError):
    """The file is not what CORDIS publishes under that name; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class CordisProject:
    """A project, its fields under the names that CORDIS gives them."""

    id: str
    acronym: str
    title: str
    startDate: str  # noqa: N815 - as CORDIS publishes it
    endDate: str  # noqa: N815
    frameworkProgramme: str  # noqa: N815
    topics: str
    objective: str


@dataclass(frozen=True, slots=True)
class CordisParticipation:
    """An organisation in a project, its fields under the names that CORDIS gives them."""

    projectID: str  # noqa: N815
    organisationID: str  # noqa: N815
    vatNumber: str  # noqa: N815
    name: str
    shortName: str  # noqa: N815
    SME: str
    activityType: str  # noqa: N815
    city: str
    country: str
    organizationURL: str  # noqa: N815
    role: str

    @property
    def is_sme(self) -> bool:
        """Whether CORDIS has it as a small or medium-sized enterprise."""
        return self.SME.strip().casefold() in _YES


def read_projects(content: bytes) -> list[CordisProject]:
    """The projects of ``project.csv``. Raises :class:`NotCordis`."""
    rows = _records(content, PROJECT_FIELDS, "project.csv", MOST_PROJECTS)
    return [CordisProject(**row) for row in rows if row["id"].isdecimal()]


def read_participations(content: bytes) -> list[CordisParticipation]:
    """The participations of ``organization.csv``. Raises :class:`NotCordis`."""
    rows = _records(content, ORGANISATION_FIELDS, "organization.csv", MOST_PARTICIPATIONS)
    return [CordisParticipation(**row) for row in rows if row["projectID"].isdecimal() and row["name"]]


def statements_from(project: CordisProject, organisation: CordisParticipation) -> dict[str, str]:
    """What a solution drafted from the two begins with; the scout mends it. Countries and addresses as they stand."""
    page = PROJECT_PAGE.format(id=project.id)
    pic = organisation.organisationID
    return {
        "title": (f"{project.acronym}: {project.title}" if project.acronym else project.title)[: MOST["title"]],
        "summary": project.objective[: MOST["summary"]],
        "provider_name": organisation.name[: MOST["provider_name"]],
        "provider_kind": "sme" if organisation.is_sme else organisation.activityType.casefold(),
        "country": organisation.country,
        "vat_number": organisation.vatNumber[:20],
        "pic": pic if len(pic) == 9 and pic.isdecimal() else "",
        "website": organisation.organizationURL,
        "evidence": f"{project.frameworkProgramme or 'CORDIS'} {project.acronym} {page}",
        "source_url": page,
    }


def _records(content: bytes, fields: tuple[str, ...], name: str, most: int) -> Iterator[Mapping[str, str]]:
    try:
        text = decoded(content)
    except ValueError as error:
        raise NotCordis(_("“%(name)s” cannot be read: %(why)s") % {"name": name, "why": error}) from error
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") >= head.count(",") else ",")
    missing = [field for field in fields if field not in (reader.fieldnames or ())]
    if missing:
        raise NotCordis(
            _("This is not “%(name)s” of CORDIS: it has no column %(missing)s.")
            % {"name": name, "missing": ", ".join(missing)}
        )
    found: list[Mapping[str, str]] = []
    for row in reader:
        if len(found) == most:
            raise NotCordis(_("“%(name)s” has more than %(most)d rows; cut it.") % {"name": name, "most": most})
        found.append({field: (row[field] or "").strip() for field in fields})
    return iter(found)

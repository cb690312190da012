"""The office's list of what was submitted to a call: filtered, sorted, and exported exactly as shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.machinery.tabular.columns import Column
from securit.stages.applications.readers import barred_for
from securit.stages.applications.selectors import counting_versions
from securit.stages.calls.public import Call

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One submitted application, as its counting version says."""

    ref: str
    number: str
    acronym: str
    title: str
    domain: str
    challenge: str
    instrument: str
    countries: tuple[str, ...]
    members: int
    cost_cents: int
    grant_cents: int
    arrived_at: datetime
    synthetic: bool

    @property
    def name(self) -> str:
        """Acronym and title."""
        return f"{self.acronym} – {self.title}" if self.acronym else self.title


_COLUMNS = (
    "listed__countries",
    "application__ref",
    "application__number",
    "listed__acronym",
    "listed__title",
    "listed__domain",
    "listed__challenge",
    "listed__instrument",
    "listed__members",
    "listed__cost_cents",
    "listed__grant_cents",
    "arrived_at",
    "application__synthetic",
)
_SORTS: dict[str, Callable[[Line], Any]] = {
    "number": lambda line: line.number,
    "name": lambda line: line.name.casefold(),
    "domain": lambda line: (line.domain, line.challenge),
    "instrument": lambda line: line.instrument,
    "grant": lambda line: line.grant_cents,
    "arrived": lambda line: line.arrived_at,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters and order of the list; ``sort`` begins with a minus for the other direction."""

    domain: str = ""
    instrument: str = ""
    country: str = ""
    sort: str = "number"

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Wanted:
        """From the address; an unknown order is the order of the numbers."""
        sort = query.get("sort", "number")
        known = sort if sort.removeprefix("-") in _SORTS else "number"
        return cls(query.get("domain", ""), query.get("instrument", ""), query.get("country", ""), known)

    def query(self) -> dict[str, str]:
        """The address that gives the same list."""
        pairs = {"domain": self.domain, "instrument": self.instrument, "country": self.country, "sort": self.sort}
        return {name: value for name, value in pairs.items() if value and (name, value) != ("sort", "number")}


def lines_of(call: Call, actor: Actor) -> list[Line]:
    """Every submitted application of the call that the person has no conflict with, by number. Two queries."""
    versions = counting_versions(call).exclude(application__in=barred_for(actor.user_id))
    return [_line(*values) for values in versions.values_list(*_COLUMNS)]


def chosen(lines: list[Line], wanted: Wanted) -> list[Line]:
    """The lines that pass the filters, in the order asked for; equal ones by number."""
    kept = [
        line
        for line in lines
        if wanted.domain in ("", line.domain)
        and wanted.instrument in ("", line.instrument)
        and (not wanted.country or wanted.country in line.countries)
    ]
    kept.sort(key=lambda line: line.number)
    kept.sort(key=_SORTS[wanted.sort.removeprefix("-")], reverse=wanted.sort.startswith("-"))
    return kept


def columns() -> list[Column]:
    """The columns of the export."""
    return [
        Column("number", _("Number")),
        Column("acronym", _("Acronym")),
        Column("title", _("Title")),
        Column("domain", _("Domain")),
        Column("challenge", _("Challenge")),
        Column("instrument", _("Kind of support")),
        Column("countries", _("Countries")),
        Column("members", _("Members"), "whole"),
        Column("cost", _("Cost"), "money"),
        Column("grant", _("Grant asked for"), "money"),
        Column("arrived_at", _("Arrived"), "moment"),
        Column("synthetic", _("Synthetic")),
    ]


def export_row(line: Line) -> dict[str, object]:
    """One line as the export writes it."""
    return {
        "number": line.number,
        "acronym": line.acronym,
        "title": line.title,
        "domain": line.domain,
        "challenge": line.challenge,
        "instrument": line.instrument,
        "countries": " ".join(line.countries),
        "members": line.members,
        "cost": line.cost_cents,
        "grant": line.grant_cents,
        "arrived_at": line.arrived_at,
        "synthetic": _("yes") if line.synthetic else _("no"),
    }


def _line(countries: str, *values: Any) -> Line:
    ref, number, acronym, title, domain, challenge, instrument, members, cost, grant, arrived_at, synthetic = values
    return Line(
        ref=ref,
        number=number,
        acronym=acronym,
        title=title,
        domain=domain,
        challenge=challenge,
        instrument=instrument,
        countries=tuple(countries.split()),
        members=members,
        cost_cents=cost,
        grant_cents=grant,
        arrived_at=arrived_at,
        synthetic=synthetic,
    )

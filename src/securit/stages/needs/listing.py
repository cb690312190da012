"""The office's list of needs: filtered, sorted, exported exactly as shown; a line holds what its reader may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.machinery.tabular.columns import Column
from securit.programmes.public import Programme
from securit.stages.needs.contracts import OwnerKind, Reader, Tlp, Urgency
from securit.stages.needs.disclosure import domains_in, shown_to
from securit.stages.needs.models import Need
from securit.stages.needs.policy import reader_of
from securit.stages.needs.selectors import visible_needs
from securit.stages.needs.wording import title_in

PAGE_SIZE = 50
MOST_CHARACTERS = 200
_URGENCIES = list(Urgency.values)
_SEARCHED = ("title", "situation", "gap", "consequence", "owner_name", "current_solution", "scale")


@dataclass(frozen=True, slots=True)
class Line:
    """One need as this reader may see it; ``shown`` has the fields, the rest is about how it is handled."""

    ref: str
    state: str
    state_label: str
    state_tone: str
    tlp: str
    reader: Reader
    shown: Mapping[str, Any]
    theme: str
    host: str
    created_at: datetime
    synthetic: bool

    def value(self, field: str) -> str:
        """The field as text, empty where it is not shown."""
        return str(self.shown.get(field, "") or "")

    @property
    def domains(self) -> tuple[str, ...]:
        """The codes of the domains that are shown, the main one first."""
        return domains_in(self.shown)

    @property
    def title(self) -> str:
        """The title, or a word that says it is not open to the reader."""
        return title_in(self.shown)


_SORTS: dict[str, Callable[[Line], Any]] = {
    "created": lambda line: line.created_at,
    "title": lambda line: line.value("title").casefold(),
    "domain": lambda line: line.value("domain"),
    "kind": lambda line: line.value("owner_kind"),
    "country": lambda line: line.value("owner_country"),
    "urgency": lambda line: _URGENCIES.index(line.value("urgency")) if line.value("urgency") else len(_URGENCIES),
    "state": lambda line: line.state,
}
FILTERS = ("domain", "kind", "country", "state", "urgency", "theme")
_FIELD = {"kind": "owner_kind", "country": "owner_country", "urgency": "urgency"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters, words and order of the list; ``sort`` begins with a minus for the other direction."""

    domain: str = ""
    kind: str = ""
    country: str = ""
    state: str = ""
    urgency: str = ""
    theme: str = ""
    text: str = ""
    sort: str = "-created"

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Wanted:
        """From the address; an unknown order is the newest first."""
        sort = query.get("sort", "-created")
        known = sort if sort.removeprefix("-") in _SORTS else "-created"
        chosen = {name: query.get(name, "")[:MOST_CHARACTERS] for name in (*FILTERS, "text")}
        return cls(**chosen, sort=known)

    def query(self) -> dict[str, str]:
        """The address that gives the same list."""
        pairs = {name: getattr(self, name) for name in (*FILTERS, "text", "sort")}
        return {name: value for name, value in pairs.items() if value and (name, value) != ("sort", "-created")}


def lines_of(programme: Programme, actor: Actor) -> list[Line]:
    """Every need the actor may read something of, as far as they may read it. One query."""
    return [line_of(need, actor) for need in visible_needs(programme, actor)]


def line_of(need: Need, actor: Actor) -> Line:
    """One need as this actor may see it."""
    reader = reader_of(actor, need.facts())
    return Line(
        ref=need.ref,
        state=need.state,
        state_label=need.state_label,
        state_tone=need.state_tone,
        tlp=need.tlp,
        reader=reader,
        shown=shown_to(need, reader),
        theme=need.theme.title if need.theme else "",
        host=need.host.code,
        created_at=need.created_at,
        synthetic=need.synthetic,
    )


def chosen(lines: list[Line], wanted: Wanted) -> list[Line]:
    """The lines that pass the filters, in the order asked for; equal ones newest first, then by ref."""
    words = wanted.text.casefold().split()
    kept = [line for line in lines if _passes(line, wanted) and _speaks_of(line, words)]
    kept.sort(key=lambda line: line.ref)
    kept.sort(key=lambda line: line.created_at, reverse=True)
    kept.sort(key=_SORTS[wanted.sort.removeprefix("-")], reverse=wanted.sort.startswith("-"))
    return kept


def columns() -> list[Column]:
    """The columns of the export."""
    return [
        Column("ref", _("Reference")),
        Column("title", _("Need")),
        Column("domain", _("Domain")),
        Column("further_domains", _("Further domains")),
        Column("urgency", _("Urgency")),
        Column("owner_name", _("Organisation")),
        Column("owner_kind", _("Kind of organisation")),
        Column("owner_country", _("Country")),
        Column("situation", _("What happens today")),
        Column("gap", _("What is missing")),
        Column("consequence", _("What follows from it")),
        Column("scale", _("Scale")),
        Column("comparable_sites", _("Comparable sites"), "whole"),
        Column("current_solution", _("Present solution")),
        Column("procurement", _("Procurement")),
        Column("would_pilot", _("Would pilot")),
        Column("would_buy", _("Would buy")),
        Column("theme", _("Theme")),
        Column("state", _("State")),
        Column("tlp", _("TLP")),
        Column("host", _("Taken in by")),
        Column("created_at", _("Told"), "moment"),
        Column("synthetic", _("Synthetic")),
    ]


def export_row(line: Line) -> dict[str, object]:
    """One line as the export writes it: only what the reader may see."""
    texts = {column.name: line.value(column.name) for column in columns() if column.name in line.shown}
    empty = {column.name: None if column.kind == "whole" else "" for column in columns()}
    return {
        **empty,
        **texts,
        "ref": line.ref,
        "further_domains": "; ".join(line.shown.get("further_domains", ())),
        "comparable_sites": line.shown.get("comparable_sites"),
        "urgency": line.value("urgency"),
        "theme": line.theme,
        "state": line.state_label,
        "tlp": f"TLP:{line.tlp.upper()}",
        "host": line.host,
        "created_at": line.created_at,
        "synthetic": _("yes") if line.synthetic else _("no"),
    }


def short_urgency(code: str) -> str:
    """The first word of an urgency's label."""
    return str(Urgency(code).label).partition(":")[0] if code in Urgency.values else ""


def short_kind(code: str) -> str:
    """The label of a kind of organisation; empty where it is not shown."""
    return str(OwnerKind(code).label) if code in OwnerKind.values else ""


def short_tlp(code: str) -> str:
    """``TLP:AMBER``."""
    return f"TLP:{Tlp(code).value.upper()}"


def _passes(line: Line, wanted: Wanted) -> bool:
    by_field = all(getattr(wanted, name) in ("", line.value(field)) for name, field in _FIELD.items())
    by_field = by_field and (not wanted.domain or wanted.domain in line.domains)
    return by_field and wanted.state in ("", line.state) and wanted.theme in ("", line.theme)


def _speaks_of(line: Line, words: list[str]) -> bool:
    """Every word occurs in what the reader may see."""
    if not words:
        return True
    text = " ".join([*(line.value(field) for field in _SEARCHED), line.ref, line.theme]).casefold()
    return all(word in text for word in words)

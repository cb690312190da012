"""What the SME definition says about a member by what was stated, as data and as the tables that show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from securit.kit.tables import Column, Row, Table
from securit.machinery.rules.enterprise_size import case_in, explained, open_questions, size_of
from securit.stages.applications.models import Member

#: The kinds of organisation whose size is asked: companies.
COMPANIES = ("sme", "large")


def size_explained(member: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """The explanation for a member of canonical content, under the ceilings that count on that day.

    Where nothing was stated, the figures on the organisation's record stand for the newest period.
    """
    stated = member.get("size") or _of_record(member["organisation"])
    finding = size_of(case_in(stated, member["legal_name"]), on=on)
    return explained(finding, questions=open_questions(stated))


def member_explained(member: Member, *, on: date) -> dict[str, Any]:
    """The same for a member of the draft."""
    content = {"size": stated_of(member), "legal_name": member.organisation.legal_name, "organisation": {}}
    return size_explained(content, on=on)


def stated_of(member: Member) -> dict[str, Any]:
    """What was stated for a member of the draft, or what the record of its organisation says."""
    figures = {key: getattr(member.organisation, key) for key in ("headcount", "turnover_cents", "balance_cents")}
    return member.size or _of_record(figures)


def _of_record(organisation: Mapping[str, Any]) -> dict[str, Any]:
    figures = {key: organisation.get(key) for key in ("headcount", "turnover_cents", "balance_cents")}
    return {"figures": [figures]} if any(value is not None for value in figures.values()) else {}


def size_tables(explanation: Mapping[str, Any]) -> list[Table]:
    """Who counts with which share, and the sums of the periods; a table without rows is left out."""
    figures = (_("Headcount"), _("Turnover"), _("Balance sheet"))
    described = [
        (_("Who counts"), (_("Enterprise"), _("How it stands"), _("Counts with"), *figures), explanation["counted"]),
        (_("Together"), (_("Period"), *figures, _("That would be")), explanation["totals"]),
    ]
    return [_table(*one, figures) for one in described if one[2]]


def _table(caption: str, labels: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[str]) -> Table:
    columns = tuple(Column(label, numeric=label in numeric) for label in labels)
    return Table(caption, columns, tuple(Row(tuple(row)) for row in rows))

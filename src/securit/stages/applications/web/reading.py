"""A submitted version as people read it: questions with their answers, the budget as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from securit import money
from securit.kit.tables import Column, Row, Table
from securit.machinery.forms import Field, FieldType, shown
from securit.stages.applications.content import form_of
from securit.stages.calls.public import Call


@dataclass(frozen=True)
class Answer:
    """One question and what was answered; ``sha256`` when the answer is a file."""

    label: str
    text: str
    sha256: str = ""
    long: bool = False


@dataclass(frozen=True)
class SectionShown:
    """A section of the form with its answers."""

    title: str
    answers: list[Answer]


def answers_shown(call: Call, content: Mapping[str, Any]) -> list[SectionShown]:
    """The sections in the order of the form; questions that were not shown are left out."""
    form, given = form_of(call), content["answers"]
    names = {member["ref"]: member["legal_name"] for member in content["members"]}
    visible = {field.code for field in form.visible_fields(given)}
    return [
        SectionShown(
            section.title,
            [
                answer
                for field in section.fields
                if field.code in visible
                for answer in _answers(field, given.get(field.code), names)
            ],
        )
        for section in form.sections
    ]


def _answers(field: Field, value: Any, names: Mapping[str, str]) -> list[Answer]:
    if not field.per_member:
        return [_answer(field, field.label, value)]
    given = value if isinstance(value, Mapping) else {}
    return [_answer(field, f"{field.label} – {name}", given.get(ref)) for ref, name in names.items()]


def _answer(field: Field, label: str, value: Any) -> Answer:
    sha256 = value["sha256"] if field.type is FieldType.FILE and isinstance(value, Mapping) else ""
    return Answer(label, shown(field, value), sha256, field.type is FieldType.LONG_TEXT)


def budget_table(content: Mapping[str, Any]) -> Table:
    """The members with country, role, cost and grant, and the sum."""
    rows = [
        Row(
            (
                member["legal_name"],
                member["country"],
                _("lead") if member["role"] == "lead" else _("member"),
                money.euros(member["cost_cents"]),
                money.euros(member["grant_cents"]),
                member["signed_off_by"] or _("no"),
            )
        )
        for member in content["members"]
    ]
    total = ("", "", money.euros(content["cost_cents"]), money.euros(content["grant_cents"]), "")
    return Table(
        caption=_("Team and budget"),
        columns=(
            Column(_("Organisation")),
            Column(_("Country")),
            Column(_("Role")),
            Column(_("Cost"), numeric=True),
            Column(_("Grant"), numeric=True),
            Column(_("Signed off by")),
        ),
        rows=tuple(rows),
        total=Row((_("Sum"), *total)),
    )

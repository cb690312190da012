"""A submitted version as people read it: in short, question by question, and the team with its budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from securit import money
from securit.kit.tables import Column, Row, Table
from securit.machinery.forms import ROWS, Field, FieldType, periods, rows_in, shown, shown_cells, totals
from securit.machinery.forms.rows_input import column_label
from securit.stages.applications.content import form_of
from securit.stages.applications.models import ApplicationVersion

#: Types of answers by which a person is reached.
CONTACTS = frozenset({FieldType.EMAIL})


@dataclass(frozen=True, slots=True)
class Answer:
    """One question and what was answered; ``url`` where the answer is a file, ``table`` where it is rows.

    ``periods`` are the pieces of work of a plan that lasts ``months``: name, first and last month.
    """

    label: str
    text: str
    url: str = ""
    table: Table | None = None
    periods: tuple[tuple[str, int, int], ...] = ()
    months: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the form with its answers."""

    title: str
    answers: tuple[Answer, ...]


def parts_of(version: ApplicationVersion, *, with_contacts: bool) -> list[Part]:
    """The sections in the order of the form; questions that were not asked are left out.

    Without contacts, how the applicants are reached is left out too: evaluators judge the work and write to nobody.
    """
    form, given = form_of(version.application.call), version.content["answers"]
    visible = {field.code for field in form.visible_fields(given)}
    return [
        Part(
            section.title,
            tuple(
                answer
                for field in section.fields
                if field.code in visible and (with_contacts or field.type not in CONTACTS)
                for answer in _answers(version, field, given.get(field.code))
            ),
        )
        for section in form.sections
    ]


def facts_of(version: ApplicationVersion) -> list[tuple[str, str]]:
    """The application in short."""
    call, content = version.application.call, version.content
    domains = {domain.code: domain.title for domain in call.programme.terms.domains}
    challenges = {challenge.number: challenge.title for challenge in call.programme.terms.challenges}
    instruments = {instrument.code: instrument.title for instrument in call.terms.instruments}
    facts = [
        (_("Kind of support"), instruments.get(content["instrument"], "")),
        (_("Domain"), domains.get(content["domain"], "")),
        (_("Challenge"), f"{content['challenge']} {challenges.get(content['challenge'], '')}".strip()),
        (_("Cost"), money.euros(content["cost_cents"])),
        (_("Grant asked for"), money.euros(content["grant_cents"])),
    ]
    return [(term, value) for term, value in facts if value]


def team_table(version: ApplicationVersion) -> Table:
    """The members with country, role, cost and grant, and the sum: what an evaluator needs."""
    content = version.content
    columns = (
        Column(_("Organisation")),
        Column(_("Country")),
        Column(_("Role")),
        Column(_("Cost"), numeric=True),
        Column(_("Grant"), numeric=True),
    )
    total = Row((_("Sum"), "", "", money.euros(content["cost_cents"]), money.euros(content["grant_cents"])))
    rows = tuple(Row(_cells(member)) for member in content["members"])
    return Table(caption=_("Team and budget"), columns=columns, rows=rows, total=total)


def team_table_with_sign_offs(version: ApplicationVersion) -> Table:
    """The same with the person who signed off for each member, for the office."""
    plain = team_table(version)
    signed = [member["signed_off_by"] or _("no") for member in version.content["members"]]
    rows = tuple(Row((*row.cells, name)) for row, name in zip(plain.rows, signed, strict=True))
    total = Row((*plain.total.cells, "")) if plain.total else None
    columns = (*plain.columns, Column(_("Signed off by")))
    return Table(caption=plain.caption, columns=columns, rows=rows, total=total)


def _cells(member: Mapping[str, Any]) -> tuple[object, ...]:
    return (
        member["legal_name"],
        member["country"],
        _("lead") if member["role"] == "lead" else _("member"),
        money.euros(member["cost_cents"]),
        money.euros(member["grant_cents"]),
    )


def _answers(version: ApplicationVersion, field: Field, value: Any) -> Iterator[Answer]:
    if not field.per_member:
        yield _answer(version, field, field.label, value)
        return
    given = value if isinstance(value, Mapping) else {}
    for member in version.content["members"]:
        yield _answer(version, field, f"{field.label} – {member['legal_name']}", given.get(member["ref"]))


def _answer(version: ApplicationVersion, field: Field, label: str, value: Any) -> Answer:
    if field.type in ROWS:
        return _rows(version, field, label, value)
    if field.type is not FieldType.FILE or not isinstance(value, Mapping):
        return Answer(label, shown(field, value))
    application = version.application
    place = [application.call.programme.slug, application.ref, value["sha256"]]
    return Answer(label, shown(field, value), reverse("applications:file", args=place))


def _rows(version: ApplicationVersion, field: Field, label: str, value: Any) -> Answer:
    names = {member["ref"]: member["legal_name"] for member in version.content["members"]}
    answer = Answer(label, shown(field, value, names), months=field.limits.months or 0)
    if not rows_in(value):
        return answer
    table = rows_table(field, label, value, names)
    return replace(answer, table=table, periods=tuple(periods(field, value)) if answer.months else ())


def rows_table(field: Field, label: str, value: Any, names: Mapping[str, str]) -> Table:
    """The rows of an answer, each named by its first cell, with their sums."""
    columns = field.row_columns
    numeric = (FieldType.WHOLE_NUMBER, FieldType.MONEY)
    heads = tuple(Column(column_label(field, column), numeric=column.type in numeric) for column in columns)
    rows = tuple(Row(tuple(shown_cells(field, row, names))) for row in rows_in(value))
    sums = totals(field, value)
    first, *others = (shown(column, sums[column.code]) if column.code in sums else "" for column in columns)
    total = Row((f"{_('Sum')} {first}".strip(), *others)) if sums else None
    return Table(caption=label, columns=heads, rows=rows, total=total)

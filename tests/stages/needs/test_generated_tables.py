"""Generated notes of workshops, right and wrong: what is accepted is exactly what was valid."""

from __future__ import annotations

import io

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from securit.machinery.tabular.imports import guess_mapping, judge
from securit.machinery.tabular.incoming.services.take_rows import take_rows
from securit.machinery.tabular.reading import read_table
from securit.programmes.public import Programme
from securit.stages.needs.importing import INTAKE, spec_for
from securit.stages.needs.models import Need
from securit.stages.needs.reading import read_need
from tests.machinery.tabular.generated import COUNTRIES, GOOD_AND_BAD_COUNTRIES, NAMES, TITLES, Generated, tables
from tests.machinery.tabular.tables import an_incoming_table
from tests.stages.needs.situations import staff_at
from tests.worlds import BEFORE, a_programme

DOMAINS = {"D1": "Safe streets", "D2": "Calm crises"}
COLUMNS = {
    "title": ("Need", [text for text in TITLES if text], ["", "x" * 161, "TOP SECRET plans"]),
    "situation": ("What happens", ["They stop."], ["", "y" * 4_001, "NATO SECRET"]),
    "owner_name": ("Organisation", [text for text in NAMES if text], [""]),
    "owner_kind": ("Kind", ["public", "Behörde", "end_user_industry", "KRITIS"], ["", "wizard", "publicc"]),
    "owner_country": ("Country", *GOOD_AND_BAD_COUNTRIES),
    "domain": ("Domain", ["D1", "d2", "Safe streets; D2"], ["", "D9", "D1; D9"]),
    "urgency": ("Urgency", ["high", "hoch", "LOW"], ["", "yesterday"]),
    "comparable_sites": ("Sites", ["", "12", "1 200", "1.200"], ["-1", "many", "1000001", "1.5"]),
    "procurement_on": ("Date of purchase", ["", "2026-04-26", "26.4.2026"], ["26.13.2026", "soon", "2026-02-30"]),
    "contact_email": ("E-mail", ["", "a@b.example"], ["a@", "nobody"]),
    "tlp": ("TLP", ["", "TLP:RED", "amber", "White"], ["violet", "TLP:"]),
}  # fmt: skip


def new_rows(table: Generated) -> list[int]:
    return table.expected("title", "owner_name", "owner_country")


@given(tables(COLUMNS))
@settings(max_examples=60)
def test_what_is_accepted_is_exactly_what_was_valid(table: Generated) -> None:
    spec = spec_for(DOMAINS)
    read = read_table(io.BytesIO(table.content), "t.csv")
    seen = judge(spec, read, guess_mapping(spec, read.columns), {})

    assert [row.number for row in seen.rows if row.status != "faulty"] == [
        number for number, row in enumerate(table.rows, start=2) if row.is_valid
    ]
    assert [row.number for row in seen.of("new")] == new_rows(table)
    for row in seen.of("new"):
        need, _wrong = read_need(row.texts, DOMAINS)
        cells = table.rows[row.number - 2].texts
        assert need is not None
        assert (need.statement.title, need.statement.owner_country) == (
            cells["title"],
            COUNTRIES[cells["owner_country"]],
        )


@pytest.mark.django_db
@given(table=tables(COLUMNS))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_stored_is_exactly_what_was_valid(table: Generated, at_desk: Programme) -> None:
    with transaction.atomic():
        actor = staff_at(at_desk)
        record = an_incoming_table(INTAKE, at_desk, table.content, actor=actor, at=BEFORE)
        numbers = new_rows(table)
        if numbers:
            take_rows(intake=INTAKE, record=record, numbers=numbers, confirmed=True, actor=actor, at=BEFORE)
        titles = list(Need.objects.in_programme(at_desk).order_by("id").values_list("title", flat=True))
        transaction.set_rollback(True)
    assert titles == [table.rows[number - 2].texts["title"] for number in numbers]


@pytest.fixture
def at_desk(db: None) -> Programme:
    return a_programme()

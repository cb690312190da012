"""Generated tables of solutions, right and wrong: what is accepted is exactly what was valid."""

from __future__ import annotations

import io

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from securit.machinery.tabular.imports import guess_mapping, judge
from securit.machinery.tabular.incoming.services.take_rows import take_rows
from securit.machinery.tabular.reading import read_table
from securit.programmes.public import Programme
from securit.stages.solutions.importing import INTAKE, spec_for
from securit.stages.solutions.models import Solution
from securit.stages.solutions.stating import read_statements
from tests.machinery.tabular.generated import COUNTRIES, GOOD_AND_BAD_COUNTRIES, NAMES, TITLES, Generated, tables
from tests.machinery.tabular.tables import an_incoming_table
from tests.worlds import BEFORE, a_programme, somebody

DOMAINS = {"D1": "Safe streets", "D2": "Calm crises"}
COLUMNS = {
    "title": ("Product", [text for text in TITLES if text], ["", "x" * 201]),
    "provider_name": ("Company", [text for text in NAMES if text], [""]),
    "country": ("Country", *GOOD_AND_BAD_COUNTRIES),
    "trl": ("TRL", ["", "7", "TRL 6", "6/9", "5,0"], ["0", "10", "six", "7.5", "-1"]),
    "nature": ("Physical or digital", ["", "hardware", "BOTH", "numérique"], ["wet", "digitally"]),
    "domains": ("Domains", ["", "D1", "Safe streets; d2"], ["D9", "D1; D9"]),
    "website": ("Web", ["", "acme.example", "https://acme.example/x"], ["not a site", "https://"]),
    "pic": ("PIC", ["", "999 999 901", "123456789"], ["12345678", "ABCDEFGHI"]),
    "contact_email": ("E-mail", ["", "a@b.example"], ["a@", "nobody"]),
}  # fmt: skip


def new_rows(table: Generated) -> list[int]:
    return table.expected("title", "provider_name", "country")


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
        cells, (values, wrong) = table.rows[row.number - 2].texts, read_statements(row.texts, DOMAINS)
        assert wrong == {}
        assert (values["title"], values["country"]) == (cells["title"], COUNTRIES[cells["country"]])


@pytest.mark.django_db
@given(table=tables(COLUMNS))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_stored_is_exactly_what_was_valid(table: Generated, at_desk: Programme) -> None:
    with transaction.atomic():
        actor = somebody(at_desk, "partner_staff")
        record = an_incoming_table(INTAKE, at_desk, table.content, actor=actor, at=BEFORE)
        numbers = new_rows(table)
        if numbers:
            take_rows(intake=INTAKE, record=record, numbers=numbers, actor=actor, at=BEFORE)
        titles = list(Solution.objects.in_programme(at_desk).order_by("id").values_list("title", flat=True))
        transaction.set_rollback(True)
    assert titles == [table.rows[number - 2].texts["title"] for number in numbers]


@pytest.fixture
def at_desk(db: None) -> Programme:
    return a_programme()

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from securit.people.public import User
from securit.programmes.definition import IndicatorDefinition, MeasurementDefinition, ShowcaseEntry
from securit.stages.reporting.public import indicator_rows, money_by_call
from securit.stages.selection.public import compute_ranking
from tests import worlds
from tests.stages.selection.panel_days import a_contest, a_judged_contest, enter
from tests.worlds import AFTER, adopt_ranking

PLAN = MeasurementDefinition(value=Decimal(63), standing="plan", source="S1")
PUBLISHED = MeasurementDefinition(value=Decimal(42), standing="published", on=date(2024, 8, 31), source="S1")
INDICATORS = (
    IndicatorDefinition(code="funded_projects", title="Funded projects", measurements=(PLAN, PUBLISHED)),
    IndicatorDefinition(code="applications_oc1", title="Applications"),
    IndicatorDefinition(code="jobs", title="Jobs"),
)
SOURCES = {"S1": "https://facts.example.org/"}
KNOWN = ShowcaseEntry(acronym="KNOWN", title="A known project", members=("Real SAS",), source="S1")


def test_plan_published_and_computed_stand_side_by_side_and_are_never_added(db: None) -> None:
    contest = a_judged_contest()
    ranking = compute_ranking(call=contest.call, actor=contest.call_manager, at=AFTER)
    adopt_ranking(ranking=ranking, reason="As ranked.", actor=contest.manager, at=AFTER)
    programme = contest.programme
    programme.definition = {**programme.definition, "sources": SOURCES}
    programme.definition["indicators"] = [indicator.to_data() for indicator in INDICATORS]
    programme.definition_sha256 = "with indicators"
    rows = indicator_rows(programme)
    seen = [
        (row.code, row.plan and row.plan.value, row.published and row.published.value, row.computed) for row in rows
    ]
    assert seen == [("funded_projects", 63, 42, 4), ("applications_oc1", None, None, 6), ("jobs", None, None, None)]
    assert [(money.code, money.budget_cents, money.reserved_cents) for money in money_by_call(programme)] == [
        ("OC1", 20_000_000, 20_000_000)
    ]


def test_an_open_call_counts_nothing_since_it_is_sealed(db: None) -> None:
    contest = a_contest()
    enter(contest, "SEALED")
    programme = contest.programme
    programme.definition = {**programme.definition, "indicators": [INDICATORS[1].to_data()]}
    programme.definition_sha256 = "with one indicator"
    assert indicator_rows(programme)[0].computed is None


def test_staff_read_the_indicators_and_others_do_not(client: Client, db: None) -> None:
    programme = worlds.a_programme(indicators=INDICATORS, sources=SOURCES)
    observer = worlds.a_person(roles={programme: ["observer"]})
    worlds.signed_in(client, observer)
    page = client.get("/p/alpha/indicators/")
    assert (page.status_code, "Funded projects" in page.text, SOURCES["S1"] in page.text) == (200, True, True)
    worlds.signed_in(client, worlds.a_person())
    assert client.get("/p/alpha/indicators/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_indicators_ask_the_database_the_same_number_of_times_for_one_call_and_three_applications(
    client: Client, db: None, django_assert_num_queries: Any, count: int
) -> None:
    contest = a_contest()
    for number in range(count):
        enter(contest, f"TEAM{number}", minutes=number)
    contest.close()
    worlds.signed_in(client, User.objects.get(pk=contest.manager.user_id))
    client.get("/p/alpha/indicators/")
    with django_assert_num_queries(12):
        assert client.get("/p/alpha/indicators/").status_code == 200


def test_everyone_reads_known_projects_with_their_source(client: Client, db: None) -> None:
    worlds.a_programme(showcase=(KNOWN,), sources=SOURCES)
    page = client.get("/p/alpha/showcase/")
    assert page.status_code == 200
    for words in ("KNOWN", "Real SAS", SOURCES["S1"], "not records of this installation"):
        assert words in page.text

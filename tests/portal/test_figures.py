"""Home, map, funnel and export are summed from the same rows: they agree, and move together."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from securit.portal.selectors import counting
from securit.portal.selectors.figures import office_figures, public_figures
from securit.programmes.public import Programme
from securit.stages.applications.selectors import counts_of
from securit.stages.calls.public import Call, calls_in_order
from tests.portal.shown import table_numbers, take_out, tile
from tests.worlds import (
    a_closed_call,
    a_person,
    a_programme,
    a_published_result,
    a_reviewed_call,
    a_screened_call,
    a_submitted_application,
    an_open_call,
    signed_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cold() -> None:
    counting._contents.clear()
    counting._above.clear()


def calls_of(programme: Programme) -> list[Call]:
    return list(calls_in_order(programme))


def funnel(shown: Any) -> list[int]:
    return [step.value for step in shown.funnel]


def exported(client: Client, programme: Programme) -> dict[tuple[str, str, str], str]:
    answer = client.get(f"/p/{programme.slug}/figures/export.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return {(row["Scope"], row["Figure"], row["Item"]): row["Value"] for row in csv.DictReader(io.StringIO(text))}


def test_an_empty_programme_shows_zeros(client: Client) -> None:
    programme = a_programme()
    shown = office_figures(programme, calls_of(programme))
    assert (shown.total.applications, shown.total.smes, shown.total.countries) == (0, 0, 0)
    assert funnel(shown.total) == [0, 0, 0, 0, 0]
    assert [share.value for share in shown.total.by_domain] == [0, 0]
    assert shown.money.free_cents == programme.budget_cents
    signed_in(client, a_person(roles={programme: ["programme_manager"]}))
    assert tile(client.get("/p/alpha/figures/").content.decode(), "applications") == 0
    assert tile(client.get("/p/alpha/").content.decode(), "applications") == 0
    assert exported(client, programme)["ALPHA", "Funnel", "Funded"] == "0"


def test_the_figures_of_a_published_result() -> None:
    call = a_published_result(applications=3)
    shown = office_figures(call.programme, calls_of(call.programme))
    assert (shown.total.applications, shown.total.smes, shown.total.members) == (3, 6, 6)
    assert [(share.code, share.value) for share in shown.total.by_country] == [("DE", 3), ("FR", 3)]
    assert [(share.code, share.value) for share in shown.total.by_domain] == [("D1", 3), ("D2", 0)]
    assert [(share.title, share.value) for share in shown.total.by_instrument] == [("Prototype", 3)]
    assert funnel(shown.total) == [3, 3, 3, 3, 3]
    assert shown.total.awarded_cents == 3 * 4_000_000
    assert shown.money.reserved_cents == 3 * 4_000_000
    assert shown.calls[0].figures == shown.total
    assert shown.calls[0].money.planned_cents == call.budget_cents


def test_the_funnel_follows_the_applications_on_their_way() -> None:
    assert funnel(_figures_of(a_closed_call(a_programme("closed"))).total) == [2, 0, 0, 0, 0]
    assert funnel(_figures_of(a_screened_call(a_programme("screened"))).total) == [2, 2, 0, 0, 0]
    assert funnel(_figures_of(a_reviewed_call(a_programme("reviewed"))).total) == [2, 2, 2, 0, 0]


def _figures_of(call: Call) -> Any:
    return office_figures(call.programme, calls_of(call.programme))


def test_the_public_counts_nothing_of_a_call_that_is_open() -> None:
    call = an_open_call()
    a_submitted_application(call)
    assert office_figures(call.programme, calls_of(call.programme)).total.applications == 1
    assert public_figures(call.programme, calls_of(call.programme)).total.applications == 0


def test_the_public_learns_outcomes_only_with_the_results() -> None:
    call = a_reviewed_call(a_programme("secret"))
    assert funnel(public_figures(call.programme, calls_of(call.programme)).total) == [2, 0, 0, 0, 0]
    told = a_published_result(a_programme("told"))
    assert funnel(public_figures(told.programme, calls_of(told.programme)).total) == [2, 2, 2, 2, 2]


def test_real_and_synthetic_records_are_told_apart() -> None:
    call = a_closed_call(applications=2)
    real = call.applications.order_by("pk").first()
    type(real)._default_manager.filter(pk=real.pk).update(synthetic=False)
    shown = office_figures(call.programme, calls_of(call.programme))
    assert (shown.total.applications, shown.total.synthetic, shown.total.is_mixed) == (2, 1, True)
    for records in ("real", "synthetic"):
        assert office_figures(call.programme, calls_of(call.programme), records=records).total.applications == 1


def test_another_programmes_applications_do_not_count() -> None:
    other = a_closed_call(a_programme("other"))
    programme = a_programme("mine")
    assert office_figures(programme, calls_of(programme)).total.applications == 0
    assert office_figures(other.programme, calls_of(other.programme)).total.applications == 2


def test_taking_out_one_application_moves_every_figure_by_exactly_one(client: Client) -> None:
    call = a_published_result(applications=3)
    signed_in(client, a_person(roles={call.programme: ["programme_manager"]}))
    before = _all_that_is_shown(client, call)
    take_out(call.applications.order_by("number").last())
    after = _all_that_is_shown(client, call)
    moved = {name for name in before if before[name] != after[name]}
    untouched = {name for name in before if before[name] == after[name]}
    assert {name: before[name] - after[name] for name in moved} == dict.fromkeys(moved, 1)
    assert untouched == {("export", "Domain", "Calm crises"), ("figures", "domains", "Calm crises")} | {
        (place, *rest) for place, *rest in _COUNTRIES
    } | {("front", "domains", "Calm crises")}


#: Both countries stand in every application, so how many countries there are does not change.
_COUNTRIES = [
    ("home", "tile", "countries"),
    ("front", "tile", "countries"),
    ("figures", "tile", "countries"),
    ("export", "Countries", ""),
]


def _all_that_is_shown(client: Client, call: Call) -> dict[tuple[str, ...], int]:
    """Every number that counts applications, from the pages as they are served."""
    shown: dict[tuple[str, ...], int] = {}
    title = call.title
    pages = {
        "home": ("/p/alpha/work/", {"funnel": f"{title}, step by step"}),
        "front": (
            "/",
            {
                "funnel": f"{title}, step by step",
                "domains": "Applications by domain",
                "map": "Where the applicants are",
            },
        ),
        "figures": (
            "/p/alpha/figures/",
            {
                "funnel": "From submission to funding, all calls",
                "of the call": f"{title}, step by step",
                "domains": "Applications by domain",
                "instruments": "Applications by instrument",
                "map": "Where the applicants are",
            },
        ),
    }
    for page, (address, figures) in pages.items():
        html = client.get(address).content.decode()
        shown[page, "tile", "applications"] = tile(html, "applications")
        shown[page, "tile", "countries"] = tile(html, "countries")
        for name, caption in figures.items():
            shown |= {(page, name, label): value for label, value in table_numbers(html, caption).items()}
    for (scope, figure, item), value in exported(client, call.programme).items():
        if scope == "ALPHA" and value and figure != "SMEs":
            shown["export", figure, item] = int(value)
    return shown


def test_an_sme_counts_once_for_each_application_it_takes_part_in() -> None:
    call = a_closed_call(applications=2)
    take_out(call.applications.order_by("number").last())
    assert office_figures(call.programme, calls_of(call.programme)).total.smes == 2


@pytest.mark.parametrize("applications", [1, 3])
def test_the_figures_take_the_same_queries_however_many_applications(
    applications: int, django_assert_num_queries: Any
) -> None:
    call = a_published_result(applications=applications)
    calls = calls_of(call.programme)
    with django_assert_num_queries(6):
        office_figures(call.programme, calls)
    with django_assert_num_queries(4):
        office_figures(call.programme, calls)


@pytest.mark.parametrize("applications", [1, 3])
def test_the_pages_take_the_same_queries_however_many_applications(
    client: Client, applications: int, django_assert_num_queries: Any
) -> None:
    call = a_published_result(applications=applications)
    signed_in(client, a_person(roles={call.programme: ["programme_manager"]}))
    for address, queries in (("/", 10), ("/p/alpha/work/", 37), ("/p/alpha/figures/", 11)):
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)


@pytest.mark.parametrize(("applications", "members", "hidden"), [(4, 0, 4), (5, 10, 0)])
def test_few_applications_to_a_sealed_call_are_told_as_a_number_only(
    applications: int, members: int, hidden: int
) -> None:
    call = an_open_call()
    for _ in range(applications):
        a_submitted_application(call)
    shown = office_figures(call.programme, calls_of(call.programme)).total
    assert (shown.applications, shown.members, shown.hidden) == (applications, members, hidden)
    counts = counts_of(call)
    assert (counts.submitted, bool(counts.by_domain), bool(counts.by_country)) == (applications, not hidden, not hidden)

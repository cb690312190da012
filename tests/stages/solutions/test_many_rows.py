"""More rows than a page waits for: the worker takes them, all at one moment or none, and the page says which."""

from __future__ import annotations

import pytest
from django.test import Client

from securit.kernel.models import AuditEntry
from securit.kernel.outbox import queue
from securit.programmes.public import Programme
from securit.stages.solutions.models import Solution, SolutionImport
from tests.stages.solutions.catalogues import a_solution, a_table
from tests.worlds import AFTER, BEFORE, a_person, a_programme, signed_in

pytestmark = pytest.mark.django_db

ROWS = "title;provider;country\nCamera;Acme;FR\nRadar;Beta;DE\nBalloon;Gamma;LT\n"


@pytest.fixture
def programme(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> Programme:
    """A programme with a scout signed in; two rows are many."""
    monkeypatch.setattr("securit.machinery.tabular.incoming.services.take_rows.MOST_AT_ONCE", 2)
    made = a_programme()
    signed_in(client, a_person(roles={made: ["partner_staff"]}))
    return made


def address(record: SolutionImport) -> str:
    return f"/p/alpha/solutions/office/tables/{record.ref}/"


def asked_for(client: Client, programme: Programme, text: str = ROWS) -> SolutionImport:
    """A table of which all rows were asked for."""
    record = a_table(programme, text)
    answer = client.post(f"{address(record)}take/", {"which": "all", "intent": "k" * 20})
    assert (answer.status_code, answer["Location"]) == (302, address(record))
    record.refresh_from_db()
    return record


def work() -> None:
    queue.run_ticks(at=AFTER, wall=AFTER, force=True)


def titles(programme: Programme) -> list[str]:
    return list(Solution.objects.in_programme(programme).order_by("id").values_list("title", flat=True))


def test_many_rows_are_taken_by_the_worker_at_one_moment(client: Client, programme: Programme) -> None:
    record = asked_for(client, programme)
    waiting, before = client.get(address(record)).content.decode(), titles(programme)
    asked = client.get(address(record), headers={"HX-Request": "true"})
    again = client.post(f"{address(record)}take/", {"which": "all", "intent": "k" * 20})
    work()
    work()
    record.refresh_from_db()

    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert 'hx-trigger="every 2s"' in waiting
    assert (before, asked.status_code, again.status_code) == ([], 204, 302)
    assert titles(programme) == ["Camera", "Radar", "Balloon"]
    assert (record.state, record.rows_taken, record.chosen) == ("imported", 3, {})
    assert "3 rows were imported, 0 left out." in client.get(address(record)).content.decode()


def test_each_row_has_its_own_trail_and_who_asked_stands_in_it(client: Client, programme: Programme) -> None:
    record = asked_for(client, programme)
    work()
    made = Solution.objects.in_programme(programme).order_by("id")
    entries = AuditEntry.objects.filter(subject_kind="solution").order_by("id")

    assert [(e.stream, e.act, e.seq) for e in entries] == [(f"solution:{s.ref}", "solution.create", 1) for s in made]
    assert {solution.entered_by_id for solution in made} == {record.asked_by_id}


def test_what_came_here_meanwhile_gives_the_table_back_and_nothing_is_there(
    client: Client, programme: Programme
) -> None:
    record = asked_for(client, programme)
    a_solution(programme, title="Radar", provider_name="Beta", country="DE", at=BEFORE)
    work()
    record.refresh_from_db()
    shown = client.get(address(record)).content.decode()

    assert (record.state, titles(programme)) == ("mapped", ["Radar"])
    assert "Nothing was imported. Row 3 has come here in the meantime: Radar." in shown


def test_an_import_is_stopped_and_begun_again(client: Client, programme: Programme) -> None:
    record = asked_for(client, programme)
    stopped = client.post(f"{address(record)}stop/")
    work()
    between = titles(programme)
    client.post(f"{address(record)}take/", {"which": "named", "named": "2, 4"})

    assert (stopped.status_code, between) == (302, [])
    assert titles(programme) == ["Camera", "Balloon"]
    assert client.post(f"{address(record)}stop/").status_code == 409


def test_rows_that_are_not_there_cannot_be_named(client: Client, programme: Programme) -> None:
    record = a_table(programme, ROWS)
    answer = client.post(f"{address(record)}take/", {"which": "named", "named": "2-40"})

    assert answer.status_code == 422
    assert "“2-40” names no row of this table." in answer.content.decode()
    assert 'value="2-40"' in answer.content.decode()
    assert titles(programme) == []

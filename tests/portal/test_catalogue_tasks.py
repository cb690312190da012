"""What waits in the catalogue, on the home page of scouts and of providers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from securit.portal.selectors.catalogue_tasks import provider_tasks, scout_tasks
from securit.stages.solutions.public import decide_claim
from tests.stages.solutions.catalogues import a_claim, a_solution, a_table
from tests.worlds import AFTER, BEFORE, a_person, a_programme, acting, somebody

pytestmark = pytest.mark.django_db
LATER = BEFORE + timedelta(days=366)


def test_scouts_find_claims_tables_duplicates_and_stale_records_and_nobody_else_does() -> None:
    programme = a_programme()
    scout = somebody(programme, "partner_staff")
    assert scout_tasks(programme, actor=scout, at=LATER) == []
    a_table(programme)
    a_claim(a_solution(programme, state="listed", title="Night watch camera"))
    a_solution(programme, state="listed", title="Night watch camera")
    tasks = scout_tasks(programme, actor=scout, at=LATER)

    assert [(task.title, task.text) for task in tasks] == [
        ("Decide on claims", "1 provider asks for their record"),
        ("Finish an import", "1 table is not imported yet"),
        ("Clear possible duplicates", "1 pair reads alike"),
        ("Ask whether it is still so", "Nobody confirmed 2 solutions for a year"),
    ]
    assert scout_tasks(programme, actor=somebody(programme, "observer"), at=LATER) == []


def test_a_provider_is_asked_about_their_own_records_after_a_year() -> None:
    programme = a_programme()
    claim = a_claim(a_solution(programme, state="listed", title="Ours"))
    a_solution(programme, state="listed", title="Theirs")
    decide_claim(claim=claim, answer="approve", reason="", actor=somebody(programme, "partner_staff"), at=AFTER)
    provider = acting(claim.user)

    assert provider_tasks(programme, actor=provider, at=AFTER) == []
    assert [task.title for task in provider_tasks(programme, actor=provider, at=LATER)] == ["Look at your record: Ours"]
    assert provider_tasks(programme, actor=acting(a_person()), at=LATER) == []

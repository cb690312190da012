"""As many queries for three rows as for one: literal counts of the reads, equal counts of whole pages.

A page also carries the frame around it, whose queries are not this stage's; so pages are compared with each other.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from securit.kernel.actor import SYSTEM
from securit.people.public import User
from securit.stages.evaluation.public import evaluated, evaluation_progress
from securit.stages.evaluation.selectors.assigning import question_of
from securit.stages.evaluation.selectors.checking import checks_of
from securit.stages.evaluation.selectors.coherence import reports_with_hints
from securit.stages.evaluation.selectors.desk import desk_of
from securit.stages.evaluation.selectors.discrepancy import lying_apart
from securit.stages.evaluation.selectors.observing import figures_of
from securit.stages.evaluation.selectors.office import (
    declarations_to_decide,
    lines_of,
    loads_of,
    pool_of,
    recused,
)
from securit.stages.evaluation.selectors.releasing import release_preview
from tests import worlds
from tests.stages.evaluation import panels
from tests.stages.evaluation.panels import Evaluation

Counting = Callable[..., AbstractContextManager[object]]
READS: dict[str, tuple[int, Callable[[Evaluation], object]]] = {
    "desk_of": (3, lambda made: desk_of(made.programme, made.assignments()[0].evaluator.user_id)),
    "checks_of": (1, lambda made: checks_of(made.call)),
    "declarations_to_decide": (1, lambda made: declarations_to_decide(made.call)),
    "evaluated": (2, lambda made: evaluated(made.call)),
    "evaluation_progress": (5, lambda made: evaluation_progress(made.call)),
    "figures_of": (12, lambda made: figures_of(made.call)),
    "lines_of": (3, lambda made: lines_of(made.call)),
    "loads_of": (4, lambda made: loads_of(made.call)),
    "lying_apart": (0, lambda made: lying_apart(made.call)),
    "pool_of": (1, lambda made: list(pool_of(made.programme))),
    "question_of": (8, lambda made: question_of(made.call)),
    "recused": (1, lambda made: recused(made.call)),
    "release_preview": (3, lambda made: release_preview(made.call)),
    "reports_with_hints": (1, lambda made: reports_with_hints(made.call, SYSTEM)),
}


def reported(rows: int, slug: str = "alpha") -> Evaluation:
    """So many applications, two evaluators, every report in."""
    made = panels.an_assigned_evaluation(applications=rows, evaluators=2, slug=slug)
    for row in made.assignments():
        panels.a_submitted_review(row)
    return made


@pytest.mark.parametrize("rows", [1, 3])
def test_reads_need_the_same_queries_however_many_rows(
    db: None, rows: int, django_assert_num_queries: Counting
) -> None:
    made = reported(rows)
    assert made.call.terms.code == "OC1"
    for name, (count, read) in READS.items():
        extra = 1 if name == "desk_of" else 0  # the assignment that names the person
        with django_assert_num_queries(count + extra, info=name):
            read(made)


def test_pages_need_the_same_queries_however_many_rows(client: Client, db: None) -> None:
    one, three = reported(1, "alpha"), reported(3, "beta")
    for name in ("mine", "pool", "assignments", "progress", "summaries", "checks", "observing"):
        counts = [_queries(client, name, made) for made in (one, three)]
        assert (name, counts[0]) == (name, counts[1])


def _queries(client: Client, name: str, made: Evaluation) -> int:
    is_own = name == "mine"
    user: User = made.assignments()[0].evaluator.user if is_own else made.manager
    place = [made.programme.slug] if name in ("mine", "pool") else [made.programme.slug, "OC1"]
    worlds.signed_in(client, user)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(reverse(f"evaluation:{name}", args=place)).status_code == 200
    return len(seen)

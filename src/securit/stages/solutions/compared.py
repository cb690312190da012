"""What of solutions and challenges is compared, and how one knows that it may have changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Min, QuerySet, Sum

from securit.stages.challenges.public import Challenge
from securit.stages.solutions.models import Solution
from securit.stages.solutions.policy import PUBLIC_STATES


def solution_text(title: str, summary: str) -> str:
    """A solution in its own words: as a record and as a question."""
    return f"{title}. {summary}"


def challenge_text(title: str, scope: str, expected_outcome: str) -> str:
    """A challenge in its own words: as a record and as a question."""
    return f"{title}. {scope} {expected_outcome}"


def texts_compared() -> Iterator[tuple[int, str]]:
    """(Key of the programme, text) of every listed solution and of every challenge that is not retired."""
    solutions = _listed().order_by("id").values_list("programme_id", "title", "summary")
    yield from ((key, solution_text(title, summary)) for key, title, summary in solutions.iterator(chunk_size=2_000))
    challenges = _open().order_by("id").values_list("programme_id", "title", "scope", "expected_outcome")
    yield from ((key, challenge_text(*texts)) for key, *texts in challenges.iterator(chunk_size=2_000))


def mark_of_texts() -> tuple[str, ...]:
    """Differs once :func:`texts_compared` may. Two queries."""
    return (*mark_of(_listed()).values, *mark_of(_open()).values)


@dataclass(frozen=True, slots=True)
class Mark:
    """How many rows there are, and values that differ once one has come, gone or changed."""

    count: int
    values: tuple[str, ...]


def mark_of(rows: QuerySet[Any]) -> Mark:
    """The mark of these subjects. One query."""
    each = Sum(F("id") * F("version"))
    found = rows.order_by().aggregate(Count("id"), Sum("id"), Sum("version"), Min("ref"), Max("ref"), each=each)
    return Mark(found["id__count"], tuple(map(str, found.values())))


def listed_by_programme() -> dict[int, int]:
    """How many solutions are listed in each programme that has any."""
    return dict(_listed().order_by("programme_id").values_list("programme_id").annotate(Count("id")))


def _listed() -> QuerySet[Solution]:
    return Solution.objects.filter(state__in=PUBLIC_STATES)


def _open() -> QuerySet[Challenge]:
    return Challenge.objects.exclude(state="retired")

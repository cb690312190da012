"""Later stages say who else may read an application, and who must not, without this stage knowing them.

``evaluation`` registers its assigned evaluators and conflicts here when Django loads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

Checked = Callable[[Sequence[int]], frozenset[int]]
Ids = Callable[[int], frozenset[int]]
Rows = Callable[[int], QuerySet[Any, int]]

_readers: list[Ids] = []
_barred: list[Rows] = []
_read_by: list[Ids] = []
_barred_for: list[Rows] = []


def register(*, barred: Rows, barred_for: Rows, readers: Ids | None = None, read_by: Ids | None = None) -> None:
    """Two functions from an application's id to user ids, and the same two asked from a user's id to applications'.

    What bars is given as rows of one column, so that everything that bars is asked in one query.
    """
    _barred.append(barred)
    _barred_for.append(barred_for)
    if readers is not None and read_by is not None:
        _readers.append(readers)
        _read_by.append(read_by)


def reader_ids(application_id: int) -> frozenset[int]:
    """Users whom a later stage lets read the application."""
    return frozenset().union(*(ids(application_id) for ids in _readers))


def barred_ids(application_id: int) -> frozenset[int]:
    """Users with a conflict of interest. One query."""
    return frozenset(_together(rows(application_id) for rows in _barred))


def read_by(user_id: int | None) -> frozenset[int]:
    """Applications that a later stage lets the user read."""
    return frozenset().union(*(ids(user_id) for ids in _read_by if user_id is not None))


def barred_for(user_id: int | None) -> frozenset[int]:
    """Applications with which the user has a conflict of interest. One query."""
    return frozenset(rows_barred_for(user_id)) if user_id is not None else frozenset()


def rows_barred_for(user_id: int | None) -> QuerySet[Any, int]:
    """The same as rows, to be part of another query."""
    return _together(rows(user_id or 0) for rows in _barred_for)


def _together(found: Iterable[QuerySet[Any, int]]) -> QuerySet[Any, int]:
    first, *others = found
    return first.union(*others)


_checked: list[Checked] = []


def register_checks(checked: Checked) -> None:
    """A function from ids of applications to those that a later stage has begun to judge."""
    _checked.append(checked)


def checked_ids(application_ids: Sequence[int]) -> frozenset[int]:
    """Those of the applications that a later stage has begun to judge: what it looks at must stay as it is."""
    return frozenset().union(*(ids(application_ids) for ids in _checked))

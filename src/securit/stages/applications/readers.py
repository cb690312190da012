"""Later stages say who else may read an application, and who must not, without this stage knowing them.

``evaluation`` registers its assigned evaluators and conflicts here when Django loads it.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import partial

Ids = Callable[[int], frozenset[int]]

_readers: list[Ids] = []
_barred: list[Ids] = []
_read_by: list[Ids] = []
_barred_for: list[Ids] = []


class LaterIds(Container[int]):
    """The ids that a function gives for an application, asked for when somebody first looks: most policies never do."""

    def __init__(self, ids: Ids, application_id: int) -> None:
        self._ask = partial(ids, application_id)
        self._known: frozenset[int] | None = None

    def __contains__(self, user_id: object) -> bool:
        if self._known is None:
            self._known = self._ask()
        return user_id in self._known


def register(*, readers: Ids, barred: Ids, read_by: Ids, barred_for: Ids) -> None:
    """Two functions from an application's id to user ids, and the same two asked from a user's id to applications'."""
    _readers.append(readers)
    _barred.append(barred)
    _read_by.append(read_by)
    _barred_for.append(barred_for)


def reader_ids(application_id: int) -> frozenset[int]:
    """Users whom a later stage lets read the application."""
    return frozenset().union(*(ids(application_id) for ids in _readers))


def barred_ids(application_id: int) -> frozenset[int]:
    """Users with a conflict of interest."""
    return frozenset().union(*(ids(application_id) for ids in _barred))


def read_by(user_id: int | None) -> frozenset[int]:
    """Applications that a later stage lets the user read."""
    return frozenset().union(*(ids(user_id) for ids in _read_by if user_id is not None))


def barred_for(user_id: int | None) -> frozenset[int]:
    """Applications with which the user has a conflict of interest."""
    return frozenset().union(*(ids(user_id) for ids in _barred_for if user_id is not None))

"""Later stages say who else may read an application, and who must not, without this stage knowing them.

``evaluation`` registers its assigned evaluators and conflicts here when Django loads it.
"""

from __future__ import annotations

from collections.abc import Callable

Ids = Callable[[int], frozenset[int]]

_readers: list[Ids] = []
_barred: list[Ids] = []


def register(*, readers: Ids, barred: Ids) -> None:
    """Two functions from an application's id to user ids."""
    _readers.append(readers)
    _barred.append(barred)


def reader_ids(application_id: int) -> frozenset[int]:
    """Users whom a later stage lets read the application."""
    return frozenset().union(*(ids(application_id) for ids in _readers))


def barred_ids(application_id: int) -> frozenset[int]:
    """Users with a conflict of interest."""
    return frozenset().union(*(ids(application_id) for ids in _barred))

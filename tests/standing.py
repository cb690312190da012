"""A situation that is made once for a module: each test begins with it, and what a test does is rolled back.

For situations that take long to make. The situation lives in a transaction around the module's tests, theirs in
savepoints inside it; so it is not for a module with tests that commit for good. The fixture that holds it is of module
scope and its name ends in ``_once``, so that tests of the module which do not ask for it come before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Standing(Generic[T]):
    """A situation in the database, and the objects that stand for it."""

    def __init__(self, situation: T) -> None:
        self._situation = situation

    def anew(self) -> T:
        """Its objects as they were when it was made, whatever a test before did to its own."""
        return deepcopy(self._situation)


@contextmanager
def standing(blocker: Any, build: Callable[[], T]) -> Iterator[Standing[T]]:
    """Build the situation, and undo it at the end; ``blocker`` is pytest-django's ``django_db_blocker``."""
    from django.db import transaction

    with blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        try:
            made = Standing(build())
        except BaseException:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)
            raise
    yield made
    with blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)

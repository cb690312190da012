"""How much of the machine the vectors may take: two threads of a process, whatever the machine has."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

MOST_THREADS = 2
_one_at_a_time = threading.RLock()


@contextmanager
def one_thread_of_algebra() -> Iterator[None]:
    """Numpy's linear algebra takes one thread meanwhile; whoever else asks for this waits."""
    with _one_at_a_time, _algebra().limit(limits=1):
        yield


@cache
def _algebra() -> ThreadpoolController:
    import numpy  # noqa: F401  what is looked for must be loaded
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(user_api="blas")

"""A pytest plugin for ``make prove-rules``: runs the tests as if one marked guard did not exist."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from securit.kernel.rules_kept import switched_off


@pytest.fixture(autouse=True, scope="session")
def one_guard_off() -> Iterator[None]:
    """Switch off the guard that ``GUARD_OFF`` names, for the whole run."""
    with switched_off(os.environ["GUARD_OFF"]):
        yield

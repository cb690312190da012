"""Fixtures of selection; the situations stand in ``panel_days.py``, imported late, since Django is not loaded yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.standing import Standing, standing

if TYPE_CHECKING:
    from tests.stages.selection.panel_days import Contest


@pytest.fixture(scope="module")
def judged_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[Standing[Contest]]:
    """A closed call whose applications are all judged; made once for a module."""
    from tests.stages.selection import panel_days

    with standing(django_db_blocker, panel_days.a_judged_contest) as made:
        yield made


@pytest.fixture
def judged(judged_once: Standing[Contest], db: None) -> Contest:
    """The same, as it was when it was made."""
    return judged_once.anew()

"""A pytest plugin for ``make prove-rules``: runs chosen tests as if one guard after another did not exist.

``GUARDS_MISSED`` names a JSON file with, per guard, the tests that may miss it, the likeliest first; a name without
brackets is every case of that test, those first that name the guard. The first that fails without the guard and passes
with it is written to the file of that name with ``.found`` behind it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from securit.kernel.rules_kept import switched_off


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Instead of running everything once: guard by guard, until one test misses it."""
    plan = Path(os.environ["GUARDS_MISSED"])
    items = {item.nodeid: item for item in session.items}
    with plan.with_suffix(".found").open("w", encoding="utf-8") as out:
        for guard, tests in json.loads(plan.read_text(encoding="utf-8")).items():
            candidates = [items[case] for test in tests for case in _cases(test, guard, items)]
            missed = next((item.nodeid for item in candidates if _misses(item, guard, session)), "")
            out.write(json.dumps([guard, missed]) + "\n")
            out.flush()
    return True


def _cases(test: str, guard: str, items: Iterable[str]) -> list[str]:
    """The cases of a test that were collected."""
    name = guard.rpartition(".")[2].strip("_")
    found = [item for item in items if test in (item, item.partition("[")[0])]
    return sorted(found, key=lambda item: name not in item.partition("[")[2].rstrip("]").split("-"))


def _misses(item: pytest.Item, guard: str, session: pytest.Session) -> bool:
    """Whether the test fails without the guard, and only then."""
    return not _passes(item, guard, session) and _passes(item, "", session)


def _passes(item: pytest.Item, guard: str, session: pytest.Session) -> bool:
    """Run the test by itself. What its folder and module have set up is taken down again, the database stays: the test
    that comes next is said to be one that shares no folder with it."""
    elsewhere = min(session.items, key=lambda other: len(other.listchain()))
    with switched_off(guard) if guard else nullcontext():
        reports = runtestprotocol(item, log=False, nextitem=elsewhere)
    return not any(report.failed for report in reports)

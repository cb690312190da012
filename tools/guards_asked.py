"""A pytest plugin for ``make prove-rules``: writes down which test asks which guards, and how long each test takes.

What a fixture of a module asks is asked by every test of that module that uses the fixture. ``GUARDS_ASKED`` names a
folder; each worker writes one file there.
"""

from __future__ import annotations

import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from securit.kernel.rules_kept import watched

_by_test: dict[str, set[str]] = {}
_by_fixture: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
_seconds: dict[str, float] = {}
_uses: dict[str, tuple[str, ...]] = {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Watch one test with everything that is set up for it."""
    began = time.perf_counter()
    with watched() as seen:
        result = yield
    _seconds[item.nodeid] = round(time.perf_counter() - began, 3)
    _by_test[item.nodeid] = seen
    _uses[item.nodeid] = tuple(getattr(item, "fixturenames", ()))
    return result


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> Iterator[None]:
    """Watch what is set up once for several tests."""
    with watched() as seen:
        result = yield
    if fixturedef.scope != "function":
        _by_fixture[request.node.nodeid, fixturedef.argname] |= seen
    return result


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write what this worker saw."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    rows = [[test, sorted(_asked(test)), _seconds[test]] for test in sorted(_by_test)]
    folder = Path(os.environ["GUARDS_ASKED"])
    (folder / f"{worker}.json").write_text(json.dumps([row for row in rows if row[1]]), encoding="utf-8")


def _asked(test: str) -> set[str]:
    shared = (seen for (node, name), seen in _by_fixture.items() if test.startswith(node) and name in _uses[test])
    return _by_test[test].union(*shared)

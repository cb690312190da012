"""What every test shares: the choice of database, the guards, and installations to try things on.

``SECURIT_TEST_DATABASE`` is ``sqlite`` (the default) or ``postgres``; a server is started for the latter unless
``SECURIT_TEST_DATABASE_URL`` names one. ``SECURIT_TEST_PREPARED`` names a directory that tests/prepared.py filled.
Paths under WITHOUT_DJANGO, asked for alone, run without loading Django.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as chance

from tests import network, prepared
from tests.installations import Installation, Installations, Served, serving

TESTS = Path(__file__).resolve().parent
WITHOUT_DJANGO = (
    "benchmarks",
    "cli/engine",
    "engines",
    "ground",
    "journeys",
    "machinery/documents",
    "machinery/files",
    "machinery/rules",
    "machinery/search",
    "machinery/test_shape.py",
    "programmes/definition",
    "test_money.py",
)
#: How fixtures end that hold a situation for a whole module (tests/standing.py).
MADE_ONCE = "_once"
DATABASE_FIXTURES = {"db", "transactional_db", "installation", "connected", "installations", "served"}


def pytest_configure(config: pytest.Config) -> None:
    """Prepare the place and the database before pytest-django reads the settings."""
    network.guard()
    chance.register_profile("untimed", chance(), deadline=None)  # a busy machine is no fault
    chance.load_profile("untimed")
    if not hasattr(config, "workerinput"):
        _prepare_place(config)
        _choose_database(config)
    if not _all_without_django(config):
        _load_django()


def pytest_report_header(config: pytest.Config) -> str:
    """Say on which database this run is."""
    return f"database: {os.environ.get('SECURIT_TEST_DATABASE') or 'sqlite'}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database, so that it can be run again on another one, and what drives a browser.

    What is slow comes first, so that no worker ends long after the others. In a file, whoever begins with a situation
    that is made once comes last: nobody else finds it in the database.
    """
    places = {item.path: place for place, item in reversed(list(enumerate(items)))}
    for item in items:
        wanted = set(getattr(item, "fixturenames", ()))
        if wanted & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)
        if item.path.is_relative_to(TESTS / "journeys"):
            item.add_marker(pytest.mark.journey)
    items.sort(
        key=lambda item: (
            item.get_closest_marker("slow") is None,
            places[item.path],
            any(name.endswith(MADE_ONCE) for name in getattr(item, "fixturenames", ())),
        )
    )


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: looking through them for garbage, again and again, is a waste."""
    gc.collect()
    gc.freeze()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case of bytes by its number: an archive made on the spot differs from one worker to the next."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def installations(tmp_path_factory: pytest.TempPathFactory, worker_name: str) -> Installations:
    """Copies of installations, from templates that all workers share; the database is the one of this run."""
    directory = tmp_path_factory.mktemp("installations") / worker_name
    directory.mkdir()
    shared = Path(os.environ["SECURIT_TEST_TEMPLATES"])
    return Installations(directory, os.environ.get("SECURIT_TEST_DATABASE_URL", ""), shared)


@pytest.fixture(scope="session")
def django_db_setup(installations: Installations, django_db_blocker: Any) -> Iterator[None]:
    """The database of the tests that roll back what they did: a copy too, so that only one worker migrates."""
    from django.db import connection

    copied = installations.for_this_process(connection)
    with django_db_blocker.unblock():
        copied.__enter__()
    yield
    with django_db_blocker.unblock():
        copied.__exit__(None, None, None)


@pytest.fixture(scope="session")
def worker_name() -> str:
    """Tells parallel runs apart."""
    return f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}{os.getpid()}"


@pytest.fixture
def installation(installations: Installations) -> Iterator[Installation]:
    """A migrated, empty installation on disk, for this test alone; start processes with its ``environment()``."""
    with installations.copy() as made:
        yield made


@pytest.fixture
def connected(
    installation: Installation, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installation]:
    """The same, with this process and its threads connected to it; what is written is committed for good."""
    monkeypatch.setenv("SECURIT_DATA_DIR", str(installation.data_dir))
    monkeypatch.setenv("SECURIT_DATABASE_URL", installation.database_url)
    with django_db_blocker.unblock(), _connected(installation):
        yield installation


@pytest.fixture
def served(installations: Installations) -> Iterator[Served]:
    """A migrated, empty installation in demo mode, with web server and worker running."""
    with installations.copy(demo=True) as made, serving(made) as running:
        yield running


@contextmanager
def _connected(installation: Installation) -> Iterator[None]:
    from django.db import connections
    from django.test import override_settings

    from securit.config import environment

    described = connections.settings["default"]
    kept, usual = dict(described), connections["default"]
    described.update(environment.database(installation.data_dir))
    del connections["default"]
    try:
        with override_settings(DATA_DIR=installation.data_dir, FILES_ROOT=installation.data_dir / "files"):
            yield
    finally:
        connections["default"].close()
        described.clear()
        described.update(kept)
        connections["default"] = usual


def _prepare_place(config: pytest.Config) -> None:
    place = Path(tempfile.mkdtemp(prefix="securit-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(place, ignore_errors=True))
    (place / "static").mkdir()
    os.environ["SECURIT_DATA_DIR"] = os.environ["SECURIT_TEST_TEMPLATES"] = str(place)
    os.environ["SECURIT_SECRET_KEY"] = "a-key-for-tests-only-and-nothing-else"


def _load_django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()


def _choose_database(config: pytest.Config) -> None:
    chosen = os.environ.get("SECURIT_TEST_DATABASE") or "sqlite"
    directory = os.environ.get("SECURIT_TEST_PREPARED")
    if chosen not in ("sqlite", "postgres"):
        raise pytest.UsageError(f"SECURIT_TEST_DATABASE is sqlite or postgres; {chosen!r} is not.")
    if chosen == "sqlite":
        os.environ.pop("SECURIT_DATABASE_URL", None)
        if directory:
            os.environ["SECURIT_TEST_TEMPLATES"] = str(prepared.sqlite(Path(directory)))
        return
    if "SECURIT_TEST_DATABASE_URL" not in os.environ:
        from tests import postgres

        place = prepared.postgres(Path(directory)) if directory else None
        server = postgres.start(directory=place / "data" if place else None)
        config.add_cleanup(server.halt if place else server.stop)
        os.environ["SECURIT_TEST_DATABASE_URL"] = server.url
        os.environ["SECURIT_TEST_TEMPLATES"] = str(place or os.environ["SECURIT_TEST_TEMPLATES"])
    os.environ["SECURIT_DATABASE_URL"] = os.environ["SECURIT_TEST_DATABASE_URL"]


def _all_without_django(config: pytest.Config) -> bool:
    chosen = [Path(str(argument).split("::", 1)[0]).resolve() for argument in config.args]
    return all(any(path.is_relative_to(TESTS / pure) for pure in WITHOUT_DJANGO) for path in chosen)

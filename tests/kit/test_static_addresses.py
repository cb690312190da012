"""Addresses of static files are joined once, and only for files that are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from securit.config.static_files import RememberingManifestStorage


@pytest.fixture
def storage(tmp_path: Path) -> RememberingManifestStorage:
    """A storage whose manifest knows one file."""
    made = RememberingManifestStorage(location=tmp_path, base_url="/static/")
    made.hashed_files = {"kit/a.css": "kit/a.0123.css"}
    return made


def test_the_address_stays_the_same_however_often_it_is_asked_for(storage: RememberingManifestStorage) -> None:
    assert [storage.url("kit/a.css") for _time in range(2)] == ["/static/kit/a.0123.css"] * 2


def test_a_file_that_is_not_in_the_manifest_is_refused_each_time(storage: RememberingManifestStorage) -> None:
    for _time in range(2):
        with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
            storage.url("kit/missing.css")

"""Arrays on disk: complete or not there, the newest one read, earlier ones gone after a while."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from securit.machinery.search import kept


def numbers(place: Path) -> list[int]:
    newest = kept.newest(place)
    assert newest is not None
    return list(newest.arrays()["row"])


def test_the_newest_is_read_from_disk_and_the_one_before_stays(tmp_path: Path) -> None:
    assert kept.newest(tmp_path) is None
    for number in range(3):
        kept.keep(tmp_path, {"row": np.array([number])}, {"at": number})
    newest = kept.newest(tmp_path)

    assert newest is not None
    assert (newest.about, numbers(tmp_path)) == ({"at": 2}, [2])
    assert isinstance(newest.arrays()["row"], np.memmap)
    assert [folder.name for folder in sorted(tmp_path.iterdir())] == ["00000002", "00000003"]


def test_what_was_interrupted_is_never_read_and_goes_with_the_next(tmp_path: Path) -> None:
    (tmp_path / "making-x").mkdir()
    kept.keep(tmp_path, {"row": np.array([1])}, {})
    (tmp_path / "00000009").mkdir()

    assert numbers(tmp_path) == [1]
    assert not (tmp_path / "making-x").exists()
    kept.forget(tmp_path)
    assert kept.newest(tmp_path) is None


def test_arrays_that_are_held_can_be_read_after_they_were_removed(tmp_path: Path) -> None:
    kept.keep(tmp_path, {"row": np.arange(9)}, {})
    newest = kept.newest(tmp_path)
    assert newest is not None
    held = newest.arrays()
    kept.forget(tmp_path)

    assert held["row"].sum() == 36

"""Arrays kept on disk by one process and read by many: an index too large to be built in each of them.

Every keeping makes a new folder, complete from the moment it has its name; readers map its files into memory, so that
processes share one copy, and go on with the one they hold when it is removed. It may be deleted at any time.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

ABOUT = "about.json"
_EARLIER_KEPT = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """One keeping: its folder, whose number rises, and what was said about it."""

    folder: Path
    about: Mapping[str, Any]

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """The arrays, mapped read-only."""
        import numpy as np

        return {path.stem: np.load(path, mmap_mode="r") for path in sorted(self.folder.glob("*.npy"))}


def keep(place: Path, arrays: Mapping[str, np.ndarray], about: Mapping[str, Any]) -> None:
    """Keep these below ``place`` as the newest; of earlier ones the last stays a while for who is opening it."""
    import numpy as np

    place.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix="making-", dir=place))
    for name, array in arrays.items():
        np.save(fresh / f"{name}.npy", array, allow_pickle=False)
    (fresh / ABOUT).write_text(json.dumps(dict(about)), encoding="utf-8")
    earlier = _numbered(place)
    fresh.rename(place / f"{int(earlier[-1].name) + 1 if earlier else 1:08}")
    left_over = [path for path in place.glob("making-*") if path != fresh]
    for folder in [*earlier[:-_EARLIER_KEPT], *left_over]:
        shutil.rmtree(folder, ignore_errors=True)


def newest(place: Path) -> Kept | None:
    """The last one kept below ``place``, if any can be read."""
    for folder in reversed(_numbered(place)):
        try:
            return Kept(folder, json.loads((folder / ABOUT).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            continue
    return None


def forget(place: Path) -> None:
    """Remove everything kept there."""
    shutil.rmtree(place, ignore_errors=True)


def _numbered(place: Path) -> list[Path]:
    return sorted(path for path in place.glob("*") if path.name.isdecimal())

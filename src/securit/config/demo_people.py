"""Where the portal's demonstration page gets its people from: portal and integrations do not know each other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from securit.integrations.demo.people import DemoPerson, people
from securit.integrations.demo.world import NoDemoHere, World


@lru_cache(maxsize=1)
def demo_people() -> Sequence[DemoPerson]:
    """The people of the script, worked out once per process; none where the demonstration's data are missing."""
    try:
        return people(World())
    except NoDemoHere:
        return ()

"""Nothing that one test's room has left in memory reaches the next.

Imports stand inside: this file is read before Django's settings are chosen.
"""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> None:
    from django.core.cache import cache

    from securit.stages.challenges.web.room_pulse import forget_pulses

    cache.clear()
    forget_pulses()

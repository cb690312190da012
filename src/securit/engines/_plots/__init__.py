"""Outcomes as pictures: ``picture(problem, outcome)`` is the SVG of any engine that has one, the same bytes each time.

An engine gets its picture by a module here with ``draw(problem, outcome) -> str``, named in :data:`PICTURES` under the
name that its outcomes carry. A module is imported when its picture is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from securit.engines._shared.errors import Unusable
from securit.engines._shared.outcome import Outcome

PICTURES: Mapping[str, str] = {
    "assignment": "loads",
    "aggregation": "standings",
    "aggregation.ballots": "standings",
    "aggregation.scores": "intervals",
    "matching.affinity": "matches",
    "matching.likeness": "matches",
    "matching.search": "matches",
    "matching.teams": "teams",
    "portfolio": "funding",
    "scheduling": "timetable",
}


def picture(problem: Any, outcome: Outcome[Any]) -> str:
    """The picture of an outcome as SVG; raises ``Unusable`` where its engine has none."""
    if outcome.engine not in PICTURES:
        raise Unusable([f"There is no picture of the outcomes of {outcome.engine}."])
    drawn = import_module(f"{__name__}.{PICTURES[outcome.engine]}").draw(problem, outcome)
    assert isinstance(drawn, str)
    return drawn

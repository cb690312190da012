"""Put a solution into the catalogue's drawer, where only the programme's people see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create
from securit.kernel.refusals import Refusal
from securit.programmes.public import Programme
from securit.stages.solutions.models import Solution
from securit.stages.solutions.stating import REQUIRED, domains_of, read_statements
from securit.stages.solutions.terms import Origin


class CannotStateSolution(Refusal):
    """Something stated cannot be stored; ``problems`` says for every field what."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        field, sentence = next(iter(problems.items()))
        super().__init__(sentence, code="cannot_be_stored", field=field)
        self.problems = dict(problems)


def draft_solution(
    *,
    programme: Programme,
    stated: Mapping[str, str],
    actor: Actor,
    at: datetime,
    intent: str = "",
    origin: Origin = Origin.SCOUT,
    synthetic: bool = False,
) -> Solution:
    """A new solution in preparation. ``stated`` are texts by field. Raises :class:`CannotStateSolution`."""
    values, wrong = read_statements({**dict.fromkeys(REQUIRED, ""), **stated}, domains_of(programme))
    if wrong:
        raise CannotStateSolution(wrong)
    solution = Solution(
        programme=programme,
        origin=origin,
        synthetic=synthetic,
        entered_by_id=actor.user_id,
        current_at=at,
        **values,
    )
    solution.words = solution.searchable()
    return create(solution, actor=actor, at=at, intent=intent, note=Note(details={"origin": origin.value}))

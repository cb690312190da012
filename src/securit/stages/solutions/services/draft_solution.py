"""Put a solution into the catalogue's drawer, where only the programme's people see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, create_many
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
    solution = _stated(programme, stated, domains_of(programme), origin, synthetic, actor.user_id, at)
    return create(solution, actor=actor, at=at, intent=intent, note=Note(details={"origin": origin.value}))


def draft_solutions(
    *,
    programme: Programme,
    stated: Iterable[Mapping[str, str]],
    actor: Actor,
    at: datetime,
    origin: Origin,
    entered_by_id: int | None,
    synthetic: bool = False,
) -> list[Solution]:
    """Many new solutions in preparation at once, all or none. Raises :class:`CannotStateSolution`."""
    domains = domains_of(programme)
    solutions = [_stated(programme, texts, domains, origin, synthetic, entered_by_id, at) for texts in stated]
    return create_many(solutions, actor=actor, at=at, details={"origin": origin.value})


def _stated(
    programme: Programme,
    stated: Mapping[str, str],
    domains: Mapping[str, str],
    origin: Origin,
    synthetic: bool,
    entered_by_id: int | None,
    at: datetime,
) -> Solution:
    values, wrong = read_statements({**dict.fromkeys(REQUIRED, ""), **stated}, domains)
    if wrong:
        raise CannotStateSolution(wrong)
    solution = Solution(
        programme=programme,
        origin=origin,
        synthetic=synthetic,
        entered_by_id=entered_by_id,
        current_at=at,
        **values,
    )
    solution.words = solution.searchable()
    return solution

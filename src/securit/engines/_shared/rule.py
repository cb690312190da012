"""A rule: a named, versioned function that declares what it promises and where it is weak."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

from securit.engines._shared.outcome import Answer, Decision, Limits, Outcome


class Law(Enum):
    """A promise that a rule may keep beyond those that every rule keeps; a law it lacks has a counterexample."""

    VALUE_DOES_NOT_DEPEND_ON_SEED = "value_does_not_depend_on_seed"
    MONOTONE_IN_LOAD = "monotone_in_load"  # more places never lower the total
    MONOTONE_IN_BUDGET = "monotone_in_budget"  # more money never lowers the total
    FOLLOWS_THE_RANKING = "follows_the_ranking"  # nothing is funded in place of a better ranked one that fitted
    MONOTONE_IN_SCORE = "monotone_in_score"  # a higher score never costs a place
    INDEPENDENT_OF_OTHERS = "independent_of_others"  # who else applies never turns two applications round
    PROPORTIONAL = "proportional"  # no group is denied an option that its part of the budget would pay for (EJR+)


class Stated(Protocol):
    """A problem that knows its digest."""

    @property
    def digest(self) -> str: ...


P = TypeVar("P", bound=Stated)
D = TypeVar("D", bound=Decision)


@dataclass(frozen=True, slots=True)
class Rule(Generic[P, D]):
    """Call it: ``rule(problem, seed=0, limits=Limits())``. Raise the version when an outcome could change."""

    engine: str
    name: str
    version: str
    explanation: str
    weakness: str
    laws: frozenset[Law]
    is_exact: bool
    answer: Callable[[P, int, Limits], Answer[D]]
    solver: tuple[str, ...] = ()
    """The modules of its solver, which a process made for the rule loads before its time begins."""

    def __call__(self, problem: P, *, seed: int = 0, limits: Limits | None = None) -> Outcome[D]:
        """The outcome for the problem; raises a ``Refused`` that says why when there is none."""
        return self.outcome(problem, seed, self.answer(problem, seed, limits or Limits()))

    def outcome(self, problem: P, seed: int, said: Answer[D]) -> Outcome[D]:
        """The answer under the name of the rule, with the seed and the digest of the problem."""
        return Outcome(
            engine=self.engine,
            rule=self.name,
            version=self.version,
            seed=seed,
            problem_digest=problem.digest,
            status=said.status,
            decision=said.decision,
            objectives=said.objectives,
            headline=said.headline,
            certificate=said.certificate,
            stopped_by=said.stopped_by,
            trace=said.trace,
        )


def registry(*rules: Rule[P, D]) -> Mapping[str, Rule[P, D]]:
    """The rules by name, read-only, in the order given."""
    return MappingProxyType({rule.name: rule for rule in rules})

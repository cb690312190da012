"""Why somebody reads an application, and why others do not: everybody in the pool beside it, in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from securit.stages.calls.public import Call
from securit.stages.evaluation import engines
from securit.stages.evaluation.fitting import fits_of
from securit.stages.evaluation.models import Assignment, Evaluator
from securit.stages.evaluation.selectors.ties import asked_about


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person of the pool beside an application.

    ``conflict`` follows the name where the pair must not be; ``reads`` and ``most`` are the load in the call.
    """

    evaluator: Evaluator
    points: int
    says: str
    conflict: str
    reads: int
    most: int
    stands: bool

    @property
    def is_full(self) -> bool:
        """Whether the person has no place left in this call."""
        return self.reads >= self.most


def candidates_for(call: Call, number: str) -> list[Candidate]:
    """Everybody in the pool: who reads it first, then by fit, those with a conflict last; empty for another call's."""
    asked = asked_about(call)
    readings = [reading for reading in asked.readings if reading.number == number]
    if not readings:
        return []
    question = replace(asked, readings=readings)
    fits = fits_of(readings, question.profiles, question.doubtful)
    people = Evaluator.objects.in_programme(call.programme).active().select_related("user")
    rows = {row.ref: row for row in people}
    standing = list(Assignment.objects.of_call(call).standing().values_list("application__number", "evaluator__ref"))
    loads, here = Counter(ref for _number, ref in standing), {ref for one, ref in standing if one == number}
    found = []
    for profile in question.profiles:
        fit = fits.fit_of((number, profile.ref))
        found.append(
            Candidate(
                evaluator=rows[profile.ref],
                points=fit.points,
                says=fit.says,
                conflict=engines.conflict_between(question, profile, readings[0]),
                reads=loads[profile.ref],
                most=min(profile.max_load, question.most),
                stands=profile.ref in here,
            )
        )
    return sorted(found, key=lambda one: (not one.stands, bool(one.conflict), -one.points, str(one.evaluator.user)))

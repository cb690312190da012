"""Give parts of a call that is not published yet new content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, perform
from securit.machinery.shape import Problem, Reader
from securit.programmes.definition import CallDefinition, ProgrammeDefinition
from securit.programmes.definition.schema import Context
from securit.stages.calls.definition_changes import CannotChangeCall
from securit.stages.calls.design.generated import renewed
from securit.stages.calls.models import Call, CallChallenge
from securit.stages.challenges.public import Challenge


class CannotRedesignCall(CannotChangeCall):
    """The new content does not read as a call; ``problems`` says what is wrong, each at its path."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.sentence for problem in self.problems), code="malformed")


def redesign_call(
    *,
    call: Call,
    part: str,
    changes: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    version: int | None,
    intent: str = "",
) -> Call:
    """``changes`` are new values for names at the top of the definition, as plain data; ``part`` goes to the trail.

    Sentences of the call text that the platform made of what changes are made anew, unless somebody wrote them.
    Whether the parts agree with each other is left to the checklist: they change one after the other. Raises
    :class:`CannotRedesignCall` with every mistake, and ``Stale`` when somebody else was faster.
    """

    def write(row: Call) -> None:
        terms = _terms({**row.definition, **changes}, row.programme.terms)
        if (text := renewed(row.definition, terms.to_data(UTC))) != terms.to_data(UTC)["text"]:
            terms = _terms({**row.definition, **changes, "text": text}, row.programme.terms)
        data = terms.to_data(UTC)
        if terms.code != row.code or (sha256 := digest(data)) == row.definition_sha256:
            raise CannotChangeCall(_("Nothing is different."), code="no_change")
        row.definition, row.definition_sha256 = data, sha256
        row.title, row.budget_cents = terms.title, terms.budget_cents
        row.opens_at, row.deadline_at = terms.opens_at, terms.deadline_at
        if "challenges" in changes:
            _address(row, terms)

    def note(row: Call) -> Note:
        details = {"part": part, "changed": sorted(changes), "definition": row.definition_sha256}
        return Note(details=details)

    return perform(call, "edit", actor=actor, at=at, write=write, note=note, intent=intent, version=version)


def _terms(data: Mapping[str, Any], programme: ProgrammeDefinition) -> CallDefinition:
    reader = Reader.of(data)
    terms = CallDefinition.from_reader(reader, Context(programme.lists))
    if reader.problems:
        raise CannotRedesignCall(reader.problems)
    if terms.deadline_at <= terms.opens_at:
        raise CannotRedesignCall([Problem(("deadline_at",), _("The deadline is not after the opening."))])
    return terms


def _address(call: Call, terms: CallDefinition) -> None:
    """The call addresses exactly the challenges that its definition names."""
    wanted = Challenge.objects.in_programme(call.programme).filter(number__in=terms.challenges)
    known = {challenge.number: challenge for challenge in wanted.order_by("position", "id")}
    if unknown := [number for number in terms.challenges if number not in known]:
        said = _("There is no challenge %(number)s in this programme.") % {"number": ", ".join(unknown)}
        raise CannotRedesignCall([Problem(("challenges",), said)])
    call.addressed.exclude(challenge__number__in=terms.challenges).delete()
    there = set(call.addressed.values_list("challenge__number", flat=True))
    CallChallenge.objects.bulk_create(
        CallChallenge(programme_id=call.programme_id, call=call, challenge=challenge)
        for number, challenge in known.items()
        if number not in there
    )

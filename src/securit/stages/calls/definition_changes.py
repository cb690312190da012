"""Correct some texts and dates of a call's definition, and say what changed. Leaf: plain data in and out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.refusals import Refusal, Sentence
from securit.machinery.shape import Reader
from securit.programmes.definition import CallDefinition, ProgrammeDefinition
from securit.programmes.definition.schema import Context

#: What a corrigendum may change, and in words: never criteria, amounts of money or the form.
CORRECTABLE: dict[str, Sentence] = {
    "deadline_at": gettext_lazy("Deadline"),
    "questions_close_at": gettext_lazy("Questions are taken until"),
    "planned_decision_on": gettext_lazy("Planned decision"),
    "text.objectives": gettext_lazy("Objectives"),
    "text.who_can_apply": gettext_lazy("Who can apply"),
    "text.procedure": gettext_lazy("Procedure"),
    "text.obligations": gettext_lazy("Obligations"),
    "text.european_dimension": gettext_lazy("European dimension"),
}


class CannotChangeCall(Refusal):
    """The change is not one that may be made here, or does not read as it should; ``field`` names it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """The new definition as it is stored, parsed, and what is different: (field, before, after)."""

    data: dict[str, Any]
    terms: CallDefinition
    differences: tuple[tuple[str, str, str], ...]


def changed(data: Mapping[str, Any], changes: Mapping[str, str], programme: ProgrammeDefinition) -> Changed:
    """The definition with ``changes`` (names as in the programme file, ``text.`` for the call text) applied.

    The last cut-off moves with the deadline. Raises :class:`CannotChangeCall` at the first name that is not allowed
    or value that cannot be read, and when nothing is different.
    """
    for name in changes:
        if name not in CORRECTABLE:
            raise CannotChangeCall(
                _("“%(name)s” cannot be changed here.") % {"name": name}, code="not_changeable", field=name
            )
    before = dict(data)
    after = {**before, "text": dict(before.get("text", {}))}
    for name, value in changes.items():
        _put(after, name, value.strip())
    terms = _parsed(after, programme)
    if terms.cut_offs and "deadline_at" in changes:
        after["cut_offs"] = [*after["cut_offs"][:-1], after["deadline_at"]]
        terms = _parsed(after, programme)
    stored = terms.to_data(UTC)
    differences = tuple(
        (name, old, new) for name in changes if (old := _get(before, name)) != (new := _get(stored, name))
    )
    if not differences:
        raise CannotChangeCall(_("Nothing is different."), code="no_change")
    return Changed(stored, terms, differences)


def _put(data: dict[str, Any], name: str, value: str) -> None:
    outer, _dot, inner = name.partition(".")
    place = data[outer] if inner else data
    place[inner or outer] = value


def _get(data: Mapping[str, Any], name: str) -> str:
    outer, _dot, inner = name.partition(".")
    value = data.get(outer, {}).get(inner, "") if inner else data.get(outer, "")
    return str(value)


def _parsed(data: Mapping[str, Any], programme: ProgrammeDefinition) -> CallDefinition:
    reader = Reader.of(data)
    terms = CallDefinition.from_reader(reader, Context(programme.lists))
    if reader.problems:
        problem = reader.problems[0]
        raise CannotChangeCall(problem.sentence, code="malformed", field=".".join(str(part) for part in problem.path))
    return terms

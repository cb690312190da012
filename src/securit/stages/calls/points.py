"""Points for facts: a gate before the evaluation, published with the call. Leaf: findings in, points out.

A rule of the call that is met gives its points; one that is open may still give them. Who stays below the line is
named to a person, who proposes the rejection; nothing is rejected by the sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from securit.machinery.rules import Finding, Result, Severity, evaluate
from securit.programmes.definition import CallDefinition, PreScoring

POINTS = "platform:points"


@dataclass(frozen=True, slots=True)
class Line:
    """One rule, what it gives when it is met, and what was found."""

    says: str
    points: int
    result: Result

    @property
    def got(self) -> int:
        """Its points where it is met."""
        return self.points if self.result is Result.MET else 0


@dataclass(frozen=True, slots=True)
class Points:
    """What one application has, of ``most``; ``possible`` counts what is still open as given."""

    title: str
    lines: tuple[Line, ...]
    needed: int

    @property
    def got(self) -> int:
        """The points of what is met."""
        return sum(line.got for line in self.lines)

    @property
    def possible(self) -> int:
        """The points of what is met or open."""
        return sum(line.points for line in self.lines if line.result is not Result.NOT_MET)

    @property
    def most(self) -> int:
        """The points of all lines."""
        return sum(line.points for line in self.lines)

    @property
    def result(self) -> Result:
        """Whether the line is reached; open while what is open decides."""
        if self.got >= self.needed:
            return Result.MET
        return Result.UNRESOLVED if self.possible >= self.needed else Result.NOT_MET

    @property
    def sentence(self) -> str:
        """For the team and for those who check."""
        said = {"got": self.got, "most": self.most, "needed": self.needed, "possible": self.possible}
        if self.possible > self.got:
            return (
                _("%(got)d of %(most)d points, and up to %(possible)d with what is still open; %(needed)d are needed.")
                % said
            )
        return _("%(got)d of %(most)d points; %(needed)d are needed.") % said


def gate_of(terms: CallDefinition) -> PreScoring | None:
    """The gate of the call, where it has one that counts points for facts."""
    gate = terms.pre_scoring
    return gate if gate is not None and gate.enabled and gate.points else None


def points_in(terms: CallDefinition, found: Iterable[Finding]) -> Points | None:
    """The points of an application, from what the call's rules found; ``None`` where the call counts none."""
    gate = gate_of(terms)
    if gate is None:
        return None
    by_code = {finding.code: finding for finding in found}
    rows = ((by_code[each.rule], each.points) for each in gate.points if each.rule in by_code)
    lines = tuple(Line(finding.says, points, finding.result) for finding, points in rows)
    return Points(gate.title, lines, int(gate.threshold))


def points_of(terms: CallDefinition, facts: Mapping[str, Any]) -> Points | None:
    """The same, asked of facts."""
    return None if gate_of(terms) is None else points_in(terms, evaluate(terms.eligibility, facts))


def points_finding(terms: CallDefinition, found: Iterable[Finding]) -> Finding | None:
    """The gate as a test of the eligibility check."""
    points = points_in(terms, found)
    if points is None:
        return None
    below = points.result is not Result.MET
    return Finding(
        POINTS,
        points.result,
        points.sentence,
        _("Look at what gives points; what is open can be settled by hand.") if below else "",
        {"points": points.got, "possible": points.possible, "needed": points.needed},
        _("%(title)s: %(needed)d of %(most)d points.")
        % {"title": points.title, "needed": points.needed, "most": points.most},
        Severity.BLOCKING,
    )

"""What the rules of a call would do with invented applications, before anybody applies. Leaf: nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from securit.machinery.rules import Finding, Result, Rule, Severity, evaluate
from securit.programmes.definition import CallDefinition, Instrument, ProgrammeDefinition
from securit.programmes.public import rule_words
from securit.stages.calls.points import Points, points_in
from securit.stages.calls.specimens import Content, specimens

MOST = 200


@dataclass(frozen=True, slots=True)
class Tried:
    """One rule: how many applications meet it, fail it, leave it open; one that fails, as its team would read it."""

    rule: Rule
    met: int
    failed: int
    open: int
    example: Finding | None
    example_of: str

    @property
    def is_never_decided(self) -> bool:
        """Whether every application leaves it open: the form does not ask what the rule looks at."""
        return self.open > 0 and self.met == self.failed == 0

    @property
    def nobody_fails(self) -> bool:
        """Whether no application fails it or leaves it open."""
        return self.met > 0 and self.failed == self.open == 0

    @property
    def everybody_fails(self) -> bool:
        """Whether no application can be seen to meet it, and some fail."""
        return self.failed > 0 and self.met == 0


@dataclass(frozen=True, slots=True)
class Reached:
    """One kind of support: applications that meet all blocking rules, and how many of these ask for its least grant."""

    instrument: Instrument
    applications: int
    pass_all: int
    reach_least: int

    @property
    def is_out_of_reach(self) -> bool:
        """Whether no application that meets the rules could ask for the least grant."""
        return self.instrument.min_grant_cents > 0 and self.pass_all > 0 and self.reach_least == 0


@dataclass(frozen=True, slots=True)
class DryRun:
    """What came of it; ``pass_all`` meet every blocking rule, ``undecided`` fail none but leave some open."""

    count: int
    pass_all: int
    undecided: int
    rules: tuple[Tried, ...]
    instruments: tuple[Reached, ...]
    points: tuple[Points, ...] = ()

    @property
    def most_fail(self) -> bool:
        """Whether more than half fail a rule that must be met."""
        return 2 * (self.pass_all + self.undecided) < self.count

    @property
    def strictest(self) -> Tried:
        """The rule that must be met and stops most; of all rules where none must."""
        blocking = [tried for tried in self.rules if tried.rule.severity is Severity.BLOCKING]
        return max(blocking or self.rules, key=lambda tried: tried.failed)


def dry_run(call: CallDefinition, programme: ProgrammeDefinition, *, seed: int, count: int) -> DryRun:
    """Try the call's rules on ``count`` applications made by ``seed``. The call has a kind of support at least."""
    made = list(specimens(call, programme, seed=seed, count=count))
    words = rule_words(call)
    found = [evaluate(call.eligibility, content, words) for content in made]
    passing = [_result(findings) for findings in found]
    return DryRun(
        count=count,
        pass_all=passing.count(Result.MET),
        undecided=passing.count(Result.UNRESOLVED),
        rules=tuple(_tried(rule, [each[place] for each in found], made) for place, rule in enumerate(call.eligibility)),
        instruments=tuple(_reached(instrument, made, passing) for instrument in call.instruments),
        points=tuple(points for each in found if (points := points_in(call, each)) is not None),
    )


def _result(findings: Sequence[Finding]) -> Result:
    """Of all blocking rules together."""
    results = {finding.result for finding in findings if finding.severity is Severity.BLOCKING}
    if Result.NOT_MET in results:
        return Result.NOT_MET
    return Result.UNRESOLVED if Result.UNRESOLVED in results else Result.MET


def _tried(rule: Rule, findings: Sequence[Finding], made: Sequence[Content]) -> Tried:
    results = [finding.result for finding in findings]
    failing = next((place for place, result in enumerate(results) if result is Result.NOT_MET), None)
    return Tried(
        rule=rule,
        met=results.count(Result.MET),
        failed=results.count(Result.NOT_MET),
        open=results.count(Result.UNRESOLVED),
        example=None if failing is None else findings[failing],
        example_of="" if failing is None else made[failing]["acronym"],
    )


def _reached(instrument: Instrument, made: Sequence[Content], passing: Sequence[Result]) -> Reached:
    own = [
        (content, result)
        for content, result in zip(made, passing, strict=True)
        if content["instrument"] == instrument.code
    ]
    good = [content for content, result in own if result is not Result.NOT_MET]
    reach = [content for content in good if content["grant_cents"] >= instrument.min_grant_cents]
    return Reached(instrument, len(own), len(good), len(reach))

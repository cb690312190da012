"""What is decided on each line of a ranking: the proposal, or a departure from it with its reason (R-59). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.refusals import Refusal, Sentence
from securit.kernel.rules_kept import keeps
from securit.stages.selection.contracts import PROPOSALS
from securit.stages.selection.lifecycle import AWARD

OUTCOMES = tuple(PROPOSALS.values())
LONGEST_REASON = 4_000
#: Why a decision leaves the ranking, as a code that can be counted; the text says the rest.
CODES: dict[str, Sentence] = {
    "not_eligible": gettext_lazy("a condition of eligibility is no longer met"),
    "cannot_deliver": gettext_lazy("the team cannot carry the work out (insolvency, a member lost)"),
    "double_funding": gettext_lazy("the same cost is paid elsewhere"),
    "ethics_or_security": gettext_lazy("ethics or security forbids it"),
    "next_in_line": gettext_lazy("next in line for money that became free"),
    "panel": gettext_lazy("the panel recommends otherwise"),
    "other": gettext_lazy("another reason, told below"),
}


class CannotAdoptRanking(Refusal):
    """A reason is missing, a departure is not possible under the published rules, or the money does not suffice."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The decision on one line: the award's state, why, and whether it departs from what the rules propose."""

    line: Mapping[str, Any]
    state: str
    reason: str
    departs: bool
    reserve_position: int | None = None
    code: str = ""

    @property
    def number(self) -> str:
        """The application's number."""
        return str(self.line["number"])

    @property
    def code_label(self) -> Sentence:
        """The kind of reason in words; empty where the decision follows the ranking."""
        return CODES.get(self.code, "")

    @property
    def state_label(self) -> Sentence:
        """The outcome in words."""
        return AWARD.label(self.state)


def outcomes_of(
    content: Mapping[str, Any], departures: Mapping[str, tuple[str, str, str]], *, binding: bool
) -> tuple[Outcome, ...]:
    """One outcome per line of the ranking, in its order; the reserve list numbered anew.

    ``departures`` is by application ref: outcome, reason and its code. Raises :class:`CannotAdoptRanking`.
    """
    unknown = set(departures) - {line["application"] for line in content["lines"]}
    if unknown:
        raise CannotAdoptRanking(
            _("A departure names an application that is not in the ranking."), code="unknown_application"
        )
    outcomes = tuple(_outcome(line, departures.get(line["application"])) for line in content["lines"])
    _nothing_below_a_threshold(outcomes)
    if binding:
        _nothing_over_anybodys_head(outcomes)
    return _numbered(outcomes)


def _outcome(line: Mapping[str, Any], departure: tuple[str, str, str] | None) -> Outcome:
    proposed = PROPOSALS[line["proposed"]]
    if departure is None or departure[0] == proposed:
        return Outcome(line, proposed, str(line["because"]), departs=False)
    state, reason, code = departure[0], departure[1].strip(), departure[2]
    if state not in OUTCOMES:
        raise CannotAdoptRanking(
            _("%(number)s: choose funded, reserve list or not funded.") % {"number": line["number"]},
            code="unknown_outcome",
            field=f"outcome-{line['application']}",
        )
    _refuse_without_reason(line, reason)
    _refuse_without_code(line, code)
    return Outcome(line, state, reason, departs=True, code=code)


@keeps("R-02", "R-59")
def _refuse_without_reason(line: Mapping[str, Any], reason: str) -> None:
    """Where the decision leaves the ranking, the record says why."""
    if not reason or len(reason) > LONGEST_REASON:
        raise CannotAdoptRanking(
            _("%(number)s: a decision other than the ranking's needs its reason, in at most %(most)d characters.")
            % {"number": line["number"], "most": LONGEST_REASON},
            code="departure_without_reason",
            field=f"reason-{line['application']}",
        )


@keeps("R-59")
def _refuse_without_code(line: Mapping[str, Any], code: str) -> None:
    """A departure bears one of the known codes, so that departures can be counted."""
    if code not in CODES:
        raise CannotAdoptRanking(
            _("%(number)s: choose which kind of reason it is.") % {"number": line["number"]},
            code="departure_without_code",
            field=f"code-{line['application']}",
        )


@keeps("R-55", "R-56")
def _nothing_below_a_threshold(outcomes: Sequence[Outcome]) -> None:
    """Nothing below a published threshold is funded, whoever wishes it."""
    for outcome in outcomes:
        if outcome.state != "not_funded" and not outcome.line["above_threshold"]:
            raise CannotAdoptRanking(
                _("%(number)s is below a published threshold and cannot be funded.") % {"number": outcome.number},
                code="below_threshold",
                field=f"outcome-{outcome.line['application']}",
            )


@keeps("R-58")
def _nothing_over_anybodys_head(outcomes: Sequence[Outcome]) -> None:
    """Where the ranking binds, nothing is funded before what stands above it."""
    passed: list[str] = []
    for outcome in outcomes:
        if outcome.departs and outcome.state == "funded" and passed:
            raise CannotAdoptRanking(
                _("%(number)s cannot be funded before %(better)s, which stands above it: the ranking is binding.")
                % {"number": outcome.number, "better": passed[0]},
                code="ranking_is_binding",
                remedy=_("Decide first, with a reason, on what stands above it."),
                field=f"outcome-{outcome.line['application']}",
            )
        if outcome.state != "funded" and not outcome.departs and outcome.line["proposed"] == "reserve":
            passed.append(outcome.number)


def _numbered(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    numbered, place = [], 0
    for outcome in outcomes:
        if outcome.state == "reserve_listed":
            place += 1
            outcome = replace(outcome, reserve_position=place)
        numbered.append(outcome)
    return tuple(numbered)

"""The call's eligibility rules asked of a draft: what they would say as it stands now. Advice, never a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from securit.machinery.rules import Finding, Result, evaluate
from securit.machinery.rules.facts import known
from securit.programmes.definition import CallDefinition
from securit.programmes.public import rule_words
from securit.stages.calls.public import Points, points_in


@dataclass(frozen=True, slots=True)
class Advice:
    """One rule: what it says, how it looks now and why, and what would change that (empty where it is met)."""

    says: str
    label: str
    tone: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class AllAdvice:
    """What the rules say of one draft: those not met and then the open ones, apart from those that are met."""

    doubtful: tuple[Advice, ...]
    met: tuple[Advice, ...]
    is_refused: bool
    points: Points | None = None


def advice_on(content: Mapping[str, Any], terms: CallDefinition) -> AllAdvice | None:
    """What every eligibility rule of the call says of a draft; ``None`` where it has none."""
    return _sorted(evaluate(terms.eligibility, content, rule_words(terms)), terms)


def advice_before_writing(facts: Mapping[str, Any], terms: CallDefinition) -> AllAdvice | None:
    """The same of an application that does not exist yet: a rule about what was not asked is open, never failed."""
    found = evaluate(terms.eligibility, facts, rule_words(terms))
    return _sorted([_open_where_unsaid(finding) for finding in found], terms)


def _open_where_unsaid(finding: Finding) -> Finding:
    if finding.result is Result.MET or any(known(value) for value in finding.evidence.values()):
        return finding
    return replace(finding, result=Result.UNRESOLVED, reason=_("The application itself will answer this."), remedy="")


def _sorted(found: Sequence[Finding], terms: CallDefinition) -> AllAdvice | None:
    by_result = {
        result: tuple(_advice(one, word, tone) for one in found if one.result is result)
        for result, word, tone in (
            (Result.NOT_MET, _("not met"), "danger"),
            (Result.UNRESOLVED, _("open"), "warning"),
            (Result.MET, _("met"), "success"),
        )
    }
    doubtful = by_result[Result.NOT_MET] + by_result[Result.UNRESOLVED]
    is_refused = any(one.blocks for one in found)
    return AllAdvice(doubtful, by_result[Result.MET], is_refused, points_in(terms, found)) if found else None


def _advice(finding: Finding, word: str, tone: str) -> Advice:
    if finding.result is Result.NOT_MET and not finding.blocks:
        word, tone = _("not met, not compulsory"), "warning"
    return Advice(finding.says, word, tone, finding.reason, finding.remedy)

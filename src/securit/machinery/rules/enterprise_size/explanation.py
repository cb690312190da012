"""The finding in words and numbers, as plain data that can be stored and shown: who counts, the sums, the doubts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from securit.machinery.rules.enterprise_size.ceilings import Size
from securit.machinery.rules.enterprise_size.enterprises import NO_ENTERPRISE, decimal_text
from securit.machinery.rules.enterprise_size.relations import Relation, Standing
from securit.machinery.rules.enterprise_size.status import VERSION, SizeFinding, Total, figures_in
from securit.money import euros

SIZES = {
    Size.MICRO: "a micro enterprise",
    Size.SMALL: "a small enterprise",
    Size.MEDIUM: "a medium-sized enterprise",
    Size.LARGE: "no small or medium-sized enterprise",
}
SHORT = {Size.MICRO: "micro", Size.SMALL: "small", Size.MEDIUM: "medium-sized", Size.LARGE: "no SME"}
RELATIONS = {
    Relation.ITSELF: "the enterprise itself",
    Relation.LINKED: "linked",
    Relation.PARTNER: "partner",
    Relation.OF_PARTNER: "linked to a partner",
    Relation.EXEMPT: "investor, left out up to 50 %",
    Relation.APART: "below 25 %",
    Relation.INCLUDED: "in the consolidated figures already",
}
PERIODS = ("newest period", "the period before", "two periods before")
UNKNOWN = "not stated"


def explained(finding: SizeFinding, *, questions: tuple[str, ...] = ()) -> dict[str, Any]:
    """The finding as plain data; ``questions`` are what the statement left open, put before the doubts."""
    return {
        "definition": f"{finding.ceilings.source}, version {VERSION} of the calculation",
        "size": str(finding.size or ""),
        "is_sme": finding.is_sme,
        "newest_size": str(finding.totals[0].size or "") if finding.totals else "",
        "verdict": _verdict(finding),
        "counted": [_counted(one) for one in finding.standings],
        "totals": [_total(PERIODS[place], total) for place, total in enumerate(finding.totals)],
        "ceilings": [
            [SIZES[one.size], f"fewer than {one.headcount}", euros(one.turnover_cents), euros(one.balance_cents)]
            for one in finding.ceilings.sizes
        ],
        "doubts": [*questions, *finding.doubts],
    }


def is_proven(explanation: Mapping[str, Any]) -> bool:
    """Whether it is an SME by what is stated, and nothing is left for a person to find out."""
    return explanation["is_sme"] is True and not explanation["doubts"]


def _verdict(finding: SizeFinding) -> str:
    if finding.is_public:
        held = decimal_text(finding.public_percent)
        return f"Public bodies hold {held} %: from 25 % on it is no SME, however small it is."
    if finding.size is not None:
        return f"By what is stated it is {SIZES[finding.size]}."
    if finding.is_sme is not None:
        known = "an SME, of which size is open" if finding.is_sme else SIZES[Size.LARGE]
        return f"By what is stated it is {known}."
    newest = finding.totals[0].size if finding.totals else None
    if newest is not None:
        return f"Its newest period alone is that of {SIZES[newest]}; that alone does not settle it."
    return "What is stated does not tell its size."


def _counted(one: Standing) -> list[str]:
    newest = figures_in(one, 0)
    relation = "has no figures that count" if one.enterprise.kind in NO_ENTERPRISE else RELATIONS[one.relation]
    return [
        one.enterprise.name,
        relation,
        f"{decimal_text(one.percent)} %",
        *_figures(newest.headcount, newest.turnover_cents, newest.balance_cents),
    ]


def _total(period: str, total: Total) -> list[str]:
    size = "open" if total.size is None else SHORT[total.size]
    figures = _figures(total.headcount, total.turnover, total.balance)
    return [period, *(f"at least {one}" if total.at_least else one for one in figures), size]


def _figures(people: Fraction | None, turnover: Fraction | int | None, balance: Fraction | int | None) -> list[str]:
    amounts = [UNKNOWN if amount is None else euros(round(amount)) for amount in (turnover, balance)]
    return [UNKNOWN if people is None else decimal_text(people), *amounts]

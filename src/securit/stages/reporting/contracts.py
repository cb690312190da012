"""What reporting says: frozen, and free of tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """One stated value of an indicator with where it stands."""

    value: Decimal
    standing: str
    note: str
    source: str
    source_url: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator as planned, as published, and as this installation computes it (``None`` where it cannot)."""

    code: str
    title: str
    unit: str
    plan: Said | None
    published: Said | None
    computed: int | None


@dataclass(frozen=True, slots=True)
class CallMoney:
    """The ledger of one call."""

    code: str
    title: str
    budget_cents: int
    reserved_cents: int
    committed_cents: int
    paid_cents: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What a set of submitted contents, and those funded among them, add up to."""

    applications: int
    sme_applicants: int
    countries: int
    funded_projects: int
    funded_smes: int
    countries_of_funded_smes: int
    awarded_cents: int
    funded_by_instrument: Mapping[str, int]

    @classmethod
    def of(cls, received: Iterable[Mapping[str, Any]], funded: Iterable[Mapping[str, Any]]) -> Measured:
        """The sums. An SME that takes part twice counts twice, as published figures of calls do."""
        received, funded = list(received), list(funded)
        applicants = [member for content in received for member in content["members"]]
        smes = [member for content in funded for member in content["members"] if member["kind"] == "sme"]
        instruments = [content["instrument"] for content in funded]
        return cls(
            applications=len(received),
            sme_applicants=sum(member["kind"] == "sme" for member in applicants),
            countries=len({member["country"] for member in applicants}),
            funded_projects=len(funded),
            funded_smes=len(smes),
            countries_of_funded_smes=len({member["country"] for member in smes}),
            awarded_cents=sum(content["grant_cents"] for content in funded),
            funded_by_instrument={code: instruments.count(code) for code in sorted(set(instruments)) if code},
        )

    def value(self, measure: str) -> int | None:
        """The value of an indicator by its code; ``None`` for a code that nothing here counts.

        ``support_to_smes`` is in whole euros. A code that names an instrument, alone or in the plural, counts its
        funded projects.
        """
        if measure == "support_to_smes":
            return self.awarded_cents // 100
        if measure in COUNTED:
            return int(getattr(self, measure))
        return next((n for code, n in self.funded_by_instrument.items() if measure in (code, f"{code}s")), None)


COUNTED = (
    "applications",
    "sme_applicants",
    "countries",
    "funded_projects",
    "funded_smes",
    "countries_of_funded_smes",
)

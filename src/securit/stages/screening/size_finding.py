"""Is every member that says so an SME? By its figures and owners, for a person to settle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.rules_kept import keeps
from securit.machinery.rules import Finding, Result, Severity
from securit.machinery.rules.enterprise_size import is_proven
from securit.stages.applications.public import size_explained
from securit.stages.screening.contracts import Surroundings

SIZE = "platform:size"


@keeps("R-31", "R-32", "R-33", "R-34")
def sizes(content: Mapping[str, Any], beside: Surroundings) -> Finding | None:
    """Every member that calls itself an SME, by what it stated; nothing where none does.

    What is over a ceiling stands in the way until a person settled it; where too little is stated it is shown as open.
    """
    if beside.sized_on is None:
        return None
    found = [
        {"name": member["legal_name"], **size_explained(member, on=beside.sized_on)}
        for member in content["members"]
        if member["kind"] == "sme"
    ]
    if not found:
        return None
    proven = all(is_proven(one) for one in found)
    against = [one for one in found if _speaks_against(one)]
    refuted = any(one["is_sme"] is False for one in found)
    return Finding(
        SIZE,
        Result.MET if proven else Result.NOT_MET if refuted else Result.UNRESOLVED,
        " ".join(f"{one['name']}: {one['verdict']}" for one in (against or found)),
        "" if proven else _remedy(bool(against)),
        {"sizes": found},
        _("Every member that calls itself an SME must be one by its figures and its owners."),
        Severity.BLOCKING if against else Severity.ADVISORY,
    )


def _speaks_against(one: Mapping[str, Any]) -> bool:
    """It is no SME by what is stated, or its newest year alone is over the ceilings."""
    return one["is_sme"] is False or (one["is_sme"] is None and one["newest_size"] == "large")


def _remedy(against: bool) -> str:
    if against:
        return _("Look at the figures of the years before and at who owns it; then settle it by hand.")
    return _("Ask the team for what is still open, where the call depends on it.")

"""Does a member, or an owner it names, look like somebody on the EU sanctions list? Likeness of names, for a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.rules_kept import keeps
from securit.machinery.rules import Finding, Result, Severity
from securit.stages.screening.contracts import Surroundings

SANCTIONS = "platform:sanctions"


def names_in(content: Mapping[str, Any]) -> dict[str, str]:
    """Every name that is compared, by an id: members, and the owners and holdings that they named."""
    found: dict[str, str] = {}
    for member in content["members"]:
        ref = member["organisation"]["ref"]
        found[ref] = member["legal_name"]
        for row in member.get("size", {}).get("related", []):
            found[f"{ref}/{row['id']}"] = row["name"]
    return {key: name for key, name in found.items() if any(c.isalnum() for c in name)}


@keeps("R-46")
def sanctions(content: Mapping[str, Any], beside: Surroundings) -> Finding | None:
    """Open wherever a name is like a listed one, until a person settled it; open and shown where no list is loaded."""
    if beside.elsewhere is None:
        return None
    listed, names = beside.listed, names_in(content)
    hits = [
        {
            "name": name,
            "listed": one.name,
            "reference": one.reference,
            "regime": one.regime,
            "hundredths": one.hundredths,
        }
        for key, name in names.items()
        for one in (listed.hits.get(key, ()) if listed else ())
    ]
    if listed is None:
        reason = _("No sanctions list is loaded, so nobody was compared.")
        remedy = _("Load the list of the day under “Sanctions list”, then run the tests again.")
    elif hits:
        said = _("%(name)s is like %(listed)s (%(reference)s, %(hundredths)d of 100)")
        reason = "; ".join(said % hit for hit in hits) + "."
        remedy = _("Compare address, register number and country with the entry itself; likeness is not identity.")
    else:
        reason = _("No name is like one of the %(count)d entries of the list of %(day)s.") % {
            "count": listed.entries,
            "day": listed.generated_on,
        }
        remedy = ""
    return Finding(
        SANCTIONS,
        Result.MET if listed and not hits else Result.UNRESOLVED,
        reason,
        remedy,
        {"hits": hits, **({"list_of": listed.generated_on, "sha256": listed.sha256} if listed else {})},
        _("Nobody in the team, nor an owner it states, may be on the EU sanctions list."),
        Severity.BLOCKING if hits else Severity.ADVISORY,
    )

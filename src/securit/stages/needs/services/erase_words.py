"""Erase what was said in a need that its owner withdrew."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from securit.kernel.actor import Actor
from securit.kernel.audit import trail
from securit.kernel.perform import perform
from securit.machinery.correspondence.mail import erase_mails
from securit.stages.needs.contracts import LIMITS, Procurement, Willing
from securit.stages.needs.models import Need, NeedContact

#: What the fields of an erased need hold; urgency, domains, kind and country stay, which say nothing about anybody.
EMPTY: dict[str, Any] = {
    **{name: "" for name in LIMITS if not name.startswith("contact_")},
    "comparable_sites": None,
    "procurement": Procurement.NONE,
    "procurement_on": None,
    "would_pilot": Willing.UNKNOWN,
    "would_buy": Willing.UNKNOWN,
    "declined_reason": "",
}


def erase_words(*, need: Need, actor: Actor, at: datetime, intent: str = "") -> Need:
    """Every free text, the name of the organisation, the contact, and the reasons on the trail are deleted for good.

    What stays: that there was a need, when it came and went, its urgency, domains, kind and country, and the trail's
    entries, which hold commitments instead of words, so that the chain still verifies.
    """

    def write(row: Need) -> None:
        for name, value in EMPTY.items():
            setattr(row, name, value)
        row.erased_at = row.erased_at or at
        NeedContact.objects.filter(need=row).delete()
        erase_mails(f"need:{row.ref}:")
        trail.erase_values(f"need:{row.ref}")

    return perform(need, "erase_words", actor=actor, at=at, write=write, intent=intent)

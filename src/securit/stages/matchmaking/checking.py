"""Whether a profile may be stored as it is stated, and whether it says enough to be listed. Pure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from securit.machinery.forms.countries import COUNTRY_CODES
from securit.stages.matchmaking.contracts import Known, Statement
from securit.stages.matchmaking.disclosure import address_in
from securit.stages.matchmaking.terms import (
    FEWEST_CHARACTERS,
    MOST_CHARACTERS,
    PARTS,
    Audience,
    Availability,
    RoleWished,
)

MOST_CODES = 12
TEXTS = ("summary", "offers", "seeks")


def faults_of(said: Statement, known: Known) -> dict[str, str]:
    """For each field that cannot be stored, why not."""
    found = {name: fault for name in TEXTS if (fault := text_fault(getattr(said, name), MOST_CHARACTERS[name]))}
    choices = {
        "offered": known.capabilities,
        "sought": known.capabilities,
        "challenges": known.challenges,
        "countries": COUNTRY_CODES,
    }
    for name, among in choices.items():
        found |= _codes_fault(name, getattr(said, name), among)
    for name, value, values in (
        ("role_wished", said.role_wished, RoleWished.values),
        ("availability", said.availability, Availability.values),
        *((f"{part}_for", said.audiences.get(part, ""), Audience.values) for part in PARTS),
    ):
        if value not in values:
            found[name] = _("Choose one of the list.")
    if said.cluster and said.cluster not in known.clusters:
        found["cluster"] = _("This is no partner of the programme.")
    return found


def text_fault(text: str, most: int) -> str:
    """Why a text that others read cannot be taken, or ``''``."""
    if len(text) > most:
        return _("This has %(length)d characters; at most %(most)d are kept.") % {"length": len(text), "most": most}
    return address_fault(text)


def address_fault(text: str) -> str:
    """Why a text cannot be taken that others read before anybody agreed to share an address, or ``''``."""
    if found := address_in(text):
        return _(
            "There is a mail address in it (%(address)s). Leave it out: addresses are shown once both sides want to."
        ) % {"address": found[:60]}
    return ""


def lacking_to_list(said: Statement) -> tuple[str, str] | None:
    """The field that says too little for others to find, with the sentence; ``None`` when it is enough."""
    if not said.summary.strip():
        return "summary", _("Say in a sentence or two who you are.")
    if max(len(said.offers.strip()), len(said.seeks.strip())) < FEWEST_CHARACTERS:
        return "offers", _("Say what you offer or what you seek, in at least %(least)d characters.") % {
            "least": FEWEST_CHARACTERS
        }
    return None


def _codes_fault(name: str, codes: tuple[str, ...], among: frozenset[str]) -> dict[str, str]:
    unknown = [code for code in codes if code not in among]
    if unknown:
        return {name: _("“%(code)s” is not in the list.") % {"code": unknown[0][:40]}}
    if len(codes) > MOST_CODES:
        return {name: _("At most %(most)d can be chosen.") % {"most": MOST_CODES}}
    return {}

"""Who sees what of a need: the only place where it is decided.

Three things narrow a field: the owner's choice, the TLP label of the whole need, and the state (what is not reviewed is
nobody's but the host's and the consortium's, what is withdrawn the host's alone). Nothing widens it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from securit.stages.needs.contracts import CAP, CIRCLE, DEFAULT_AUDIENCE, FIELDS, STATED, WIDEST, Audience, Reader

#: States in which the public may see anything at all, and those in which the consortium may.
PUBLIC_STATES = ("accepted", "grouped", "merged")
CONSORTIUM_STATES = ("submitted", "accepted", "grouped", "declined", "merged")


class Disclosable(Protocol):
    """A need as this module looks at it."""

    @property
    def state(self) -> str: ...
    @property
    def tlp(self) -> str: ...
    @property
    def audience(self) -> Mapping[str, int]: ...
    def stated(self, field: str) -> Any:
        """The value of one field of the statement, or the contact."""


def shown_to(need: Disclosable, reader: Reader) -> dict[str, Any]:
    """The fields that this reader may see, with their values, in the order of :data:`FIELDS`; others are left out."""
    return {field: need.stated(field) for field in FIELDS if is_shown(need, field, reader)}


def is_shown(need: Disclosable, field: str, reader: Reader) -> bool:
    """Whether the reader may see the field."""
    if reader is Reader.PUBLIC and need.state not in PUBLIC_STATES:
        return False
    if reader is Reader.CONSORTIUM and need.state not in CONSORTIUM_STATES:
        return False
    return widest_reader_circle(need, field) >= CIRCLE[reader]


def is_known_in(need: Disclosable, domain: str, reader: Reader) -> bool:
    """Whether the reader may know that the need concerns the domain of that code, as its main or a further one."""
    if need.stated("domain") == domain:
        return is_shown(need, "domain", reader)
    return domain in need.stated("further_domains") and is_shown(need, "further_domains", reader)


def domains_in(shown: Mapping[str, Any]) -> tuple[str, ...]:
    """The codes of the domains among fields that are shown, the main one first."""
    return (*((shown["domain"],) if "domain" in shown else ()), *shown.get("further_domains", ()))


def widest_reader_circle(need: Disclosable, field: str) -> Audience:
    """The widest circle that reads the field: the owner's choice under the cap of the label and of the field."""
    chosen = Audience(need.audience.get(field, DEFAULT_AUDIENCE[field]))
    return min(chosen, CAP.get(need.tlp, Audience.HOST), WIDEST.get(field, Audience.PUBLIC))


def public_card(need: Disclosable) -> dict[str, Any]:
    """What stands on the public list for one need; empty where its owner did not open the title.

    Kind and country stand beside it only where the owner is named: otherwise they are counted in groups of three or
    more (:mod:`securit.stages.needs.counting`), since a single entry would single out its owner.
    """
    shown = shown_to(need, Reader.PUBLIC)
    if "title" not in shown:
        return {}
    if "owner_name" not in shown:
        shown.pop("owner_kind", None)
        shown.pop("owner_country", None)
    return shown


_WHEREABOUTS = ("owner_kind", "owner_country", "domain", "further_domains")
#: Ready choices for people in a hurry: what of the statement becomes public.
PRESETS: Mapping[str, tuple[str, ...]] = {
    "kind_and_country": _WHEREABOUTS,
    "problem": (*_WHEREABOUTS, "title", "situation", "gap", "consequence", "urgency"),
    "all": STATED,
}


def audience_of(preset: str) -> dict[str, int]:
    """The owner's choice per field for a preset; ``KeyError`` for an unknown one."""
    opened = PRESETS[preset]
    chosen = {field: int(Audience.PUBLIC if field in opened else Audience.CONSORTIUM) for field in STATED}
    return chosen | {"contact": int(Audience.HOST)}


def default_audience() -> dict[str, int]:
    """Kind, country and domain are public, the contact is the host's, all else is the consortium's."""
    return {field: int(circle) for field, circle in DEFAULT_AUDIENCE.items()}

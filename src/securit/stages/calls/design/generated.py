"""Sentences of the call text that the platform makes of the call's rules, money and reports, and makes anew with them.

A sentence is found again as a whole line, whatever bullet or number stands before it. What somebody wrote by hand is
never touched: a source that changed and whose sentence is not found leaves its text *behind*.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from securit.money import cents, euros
from securit.stages.calls.design.entries import Item

Sources = dict[str, str]
"""Each sentence by what it is made of: ``rule:CODE``, ``instrument:CODE``, ``member``, ``share``, ``reports``."""

TITLES = {
    "who_can_apply": gettext_lazy("Who can apply"),
    "amounts": gettext_lazy("Amounts"),
    "procedure": gettext_lazy("Procedure"),
}
_BULLET = re.compile(r"^(\s*(?:[-*+]|\d{1,2}[.)])?\s*)(.*?)\s*$")
_LISTED = ("rule:", "instrument:", "member")
"""Sources that come and go with their line; other sentences stay until somebody changes them."""


def sentences(definition: Mapping[str, Any]) -> dict[str, Sources]:
    """For each text the sentences that the platform makes for it, in their order."""
    return {
        "who_can_apply": {f"rule:{rule['code']}": rule["says"] for rule in definition.get("eligibility") or ()},
        "amounts": _amounts(definition),
        "procedure": {"reports": reports(int(definition.get("evaluators_per_application") or 3))},
    }


def _amounts(definition: Mapping[str, Any]) -> Sources:
    instruments = definition["instruments"]
    rates = {str(each.get("rate") or "1") for each in instruments}
    found: Sources = {"share": share(rates.pop())} if len(rates) == 1 else {}
    for each in instruments:
        said = {"name": each["title"], "most": euros(cents(each["max_grant"]))}
        found[f"instrument:{each['code']}"] = _("%(name)s: at most %(most)s.") % said
    if most := definition.get("grant_per_member"):
        found["member"] = _("No member receives more than %(most)s.") % {"most": euros(cents(most))}
    return found


def share(rate: str) -> str:
    """How the grant is found, for a part of the cost such as ``0.7``."""
    opening = _("The grant is a lump sum: %(share)s of the estimated eligible cost that the evaluators find justified.")
    return opening % {"share": f"{rate_in_percent(rate)} %"}


def reports(count: int) -> str:
    """How many read an application."""
    return ngettext(
        "%(count)d independent expert scores the application by the published criteria.",
        "%(count)d independent experts score the application by the published criteria.",
        count,
    ) % {"count": count}


def rate_in_percent(rate: str) -> str:
    """``0.7`` → ``70``."""
    whole, _point, decimals = rate.partition(".")
    digits = (whole + decimals[:2].ljust(2, "0")).lstrip("0") or "0"
    rest = decimals[2:].rstrip("0")
    return f"{digits}.{rest}" if rest else digits


def renewed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Item:
    """The call text of ``after`` with the sentences whose sources changed since ``before`` made anew."""
    text = dict(after["text"])
    old, new = sentences(before), sentences(after)
    for name in TITLES:
        if old[name] != new[name] and text.get(name) == before["text"].get(name):
            text[name] = _renewed(str(text.get(name, "")), old[name], new[name])
    return text


def left_behind(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names of texts that do not say what changed, because their words were written by hand."""
    old, new = sentences(before), sentences(after)
    return [
        name
        for name in TITLES
        if any(said not in _lines(after["text"].get(name, "")) for said in _changed(old[name], new[name]))
    ]


def unsaid(definition: Mapping[str, Any]) -> list[str]:
    """The rules that “Who can apply” leaves out although it says other rules word by word."""
    lines = _lines(definition["text"].get("who_can_apply", ""))
    rules = [rule["says"] for rule in definition.get("eligibility") or ()]
    missing = [says for says in rules if says not in lines]
    return missing if len(missing) < len(rules) else []


def _changed(old: Sources, new: Sources) -> list[str]:
    return [said for key, said in new.items() if old.get(key) != said]


def _lines(text: str) -> set[str]:
    return {_parted(line)[1] for line in text.splitlines()}


def _parted(line: str) -> tuple[str, str]:
    found = _BULLET.match(line)
    return (found[1], found[2]) if found else ("", line)


def _renewed(text: str, old: Sources, new: Sources) -> str:
    keys = {said: key for key, said in old.items()}
    lines: list[str] = []
    last = -1
    bullet = ""
    for line in text.splitlines():
        lead, said = _parted(line)
        key = keys.get(said)
        if key is None or (key not in new and not key.startswith(_LISTED)):
            lines.append(line)
            continue
        if key in new:
            lines.append(lead + new[key])
        if key.startswith(_LISTED):
            last, bullet = len(lines), lead
    added = [said for key, said in new.items() if key not in old and key.startswith(_LISTED)]
    if last >= 0:
        lines[last:last] = [bullet + said for said in added]
    return "\n".join(lines)

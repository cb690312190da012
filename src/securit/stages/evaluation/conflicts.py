"""Conflicts of interest that can be seen from what is stored. Pure: no tables, no clock.

What :func:`detected` finds keeps a pair from being proposed; nobody is accused by it. What :func:`ties_between` finds
is asked about, and a person decides. What cannot be seen from here the evaluator declares, before content is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from securit.stages.evaluation.contracts import Profile, Reading, Tie
from securit.stages.evaluation.names import host_of as _host
from securit.stages.evaluation.names import plain_name as _plain_name

if TYPE_CHECKING:
    from securit.stages.matchmaking.public import Encounter

#: Mail providers whose addresses say nothing about an employer.
SHARED_MAIL_DOMAINS = frozenset(
    (
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "yahoo.com",
        "icloud.com",
        "proton.me",
        "protonmail.com",
        "gmx.de",
        "gmx.net",
        "web.de",
        "orange.fr",
        "free.fr",
        "laposte.net",
        "libero.it",
        "wp.pl",
        "onet.pl",
        "seznam.cz",
        "mail.com",
    )
)


def detected(profile: Profile, reading: Reading) -> str:
    """Why this evaluator must not be proposed for this application, in a sentence; empty when nothing is seen."""
    if profile.user_id in reading.editor_ids:
        return "wrote the application"
    for member in reading.content.get("members", ()):
        organisation = member.get("organisation", member)
        if organisation.get("ref") in profile.organisation_refs:
            return "belongs to a member of the team"
        if _same_name(profile.institution, str(organisation.get("legal_name", ""))):
            return "works for a member of the team"
        if _same_domain(profile.email, str(organisation.get("website") or "")):
            return "has an e-mail address at a member of the team"
    return ""


def ties_between(profile: Profile, reading: Reading, encounters: Iterable[Encounter]) -> tuple[Tie, ...]:
    """Meetings and introductions of the evaluator, or the evaluator's organisation, with a member of the team.

    They bar nobody: the evaluator is asked, and a person decides.
    """
    members = _members(reading)
    found = []
    for each in encounters:
        for own, other in ((each.one, each.other), (each.other, each.one)):
            if other.ref not in members:
                continue
            if own.user_id == profile.user_id:
                found.append(Tie(other.name, each.on, each.event, "", each.held))
            elif own.ref and (own.ref in profile.organisation_refs or _same_name(profile.institution, own.name)):
                found.append(Tie(other.name, each.on, each.event, own.name, each.held))
    return tuple(found)


def members_of(readings: Iterable[Reading]) -> frozenset[str]:
    """The organisations that apply, by ref."""
    return frozenset(ref for reading in readings for ref in _members(reading))


def _members(reading: Reading) -> frozenset[str]:
    told = (member.get("organisation", member).get("ref") for member in reading.content.get("members", ()))
    return frozenset(ref for ref in told if ref)


def _same_name(one: str, other: str) -> bool:
    plain = _plain_name(one)
    return bool(plain) and plain == _plain_name(other)


def _same_domain(email: str, website: str) -> bool:
    domain = email.rpartition("@")[2].casefold()
    host = _host(website)
    if not domain or not host or domain in SHARED_MAIL_DOMAINS:
        return False
    return domain == host or domain.endswith(f".{host}") or host.endswith(f".{domain}")


def languages_of(content: Mapping[str, Any], of_call: Iterable[str]) -> tuple[str, ...]:
    """The language the application says it is written in, else those of the call."""
    said = content.get("language")
    return (said,) if isinstance(said, str) and said else tuple(of_call)

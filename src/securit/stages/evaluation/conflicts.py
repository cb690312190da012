"""Conflicts of interest that can be seen from what is stored. Pure: no tables, no clock.

What :func:`detected` finds keeps a pair from being proposed; nobody is accused by it. What :func:`ties_between` finds
is asked about, and a person decides. What cannot be seen from here the evaluator declares, before content is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from securit.stages.evaluation.contracts import Doubt, Former, Profile, Reading, Seen, Tie
from securit.stages.evaluation.names import host_of as _host
from securit.stages.evaluation.names import plain_name as _plain_name
from securit.stages.evaluation.reasons import BARRING_TIES, DOUBTFUL_TIES

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
    found = seen(profile, reading)
    return found.says if found else ""


def seen(profile: Profile, reading: Reading) -> Seen | None:
    """The conflict between a person and an application that what is stored shows, with the code of its reason."""
    if profile.user_id in reading.editor_ids:
        return Seen("preparing", "wrote the application")
    for member in reading.content.get("members", ()):
        organisation = member.get("organisation", member)
        name, website = str(organisation.get("legal_name", "")), str(organisation.get("website") or "")
        if organisation.get("ref") in profile.organisation_refs:
            return Seen("employed", "belongs to a member of the team")
        if _same_name(profile.institution, name):
            return Seen("employed", "works for a member of the team")
        if _same_domain(profile.email, website):
            return Seen("employed", "has an e-mail address at a member of the team")
        if any(_plain_name(person) == _plain_name(profile.name) for person in _related(member, people=True)):
            return Seen("owner", "is named as an owner of a member of the team")
        for tie in profile.stated:
            if tie.kind in BARRING_TIES and (_same_name(tie.name, name) or _same_site(tie.website, website)):
                return Seen(BARRING_TIES[tie.kind], "states to work for a member of the team, or to own or direct it")
    return None


def doubts_about(
    profile: Profile, reading: Reading, *, former: Iterable[Former] = (), hosts: Iterable[str] = ()
) -> tuple[Doubt, ...]:
    """What may be a conflict and bars nobody by itself: stated ties, groups, common applications, the owner.

    ``former`` are applications of other calls; ``hosts`` the owner of the application's challenge and of its test site.
    """
    found = [*_stated_doubts(profile, reading), *_together_before(profile, reading, former)]
    found += [Doubt("challenge_owner", host) for host in hosts if _same_name(profile.institution, host)]
    return tuple(dict.fromkeys(found))


def _stated_doubts(profile: Profile, reading: Reading) -> Iterator[Doubt]:
    for member in reading.content.get("members", ()):
        organisation = member.get("organisation", member)
        name, website = str(organisation.get("legal_name", "")), str(organisation.get("website") or "")
        for tie in profile.stated:
            if tie.kind in DOUBTFUL_TIES and (_same_name(tie.name, name) or _same_site(tie.website, website)):
                yield Doubt(DOUBTFUL_TIES[tie.kind], name)
        mine = [profile.institution, *(tie.name for tie in profile.stated if tie.kind in BARRING_TIES)]
        for owner in _related(member, people=False):
            if any(_same_name(one, owner) for one in mine):
                yield Doubt("same_group", name, owner)


def _together_before(profile: Profile, reading: Reading, former: Iterable[Former]) -> Iterator[Doubt]:
    names = {m.get("organisation", m).get("ref"): m.get("legal_name", "") for m in reading.content.get("members", ())}
    for each in former:
        if profile.user_id in each.editor_ids or profile.organisation_refs & each.organisation_refs:
            for ref in sorted(each.organisation_refs & (names.keys() - profile.organisation_refs)):
                yield Doubt("applied_together", str(names[ref]), each.number)


def _related(member: Mapping[str, Any], *, people: bool) -> list[str]:
    """Those that a member names as tied to it by ownership."""
    rows = (member.get("size") or {}).get("related", ())
    return [str(row.get("name", "")) for row in rows if (row.get("kind") == "person") is people and row.get("name")]


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


def _same_site(one: str, other: str) -> bool:
    host = _host(one)
    return bool(host) and host not in SHARED_MAIL_DOMAINS and host == _host(other)


def languages_of(content: Mapping[str, Any], of_call: Iterable[str]) -> tuple[str, ...]:
    """The language the application says it is written in, else those of the call."""
    said = content.get("language")
    return (said,) if isinstance(said, str) and said else tuple(of_call)

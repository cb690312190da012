"""Conflicts of interest that can be seen from what is stored. Pure: no tables, no clock.

What is found here keeps a pair from being proposed; nobody is accused by it. What cannot be seen from here the
evaluator declares, before any content is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from securit.stages.evaluation.contracts import Profile, Reading

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
_LEGAL_FORMS = frozenset(
    (
        "ab",
        "ag",
        "as",
        "asbl",
        "aps",
        "bv",
        "bvba",
        "doo",
        "eood",
        "gmbh",
        "inc",
        "kft",
        "llc",
        "ltd",
        "nv",
        "oo",
        "ou",
        "oy",
        "oyj",
        "plc",
        "sa",
        "sarl",
        "sas",
        "sia",
        "sl",
        "slu",
        "sp",
        "spa",
        "spzoo",
        "srl",
        "sro",
        "uab",
        "vzw",
        "z",
        "zoo",
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


def _same_name(one: str, other: str) -> bool:
    plain = _plain_name(one)
    return bool(plain) and plain == _plain_name(other)


def _plain_name(name: str) -> str:
    words = re.findall(r"\w+", name.casefold().replace(".", ""))
    return " ".join(word for word in words if word not in _LEGAL_FORMS)


def _same_domain(email: str, website: str) -> bool:
    domain = email.rpartition("@")[2].casefold()
    host = _host(website)
    if not domain or not host or domain in SHARED_MAIL_DOMAINS:
        return False
    return domain == host or domain.endswith(f".{host}") or host.endswith(f".{domain}")


def _host(website: str) -> str:
    try:
        host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def languages_of(content: Mapping[str, Any], of_call: Iterable[str]) -> tuple[str, ...]:
    """The language the application says it is written in, else those of the call."""
    said = content.get("language")
    return (said,) if isinstance(said, str) and said else tuple(of_call)

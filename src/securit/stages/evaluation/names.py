"""Names and addresses of organisations in one spelling, so that they can be compared. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

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


@lru_cache(maxsize=65_536)
def plain_name(name: str) -> str:
    """The name in small letters, without stops and legal forms."""
    words = re.findall(r"\w+", name.casefold().replace(".", ""))
    return " ".join(word for word in words if word not in _LEGAL_FORMS)


@lru_cache(maxsize=65_536)
def host_of(website: str) -> str:
    """The host of an address, without ``www``; empty when there is none."""
    try:
        host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")

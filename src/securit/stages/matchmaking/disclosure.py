"""Which parts of a profile a reader sees, and why texts with mail addresses are not taken. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum

from securit.stages.matchmaking.terms import PARTS, Audience


class Reader(IntEnum):
    """As whom somebody reads a profile; a higher one reads all that a lower one reads."""

    PUBLIC = 0
    MEMBER = 1
    INSIDE = 2
    """The organisation itself, and the people who run the programme."""


_READ_BY = {Audience.PUBLIC.value: Reader.PUBLIC, Audience.MEMBERS.value: Reader.MEMBER}
#: name@host, also where the sign is written out to get past a filter.
_ADDRESS = re.compile(
    r"[\w.+%-]+\s*(?:@|＠|\(\s*at\s*\)|\[\s*at\s*\]|\{\s*at\s*\})\s*[\w-]+(?:\s*(?:\.|\(\s*dot\s*\)|\[\s*dot\s*\])\s*[\w-]+)+",
    re.IGNORECASE,
)


def is_read_by(audience: str, reader: Reader) -> bool:
    """Whether the reader sees what has this audience; an unknown audience is seen inside only."""
    return reader >= _READ_BY.get(audience, Reader.INSIDE)


def shown_parts(audiences: Mapping[str, str], reader: Reader) -> frozenset[str]:
    """The parts that the reader sees."""
    return frozenset(part for part in PARTS if is_read_by(audiences.get(part, Audience.HIDDEN), reader))


def address_in(text: str) -> str:
    """The first mail address in a text, or ``''``."""
    found = _ADDRESS.search(text)
    return found.group() if found else ""

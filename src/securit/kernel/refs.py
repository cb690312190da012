"""Public names of things. Integer keys never leave the server."""

from __future__ import annotations

import secrets

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_ref() -> str:
    """Ten random Crockford base-32 characters (50 bits): not to be guessed, not to be counted."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(10))


def new_number(prefix: str) -> str:
    """A short number for people, drawn at random so that nobody counts others: ``OC2-4171``."""
    return f"{prefix}-{secrets.randbelow(9000) + 1000}"

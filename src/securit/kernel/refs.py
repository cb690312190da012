"""Public names of things. Integer keys never leave the server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import Random, SystemRandom

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_UNPREDICTABLE = SystemRandom()
_chance: ContextVar[Random] = ContextVar("chance", default=_UNPREDICTABLE)


def new_ref() -> str:
    """Ten random Crockford base-32 characters (50 bits): not to be guessed, not to be counted."""
    chance = _chance.get()
    return "".join(chance.choice(CROCKFORD) for _ in range(10))


def new_number(prefix: str) -> str:
    """A short number for people, drawn at random so that nobody counts others: ``OC2-4171``."""
    return f"{prefix}-{_chance.get().randrange(9000) + 1000}"


@contextmanager
def drawn_from(chance: Random) -> Iterator[None]:
    """Draw refs and numbers from ``chance`` inside the block, so that a demonstration is the same each time it is made.

    Only for records that are meant to be known to everybody.
    """
    token = _chance.set(chance)
    try:
        yield
    finally:
        _chance.reset(token)

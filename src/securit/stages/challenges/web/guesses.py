"""How often an address may guess a join code: wrong guesses are counted, right ones are not.

Counted in the memory of each web process (there are two), so at most twice as many are possible. Whoever scans the QR
code comes in by the room's own address, which is not guessed, and is never held up by a neighbour who guesses.
"""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

from securit.kernel.arrival import address_of

MOST_WRONG = 20
WINDOW_SECONDS = 600


def may_guess(request: HttpRequest) -> bool:
    """Whether this address has guesses left."""
    return int(cache.get(_key(request), 0)) < MOST_WRONG


def note_wrong_guess(request: HttpRequest) -> None:
    """One guess less, for ten minutes from the first."""
    key = _key(request)
    if not cache.add(key, 1, WINDOW_SECONDS):
        cache.incr(key)


def _key(request: HttpRequest) -> str:
    return f"join:{hashlib.sha256(address_of(request).encode()).hexdigest()}"

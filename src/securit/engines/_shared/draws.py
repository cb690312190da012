"""Published draws: where a rule must choose between equals, anybody can repeat the choice from the seed."""

from __future__ import annotations

from hashlib import sha256


def draw(seed: int, *names: str) -> int:
    """A number from 0 to 2**64 − 1 that depends only on the seed and the names, never on the others taking part.

    It is the first eight bytes of the SHA-256 of ``seed`` and the names, each followed by a line feed. The
    smaller number goes first.
    """
    text = "".join(f"{part}\n" for part in (str(seed), *names))
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")

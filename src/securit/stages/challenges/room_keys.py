"""What keeps a ballot apart from its voter: one-way keys from a secret that stays on the phone.

The phone's cookie holds two random texts: a *token*, by which the room knows its participant, and a *secret*, which
is never stored. From the secret follow, by SHA-256 with a word of its own each, the **key** of the ballot (which
names no participant) and the **tag** of the fact that somebody voted (which names no ballot). Without the secret the
two cannot be brought together; with it, the voter finds the own ballot in the published list.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

#: No 0 and O, 1 and I and L, no U: nobody reads a projector wrongly.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 6
_READ_AS = str.maketrans({" ": "", "-": ""})
_LONGEST_CREDENTIAL = 100


@dataclass(frozen=True, slots=True)
class Credential:
    """What a phone holds for one room."""

    token: str
    secret: str

    @property
    def text(self) -> str:
        """As it stands in the cookie."""
        return f"{self.token}.{self.secret}"

    @classmethod
    def fresh(cls, token: str = "") -> Credential:
        """A new secret, and a new token unless one is given (the one that was mailed)."""
        return cls(token or secrets.token_urlsafe(24), secrets.token_urlsafe(24))

    @classmethod
    def read(cls, text: str) -> Credential | None:
        """The credential in a cookie; ``None`` for anything that cannot be one."""
        token, dot, secret = text.partition(".")
        sound = dot and token and secret and len(text) <= _LONGEST_CREDENTIAL and text.isascii() and text.isprintable()
        return cls(token, secret) if sound else None


def new_code() -> str:
    """Six random letters and digits for the projector: one of 729 million."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def code_as_typed(text: str) -> str:
    """The code that somebody meant: capitals, without spaces and dashes; empty when it cannot be one."""
    meant = text.strip().upper().translate(_READ_AS)
    return meant if len(meant) == CODE_LENGTH and set(meant) <= set(CODE_LETTERS) else ""


def token_digest(token: str) -> str:
    """What is stored of the token."""
    return _hashed("participant", token, "")


def ballot_key(secret: str, vote_ref: str) -> str:
    """The name of the ballot in the list."""
    return _hashed("ballot", secret, vote_ref)


def voted_tag(secret: str, vote_ref: str) -> str:
    """The mark that this secret has voted."""
    return _hashed("voted", secret, vote_ref)


def ballot_code(key: str) -> str:
    """The short form that people compare: ``7F3A-92BC-01DE``."""
    short = key[:12].upper()
    return f"{short[:4]}-{short[4:8]}-{short[8:]}"


def _hashed(word: str, text: str, about: str) -> str:
    return hashlib.sha256(f"securit.room.{word}.1\n{about}\n{text}".encode()).hexdigest()

"""The private links of followers: derived from the installation's key, so that none is stored."""

from __future__ import annotations

from django.utils.crypto import constant_time_compare, salted_hmac

from securit.kernel.actor import Actor, link_holder

_SALT = "securit.calls.follow"


def token_of(ref: str) -> str:
    """The secret part of the links in mails about the follow ``ref``."""
    return salted_hmac(_SALT, ref, algorithm="sha256").hexdigest()[:32]


def holder(ref: str, token: str) -> Actor | None:
    """Who opened the link: the holder of the follow, or ``None`` for a wrong token."""
    if not constant_time_compare(token_of(ref), token):
        return None
    return link_holder(ref, f"follow:{ref}")

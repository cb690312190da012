"""The private links of followers and askers: derived from the installation's key, so that none is stored."""

from __future__ import annotations

from django.utils.crypto import constant_time_compare, salted_hmac

from securit.kernel.actor import Actor, link_holder


def token_of(ref: str, kind: str = "follow") -> str:
    """The secret part of the links in mails about the follow or question ``ref``."""
    return salted_hmac(f"securit.calls.{kind}", ref, algorithm="sha256").hexdigest()[:32]


def holder(ref: str, token: str, kind: str = "follow") -> Actor | None:
    """Who opened the link: the holder of the follow or question, or ``None`` for a wrong token."""
    if not constant_time_compare(token_of(ref, kind), token):
        return None
    return link_holder(ref, f"{kind}:{ref}")

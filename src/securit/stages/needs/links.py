"""The private links of owners: derived from the installation's key, so that none is stored."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from securit.kernel.actor import Actor, link_holder

_SALT = "securit.needs.owner"


def token_of(ref: str) -> str:
    """The secret part of the links in mails about the need ``ref``."""
    return salted_hmac(_SALT, ref, algorithm="sha256").hexdigest()[:32]


def holder(ref: str, token: str) -> Actor | None:
    """Who opened the link: the owner of the need, or ``None`` for a wrong token."""
    if not constant_time_compare(token_of(ref), token):
        return None
    return link_holder(ref, f"need:{ref}")


def owner_url(slug: str, ref: str, page: str = "mine") -> str:
    """The full private address of a page for the owner: ``mine``, ``confirm`` or ``mine_edit``."""
    return settings.BASE_URL + reverse(f"needs:{page}", args=[slug, ref, token_of(ref)])

"""The private links in notices: derived from the installation's key, so that none is stored."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from securit.kernel.actor import Actor, link_holder

_SALT = "securit.matchmaking.notices"


def token_of(slug: str, ref: str) -> str:
    """The secret part of the link with which the person ``ref`` stops mails in the programme ``slug``."""
    return salted_hmac(_SALT, f"{slug}\n{ref}", algorithm="sha256").hexdigest()[:32]


def holder(slug: str, ref: str, token: str) -> Actor | None:
    """Who opened the link, or ``None`` for a wrong token."""
    if not constant_time_compare(token_of(slug, ref), token):
        return None
    return link_holder(ref, f"notices:{ref}")


def stop_url(slug: str, ref: str) -> str:
    """The full address of the page that stops the mails."""
    return settings.BASE_URL + reverse("matchmaking:notices", args=[slug, ref, token_of(slug, ref)])

"""The personal links of people who registered: derived from the installation's key, so that none is stored.

The token of the room is another one than that of the link: who reads a cookie cannot withdraw the registration.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from securit.kernel.actor import Actor, link_holder

_LINK, _ROOM = "securit.challenges.registration", "securit.challenges.registered_in_room"


def registration_token(ref: str) -> str:
    """The secret part of the links in mails about the registration ``ref``."""
    return _derived(_LINK, ref)


def registered_room_token(ref: str) -> str:
    """By which the room knows this person, on whatever phone."""
    return _derived(_ROOM, ref)


def registrant(ref: str, token: str) -> Actor | None:
    """Who opened the link, or ``None`` for a wrong token."""
    if not constant_time_compare(registration_token(ref), token):
        return None
    return link_holder(ref, f"registration:{ref}")


def registration_url(slug: str, ref: str) -> str:
    """The full address of the personal page."""
    return settings.BASE_URL + reverse("challenges:registration", args=[slug, ref, registration_token(ref)])


def _derived(salt: str, ref: str) -> str:
    return salted_hmac(salt, ref, algorithm="sha256").hexdigest()[:32]

"""The private link of a personal calendar: derived from the installation's key, so that none is stored."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from securit.stages.matchmaking.models import Registration

_SALT = "securit.matchmaking.agenda"


def token_of(ref: str) -> str:
    """The secret part of the calendar's address."""
    return salted_hmac(_SALT, ref, algorithm="sha256").hexdigest()[:32]


def opens(ref: str, token: str) -> bool:
    """Whether the token is the one of this registration."""
    return constant_time_compare(token_of(ref), token)


def feed_url(registration: Registration) -> str:
    """The full address of the person's calendar."""
    path = reverse("events:feed", args=[registration.programme.slug, registration.ref, token_of(registration.ref)])
    return settings.BASE_URL + path

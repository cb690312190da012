"""Addresses of the pages of needs, and the questionnaire as a person fills it in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from securit.programmes.public import Programme
from securit.stages.needs.public import (
    Need,
    token_of,
)
from securit.stages.needs.web.doors import stamp
from tests.stages.needs.situations import a_person_at
from tests.worlds import signed_in

#: A moment on the wall long enough ago for a form to have been read.
OPENED = timedelta(minutes=2)


def page(name: str, programme: Programme, *args: str) -> str:
    return reverse(f"needs:{name}", args=[programme.slug, *args])


def mine(need: Need, name: str = "mine") -> str:
    return page(name, need.programme, need.ref, token_of(need.ref))


def desk(programme: Programme, code: str = "HUB", role: str = "programme_manager") -> Client:
    return signed_in(Client(), a_person_at(programme, code, role))


def typed(programme: Programme, opened_at: datetime, **changes: str) -> dict[str, str]:
    """The questionnaire as a person fills it in."""
    return {
        "title": "Pumps stop unseen",
        "situation": "Nobody notices for hours.",
        "urgency": "high",
        "domain": "D1",
        "owner_kind": "end_user_infrastructure",
        "owner_country": "LT",
        "owner_name": "Waterworks",
        "contact_email": "olga@owner.example",
        "procurement": "none",
        "would_pilot": "unknown",
        "would_buy": "unknown",
        "preset": "kind_and_country",
        "tlp": "clear",
        "declared_unclassified": "on",
        "website": "",
        "stamp": stamp(opened_at, programme.slug),
        "intent": "PRESS1",
        **changes,
    }


def tell(programme: Programme, wall: datetime, **changes: str) -> Any:
    return Client().post(page("tell", programme), typed(programme, wall - OPENED, **changes))

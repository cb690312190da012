"""Phones that come into a room and vote, over HTTP."""

from __future__ import annotations

from typing import Any

from django.test import Client

from securit.stages.challenges.models import Workshop
from tests.worlds import a_person, signed_in


def address(workshop: Workshop, rest: str = "") -> str:
    return f"/p/{workshop.programme.slug}/rooms/{workshop.ref}/{rest}"


def a_joined_client(workshop: Workshop, kind: str = "integrator") -> Client:
    client = Client()
    answer = client.post(address(workshop, "join/"), {"kind": kind, "country": "DE"})
    assert answer.status_code == 302
    return client


def posted(marks_of: dict[str, Any], revision: int = 1) -> dict[str, str]:
    given = {f"mark:{number}:{code}": str(mark) for number, m in marks_of["marks"].items() for code, mark in m.items()}
    return {**given, "revision": str(revision)}


JSON = {"Accept": "application/json"}


def a_host(workshop: Workshop, role: str = "partner_staff") -> Client:
    return signed_in(Client(), a_person(roles={workshop.programme: [role]}))

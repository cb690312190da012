"""Situations in the words of the domain, built through the real services: what every test of the platform begins with.

A builder makes what it needs and nothing more; the defaults are the small programme of ``tests/data/alpha.yaml``. All
of it happens at ``BEFORE`` (the programme runs, the call has not opened) unless ``at`` says otherwise.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.test import Client

from securit.kernel.actor import SYSTEM, Actor
from securit.people.public import Organisation, User, add_member, register_organisation
from securit.programmes.definition import ProgrammeDefinition, parse
from securit.programmes.public import Programme, give_role, person, set_up_programme, start_programme

DATA = Path(__file__).resolve().parent / "data"
PASSWORD = "a long pass phrase for tests"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

#: Moments of the small programme's call, in order.
BEFORE = datetime(2022, 1, 3, 12, tzinfo=UTC)
OPENING = datetime(2022, 1, 11, 7, tzinfo=UTC)
WHILE_OPEN = datetime(2022, 2, 10, 12, tzinfo=UTC)
DEADLINE = datetime(2022, 3, 15, 16, tzinfo=UTC)
AFTER = datetime(2022, 3, 16, 12, tzinfo=UTC)

_numbers = itertools.count(1)


@lru_cache(maxsize=1)
def small_programme() -> ProgrammeDefinition:
    """The definition of the small programme: two domains, three challenges, one call."""
    return parse((DATA / "alpha.yaml").read_text(encoding="utf-8"))


def a_definition(slug: str = "alpha", **changes: Any) -> ProgrammeDefinition:
    """The small programme under another address, with fields changed."""
    return replace(small_programme(), slug=slug, acronym=slug.upper(), **changes)


def a_programme(slug: str = "alpha", *, at: datetime = BEFORE, running: bool = True, **changes: Any) -> Programme:
    """A running programme with partners, domains and ledger; its challenges and calls are not drafted yet."""
    programme = set_up_programme(definition=a_definition(slug, **changes), synthetic=True, actor=SYSTEM, at=at)
    return start_programme(programme=programme, actor=SYSTEM, at=at) if running else programme


def a_user(name: str = "", *, email: str = "", **fields: Any) -> User:
    """An account; every call makes another one."""
    number = next(_numbers)
    name = name or f"Person {number}"
    address = email or f"{name.lower().replace(' ', '.')}.{number}@people.example"
    return User.objects.create_user(email=address, password=PASSWORD, name=name, **fields)


def a_person(
    name: str = "",
    roles: Mapping[Programme, Iterable[str]] | None = None,
    *,
    at: datetime = BEFORE,
    represents: Organisation | None = None,
) -> User:
    """An account with roles in programmes, and perhaps the representative of an organisation."""
    user = a_user(name)
    for programme, names in (roles or {}).items():
        for role in names:
            give_role(programme=programme, user=user, role=role, actor=SYSTEM, at=at)
    if represents is not None:
        add_member(user=user, organisation=represents, represents=True, actor=SYSTEM, at=at)
    return user


def acting(user: User, *, strong: bool = True) -> Actor:
    """The person as the policy sees them now; with a second factor unless ``strong`` is false."""
    return person(User.objects.get(pk=user.pk), strong=strong)


def somebody(programme: Programme, *roles: str, strong: bool = True) -> Actor:
    """A new person with these roles in the programme, as an actor."""
    return acting(a_person(roles={programme: roles}), strong=strong)


def an_organisation(
    country: str = "FR", *, kind: str = "sme", legal_name: str = "", at: datetime = BEFORE, **statements: Any
) -> Organisation:
    """A legal entity; every call makes another one, with a register number of its own."""
    number = next(_numbers)
    statements.setdefault("register_number", f"REG{number:06d}")
    return register_organisation(
        legal_name=legal_name or f"Company {number}", kind=kind, country=country, actor=SYSTEM, at=at, **statements
    )


def signed_in(client: Client, user: User, *, strong: bool = True) -> Client:
    """The client with this person signed in; ``strong`` as if a second factor had been used."""
    client.force_login(user, backend=BACKEND)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa" if strong else "password"}]
    session.save()
    return client

"""Situations with needs, built through the real services."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from securit.kernel.actor import SYSTEM, Actor
from securit.people.public import User
from securit.programmes.public import Partner, Programme
from securit.stages.needs.importing import INTAKE
from securit.stages.needs.models import NeedImport
from securit.stages.needs.public import (
    ContactDetails,
    Need,
    Statement,
    Theme,
    accept_need,
    begin_theme,
    decline_need,
    submit_need,
    tell_need,
    write_down_need,
)
from tests.machinery.tabular.tables import an_incoming_table
from tests.worlds import BEFORE, a_person, acting

_numbers = itertools.count(1)


def a_statement(**changes: Any) -> Statement:
    """What the owner of a need says; every call is another organisation's."""
    number = next(_numbers)
    stated = {
        "title": f"Water pumps fail unseen ({number})",
        "situation": "Nobody notices for hours that a pump has stopped.",
        "urgency": "high",
        "domain": "D1",
        "owner_name": f"Waterworks {number}",
        "owner_kind": "end_user_infrastructure",
        "owner_country": "FR",
    }
    return Statement(**{**stated, **changes})


def a_need(
    programme: Programme,
    state: str = "submitted",
    *,
    at: datetime = BEFORE,
    host: Partner | None = None,
    tlp: str = "clear",
    audience: dict[str, int] | None = None,
    contact: ContactDetails | None = None,
    actor: Actor = SYSTEM,
    **stated: Any,
) -> Need:
    """A need that staff wrote down, as far as ``submitted``, ``accepted`` or ``declined``."""
    need = write_down_need(
        programme=programme,
        statement=a_statement(**stated),
        contact=contact or ContactDetails("Olga Owner", "olga@owner.example"),
        host=host,
        tlp=tlp,
        audience=audience,
        declared_unclassified=True,
        actor=actor,
        at=at,
    )
    if state == "accepted":
        return accept_need(need=need, actor=SYSTEM, at=at)
    if state == "declined":
        return decline_need(need=need, reason="Outside the domains.", actor=SYSTEM, at=at)
    return need


def a_told_need(programme: Programme, *, confirmed: bool = False, at: datetime = BEFORE, **stated: Any) -> Need:
    """A need from the public questionnaire, confirmed or not."""
    need = tell_need(
        programme=programme,
        statement=a_statement(**stated),
        contact=ContactDetails("Olga Owner", "olga@owner.example"),
        declared_unclassified=True,
        actor=SYSTEM,
        at=at,
    )
    return submit_need(need=need, actor=SYSTEM, at=at) if confirmed else need


def a_theme(programme: Programme, *needs: Need, title: str = "Unseen failures", domain: str = "D1") -> Theme:
    """A theme with these needs in it."""
    return begin_theme(
        programme=programme, domain=domain, title=title, summary="", needs=needs, actor=SYSTEM, at=BEFORE
    )


def a_table_of_needs(
    programme: Programme,
    text: str = "Need;Situation;Organisation;Kind;Country;Domain\nPumps;They stop;Waterworks;public;FR;D1\n",
    *,
    actor: Actor | None = None,
    at: datetime = BEFORE,
) -> NeedImport:
    """An uploaded table with its columns assigned, at the first partner unless somebody else uploads it."""
    made: NeedImport = an_incoming_table(INTAKE, programme, text, actor=actor or staff_at(programme), at=at)
    return made


def partner(programme: Programme, code: str = "HUB") -> Partner:
    """A partner of the small programme."""
    return Partner.objects.select_related("organisation").get(programme=programme, code=code)


def a_person_at(programme: Programme, code: str = "HUB", role: str = "partner_staff") -> User:
    """Somebody with a role who works for the partner of that code."""
    return a_person(roles={programme: [role]}, represents=partner(programme, code).organisation)


def staff_at(programme: Programme, code: str = "HUB", role: str = "partner_staff", *, strong: bool = True) -> Actor:
    """The same, as an actor."""
    return acting(a_person_at(programme, code, role), strong=strong)

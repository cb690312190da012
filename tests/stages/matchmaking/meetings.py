"""Organisations that look for partners, and what stands between them, through the services."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from securit.kernel.actor import Actor
from securit.people.public import Organisation, User
from securit.programmes.public import Programme
from securit.stages.matchmaking.contracts import Statement
from securit.stages.matchmaking.public import (
    AbuseReport,
    Introduction,
    Profile,
    accept_introduction,
    begin_profile,
    express_interest,
    publish_profile,
    report_abuse,
    stop_notices,
)
from tests.worlds import BEFORE, a_person, acting, an_organisation

_numbers = itertools.count(1)
WHY = "We build what you seek and would like to try it on your site."
SAID = Statement(
    summary="We watch over large sites.",
    offers="Cameras that see in the dark and tell the people on duty within one second.",
    seeks="A port or an airport where cameras can be tried in winter, with people on duty.",
    offered=("sensors",),
    sought=("risk",),
)


@dataclass(frozen=True)
class Searching:
    """An organisation in partner search, and the person who speaks for it."""

    profile: Profile
    user: User

    @property
    def actor(self) -> Actor:
        """The person, as the policy sees them now."""
        return acting(self.user, strong=False)


def searching(
    programme: Programme,
    *,
    listed: bool = True,
    name: str = "",
    person: str = "",
    country: str = "FR",
    kind: str = "sme",
    at: datetime = BEFORE,
    via: str = "",
    known: tuple[User, Organisation] | None = None,
    **said: Any,
) -> Searching:
    """Somebody with a profile: who is known, or another organisation and person with every call."""
    if known is None:
        organisation = an_organisation(country, kind=kind, legal_name=name or f"Searching {next(_numbers)}")
        known = (a_person(person, represents=organisation), organisation)
    user, organisation = known
    actor = acting(user, strong=False)
    profile = begin_profile(
        programme=programme, organisation=organisation, said=replace(SAID, **said), invited_by=via, actor=actor, at=at
    )
    if listed:
        profile = publish_profile(profile=profile, actor=actor, at=at)
    return Searching(profile, user)


def an_interest(asker: Searching, asked: Searching, *, at: datetime = BEFORE) -> Introduction:
    """One asked the other; it waits for an answer."""
    return express_interest(asker=asker.profile, asked=asked.profile, message=WHY, actor=asker.actor, at=at)


def an_introduction(asker: Searching, asked: Searching, *, at: datetime = BEFORE) -> Introduction:
    """One asked, the other said yes."""
    return accept_introduction(introduction=an_interest(asker, asked, at=at), actor=asked.actor, at=at)


def a_partner_search(programme: Programme) -> dict[str, Any]:
    """Three organisations, two of them introduced, a report on it, a profile in preparation, stopped mails."""
    one, other, third = (searching(programme) for _ in range(3))
    searching(programme, listed=False)
    introduction = an_introduction(one, other)
    an_interest(third, one)
    stop_notices(programme=programme, user=third.user, actor=third.actor, at=BEFORE)
    return {
        "one": one,
        "other": other,
        "third": third,
        "introduction": introduction,
        "report": a_report(introduction, one),
    }


def a_report(introduction: Introduction, reporter: Searching) -> AbuseReport:
    """One side reports the other."""
    return report_abuse(
        profile=introduction.asked, introduction=introduction, text="Rude.", actor=reporter.actor, at=BEFORE
    )

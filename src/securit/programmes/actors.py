"""From a request (or a user) to the frozen facts that the policy looks at, and to what every act is told."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest

from securit.kernel.actor import ANONYMOUS, Actor, ActorKind, RoleHeld
from securit.kernel.arrival import arrived
from securit.kernel.later import LaterIds
from securit.people.public import Membership, User
from securit.programmes.models import Partner, RoleGrant

DEMO_ENTRY = "demo_entry"


class Press(TypedDict):
    """Who acts, when, and with which press of the button: every service takes them."""

    actor: Actor
    at: datetime
    intent: str


def pressed(request: HttpRequest, actor: Actor | None = None) -> Press:
    """What the act of this request is told; ``actor`` where a private link speaks for somebody without an account."""
    return Press(actor=actor or actor_of(request), at=arrived(request), intent=request.POST.get("intent", ""))


def actor_of(request: HttpRequest) -> Actor:
    """Who makes this request; built once per request."""
    known: Actor | None = getattr(request, "_actor", None)
    if known is None:
        user = request.user
        known = person(user, strong=_second_factor(request)) if isinstance(user, User) else ANONYMOUS
        request._actor = known  # type: ignore[attr-defined]
    return known


def person(user: User, *, strong: bool = False) -> Actor:
    """The actor for a user; one query, and one when a policy first asks for their organisations.

    ``strong`` says that a second factor was used.
    """
    if not user.is_active:
        return ANONYMOUS
    grants = RoleGrant.objects.filter(user=user, state="given").values_list("programme_id", "role", "call_ref")
    organisations = Membership.objects.filter(user=user, state="active").values_list("organisation_id", flat=True)
    return Actor(
        kind=ActorKind.PERSON,
        ref=user.ref,
        user_id=user.pk,
        name=user.name,
        roles=frozenset(RoleHeld(*grant) for grant in grants),
        organisation_ids=LaterIds(lambda: organisations),
        strong=strong,
    )


def programmes_of(organisation_id: int) -> frozenset[int]:
    """The programmes in whose consortium the organisation is."""
    rows = Partner.objects.filter(organisation_id=organisation_id)
    return frozenset(rows.values_list("programme_id", flat=True))


def _second_factor(request: HttpRequest) -> bool:
    if settings.DEMO and request.session.get(DEMO_ENTRY):
        return True
    methods = request.session.get("account_authentication_methods", [])
    return any(record.get("method") == "mfa" for record in methods)

"""What stands on the page of an event, for whoever reads it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.perform import may
from securit.machinery.documents.markdown import to_flowing_html
from securit.stages.matchmaking.brokerage_selectors import brokerage_of
from securit.stages.matchmaking.event_calendar import Appointment
from securit.stages.matchmaking.event_policy import TAKING_PART
from securit.stages.matchmaking.event_selectors import counts_by_state, materials_of, places_of, registration_of
from securit.stages.matchmaking.models import Event, Registration

STEPS = ("edit", "announce", "hold", "reopen", "cancel")


def event_page(event: Event, actor: Actor, at: datetime) -> dict[str, Any]:
    """Everything the template shows; the link of the meeting for those who have a place, and for hosts."""
    own = registration_of(event, actor)
    oversees = bool(policy.decide(actor, "event.oversee", event.facts()))
    hosts = bool(policy.decide(actor, "event.host", event.facts()))
    takes_part = own is not None and own.state in TAKING_PART
    context: dict[str, Any] = {
        "event": event,
        "programme": event.programme,
        "actor": actor,
        "zone": event.time_zone,
        "description": to_flowing_html(event.description),
        "own": own,
        "may_withdraw": own is not None and bool(may(actor, "withdraw", own)),
        "takes_part": takes_part,
        "shows_link": bool(event.link) and (takes_part or hosts) and event.state == "announced",
        "is_open": event.state == "announced" and at < event.registration_until,
        "free": places_of(event).free,
        "materials": list(materials_of(event, for_participants=takes_part or oversees)),
        "brokerage": brokerage_of(event) if event.is_brokerage else None,
        "hosts": hosts,
        "oversees": oversees,
        "source_url": event.programme.terms.sources.get(event.source, ""),
    }
    if oversees:
        labels = Registration.lifecycle.states
        context["counts"] = [(labels[state].label, n) for state, n in sorted(counts_by_state(event).items())]
    if hosts:
        context["steps"] = {name: may(actor, name, event) for name in STEPS}
    return context


def appointment(event: Event, url: str, *, link: str = "") -> Appointment:
    """The event as an entry of a calendar; ``link`` only for those who have a place."""
    return Appointment(
        uid=f"event-{event.ref}",
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        changed_at=event.announced_at or event.starts_at,
        place=event.place or str(event.get_mode_display()),
        words=link or event.summary,
        url=url,
        revision=event.version,
        cancelled=event.state == "cancelled",
    )

"""Panels that lead from a stage's record to pages across stages."""

from __future__ import annotations

from securit.kernel.actor import Actor
from securit.kit.panels import Context, Panel
from securit.portal.addresses import address
from securit.portal.selectors.meeting_figures import LED_TO, labels, meeting_figures
from securit.programmes.public import Programme
from securit.stages.applications.public import Application, Member
from securit.stages.calls.public import SEALED_STATES, Call
from securit.stages.challenges.public import Challenge, Workshop, challenges_from, materials_about, visible_challenges
from securit.stages.matchmaking.public import Event, helped_by
from securit.stages.needs.public import Need

TEMPLATE = "portal/panels/ways.html"


def _of_challenges(challenges: list[Challenge]) -> Context | None:
    ways = [
        (each.number, address("portal:provenance", slug=each.programme.slug, number=each.number)) for each in challenges
    ]
    return {"ways": ways} if ways else None


def _of_challenge(challenge: Challenge, actor: Actor) -> Context | None:
    return _of_challenges([challenge])


def _of_need(need: Need, actor: Actor) -> Context | None:
    visible = visible_challenges(need.programme, actor)
    return _of_challenges(list(visible.filter(pk__in=[each.pk for each in challenges_from(need)])))


def _of_workshop(workshop: Workshop, actor: Actor) -> Context | None:
    visible = visible_challenges(workshop.programme, actor)
    return _of_challenges(list(visible.filter(workshops__workshop=workshop)))


def _of_call(call: Call, actor: Actor) -> Context | None:
    visible = visible_challenges(call.programme, actor)
    return _of_challenges(list(visible.filter(addressed_by__call=call)))


def _of_application(application: Application, actor: Actor) -> Context | None:
    visible = visible_challenges(application.programme, actor)
    return _of_challenges(list(visible.filter(number=application.challenge)))


def _applied(programme: Programme, actor: Actor) -> Context | None:
    """How many of those whom the actor helps have applied; while a call is sealed nobody learns that of anybody."""
    helped = helped_by(programme, actor)
    if not helped:
        return None
    members = (
        Member.objects.filter(programme=programme, organisation_id__in=helped, application__state="submitted")
        .exclude(application__call__state__in=SEALED_STATES)
        .exclude(state="removed")
    )
    return {"applied": members.order_by().values("organisation_id").distinct().count(), "helped": len(helped)}


APPLIED = Panel("programme", "ecosystem", 10, "introduction.arrange", _applied, "portal/panels/applied.html")


def _came_of(event: Event, actor: Actor) -> Context | None:
    """What the meetings of a day led to, in numbers."""
    page = address("events:show", slug=event.programme.slug, ref=event.ref)
    one = next((line for line in meeting_figures(event.programme) if line.url == page), None)
    if one is None:
        return None
    said = labels()
    return {"rows": [(said[name], getattr(one, name)) for name in LED_TO], "programme": event.programme}


CAME_OF_IT = Panel("event", "figures", 10, "event.oversee", _came_of, "portal/panels/came_of_it.html")


def _materials_of_call(call: Call, actor: Actor) -> Context | None:
    """What was handed out at the workshops of the challenges that the call asks for: all are told the same."""
    found = materials_about(call.programme, call.terms.challenges, actor)
    return {"materials": found, "programme": call.programme} if found else None


WAYS = (
    Panel("challenge", "public", 90, "challenge.view", _of_challenge, TEMPLATE),
    Panel("need", "followed", 90, "need.follow", _of_need, TEMPLATE),
    Panel("need", "aside", 90, "need.view", _of_need, TEMPLATE),
    Panel("workshop", "public", 90, "workshop.view", _of_workshop, TEMPLATE),
    Panel("call", "public", 80, "call.view", _materials_of_call, "portal/panels/materials.html"),
    Panel("call", "public", 90, "call.view", _of_call, TEMPLATE),
    Panel("application", "office", 90, "application.view", _of_application, TEMPLATE),
)

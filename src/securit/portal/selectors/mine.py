"""What is a person's own: the programmes they work in, the applications they write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.policy import ROLES
from securit.portal.addresses import address
from securit.programmes.public import Programme
from securit.stages.applications.public import Application, standings
from securit.stages.calls.public import Call
from securit.stages.evaluation.public import Evaluator

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Desk:
    """A programme in which a person has something to do: in which capacity, and whether as evaluator."""

    programme: Programme
    as_what: str
    url: str
    judges: bool


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """An application that the person writes."""

    application: Application
    name: str
    label: str
    tone: str
    url: str


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call on the home page."""

    title: str
    label: str
    tone: str
    url: str
    deadline_at: datetime | None


def desks(actor: Actor) -> list[Desk]:
    """Programmes with a role, an application or an evaluation of the actor's; all running ones when there is none."""
    own = {"programme": OuterRef("pk"), "editors__user_id": actor.user_id or 0}
    judging = {"programme": OuterRef("pk"), "user_id": actor.user_id or 0, "state": "active"}
    known = (
        Programme.objects.only("slug", "acronym", "title", "state")
        .annotate(
            applying=Exists(Application.objects.filter(**own)), judging=Exists(Evaluator.objects.filter(**judging))
        )
        .order_by("id")
    )
    rows, with_role = list(known), actor.programmes_with_role()
    held = [row for row in rows if row.pk in with_role or row.applying or row.judging]
    return [
        Desk(row, _capacity(actor, row, row.applying, row.judging), address("portal:home", slug=row.slug), row.judging)
        for row in held or [row for row in rows if row.state == "running"]
    ]


def my_applications(programme: Programme, actor: Actor, at: datetime) -> list[OwnApplication]:
    """The applications the actor writes in this programme and where they stand, newest first, at most twenty."""
    mine = Application.objects.in_programme(programme).filter(editors__user_id=actor.user_id or 0)
    rows = list(mine.select_related("call").order_by("-id")[:MOST_SHOWN])
    known = standings(rows, at)
    return [
        OwnApplication(
            row,
            known[row.pk].name,
            known[row.pk].label,
            known[row.pk].tone,
            address("applications:edit", slug=programme.slug, ref=row.ref),
        )
        for row in rows
    ]


def call_line(programme: Programme, call: Call) -> CallLine:
    """A call as the home page lists it; before publication it has no deadline to show."""
    return CallLine(
        call.title,
        call.state_label_for_applicant,
        call.state_tone,
        address("calls:show", slug=programme.slug, code=call.code),
        call.deadline_at if call.published_at is not None else None,
    )


def _capacity(actor: Actor, programme: Programme, applies: bool, judges: bool) -> str:
    names = [label for role, label in ROLES.items() if actor.has_role(programme.pk, role)]
    names += [_("evaluator")] if judges and "evaluator" not in names else []
    names += [_("applicant")] if applies else []
    return ", ".join(names)

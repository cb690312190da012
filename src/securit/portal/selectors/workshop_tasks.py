"""What waits for those who run workshops and validate challenges."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.portal.addresses import address
from securit.portal.contracts import Task
from securit.programmes.public import Programme
from securit.stages.challenges.public import Workshop, challenges_waiting, workshops_waiting

MOST = 5


def workshop_tasks(programme: Programme, *, actor: Actor, at: datetime) -> list[Task]:
    """Rooms to open, minutes to write, challenges to validate; nothing for whoever may do none of it."""
    tasks = []
    if policy.decide(actor, "workshop.create", programme.facts()):
        tasks = [_of_host(programme, workshop) for workshop in workshops_waiting(programme, at)[:MOST]]
    if policy.decide(actor, "challenge.validate", programme.facts()):
        tasks += _to_validate(programme, challenges_waiting(programme))
    return tasks


def _of_host(programme: Programme, workshop: Workshop) -> Task:
    words = {"workshop": workshop.title}
    if workshop.state == "closed":
        page = address("challenges:minutes", slug=programme.slug, ref=workshop.ref)
        text = _("They are drafted from what happened in the room; read and adopt them.")
        return Task(_("Write the minutes: %(workshop)s") % words, text, page, _("Read the draft"), "info")
    begins = workshop.starts_at.astimezone(ZoneInfo(programme.terms.time_zone))
    text = _("It begins on %(when)s.") % {"when": date_format(begins, "j F Y, H:i")}
    page = address("challenges:host", slug=programme.slug, ref=workshop.ref)
    return Task(_("Open the room: %(workshop)s") % words, text, page, _("Host's screen"), "warning")


def _to_validate(programme: Programme, waiting: int) -> list[Task]:
    if not waiting:
        return []
    text = ngettext("%(count)d challenge is proposed", "%(count)d challenges are proposed", waiting)
    page = address("challenges:list", slug=programme.slug)
    return [Task(_("Validate challenges"), text % {"count": waiting}, page, _("See them"), "info")]

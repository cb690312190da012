"""What waits in partner search: answers of one's own, and for the people who run the programme reports and helping."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.portal.addresses import address
from securit.portal.contracts import Task
from securit.programmes.public import Programme
from securit.stages.matchmaking.public import alone_before, reports_waiting, waiting_for

MOST_SHOWN = 5


def meeting_tasks(programme: Programme, *, actor: Actor, at: datetime) -> list[Task]:
    """Organisations that ask for an answer; and, near a deadline, what to do for one that has met nobody."""
    if not actor.organisation_ids:
        return []
    tasks = []
    for one in waiting_for(programme, actor)[:MOST_SHOWN]:
        own = one.asked.organisation_id in actor.organisation_ids
        other = one.asker if own else one.asked
        page = address("matchmaking:introduction", slug=programme.slug, ref=one.ref)
        text = _("Read why, and say yes or no.")
        title = _("%(name)s would like to meet you") % {"name": other.organisation.legal_name}
        tasks.append(Task(title, text, page, _("Answer"), "warning"))
    for profile, days in alone_before(programme, actor, at):
        page = address("matchmaking:suggestions", slug=programme.slug, ref=profile.ref)
        text = ngettext(
            "%(days)d day is left and %(name)s has met nobody yet. Ask the first two suggestions today.",
            "%(days)d days are left and %(name)s has met nobody yet. Ask the first two suggestions today.",
            days,
        ) % {"days": days, "name": profile.organisation.legal_name}
        tasks.append(Task(_("Find a partner before the deadline"), text, page, _("Whom to meet"), "warning"))
    return tasks


def abuse_tasks(programme: Programme, *, actor: Actor) -> list[Task]:
    """Reports of abuse that wait for a person, for whoever may answer them."""
    if not policy.decide(actor, "abuse_report.list", programme.facts()):
        return []
    waiting = reports_waiting(programme)
    if not waiting:
        return []
    text = ngettext("%(count)d report waits for a person.", "%(count)d reports wait for a person.", waiting)
    page = address("matchmaking:reports", slug=programme.slug)
    return [Task(_("Answer reports of abuse"), text % {"count": waiting}, page, _("Read them"), "danger")]

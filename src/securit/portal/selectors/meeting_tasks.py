"""What waits in partner search and around events: answers, notes, next steps; for staff, reports and helping."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.portal.addresses import address
from securit.portal.contracts import Task
from securit.portal.selectors.calendar import local_day
from securit.programmes.public import Programme
from securit.stages.matchmaking.public import MyEvent, alone_before, my_events, reports_waiting, waiting_for

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


def event_tasks(programme: Programme, *, actor: Actor, at: datetime) -> list[Task]:
    """Who asks for a meeting, the agenda of the day that comes, notes and next steps after it."""
    if not actor.organisation_ids:
        return []
    return [task for mine in my_events(programme, actor, at) if mine.is_recent for task in _of_event(programme, mine)]


def _of_event(programme: Programme, mine: MyEvent) -> list[Task]:
    event = mine.registration.event
    if event.state == "cancelled":
        return []
    words = {"event": event.title}
    agenda = address("events:agenda", slug=programme.slug, ref=event.ref)
    tasks = []
    if mine.asked_by:
        text = ngettext("%(count)d person waits for an answer.", "%(count)d people wait for an answer.", mine.asked_by)
        page = address("events:meetings", slug=programme.slug, ref=event.ref)
        said = text % {"count": mine.asked_by}
        tasks.append(Task(_("They would like to meet you: %(event)s") % words, said, page, _("Answer"), "warning"))
    if mine.meetings and not mine.is_over:
        day = date_format(local_day(event.starts_at, programme), "j F Y")
        text = ngettext("%(count)d meeting on %(day)s.", "%(count)d meetings on %(day)s.", mine.meetings)
        said = text % {"count": mine.meetings, "day": day}
        tasks.append(Task(_("Your agenda: %(event)s") % words, said, agenda, _("See whom you meet"), "info"))
    if mine.unnoted:
        text = ngettext("%(count)d meeting waits for a word.", "%(count)d meetings wait for a word.", mine.unnoted) % {
            "count": mine.unnoted
        }
        title = _("Say what came of your meetings: %(event)s") % words
        tasks.append(Task(title, text, agenda, _("Note it"), "info"))
    if mine.to_follow:
        text = ngettext(
            "With %(count)d of those you met you want to go on: ask to be introduced, or invite them into your team.",
            "With %(count)d of those you met you want to go on: ask to be introduced, or invite them into your team.",
            mine.to_follow,
        ) % {"count": mine.to_follow}
        tasks.append(Task(_("Take the next step after %(event)s") % words, text, agenda, _("Go on"), "info"))
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

"""What teams write to people. No mail tells anybody another person's address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.machinery.correspondence.mail import queue_mail
from securit.people.public import User
from securit.programmes.public import Programme
from securit.stages.matchmaking.team_links import invitation_token
from securit.stages.matchmaking.team_models import Interest, Team, TeamMember


def mail_invitation(member: TeamMember, *, by: str, at: datetime) -> None:
    """Ask the contact to accept for the organisation; ``by`` asks, or the lead where that person has no name here."""
    if not member.contact_email:
        return
    team = member.team
    values = {
        "team": team,
        "by": by or _lead_of(team),
        "organisation": member.organisation.legal_name,
        "url": page_url(team.programme, "teams:invitation", token=invitation_token(member)),
    }
    subject = _("%(team)s: invitation for %(name)s") % {"team": team.name, "name": member.organisation.legal_name}
    key = f"team-invitation:{member.ref}:{member.version}"
    _mail(team.programme, "invitation", subject, values, to=member.contact_email, key=key, at=at)


def tell_lead(team: Team, sentence: str, *, key: str, at: datetime) -> None:
    """One sentence to everybody who speaks for the lead, with the way to the team."""
    url = page_url(team.programme, "teams:show", ref=team.ref)
    for person in team.people.filter(member__role="lead").select_related("user").order_by("id"):
        whole_key = f"{key}:{person.user.ref}"
        values = {"sentence": sentence, "url": url}
        _mail(team.programme, "news", f"{team.name}: {sentence}", values, to=person.user.email, key=whole_key, at=at)


def tell_asker(interest: Interest, sentence: str, *, at: datetime) -> None:
    """The answer of the team to the person who showed interest."""
    url = page_url(interest.programme, "teams:mine")
    subject = _("Your interest in “%(team)s”") % {"team": interest.team.name}
    key = f"team-interest:{interest.ref}:{interest.version}"
    values = {"sentence": sentence, "url": url}
    _mail(interest.programme, "news", subject, values, to=interest.asked_by.email, key=key, at=at)


def tell_met(member: TeamMember, person: User, *, event: str, by: str, at: datetime) -> None:
    """Whom one met at an event hears that their organisation is invited; whoever invites learns no address."""
    values = {"by": by, "event": event, "name": member.organisation.legal_name, "team": member.team.name}
    sentence = _("%(by)s, whom you met at “%(event)s”, invites %(name)s into the team “%(team)s”.") % values
    context = {"sentence": sentence, "url": page_url(member.programme, "teams:mine")}
    subject = _("%(team)s: invitation for %(name)s") % values
    _mail(member.programme, "news", subject, context, to=person.email, key=f"team-met:{member.ref}", at=at)


def page_url(programme: Programme, name: str, **kwargs: str) -> str:
    """The full address of a page below the programme."""
    return settings.BASE_URL + reverse(name, kwargs={"slug": programme.slug, **kwargs})


def _lead_of(team: Team) -> str:
    leads = team.members.filter(role="lead", state="joined").order_by("id")
    return str(leads.values_list("organisation__legal_name", flat=True)[0])


def _mail(
    programme: Programme, template: str, subject: str, values: Mapping[str, object], *, to: str, key: str, at: datetime
) -> None:
    home = f"{settings.BASE_URL}/p/{programme.slug}/"
    context = {"programme_name": programme.acronym, "programme_url": home, **values}
    body = render_to_string(f"teams/mail/{template}.txt", context)
    queue_mail(to=to, subject=subject, body=body, key=key, at=at, programme=programme)

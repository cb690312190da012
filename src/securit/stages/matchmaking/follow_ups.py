"""What somebody can do next after a meeting, as the policy and the two organisations allow; and what they did."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.people.public import OrganisationKind
from securit.stages.matchmaking.brokerage_models import NextStep
from securit.stages.matchmaking.disclosure import Reader, shown_parts
from securit.stages.matchmaking.introduction_models import OPEN_STATES, pair_of
from securit.stages.matchmaking.models import (
    FollowUp,
    Introduction,
    Meeting,
    OutcomeNote,
    Profile,
    Registration,
    Team,
    TeamMember,
)
from securit.stages.matchmaking.profile_models import represented
from securit.stages.matchmaking.selectors import profiles_of
from securit.stages.matchmaking.team_models import PRESENT
from securit.stages.matchmaking.team_terms import LONGEST, Role

_USERS = (OrganisationKind.PUBLIC, OrganisationKind.INFRASTRUCTURE)


@dataclass(frozen=True, slots=True)
class Ways:
    """What can follow a meeting. ``why_no_introduction`` is empty where one can be asked for.

    ``led``: forming teams that the writer's organisation leads; ``free``: those that the other is not in.
    ``can_form``: it leads none, and may form one with the other. ``done``: what the writer did.
    """

    other: Registration
    asked: Profile | None
    introduction: Introduction | None
    why_no_introduction: str
    remedy: str
    led: tuple[Team, ...]
    free: tuple[Team, ...]
    can_form: bool
    done: tuple[FollowUp, ...]

    @property
    def can_introduce(self) -> bool:
        """Whether an introduction can be asked for now."""
        return self.introduction is None and not self.why_no_introduction


def other_of(meeting: Meeting, registration: Registration) -> Registration:
    """The other of the two."""
    request = meeting.request
    return request.asked if request.asker_id == registration.pk else request.asker


def profile_of(registration: Registration) -> Profile | None:
    """The listed profile of the organisation for which somebody came."""
    rows = profiles_of(registration.programme).filter(organisation=registration.organisation, state="listed")
    return rows.first()


def ways_from(meeting: Meeting, registration: Registration, actor: Actor) -> Ways:
    """Everything that the page of the next step offers, and why what is not offered is not."""
    other = other_of(meeting, registration)
    own, asked = profile_of(registration), profile_of(other)
    introduction = _between(own, asked)
    why, remedy = _why_not(registration, other, own, asked, actor)
    led = _led(registration, actor)
    both = {registration.organisation_id, other.organisation_id} - {None}
    present = TeamMember.objects.in_programme(registration.programme).filter(state__in=PRESENT)
    free = led.exclude(pk__in=present.filter(organisation=other.organisation).order_by("id").values("team_id"))
    return Ways(
        other=other,
        asked=asked,
        introduction=introduction,
        why_no_introduction=why,
        remedy=remedy,
        led=tuple(led),
        free=tuple(free) if other.organisation_id else (),
        can_form=not led and len(both) == 2 and registration.organisation_id in represented(actor),
        done=tuple(follow_ups_of(registration).filter(meeting=meeting)),
    )


def follow_ups_of(registration: Registration) -> QuerySet[FollowUp]:
    """What somebody did after the meetings of an event, in the order in which they did it."""
    rows = FollowUp.objects.filter(programme=registration.programme_id, registration=registration)
    related = ("introduction", "member__team", "vacancy__team", "registration__programme")
    return rows.select_related(*related).order_by("id")


def first_words(meeting: Meeting, note: OutcomeNote) -> str:
    """What the question for an introduction says, to be changed before it is sent; nothing of the private note."""
    event = meeting.brokerage.event
    day = meeting.slot.starts_at.astimezone(ZoneInfo(event.time_zone))
    said = {
        NextStep.TALK: _("We met at “%(event)s” on %(day)s and would like to talk again."),
        NextStep.DOCUMENTS: _("We met at “%(event)s” on %(day)s and would like to exchange documents."),
        NextStep.VISIT: _("We met at “%(event)s” on %(day)s and would like to agree on a visit or a demonstration."),
        NextStep.APPLY: _("We met at “%(event)s” on %(day)s and would like to apply together."),
    }
    words = said.get(NextStep(note.next_step), _("We met at “%(event)s” on %(day)s and would like to go on."))
    return words % {"event": event.title, "day": date_format(day, "j F Y")}


def role_for(other: Registration) -> str:
    """The role that an organisation like this most often takes in a team."""
    kind = other.organisation.organisation_kind if other.organisation else ""
    return Role.END_USER if kind in _USERS else Role.MEMBER


def place_like(ways: Ways, own: Registration) -> dict[str, str]:
    """A vacancy as the meeting suggests it: role, skill, and a title that names nobody."""
    asked = ways.asked
    is_read = asked is not None and not ways.why_no_introduction
    offered = asked.offered if asked and is_read and "offers" in shown_parts(asked.audiences, Reader.MEMBER) else []
    return {
        "role": role_for(ways.other),
        "capability": offered[0] if offered else "",
        "title": " ".join(own.seeks.split())[: LONGEST["title"]],
    }


def _led(registration: Registration, actor: Actor) -> QuerySet[Team]:
    rows = Team.objects.in_programme(registration.programme).filter(
        state="formed",
        people__user_id=actor.user_id or 0,
        people__member__role=Role.LEAD,
        people__member__organisation=registration.organisation,
    )
    return rows.select_related("programme").order_by("-id").distinct()


def _between(own: Profile | None, asked: Profile | None) -> Introduction | None:
    if own is None or asked is None:
        return None
    rows = Introduction.objects.in_programme(own.programme).filter(pair=pair_of(own, asked), state__in=OPEN_STATES)
    return rows.first()


def _why_not(
    registration: Registration, other: Registration, own: Profile | None, asked: Profile | None, actor: Actor
) -> tuple[str, str]:
    """Why no introduction can be asked for, and what would help."""
    if registration.organisation_id is None or other.organisation_id is None:
        return _("Introductions are between organisations; one of you came without one."), ""
    if registration.organisation_id == other.organisation_id:
        return _("You both came for the same organisation."), ""
    if registration.organisation_id not in represented(actor):
        return _("Somebody who represents your organisation has to ask."), ""
    if own is None:
        return _("Your organisation has no listed profile in partner search."), _("List one; it takes five minutes.")
    if asked is None:
        return _("They have no listed profile in partner search, so they cannot be asked there."), ""
    if not policy.decide(actor, "profile.ask", asked.facts()):
        return _("They cannot be asked in partner search."), ""
    return "", ""

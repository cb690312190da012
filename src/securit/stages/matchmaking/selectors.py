"""Reads of profiles, introductions and reports."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from securit.kernel.actor import Actor
from securit.people.public import Organisation
from securit.programmes.public import Partner, Programme
from securit.stages.challenges.public import published_challenges
from securit.stages.matchmaking.contracts import Known
from securit.stages.matchmaking.introduction_models import (
    AbuseReport,
    Introduction,
    IntroductionQuerySet,
    NoticeStop,
    Side,
)
from securit.stages.matchmaking.profile_models import Bar, Profile, ProfileQuerySet, represented
from securit.stages.matchmaking.terms import AGAIN_AFTER, Cause
from securit.stages.solutions.public import CAPABILITIES


def known_in(programme: Programme) -> Known:
    """What a profile of this programme may name."""
    challenges = frozenset(row.number for row in published_challenges(programme))
    return Known(challenges, frozenset(CAPABILITIES), frozenset(partner.code for partner in partners_of(programme)))


def partners_of(programme: Programme) -> list[Partner]:
    """The partners of the programme, each with its organisation."""
    return list(Partner.objects.filter(programme=programme).select_related("organisation").order_by("code"))


def profiles_of(programme: Programme) -> ProfileQuerySet:
    """All profiles of the programme, each with its organisation."""
    rows = Profile.objects.in_programme(programme).select_related("organisation", "programme", "cluster__organisation")
    return rows.order_by("organisation__legal_name", "id")


def own_profiles(programme: Programme, actor: Actor) -> list[Profile]:
    """The profiles of organisations for which the actor may speak, by name."""
    return list(profiles_of(programme).filter(organisation_id__in=represented(actor)))


def without_profile(programme: Programme, actor: Actor) -> list[Organisation]:
    """Organisations for which the actor may speak and that have no profile here, by name."""
    known = Profile.objects.in_programme(programme).order_by("id").values("organisation_id")
    rows = Organisation.objects.filter(pk__in=represented(actor), state="registered").exclude(pk__in=known)
    return list(rows.order_by("legal_name", "id"))


def asking_profiles(profile: Profile, actor: Actor) -> list[Profile]:
    """The actor's listed profiles that may express interest in this one."""
    mine = Profile.objects.in_programme(profile.programme).filter(
        organisation_id__in=represented(actor), state="listed"
    )
    barred = profile.bars.order_by("id").values("organisation_id")
    rows = mine.exclude(pk=profile.pk).exclude(organisation_id__in=barred).select_related("organisation", "programme")
    return list(rows.order_by("organisation__legal_name", "id"))


def introductions_of(programme: Programme, actor: Actor) -> IntroductionQuerySet:
    """Introductions of the actor's organisations, the latest first, each with both sides."""
    rows = Introduction.objects.in_programme(programme).filter(
        IntroductionQuerySet.of_organisations(represented(actor))
    )
    return rows.select_related("asker__organisation", "asked__organisation", "made_by").order_by("-last_at", "-id")


def visible_introductions(programme: Programme, actor: Actor) -> IntroductionQuerySet:
    """What the actor may read, each with everything that its page shows."""
    rows = Introduction.objects.in_programme(programme).visible_to(actor)
    return rows.select_related(
        "programme", "asker__organisation", "asked__organisation", "asker_contact", "asked_contact", "made_by"
    ).order_by("-id")


def side_of(introduction: Introduction, actor: Actor) -> Side | None:
    """On which side the actor stands; of both, the one that was asked."""
    facts = introduction.facts()
    if actor.user_id in facts.asked_ids:
        return "asked"
    return "asker" if actor.user_id in facts.asker_ids else None


def between(one: Profile, other: Profile) -> Introduction | None:
    """The latest introduction of the two, whoever asked."""
    rows = Introduction.objects.in_programme(one.programme).filter(
        Q(asker=one, asked=other) | Q(asker=other, asked=one)
    )
    return rows.order_by("-id").first()


def may_ask_again_at(one: Profile, other: Profile) -> datetime | None:
    """When ``one`` may ask ``other`` again after its last no; ``None`` when it never said no to ``one``."""
    no = Introduction.objects.in_programme(one.programme).filter(asker=one, asked=other, state="declined")
    last = no.order_by("-id").first()
    return last.answered_at + AGAIN_AFTER if last is not None and last.answered_at else None


def waiting_for(programme: Programme, actor: Actor) -> list[Introduction]:
    """Expressions of interest that the actor's organisations have not answered yet, the oldest first."""
    ids = represented(actor)
    rows = Introduction.objects.in_programme(programme).filter(state="asked")
    rows = rows.filter(
        Q(asked__organisation_id__in=ids, asked_agreed_at__isnull=True)
        | Q(asker__organisation_id__in=ids, asker_agreed_at__isnull=True)
    )
    return list(rows.select_related("asker__organisation", "asked__organisation").order_by("id"))


def reports_of(programme: Programme) -> list[AbuseReport]:
    """All reports, those that wait first, the oldest of them first."""
    rows = AbuseReport.objects.in_programme(programme).select_related(
        "user", "profile__organisation", "introduction", "resolved_by"
    )
    return list(rows.order_by("resolved_at", "id"))


def reports_waiting(programme: Programme) -> int:
    """How many reports wait for a person."""
    return AbuseReport.objects.in_programme(programme).filter(state="filed").count()


def stop_of(programme: Programme, user_id: int) -> NoticeStop | None:
    """What the person chose about mails, if they ever did."""
    return NoticeStop.objects.in_programme(programme).filter(user_id=user_id).select_related("user").first()


def names_competitors(profile: Profile) -> bool:
    """Whether the profile hides from somebody, so that nothing of it may be public."""
    return Bar.objects.in_programme(profile.programme).filter(profile=profile, cause=Cause.COMPETITOR).exists()


def asked_since(profile: Profile, at: datetime, within: timedelta) -> int:
    """How many organisations this one has asked within that time."""
    rows = Introduction.objects.in_programme(profile.programme).filter(asker=profile, made_by__isnull=True)
    return rows.filter(asked_at__gt=at - within).count()


def asked_waiting(profile: Profile) -> int:
    """How many of its expressions of interest wait for an answer."""
    rows = Introduction.objects.in_programme(profile.programme).filter(asker=profile, made_by__isnull=True)
    return rows.filter(state="asked").count()


def suggestible(profile: Profile) -> tuple[list[Profile], frozenset[int]]:
    """All listed profiles, and those that must not be suggested: shut out on either side, or in contact before."""
    rows = list(profiles_of(profile.programme).filter(state="listed"))
    bars = Bar.objects.in_programme(profile.programme)
    shut = bars.filter(Q(profile=profile) | Q(organisation_id=profile.organisation_id)).select_related("profile")
    out = {bar.organisation_id for bar in shut if bar.profile_id == profile.pk}
    barred = {bar.profile_id for bar in shut if bar.profile_id != profile.pk}
    barred |= {row.pk for row in rows if row.organisation_id in out}
    known = Introduction.objects.in_programme(profile.programme).filter(Q(asker=profile) | Q(asked=profile))
    for asker_id, asked_id in known.order_by("id").values_list("asker_id", "asked_id"):
        barred |= {asker_id, asked_id}
    return rows, frozenset(barred - {profile.pk})

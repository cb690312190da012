"""Leave partner search: the profile is shown to nobody, and what was begun ends."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.stages.matchmaking.introduction_models import OPEN_STATES, IntroductionQuerySet
from securit.stages.matchmaking.models import Introduction, Profile
from securit.stages.matchmaking.services.answer_introduction import decline_introduction, withdraw_introduction
from securit.stages.matchmaking.services.end_introduction import end_introduction


def withdraw_profile(*, profile: Profile, actor: Actor, at: datetime, intent: str = "") -> Profile:
    """Take the profile away: interests are withdrawn or declined, conversations end, contacts are taken back."""
    with transaction.atomic():
        left = perform(profile, "withdraw", actor=actor, at=at, intent=intent)
        if not left.repeated:
            end_all(profile, [profile.organisation_id], actor, at)
        return left


def end_all(profile: Profile, organisation_ids: list[int], actor: Actor, at: datetime) -> None:
    """End what stands open between the profile and these organisations (its own: with everybody)."""
    rows = Introduction.objects.in_programme(profile.programme).filter(
        IntroductionQuerySet.of_organisations([profile.organisation_id]),
        IntroductionQuerySet.of_organisations(organisation_ids),
        state__in=OPEN_STATES,
    )
    for row in rows.select_related("programme", "asker__organisation", "asked__organisation").order_by("id"):
        if row.state == "accepted":
            end_introduction(introduction=row, actor=actor, at=at)
        elif row.asker_id == profile.pk and row.asker_agreed_at is not None:
            withdraw_introduction(introduction=row, actor=actor, at=at)
        else:
            decline_introduction(introduction=row, reason="", actor=actor, at=at)

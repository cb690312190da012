"""The tables of matchmaking, each slice in a file of its own."""

from securit.stages.matchmaking.introduction_models import (
    AbuseReport,
    Introduction,
    IntroductionQuerySet,
    Message,
    NoticeStop,
)
from securit.stages.matchmaking.profile_models import Bar, Profile, ProfileQuerySet

__all__ = [
    "AbuseReport",
    "Bar",
    "Introduction",
    "IntroductionQuerySet",
    "Message",
    "NoticeStop",
    "Profile",
    "ProfileQuerySet",
]

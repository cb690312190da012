"""The words of partner search: what a profile says, who may read each part, and the limits."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from securit.kernel.refusals import Sentence


class Audience(models.TextChoices):
    """Who reads a part of a profile. Members: organisations with a listed profile in the same programme."""

    PUBLIC = "public", _("everybody")
    MEMBERS = "members", _("organisations with a profile here")
    HIDDEN = "hidden", _("nobody but us and the people who run the programme")


class RoleWished(models.TextChoices):
    """What the organisation wants to be in a team."""

    EITHER = "either", _("lead or member, both are fine")
    LEAD = "lead", _("lead of a team")
    MEMBER = "member", _("member of a team that somebody else leads")
    END_USER = "end_user", _("end user or test site")


class Availability(models.TextChoices):
    """From when the organisation has people for it."""

    NOW = "now", _("now")
    MONTHS = "months", _("within three months")
    LATER = "later", _("later")
    NONE = "none", _("not looking at the moment")


class Cause(models.TextChoices):
    """Why another organisation is shut out of a profile."""

    COMPETITOR = "competitor", _("competitor: hidden from it")
    BLOCKED = "blocked", _("blocked: may not write to us")


#: The parts of a profile, each with its own audience, and the columns that hold them.
PARTS: dict[str, tuple[str, ...]] = {
    "summary": ("summary",),
    "offers": ("offers", "offered"),
    "seeks": ("seeks", "sought"),
    "challenges": ("challenges",),
    "countries": ("countries",),
    "role_wished": ("role_wished",),
    "availability": ("availability",),
}
PART_LABELS: dict[str, Sentence] = {
    "summary": _("Who we are"),
    "offers": _("What we offer"),
    "seeks": _("What we seek"),
    "challenges": _("Challenges of interest"),
    "countries": _("Countries we look to"),
    "role_wished": _("Role wished"),
    "availability": _("Available"),
}
USUAL_AUDIENCES: dict[str, str] = {
    part: Audience.PUBLIC if part in ("summary", "offers", "seeks") else Audience.MEMBERS for part in PARTS
}

MOST_CHARACTERS = {"summary": 1_000, "offers": 3_000, "seeks": 3_000, "message": 4_000, "why": 1_000, "report": 4_000}
FEWEST_CHARACTERS = 40
"""So much is said in what is offered or sought before a profile is listed."""
MOST_WAITING = 10
"""Expressions of interest of one organisation that wait for an answer at the same time."""
MOST_A_WEEK = 20
"""Expressions of interest of one organisation within seven days."""
MOST_MESSAGES_A_DAY = 30
"""Messages of one side in one conversation within a day."""
MOST_REPORTS_A_DAY = 10
"""Reports of one person within a day."""
MOST_SHUT_OUT = 50
"""Organisations that one profile may shut out."""
AGAIN_AFTER = timedelta(days=60)
"""After a no, the same organisation may ask again."""
HELP_BEFORE = timedelta(days=21)
"""So long before a deadline an organisation without a partner is told what to do next."""

"""The words of teams: roles, limits, and what a person accepts before files open."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from securit.kernel.canonical import digest

MOST_MEMBERS = 50
MOST_INVITED = 20
MOST_OPTIONS = 6
MOST_VACANCIES = 20
MOST_FILES = 50
MOST_TEAMS = 20
#: Interests that one person may show within a day, over all teams of a programme.
MOST_INTERESTS = 10
INTERESTS_WITHIN = timedelta(days=1)
FILE_KINDS = ("pdf", "docx", "xlsx", "png", "jpeg")
MOST_BYTES = 20 * 1024 * 1024
#: Shares are counted in hundredths of a per cent, so that three thirds can be written.
WHOLE = 10_000
LONGEST = {"name": 80, "purpose": 600, "title": 120, "text": 1_000, "message": 600, "note": 4_000, "reason": 300}


class Role(models.TextChoices):
    """What a member does in the team. The screen says the same."""

    LEAD = "lead", _("lead")
    MEMBER = "member", _("member")
    PROVIDER = "provider", _("provider of the technology")
    RECEIVER = "receiver", _("receiver of the technology")
    CATALYST = "catalyst", _("catalyst between provider and receiver")
    END_USER = "end_user", _("end user, without a grant")
    SUPPORTER = "supporter", _("supporter, without a grant")


#: Those who take part without a grant: the application names them in its text, they are not among its members.
WITHOUT_GRANT = frozenset({Role.END_USER, Role.SUPPORTER})


class Audience(models.TextChoices):
    """Who reads a vacancy."""

    PUBLIC = "public", _("everybody")
    MEMBERS = "members", _("people who are signed in")


class NoteKind(models.TextChoices):
    """What stands in the team's book."""

    NOTE = "note", _("note")
    DECISION = "decision", _("decision")


#: What each person accepts for themselves. A changed text is accepted anew: its digest differs.
TERMS = (
    "What I find in the files of this team I use only to prepare an application together with its members.",
    "I show it to nobody outside the team, unless the member it comes from agrees or it is public anyway.",
    "When I leave the team, or the team ends, I delete my copies; what is prescribed by law may be kept.",
    "This holds for five years, also when no application follows.",
)
TERMS_SHA256 = digest(list(TERMS))

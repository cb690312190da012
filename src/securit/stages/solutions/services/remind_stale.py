"""Ask once a year whether what stands in the catalogue is still so."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel.actor import SYSTEM
from securit.kernel.perform import perform
from securit.machinery.correspondence.mail import queue_mail
from securit.stages.solutions.models import Solution
from securit.stages.solutions.policy import PUBLIC_STATES
from securit.stages.solutions.selectors import STALE_AFTER

MOST_AT_ONCE = 100


def remind_stale(at: datetime) -> int:
    """Mail those who can say so: the provider's person, else the contact, else who entered it. Returns how many.

    Each is asked once until somebody confirms, at most :data:`MOST_AT_ONCE` in one run, the oldest first.
    """
    due = Solution.objects.filter(
        Q(current_at__lte=at - STALE_AFTER), state__in=PUBLIC_STATES, reminded_at__isnull=True
    ).select_related("programme", "claimed_by", "entered_by")
    asked = 0
    for solution in due.order_by("current_at", "id")[:MOST_AT_ONCE]:
        _remind(solution, at)
        asked += 1
    return asked


def _remind(solution: Solution, at: datetime) -> None:
    def write(row: Solution) -> None:
        row.reminded_at = at

    perform(solution, "remind", actor=SYSTEM, at=at, write=write)
    person = solution.claimed_by or solution.entered_by
    to = (
        solution.claimed_by.email if solution.claimed_by else solution.contact_email or (person.email if person else "")
    )
    if not to:
        return
    slug = solution.programme.slug
    page = "solutions:show"
    context = {"solution": solution, "url": settings.BASE_URL + reverse(page, args=[slug, solution.ref])}
    queue_mail(
        to=to,
        subject=_("Is it still so? %(title)s") % {"title": solution.title},
        body=render_to_string("solutions/mail/stale.txt", context),
        key=f"solution:{solution.ref}:stale:{solution.current_at:%Y-%m-%d}",
        at=at,
        programme=solution.programme,
    )

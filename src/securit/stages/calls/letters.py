"""What followers read. Every mail carries the link that stops them."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.refusals import Sentence
from securit.machinery.correspondence.mail import queue_mail
from securit.stages.calls.follow_links import token_of
from securit.stages.calls.models import Call, Corrigendum, Follow
from securit.stages.calls.topics import title_of

#: What is new about a call, by the past participle of its event.
SUBJECTS: dict[str, Sentence] = {
    "announced": gettext_lazy("Announced: %(call)s"),
    "published": gettext_lazy("Published: %(call)s"),
    "opened": gettext_lazy("Open now: %(call)s"),
    "closing_soon": gettext_lazy("Closing soon: %(call)s"),
    "corrected": gettext_lazy("Changed: %(call)s"),
    "cancelled": gettext_lazy("Cancelled: %(call)s"),
    "results_published": gettext_lazy("Results: %(call)s"),
}


def mail_confirmation(follow: Follow, at: datetime) -> None:
    """The mail that asks whether the address wants the messages; one an hour at most."""
    hour = max(0, int((at - follow.requested_at) / timedelta(hours=1)))
    what = title_of(follow.programme, follow.topic)
    context = {**_frame(follow), "what": what, "confirm_url": _link("calls:follow_confirm", follow)}
    queue_mail(
        to=follow.email,
        subject=_("Please confirm: follow %(what)s") % {"what": what},
        body=render_to_string("calls/mail/confirm.txt", context),
        key=f"follow:{follow.ref}:confirm:{hour}",
        at=at,
        programme=follow.programme,
    )


def mail_news(follow: Follow, call: Call, event: str, at: datetime, *, corrigendum: Corrigendum | None = None) -> None:
    """One piece of news about a call to one follower; the same news to the same address is queued once."""
    context = {**_frame(follow), "call": call, "event": event, "corrigendum": corrigendum, "call_url": call_url(call)}
    mark = f"{event}:{corrigendum.number}" if corrigendum else event
    queue_mail(
        to=follow.email,
        subject=str(SUBJECTS[event]) % {"call": call.title},
        body=render_to_string("calls/mail/news.txt", context),
        key=f"call:{call.ref}:{mark}:{hashlib.sha256(follow.email.encode()).hexdigest()[:32]}",
        at=at,
        programme=follow.programme,
    )


def call_url(call: Call) -> str:
    """The full address of a call's public page."""
    return settings.BASE_URL + reverse("calls:show", args=[call.programme.slug, call.code])


def _frame(follow: Follow) -> dict[str, Any]:
    programme = follow.programme
    return {
        "programme_name": programme.acronym,
        "programme_url": settings.BASE_URL + reverse("calls:list", args=[programme.slug]),
        "reason_for_mail": _("You get this mail because this address was entered to follow %(programme)s.")
        % {"programme": programme.acronym},
        "stop_url": _link("calls:follow_stop", follow),
    }


def _link(name: str, follow: Follow) -> str:
    return settings.BASE_URL + reverse(name, args=[follow.programme.slug, follow.ref, token_of(follow.ref)])

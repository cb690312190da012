"""Notices by mail. None says an address or repeats a message: each carries a link, and the link that stops them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.refusals import Sentence
from securit.machinery.correspondence.mail import queue_mail
from securit.people.public import User
from securit.programmes.public import Programme
from securit.stages.matchmaking.introduction_models import AbuseReport, Introduction, NoticeStop, Side
from securit.stages.matchmaking.links import stop_url
from securit.stages.matchmaking.profile_models import Profile

SUBJECTS: dict[str, Sentence] = {
    "asked": gettext_lazy("%(other)s would like to meet you"),
    "accepted": gettext_lazy("You are introduced to %(other)s"),
    "declined": gettext_lazy("%(other)s does not want to meet now"),
    "message": gettext_lazy("A message from %(other)s"),
    "shared": gettext_lazy("%(other)s offers its contact details"),
}


def notify(introduction: Introduction, side: Side, what: str, at: datetime) -> None:
    """Tell the people of that side, those excepted who stopped such mails; of messages once an hour."""
    programme = introduction.programme
    other = introduction.other(side).organisation.legal_name
    mark = f"{what}:{at:%Y%m%d%H}" if what == "message" else f"{what}:{introduction.version}"
    page = reverse("matchmaking:introduction", args=[programme.slug, introduction.ref])
    for user in _wanting(introduction.of(side), programme):
        context = {
            **_frame(programme, user),
            "what": what,
            "other": other,
            "made_by_programme": introduction.made_by_id is not None,
            "url": settings.BASE_URL + page,
        }
        _send(
            user,
            str(SUBJECTS[what]) % {"other": other},
            render_to_string("matchmaking/mail/notice.txt", context),
            f"introduction:{introduction.ref}:{mark}:{user.ref}",
            programme,
            at,
        )


def mail_suspension(profile: Profile, at: datetime) -> None:
    """Tell the organisation that its profile is suspended, and why; this mail cannot be stopped."""
    for user in _representatives(profile):
        body = render_to_string(
            "matchmaking/mail/suspended.txt", {**_frame(profile.programme, user), "profile": profile}
        )
        key = f"profile:{profile.ref}:suspended:{profile.version}:{user.ref}"
        _send(user, _("Your profile is suspended"), body, key, profile.programme, at)


def mail_report_answered(report: AbuseReport, at: datetime) -> None:
    """Tell the person who reported what was done."""
    context = {**_frame(report.programme, report.user), "report": report}
    body = render_to_string("matchmaking/mail/answered.txt", context)
    _send(report.user, _("Your report is answered"), body, f"report:{report.ref}:answered", report.programme, at)


def _representatives(profile: Profile) -> list[User]:
    ids = profile.organisation.facts().representative_ids
    return list(User.objects.filter(pk__in=ids, is_active=True).order_by("id"))


def _wanting(profile: Profile, programme: Programme) -> list[User]:
    stopped = NoticeStop.objects.in_programme(programme).filter(state="stopped")
    quiet = set(stopped.order_by("id").values_list("user_id", flat=True))
    return [user for user in _representatives(profile) if user.pk not in quiet]


def _frame(programme: Programme, user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "programme_name": programme.acronym,
        "programme_url": settings.BASE_URL + reverse("matchmaking:profiles", args=[programme.slug]),
        "reason_for_mail": _(
            "You get this mail because you represent an organisation in partner search of %(programme)s."
        )
        % {"programme": programme.acronym},
        "stop_url": stop_url(programme.slug, user.ref),
    }


def _send(user: User, subject: str, body: str, key: str, programme: Programme, at: datetime) -> None:
    queue_mail(to=user.email, subject=f"{programme.acronym}: {subject}", body=body, key=key, at=at, programme=programme)

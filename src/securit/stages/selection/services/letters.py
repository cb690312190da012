"""The letters after an award decision: to every team that was ranked, to all who write the application."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel.canonical import digest
from securit.machinery.correspondence.mail import queue_mail
from securit.stages.applications.public import Member
from securit.stages.calls.public import Call
from securit.stages.selection.lines import line_by_ref
from securit.stages.selection.models import Award
from securit.stages.selection.selectors import awards_of


@dataclass(frozen=True, slots=True)
class Draft:
    """One letter as it would go out, and to whom."""

    award: Award
    subject: str
    body: str
    addresses: tuple[str, ...]


def set_digest(drafts: Sequence[Draft]) -> str:
    """The digest of exactly these letters: another one, another text or another address changes it."""
    return digest([[draft.award.ref, draft.subject, draft.body, list(draft.addresses)] for draft in drafts])


def queue_letters(drafts: Sequence[Draft], *, at: datetime) -> int:
    """Queue one letter per address; how many were queued."""
    for draft in drafts:
        for address in draft.addresses:
            key = f"selection.outcome:{draft.award.ref}:{digest(address)[:12]}"
            programme = draft.award.programme
            queue_mail(to=address, subject=draft.subject, body=draft.body, key=key, at=at, programme=programme)
    return sum(len(draft.addresses) for draft in drafts)


def drafts_of(call: Call) -> list[Draft]:
    """The letters to every team, in the order of the ranking: the outcome, its reasons, how to ask for a review."""
    profile = call.programme.terms.profile
    days = call.terms.redress_days if call.terms.redress_days is not None else profile.redress_days
    shared = {
        "programme_name": call.programme.acronym,
        "programme_url": settings.BASE_URL,
        "call": call,
        "contact": call.programme.terms.contact_email,
        "redress_days": days,
        "url": settings.BASE_URL + reverse("applications:mine", kwargs={"slug": call.programme.slug}),
    }
    leads = Member.objects.filter(programme=call.programme_id, role="lead").exclude(state="removed")
    awards = (
        awards_of(call)
        .select_related("application", "programme")
        .prefetch_related(
            "ranking",  # one for all, so that its lines are read once
            "application__editors__user",
            Prefetch("application__members", queryset=leads, to_attr="leads"),
        )
    )
    return [_draft(award, call, shared) for award in awards]


def _draft(award: Award, call: Call, shared: dict[str, object]) -> Draft:
    application = award.application
    line = line_by_ref(award.ranking.content)[application.ref]
    body = render_to_string("selection/mail/outcome.txt", {**shared, "award": award, "line": line})
    subject = _("%(number)s: the award decision on your application") % {"number": application.number}
    return Draft(award, subject, body, tuple(_addresses(award)))


def _addresses(award: Award) -> list[str]:
    application = award.application
    found = [editor.user.email for editor in application.editors.all()]
    found += [lead.contact_email for lead in application.leads if lead.contact_email]  # type: ignore[attr-defined]
    return list(dict.fromkeys(address.lower() for address in found))

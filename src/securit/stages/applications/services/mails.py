"""Private links and the mails that carry them. A link holds no secret of the database: it is signed, and dies with
the deadline or with the address it was sent to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from securit.kernel.canonical import digest
from securit.machinery.correspondence.mail import queue_mail
from securit.programmes.public import Programme
from securit.stages.applications.adviser_models import Adviser
from securit.stages.applications.models import Application, ApplicationVersion, Member
from securit.stages.applications.window import brussels

_SIGN_OFF = Signer(salt="applications.sign_off")
_SHARE = Signer(salt="applications.share")
_ADVISE = Signer(salt="applications.advise")


def sign_off_link(member: Member) -> str:
    """The token of the sign-off page; changing the member's contact address makes older tokens worthless."""
    return _SIGN_OFF.sign(f"{member.ref}-{_mark(member.contact_email)}").replace(":", ".")


def member_of_link(programme: Programme, token: str) -> Member | None:
    """The member whose sign-off the token opens; ``None`` for a forged, foreign or outdated one."""
    ref, mark = _read(_SIGN_OFF, token)
    found = Member.objects.in_programme(programme).filter(ref=ref).exclude(state="removed")
    member = found.select_related("application__call", "organisation").first()
    return member if member is not None and mark == _mark(member.contact_email) else None


def share_link(application: Application, email: str) -> str:
    """The token that lets one colleague, signed in with this address, write too."""
    return _SHARE.sign(f"{application.ref}-{_mark(email)}").replace(":", ".")


def application_of_link(programme: Programme, token: str, email: str) -> Application | None:
    """The application that the token opens to a person with this address; ``None`` when it does not."""
    ref, mark = _read(_SHARE, token)
    application = Application.objects.in_programme(programme).filter(ref=ref).select_related("call").first()
    return application if application is not None and mark == _mark(email) else None


def advise_link(adviser: Adviser) -> str:
    """The token that lets one adviser, signed in with the address it was sent to, say yes."""
    return _ADVISE.sign(f"{adviser.ref}-{_mark(adviser.email)}").replace(":", ".")


def adviser_of_link(programme: Programme, token: str, email: str) -> Adviser | None:
    """The adviser whom the token names to a person with this address; ``None`` when it does not, or was ended."""
    ref, mark = _read(_ADVISE, token)
    rows = Adviser._default_manager.filter(programme=programme, ref=ref).exclude(state="revoked")
    adviser = rows.select_related("application__call", "application__programme", "partner__organisation").first()
    return adviser if adviser is not None and mark == _mark(email) == _mark(adviser.email) else None


def mail_advise_link(adviser: Adviser, *, by: str, at: datetime) -> None:
    """Ask the adviser to read the draft."""
    application = adviser.application
    url = page_url(application, "applications:advise", token=advise_link(adviser))
    subject = _("%(name)s asks you to read a draft") % {"name": by}
    values = {"application": application, "adviser": adviser, "by": by, "url": url, "call": application.call}
    send(application, "invite_adviser", subject, values, to=adviser.email, key=f"advise:{adviser.ref}", at=at)


def mail_sign_off_link(member: Member, *, key: str, at: datetime) -> None:
    """Ask the member's contact for the sign-off."""
    subject = _("%(acronym)s: please sign off your part") % {"acronym": _name(member.application)}
    _mail(member, "ask_for_sign_off", subject, key=key, at=at)


def mail_late_sign_off(member: Member, *, until: datetime, at: datetime) -> None:
    """Tell the member's contact that the sign-off may still come, once."""
    if member.contact_email:
        subject = _("%(acronym)s: your sign-off is missing") % {"acronym": _name(member.application)}
        _mail(member, "late_sign_off", subject, key=f"late:{member.ref}", at=at, until=brussels(until))


def tell_of_lapse(member: Member, *, at: datetime) -> None:
    """Tell the member's contact that the figures changed and the sign-off is asked again."""
    if member.contact_email:
        subject = _("%(acronym)s: the figures changed, please sign off again") % {"acronym": _name(member.application)}
        _mail(member, "sign_off_lapsed", subject, key=f"lapse:{member.ref}:{member.version}", at=at)


def mail_share_link(application: Application, email: str, *, by: str, at: datetime) -> None:
    """Invite a colleague to write."""
    url = page_url(application, "applications:join", token=share_link(application, email))
    subject = _("%(acronym)s: %(name)s asks you to write with them") % {"acronym": _name(application), "name": by}
    values = {"application": application, "name_of_application": _name(application), "by": by, "url": url}
    key = f"share:{application.ref}:{application.version}"
    send(application, "invite_colleague", subject, values, to=email, key=key, at=at)


def mail_correction(application: Application, corrigendum: Any, *, at: datetime) -> None:
    """Tell every editor that the call changed."""
    subject = _("%(call)s was changed: corrigendum %(number)d") % {
        "call": application.call.code,
        "number": corrigendum.number,
    }
    values = {"corrigendum": corrigendum, "url": page_url(application, "applications:edit", ref=application.ref)}
    _mail_editors(application, "corrected", subject, values, key=f"corrected:{corrigendum.number}", at=at)


def mail_extension(application: Application, *, at: datetime) -> None:
    """Tell every editor until when they may write and submit."""
    until = application.deadline_at
    subject = _("%(name)s: you have until %(moment)s") % {"name": _name(application), "moment": brussels(until)}
    url = page_url(application, "applications:edit", ref=application.ref)
    values = {"until": brussels(until), "utc": date_format(until.astimezone(UTC), "j F Y, H:i"), "url": url}
    _mail_editors(application, "extended", subject, values, key=f"extended:{until.isoformat()}", at=at)


def mail_receipt(application: Application, version: ApplicationVersion, *, at: datetime) -> None:
    """Send every editor what was received, with its digest."""
    subject = _("%(name)s: version %(number)d received") % {"name": _name(application), "number": version.number}
    url = page_url(application, "applications:receipt", ref=application.ref, number=version.number)
    values = {"version": version, "url": url}
    _mail_editors(application, "submitted", subject, values, key=f"receipt:{version.number}", at=at)


def _mail_editors(
    application: Application, template: str, subject: str, values: dict[str, Any], *, key: str, at: datetime
) -> None:
    together = {"application": application, "call": application.call, "name_of_application": _name(application)}
    for editor in application.editors.select_related("user"):
        own = {**together, **values, "name": editor.user.name}
        whole_key = f"{key}:{application.ref}:{editor.user.ref}"
        send(application, template, subject, own, to=editor.user.email, key=whole_key, at=at)


def _mail(member: Member, template: str, subject: str, *, key: str, at: datetime, **more: str) -> None:
    application = member.application
    url = page_url(application, "applications:sign_off", token=sign_off_link(member))
    values = {
        "application": application,
        "name_of_application": _name(application),
        "member": member,
        "call": application.call,
        "url": url,
        **more,
    }
    send(application, template, subject, values, to=member.contact_email, key=key, at=at)


def send(
    application: Application, template: str, subject: str, values: dict[str, Any], *, to: str, key: str, at: datetime
) -> None:
    """Queue one mail about an application; the same ``key`` goes out once."""
    programme = application.programme
    context = {"programme_name": programme.acronym, "programme_url": _home(programme), **values}
    body = render_to_string(f"applications/mail/{template}.txt", context)
    queue_mail(to=to, subject=subject, body=body, key=key, at=at, programme=programme)


def page_url(application: Application, name: str, **kwargs: str | int) -> str:
    """The full address of a page below the application's programme."""
    return settings.BASE_URL + reverse(name, kwargs={"slug": application.programme.slug, **kwargs})


def _home(programme: Programme) -> str:
    return f"{settings.BASE_URL}/p/{programme.slug}/"


def _name(application: Application) -> str:
    return application.acronym or application.title or application.number


def _mark(email: str) -> str:
    return digest(email.strip().lower())[:16]


def _read(signer: Signer, token: str) -> tuple[str, str]:
    try:
        ref, _dash, mark = signer.unsign(":".join(token.rsplit(".", 1))).partition("-")
    except BadSignature:
        return "", ""
    return ref, mark

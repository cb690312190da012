"""Queue a mail in the act's transaction; the worker sends it, once.

A body may hold private links and codes, so it is kept for the recipient only; staff see that a mail went, not its text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMessage

from securit.kernel.outbox import queue, registry
from securit.kernel.refs import new_ref
from securit.machinery.correspondence.models import Mail

if TYPE_CHECKING:
    from django.db.models import Model


def queue_mail(*, to: str, subject: str, body: str, key: str, at: datetime, programme: Model | None = None) -> Mail:
    """One mail to one person. The same ``key`` queues once; an empty key makes each call a mail of its own."""
    mail, made = Mail.objects.get_or_create(
        key=key or new_ref(),
        defaults={
            "to": to,
            "subject": " ".join(subject.split())[:200],
            "body": body,
            "queued_at": at,
            "programme_id": None if programme is None else programme.pk,
        },
    )
    if made:
        queue.enqueue("correspondence.send_mail", {"ref": mail.ref}, key=mail.ref, at=at)
    return mail


def erase_mails(prefix: str) -> int:
    """Erase address and text of every mail whose key begins so; how many. One that is not sent yet never will be."""
    return Mail.objects.filter(key__startswith=prefix).exclude(to="").update(to="", body="")


@registry.job("correspondence.send_mail")
def send_mail(payload: Mapping[str, Any], at: datetime) -> None:
    """Hand one queued mail to the mail server; a mail already sent, or erased, is left alone."""
    mail = Mail.objects.select_for_update().get(ref=payload["ref"])
    if mail.sent_at is not None or not mail.to:
        return
    message = EmailMessage(mail.subject, mail.body, to=[mail.to], headers={"Message-ID": f"<{mail.ref}@securit>"})
    message.send()
    mail.sent_at = max(at, mail.queued_at)
    mail.save(update_fields=["sent_at"])

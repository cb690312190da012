"""Erase whom to ask back about a need."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.machinery.correspondence.mail import erase_mails
from securit.stages.needs.models import Need, NeedContact


def erase_contact(*, need: Need, actor: Actor, at: datetime, intent: str = "") -> Need:
    """Name and address are deleted here and in every mail about the need; no further mail goes out. The link works on.

    The need itself stays as it is.
    """

    def write(row: Need) -> None:
        NeedContact.objects.filter(need=row).delete()
        erase_mails(f"need:{row.ref}:")

    return perform(need, "erase_contact", actor=actor, at=at, write=write, intent=intent)

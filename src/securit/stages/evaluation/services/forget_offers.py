"""Erase experts who offered themselves and were not taken, once the time that they were told is over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from securit.kernel.actor import SYSTEM
from securit.kernel.audit import trail
from securit.kernel.perform import perform
from securit.machinery.correspondence.mail import erase_mails
from securit.machinery.files.models import File
from securit.machinery.files.uploads import store_of
from securit.programmes.definition.periods import months_after
from securit.stages.evaluation.pool_models import ExpertOffer
from securit.stages.evaluation.services.offer_expertise import mails_of


def forget_offers(at: datetime) -> int:
    """How many were erased. Country, domains and the day stay, which say nothing about anybody."""
    rows = ExpertOffer._default_manager.filter(state__in=["sent", "declined"]).select_related(
        "expert_call", "cv__programme", "programme"
    )
    late = [row for row in rows.order_by("id") if _is_over(row, at)]
    for offer in late:
        _erase(offer, at)
    return len(late)


def _is_over(offer: ExpertOffer, at: datetime) -> bool:
    since = offer.answered_at or max(offer.offered_at, offer.expert_call.closes_at)
    return months_after(since.date(), offer.expert_call.kept_months) <= at.date()


@transaction.atomic
def _erase(offer: ExpertOffer, at: datetime) -> None:
    file = offer.cv

    def write(row: ExpertOffer) -> None:
        row.name = row.email = row.institution = row.expertise = row.answer = ""
        row.ties, row.away, row.languages, row.cv = [], [], [], None

    perform(offer, "erase", actor=SYSTEM, at=at, write=write)
    erase_mails(mails_of(offer))
    trail.erase_values(f"expert_offer:{offer.ref}")
    if file is not None:
        _erase_file(file)


def _erase_file(file: File) -> None:
    """The row at once; the bytes when that is certain, unless somebody else gave the same file."""
    programme, sha256 = file.programme, file.sha256
    file.delete()
    if not File.objects.filter(programme=programme, sha256=sha256).exists():
        transaction.on_commit(lambda: store_of(programme).path(sha256).unlink(missing_ok=True))

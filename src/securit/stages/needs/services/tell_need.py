"""Tell a need through the public questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.programmes.public import Partner, Programme
from securit.stages.needs.checking import CannotStateNeed
from securit.stages.needs.contracts import ContactDetails, Source, Statement
from securit.stages.needs.letters import mail_confirmation
from securit.stages.needs.models import Need
from securit.stages.needs.services.record_need import record_need


def tell_need(
    *,
    programme: Programme,
    statement: Statement,
    contact: ContactDetails,
    actor: Actor,
    at: datetime,
    host: Partner | None = None,
    tlp: str = "clear",
    audience: Mapping[str, int] | None = None,
    declared_unclassified: bool = False,
    synthetic: bool = False,
    intent: str = "",
) -> Need:
    """Keep it as a draft that nobody reads, and mail its owner a link to confirm. Raises :class:`CannotStateNeed`."""
    if not contact.email.strip():
        raise CannotStateNeed(
            _("Without an address we cannot send you the link to confirm."), code="missing", field="contact_email"
        )
    with transaction.atomic():
        need = record_need(
            programme=programme,
            statement=statement,
            contact=contact,
            host=host,
            tlp=tlp,
            audience=audience,
            declared_unclassified=declared_unclassified,
            source=Source.QUESTIONNAIRE,
            synthetic=synthetic,
            actor=actor,
            at=at,
            intent=intent,
        )
        mail_confirmation(need, at)
        return need

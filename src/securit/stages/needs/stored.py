"""Everything that is stored about a need, for its owner to take along."""

from __future__ import annotations

from datetime import date
from typing import Any

from securit.kernel.canonical import Json
from securit.kernel.models import AuditEntry
from securit.machinery.correspondence.models import Mail
from securit.stages.needs.contracts import FIELDS, STATED
from securit.stages.needs.disclosure import widest_reader_circle
from securit.stages.needs.models import Need


def stored_about(need: Need) -> Json:
    """As plain data: what was said, who may read it, what became of it, who acted (as roles), and which mails went."""
    contact = need.stated("contact")
    return {
        "need": need.ref,
        "programme": need.programme.slug,
        "state": need.state,
        "said": {name: _plain(need.stated(name)) for name in STATED},
        "contact": {"name": contact.name, "email": contact.email},
        "label": f"TLP:{need.tlp.upper()}",
        "may_read": {name: widest_reader_circle(need, name).name.lower() for name in FIELDS},
        "taken_in_by": need.host.organisation.legal_name,
        "came_by": need.source,
        "invented_for_demonstration": need.synthetic,
        "told_at": _plain(need.created_at),
        "confirmed_at": _plain(need.submitted_at),
        "accepted_at": _plain(need.accepted_at),
        "withdrawn_at": _plain(need.withdrawn_at),
        "words_erased_at": _plain(need.erased_at),
        "reason_not_taken_up": need.declined_reason,
        "joined_with_another": need.merged_into_id is not None,
        "theme": need.theme.title if need.theme and need.theme.state == "published" else "",
        "happened": _happened(need),
        "mails": _mails(need),
    }


def _happened(need: Need) -> list[Json]:
    entries = AuditEntry.objects.filter(stream=f"need:{need.ref}").order_by("seq")
    return [{"act": row.act, "at": _plain(row.at), "by": row.allowed_by, "from": row.from_state} for row in entries]


def _mails(need: Need) -> list[Json]:
    rows = Mail.objects.filter(key__startswith=f"need:{need.ref}:").order_by("queued_at", "id")
    return [{"subject": row.subject, "to": row.to, "at": _plain(row.queued_at)} for row in rows]


def _plain(value: Any) -> Any:
    """Moments and days as text, several values as a list."""
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value

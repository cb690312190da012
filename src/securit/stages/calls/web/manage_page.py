"""What a call manager works with: checklist, forms, history."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import ngettext

from securit.kernel.actor import Actor
from securit.kernel.perform import may
from securit.kit.acts import ActForm
from securit.stages.calls.contracts import ChecklistItem, Result
from securit.stages.calls.exceptions import EXCEPTABLE
from securit.stages.calls.models import Call
from securit.stages.calls.selectors import history, publication_checklist, questions_waiting
from securit.stages.calls.web.call_page import shown_cut_offs
from securit.stages.calls.web.checklist_lines import line_of
from securit.stages.calls.web.forms import CancelForm, CorrectionForm, NoticeForm

FORMS: dict[str, tuple[str, type[ActForm]]] = {
    "announce": ("announce", ActForm),
    "publish": ("publish", ActForm),
    "notice": ("note_notice", NoticeForm),
    "correct": ("correct", CorrectionForm),
    "cancel": ("cancel", CancelForm),
}


def manage_page(call: Call, actor: Actor, at: datetime, sent: dict[str, ActForm] | None = None) -> dict[str, Any]:
    """The context of ``calls/manage.html``; ``sent`` holds a form that was refused, to be shown again."""
    items = publication_checklist(call, at)
    unmet = [item for item in items if item.result is Result.NOT_MET]
    return {
        "call": call,
        "programme": call.programme,
        "actor": actor,
        "now": at,
        "asked": sum(item.result is not Result.ADVICE for item in items),
        "met": sum(item.result is Result.MET for item in items),
        "open_items": [line_of(item, call) for item in items if item.result is not Result.MET],
        "met_items": [line_of(item, call) for item in items if item.result is Result.MET],
        "publish_blocked": _blocked(call, unmet),
        "acts": {name: _act(call, actor, name, (sent or {}).get(name)) for name in FORMS},
        "may_except": any(item.code in EXCEPTABLE for item in unmet),
        "excepted": sum(item.result is Result.EXCEPTED for item in items),
        "cut_offs": shown_cut_offs(call, at) if call.published_at else [],
        "questions_waiting": questions_waiting(call).count() if call.published_at else 0,
        "notices": list(call.notices.order_by("seen_at", "id")),
        "history_lines": [asdict(line) for line in history(call)],
    }


def _act(call: Call, actor: Actor, name: str, sent: ActForm | None) -> dict[str, Any]:
    transition, form_class = FORMS[name]
    verdict = may(actor, transition, call)
    form = sent or form_class.fresh(call)
    return {"form": form, "allowed": bool(verdict), "why": getattr(verdict, "reason", "")}


def _blocked(call: Call, unmet: list[ChecklistItem]) -> str:
    if call.published_at is not None or not unmet:
        return ""
    return ngettext(
        "One line of the checklist is not met.", "%(count)d lines of the checklist are not met.", len(unmet)
    ) % {"count": len(unmet)}

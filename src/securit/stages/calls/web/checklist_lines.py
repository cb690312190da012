"""A line of the publication checklist with its word and tone."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from securit.stages.calls.contracts import ChecklistItem, Result
from securit.stages.calls.design.parts import PARTS
from securit.stages.calls.models import Call

NOTICES = ("portal_notice", "own_site_notice", "prior_notice")
SAID_BY_PARTS = ("no_contradictions", "illustrative_parts")
"""Lines of the checklist that the pages of the design say part by part."""

TONES = {Result.MET: "success", Result.NOT_MET: "danger", Result.ADVICE: "warning", Result.EXCEPTED: "info"}


def line_of(item: ChecklistItem, call: Call) -> dict[str, Any]:
    """What ``calls/checklist_lines.html`` draws; what is open leads to where it is mended."""
    words = {
        Result.MET: _("met"),
        Result.NOT_MET: _("not met"),
        Result.ADVICE: _("advice"),
        Result.EXCEPTED: _("exception"),
    }
    line = {"item": item, "word": words[item.result], "tone": TONES[item.result]}
    is_open = item.result not in (Result.MET, Result.EXCEPTED) and call.published_at is None
    return {**line, **_place(item.code, call)} if is_open else line


def _place(code: str, call: Call) -> dict[str, str]:
    """Where a line is mended: its part of the design, or among the notices; nothing where it is outside the call."""
    at = [call.programme.slug, call.code]
    part = next((part for part in PARTS if code in part.checks), None)
    if part is not None:
        words = _("Mend it under “%(part)s”") % {"part": part.title}
        return {"url": reverse("calls:design_part", args=[*at, part.code]), "where": words}
    if code in NOTICES:
        return {"url": reverse("calls:manage", args=at) + "#notices", "where": _("Record the notice")}
    if code in SAID_BY_PARTS:
        return {"url": reverse("calls:design", args=at), "where": _("See it part by part")}
    return {}

"""A line of the publication checklist with its word and tone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from securit.stages.calls.contracts import ChecklistItem, Result

TONES = {Result.MET: "success", Result.NOT_MET: "danger", Result.ADVICE: "warning", Result.EXCEPTED: "info"}


def line_of(item: ChecklistItem) -> dict[str, Any]:
    """What ``calls/checklist_lines.html`` draws."""
    words = {
        Result.MET: _("met"),
        Result.NOT_MET: _("not met"),
        Result.ADVICE: _("advice"),
        Result.EXCEPTED: _("exception"),
    }
    return {"item": item, "word": words[item.result], "tone": TONES[item.result]}

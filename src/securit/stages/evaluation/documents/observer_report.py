"""The observer's report on paper."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from securit.stages.evaluation.beside_models import ObserverReport

TEMPLATE = "stages/evaluation/documents/observer_report.typ"


def observer_report_title(report: ObserverReport) -> str:
    """The title of the document."""
    return _("Observer's report on %(call)s") % {"call": report.call.title}


def observer_report_data(report: ObserverReport, figures: list[tuple[str, str]]) -> dict[str, Any]:
    """What the template prints; every text is written already."""
    delivered = report.delivered_at
    day = date_format(localtime(delivered), "j F Y") if delivered else _("not delivered yet")
    facts = [(_("Observer"), str(report.author)), (_("Delivered"), day), *figures]
    return {
        "sender": report.call.programme.title,
        "title": observer_report_title(report),
        "facts": [{"label": label, "value": value} for label, value in facts],
        "paragraphs": [part.strip() for part in report.text.replace("\r\n", "\n").split("\n\n") if part.strip()],
        "recommendations_title": _("Recommendations"),
        "recommendations": list(report.recommendations),
    }

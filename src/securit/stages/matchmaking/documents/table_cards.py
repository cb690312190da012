"""A card for each table: who sits there when."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from securit.stages.matchmaking.brokerage_selectors import meetings_of, tables_of
from securit.stages.matchmaking.models import Brokerage, Event

TEMPLATE = "stages/matchmaking/documents/table_cards.typ"


def cards_title(event: Event) -> str:
    """The title of the document."""
    return _("Table cards: %(title)s") % {"title": event.title}


def cards_data(brokerage: Brokerage) -> dict[str, Any]:
    """What ``table_cards.typ`` prints: one page a table, those without a meeting left out."""
    event = brokerage.event
    zone = ZoneInfo(event.time_zone)
    rows: defaultdict[int, list[list[str]]] = defaultdict(list)
    for meeting in meetings_of(brokerage).exclude(state="dropped"):
        begins, ends = meeting.slot.starts_at.astimezone(zone), meeting.slot.ends_at.astimezone(zone)
        hours = f"{date_format(begins, 'H:i')} – {date_format(ends, 'H:i')}"
        rows[meeting.table_id].append([hours, meeting.request.asker.who, meeting.request.asked.who])
    day = date_format(event.starts_at.astimezone(zone), "j F Y")
    return {
        "event": event.title,
        "when": f"{day} · {event.time_zone}",
        "columns": [{"label": _("Round")}, {"label": _("Who")}, {"label": _("With whom")}],
        "cards": [{"label": table.label, "rows": rows[table.pk]} for table in tables_of(brokerage) if rows[table.pk]],
        "empty": _("No table has a meeting."),
    }

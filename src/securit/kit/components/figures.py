"""Numbers with their label and source, facts, progress, and the figures drawn from charts and maps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from securit.kit.charts import Chart, percent
from securit.kit.charts import work_plan as plan_of
from securit.kit.components.status import known_tone
from securit.kit.maps import MapFigure


def tile(
    number: object,
    label: str,
    *,
    source: str = "",
    source_url: str = "",
    note: str = "",
    url: str = "",
    plain: bool = False,
) -> dict[str, Any]:
    """One number with what it counts and where it comes from; ``url`` makes the whole tile a link."""
    return {
        "number": number,
        "label": label,
        "source": source,
        "source_url": "" if url else source_url,
        "note": note,
        "url": url,
        "plain": plain,
    }


def facts(pairs: Iterable[tuple[object, object]]) -> dict[str, Any]:
    """A definition list of (term, value) pairs; values may be safe HTML."""
    return {"pairs": list(pairs)}


def progress(value: int, maximum: int, label: str, *, text: str = "", tone: str = "info") -> dict[str, Any]:
    """How much of a whole is reached, as a bar with its text (default “value of maximum”); never drawn over full."""
    thousandths = min(1000, max(0, value * 1000 // maximum)) if maximum > 0 else 0
    return {
        "label": label,
        "text": text,
        "value": value,
        "maximum": maximum,
        "width": percent(thousandths),
        "tone": known_tone(tone),
    }


def chart(figure: Chart) -> dict[str, Any]:
    """A chart of :mod:`securit.kit.charts` with its title, note and table of numbers."""
    return {"chart": figure, "template": f"kit/charts/{figure.kind}.html"}


def work_plan(periods: Sequence[tuple[str, int, int]], months: int, title: str) -> dict[str, Any]:
    """Pieces of work with their first and last month, as bars on a line of months; the title names them."""
    said = {"title": title, "months": months}
    head = (_("Work"), _("Months"))
    return chart(plan_of(periods, months=months, title=_("%(title)s: months 1 to %(months)d") % said, head=head))


def europe_map(figure: MapFigure) -> dict[str, Any]:
    """A map of :mod:`securit.kit.maps` with its legend and table of numbers."""
    return {"map": figure}

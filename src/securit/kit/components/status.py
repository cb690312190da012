"""States, decisions, times and amounts: what a thing is, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from securit.money import euros

BRUSSELS = ZoneInfo("Europe/Brussels")
TONES = ("neutral", "info", "progress", "success", "warning", "danger")
TONE_ICONS = {
    "neutral": "circle",
    "info": "info-circle",
    "progress": "clock-history",
    "success": "check-circle",
    "warning": "exclamation-triangle",
    "danger": "x-circle",
}


def known_tone(tone: str) -> str:
    """The tone itself; ``ValueError`` naming the choices when there is no such tone."""
    if tone not in TONES:
        raise ValueError(f"“{tone}” is no tone; choose one of {', '.join(TONES)}.")
    return tone


def badge(text: str, tone: str = "neutral") -> dict[str, Any]:
    """A state in words with its tone; the icon differs too, so colour is not the only sign."""
    return {"text": text, "tone": known_tone(tone), "icon_name": TONE_ICONS[tone]}


def timeline(entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What happened, in the given order.

    An entry has ``when`` (datetime or text) and ``title``, and may have ``text``, ``who``, ``tone`` and ``url``.
    """
    return {"entries": [{**entry, "when": _moment(entry.get("when", ""))} for entry in entries]}


def decision(
    outcome: str,
    *,
    who: str,
    when: datetime | str,
    reason: str,
    role: str = "",
    tone: str = "neutral",
    advice: str = "",
    url: str = "",
) -> dict[str, Any]:
    """What a named person decided, when and why; ``advice`` is what was recommended to them, ``url`` the evidence."""
    return {
        "outcome": outcome,
        "who": who,
        "role": role,
        "when": _moment(when),
        "reason": reason,
        "tone": known_tone(tone),
        "advice": advice,
        "url": url,
    }


def _moment(when: object) -> str:
    if isinstance(when, datetime):
        return date_format(when.astimezone(BRUSSELS), "j F Y, H:i")
    return str(when)


def money(amount_cents: int) -> SafeString:
    """An amount of whole cents in euros, never broken over two lines."""
    return format_html('<span class="k-money">{}</span>', euros(amount_cents))


def time_left(at: datetime, now: datetime) -> str:
    """How long until a deadline in one unit, rounded down; the word for over at and after it."""
    seconds = int((at - now).total_seconds())
    if at <= now:
        return _("closed")
    if seconds >= 2 * 86_400:
        return ngettext("%(count)d day left", "%(count)d days left", seconds // 86_400) % {"count": seconds // 86_400}
    if seconds >= 2 * 3_600:
        return ngettext("%(count)d hour left", "%(count)d hours left", seconds // 3_600) % {"count": seconds // 3_600}
    minutes = max(1, seconds // 60)
    return ngettext("%(count)d minute left", "%(count)d minutes left", minutes) % {"count": minutes}


def deadline(at: datetime, now: datetime | None = None) -> dict[str, Any]:
    """A deadline in Brussels time and UTC; with ``now`` also how long is left, counted on by the browser.

    Both are aware; a naive one is refused with ``ValueError``.
    """
    if at.tzinfo is None or (now is not None and now.tzinfo is None):
        raise ValueError("A deadline is shown from an aware time; this one has no time zone.")
    local, utc = at.astimezone(BRUSSELS), at.astimezone(UTC)
    same_day = local.date() == utc.date()
    return {
        "iso": utc.isoformat().replace("+00:00", "Z"),
        "brussels": date_format(local, "j F Y, H:i"),
        "utc": date_format(utc, "H:i" if same_day else "j F Y, H:i"),
        "left": time_left(at, now) if now else "",
        "counted": now is not None,
        "is_over": now is not None and at <= now,
    }

"""Buttons, links that look like buttons, and icons."""

from __future__ import annotations

from functools import cache
from itertools import count
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

TONES = ("plain", "primary", "quiet", "danger")
_numbers = count(1)


@cache
def icon(name: str) -> SafeString:
    """A decorative icon of the sprite (hidden from screen readers); the names stand in ``tools/vendor.py``.

    Made once: a page shows two dozen of them.
    """
    return format_html(
        '<svg class="k-icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("vendor/icons/icons.svg"),
        name,
    )


def _known_tone(tone: str) -> str:
    if tone not in TONES:
        raise ValueError(f"“{tone}” is no tone of a button; choose one of {', '.join(TONES)}.")
    return tone


def button(
    label: str,
    *,
    tone: str = "primary",
    name: str = "",
    value: str = "",
    icon: str = "",
    small: bool = False,
    disabled_reason: str = "",
    kind: str = "submit",
) -> dict[str, Any]:
    """A button of a form. With ``disabled_reason`` it is greyed, does nothing, and says why beneath."""
    return {
        "label": label,
        "tone": _known_tone(tone),
        "name": name,
        "value": value,
        "icon_name": icon,
        "small": small,
        "reason": disabled_reason,
        "reason_id": f"why-{next(_numbers)}" if disabled_reason else "",
        "kind": kind,
    }


def link_button(
    label: str, url: str, *, tone: str = "plain", icon: str = "", small: bool = False, disabled_reason: str = ""
) -> dict[str, Any]:
    """A link that leads to an action; with ``disabled_reason`` it is greyed and says why beneath."""
    return {
        "label": label,
        "url": url,
        "tone": _known_tone(tone),
        "icon_name": icon,
        "small": small,
        "reason": disabled_reason,
    }

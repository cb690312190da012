"""Values of a need as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from securit.machinery.forms.rendering import country_names
from securit.stages.needs.contracts import ContactDetails, OwnerKind, Procurement, Urgency, Willing

CHOICES: Mapping[str, Any] = {
    "urgency": Urgency,
    "owner_kind": OwnerKind,
    "procurement": Procurement,
    "would_pilot": Willing,
    "would_buy": Willing,
}


def title_in(shown: Mapping[str, Any]) -> str:
    """The title among fields that are shown, or why there is none."""
    if "title" not in shown:
        return _("(title not open to you)")
    return str(shown["title"]) or _("(words erased by its owner)")


def text_of(shown: Mapping[str, Any]) -> str:
    """The texts by which needs are compared, as far as they are shown."""
    return " ".join(str(shown.get(name, "")) for name in ("title", "situation", "gap", "consequence")).strip()


def in_words(field: str, value: Any, titles: Mapping[str, str]) -> str:
    """A value as people read it; ``titles`` are those of the domains by code."""
    if value is None or value == "":
        return ""
    if field in CHOICES:
        return str(CHOICES[field](value).label)
    if field == "domain":
        return titles.get(value, value)
    if field == "further_domains":
        return ", ".join(titles.get(code, code) for code in value)
    if field == "owner_country":
        return country_names(get_language() or "en").get(value, value)
    if field == "procurement_on":
        return date_format(value, "j F Y")
    if isinstance(value, ContactDetails):
        return ", ".join(part for part in (value.name, value.email) if part)
    return str(value)

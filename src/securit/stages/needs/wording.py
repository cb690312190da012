"""Values of a need as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from securit.kernel.refusals import Sentence
from securit.machinery.forms.rendering import country_names
from securit.stages.needs.contracts import ContactDetails, OwnerKind, Procurement, Urgency, Willing

CHOICES: Mapping[str, Any] = {
    "urgency": Urgency,
    "owner_kind": OwnerKind,
    "procurement": Procurement,
    "would_pilot": Willing,
    "would_buy": Willing,
}
#: What the columns of a table of needs are called; the export's heads are among them.
COLUMN_LABELS: Mapping[str, Sentence] = {
    "title": gettext_lazy("Need"),
    "situation": gettext_lazy("What happens today"),
    "gap": gettext_lazy("What is missing"),
    "consequence": gettext_lazy("What follows from it"),
    "urgency": gettext_lazy("Urgency"),
    "domain": gettext_lazy("Domain"),
    "owner_name": gettext_lazy("Organisation"),
    "owner_kind": gettext_lazy("Kind of organisation"),
    "owner_country": gettext_lazy("Country"),
    "scale": gettext_lazy("Scale"),
    "comparable_sites": gettext_lazy("Comparable sites"),
    "current_solution": gettext_lazy("Present solution"),
    "procurement": gettext_lazy("Procurement"),
    "procurement_on": gettext_lazy("Day of the procurement"),
    "procurement_route": gettext_lazy("Route of the procurement"),
    "would_pilot": gettext_lazy("Would pilot"),
    "would_buy": gettext_lazy("Would buy"),
    "evidence": gettext_lazy("Evidence"),
    "evidence_links": gettext_lazy("Links"),
    "contact_name": gettext_lazy("Contact person"),
    "contact_email": gettext_lazy("E-mail address of the contact"),
    "tlp": gettext_lazy("TLP"),
    "opening": gettext_lazy("What the public may see"),
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

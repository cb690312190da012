"""What the pages of needs show, from the fields that their reader may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from securit.programmes.public import Programme
from securit.stages.needs.contracts import FIELDS, STATED, ContactDetails, Procurement, Willing
from securit.stages.needs.counting import Counted
from securit.stages.needs.models import Need
from securit.stages.needs.selectors import domains_of
from securit.stages.needs.web.forms import CIRCLES, MARKET, field_labels, widest_chosen
from securit.stages.needs.wording import in_words

_ASIDE = ("title", "domain", "further_domains", "urgency", "owner_name", "owner_kind", "owner_country", "contact")


@dataclass(frozen=True, slots=True)
class Said:
    """One field for the page: its label and its text; ``links`` where it is a list of addresses."""

    name: str
    label: str
    text: str
    links: tuple[str, ...] = ()


def address(need: Need) -> str:
    """Of its page for staff."""
    return reverse("needs:show", args=[need.programme.slug, need.ref])


def titles_of(programme: Programme) -> dict[str, str]:
    """The titles of the programme's domains by code."""
    return {domain.code: domain.title for domain in domains_of(programme)}


def facts_of(shown: Mapping[str, Any], titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """Owner, domain and urgency as pairs for a list of facts."""
    labels = field_labels()
    names = [name for name in _ASIDE if name != "title" and name in shown]
    pairs = [(labels[name], in_words(name, shown[name], titles)) for name in names]
    return [pair for pair in pairs if pair[1]]


def story_of(shown: Mapping[str, Any], titles: Mapping[str, str]) -> list[Said]:
    """What happens, what is missing, evidence: the texts that were filled in and are shown."""
    return _said(shown, titles, [name for name in STATED if name not in (*_ASIDE, *MARKET)])


def market_of(shown: Mapping[str, Any], titles: Mapping[str, str]) -> list[Said]:
    """The market as far as it was filled in and is shown; what was not said or planned is left out."""
    said = _said(shown, titles, list(MARKET))
    return [each for each in said if shown[each.name] not in (Willing.UNKNOWN, Procurement.NONE)]


def hidden_fields(need: Need, shown: Mapping[str, Any]) -> list[str]:
    """The labels of fields that say something and are not open to the reader."""
    labels = field_labels()
    hidden = [name for name in FIELDS if name not in shown and need.stated(name)]
    return [labels[name] for name in hidden if need.stated(name) not in (Willing.UNKNOWN, ContactDetails())]


def circles_of(need: Need) -> list[tuple[str, str]]:
    """Each field and the circle its owner chose, for the owner."""
    labels, circles = field_labels(), dict(CIRCLES)
    return [(labels[name], str(circles[str(int(widest_chosen(need, name)))])) for name in FIELDS]


@dataclass(frozen=True, slots=True)
class CountLine:
    """A line of a table of groups: what it is, and how many."""

    label: str
    organisations: int


def count_lines(table: Counted, field: str) -> list[CountLine]:
    """The groups in words, those taken together last; nothing where no group can be named."""
    if not any(group.code for group in table.groups):
        return []
    return [
        CountLine(in_words(field, group.code, {}) if group.code else _("others, together"), group.organisations)
        for group in table.groups
    ]


def _said(shown: Mapping[str, Any], titles: Mapping[str, str], names: list[str]) -> list[Said]:
    labels = field_labels()
    found = []
    for name in names:
        words = in_words(name, shown.get(name), titles)
        if words:
            links = tuple(words.split()) if name == "evidence_links" else ()
            found.append(Said(name, labels[name], words, links))
    return found

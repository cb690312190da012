"""Why a pair of challenge and solution was proposed, in words for a page."""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from securit.machinery.forms.rendering import country_names
from securit.people.public import OrganisationKind
from securit.programmes.public import Programme
from securit.stages.solutions.engines import Match


def reasons_of(match: Match, programme: Programme, judged: tuple[int, int]) -> dict[str, Any]:
    """A proposed solution with its passage lit, the wants it meets and misses, and what would raise it."""
    solution = match.subject
    return {
        "solution": solution,
        "url": reverse("solutions:show", args=[programme.slug, solution.ref]),
        "country": country_names(get_language() or "en").get(solution.country, solution.country),
        "score": match.score,
        "passage": lit(match.passage, match.words),
        "words": match.words,
        "met": [want_in_words(name, programme) for name in match.met],
        "missed": [want_in_words(name, programme) for name in match.missed],
        "raise": _raises(match),
        "fits": judged[0],
        "does_not_fit": judged[1],
    }


def _raises(match: Match) -> list[str]:
    found = []
    if match.lacks:
        found.append(
            _("words of the challenge that its text does not say: %(words)s") % {"words": ", ".join(match.lacks)}
        )
    if match.subject.state != "verified":
        found.append(_("it is not verified yet"))
    if not match.subject.trl:
        found.append(_("its readiness is not stated"))
    return found


def lit(passage: str, words: tuple[str, ...]) -> SafeString:
    """The passage with the shared words marked."""
    known = {word.casefold() for word in words}
    parts = re.split(r"(\w+)", passage)
    pieces = ((format_html("<mark>{}</mark>", part) if part.casefold() in known else part,) for part in parts)
    return format_html_join("", "{}", pieces)


def want_in_words(name: str, programme: Programme) -> str:
    """``country: FR`` as people say it."""
    fact, _colon, values = name.partition(": ")
    listed = values.split(" or ")
    countries = country_names(get_language() or "en")
    kinds = dict(OrganisationKind.choices)
    titles = {domain.code: domain.title for domain in programme.terms.domains}
    if fact == "trl":
        return _("readiness %(low)s to %(high)s") % {"low": listed[0], "high": listed[-1]}
    if fact == "country":
        return _("from %(country)s") % {"country": ", ".join(countries.get(code, code) for code in listed)}
    if fact == "kind":
        return ", ".join(str(kinds.get(code, code)) for code in listed)
    return _("domain %(title)s") % {"title": ", ".join(titles.get(code, code) for code in listed)}

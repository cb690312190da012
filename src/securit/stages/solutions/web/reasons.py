"""Why a pair of challenge and solution was proposed, in words for a page."""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from securit.machinery.forms.rendering import country_names
from securit.machinery.meaning.vectors import is_switched_on
from securit.machinery.search.language import is_english
from securit.people.public import OrganisationKind
from securit.programmes.public import Programme
from securit.stages.solutions.engines import Basis, Match


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
        "near": "" if match.near is None else number_format(match.near, 2),
        "met": [want_in_words(name, programme) for name in match.met],
        "missed": [want_in_words(name, programme) for name in match.missed],
        "raise": _raises(match),
        "fits": judged[0],
        "does_not_fit": judged[1],
    }


def basis_in_words(basis: Basis) -> list[str]:
    """On what the order rests, in sentences; what does not hold is not claimed."""
    if basis.is_preparing:
        large = _("The catalogue has %(count)s solutions; their index is being built, which takes some minutes.")
        return [large % {"count": basis.total - 1}]
    found = []
    if basis.by_meaning:
        found.append(_("Ranked by shared words, by closeness in meaning, and by the wishes below."))
    elif not is_switched_on():
        found.append(_("Ranked by shared words and by the wishes below; search by meaning is switched off here."))
    else:
        some = _("Ranked by words alone for now: the meaning of %(ready)s of %(total)s texts is worked out.")
        found.append(some % {"ready": basis.ready, "total": basis.total})
        found.append(_("The rest follows by itself, as a rule within a minute or two."))
    if basis.as_of:
        when = date_format(basis.as_of.astimezone(timezone.get_current_timezone()), "j M Y H:i")
        found.append(_("The order is that of %(when)s; a change since then counts ten minutes later.") % {"when": when})
    return found


def is_foreign(*texts: str) -> bool:
    """Whether the text is told not to be in English, which the language model cannot read."""
    return is_english(" ".join(texts)) is False


def _raises(match: Match) -> list[str]:
    found = []
    if match.lacks:
        found.append(
            _("words of the challenge that its text does not say: %(words)s") % {"words": ", ".join(match.lacks)}
        )
    if is_foreign(match.subject.title, match.subject.summary):
        found.append(_("its text seems not to be in English, which alone the language model reads"))
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

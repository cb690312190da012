"""What people write into a cell, as a value: one of several choices, a country, a number, a day.

Each reader raises :class:`Wrong` with a sentence that names the text and what would be understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, lru_cache

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from securit.kernel.db.word_index import folded
from securit.machinery.forms.rendering import country_names

#: Languages in which names of countries are understood.
COUNTRY_LANGUAGES = ("en", "fr", "de", "nl", "pl", "it", "es", "lt")
_SHOWN = 80
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_EUROPEAN_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")


class Wrong(ValueError):
    """A text that cannot be stored; the sentence says why."""


def chosen(text: str, choices: type[TextChoices], words: Mapping[str, str], offered: Callable[[], str]) -> str:
    """The value whose name, label or word (folded) the text is; ``offered`` says in the refusal what there is."""
    asked = folded(text)
    found = _values_by_word(choices, get_language()).get(asked, "") or words.get(asked, "")
    if found:
        return found
    raise Wrong(
        _("“%(text)s” is not known here; give one of: %(offered)s.") % {"text": text[:_SHOWN], "offered": offered()}
    )


@lru_cache(maxsize=256)
def _values_by_word(choices: type[TextChoices], _language: str | None) -> dict[str, str]:
    """Each value by its name and by its label in the language that is spoken now."""
    by_label = {folded(str(choice.label)): str(choice.value) for choice in choices}
    return by_label | {folded(value): value for value in choices.values}


@lru_cache(maxsize=256)
def codes_by_word(titles: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """Each code by itself and by its title, folded."""
    return {folded(word): code for code, title in titles for word in (code, title)}


def country(text: str) -> str:
    """The two letters of a country given by code or name."""
    code = country_code(text)
    if not code:
        raise Wrong(
            _("“%(text)s” is not a country: give its name or its two letters, such as FR.") % {"text": text[:_SHOWN]}
        )
    return code


def country_code(text: str) -> str:
    """The two letters of a country given by code or name; empty when there is no such country."""
    upper = {"EL": "GR", "UK": "GB"}.get(text.strip().upper(), text.strip().upper())
    return upper if upper in country_names("en") else _countries_by_name().get(folded(text), "")


@cache
def _countries_by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in COUNTRY_LANGUAGES:
        for code, name in country_names(language).items():
            found.setdefault(folded(name), code)
    return found | {"czech republic": "CZ", "holland": "NL", "great britain": "GB", "turkey": "TR"}


def whole_number(text: str) -> int | None:
    """``12``, ``1 200``, ``1.200``; empty is unknown."""
    if not text:
        return None
    bare = re.sub(r"(?<=\d)[\s.,'’](?=\d{3}(?!\d))", "", text.strip())
    if not re.fullmatch(r"\d{1,12}", bare):
        raise Wrong(_("“%(text)s” is not a whole number.") % {"text": text[:_SHOWN]})
    return int(bare)


def day(text: str) -> date | None:
    """``2026-04-26`` or ``26.4.2026`` or ``26/04/2026`` (day first); empty is unknown."""
    if not text:
        return None
    iso, european = _ISO_DAY.fullmatch(text), _EUROPEAN_DAY.fullmatch(text)
    parts = iso.groups() if iso else european.groups()[::-1] if european else None
    try:
        if parts is not None:
            return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        pass
    raise Wrong(_("“%(text)s” is not a day; write it like 2026-04-26 or 26.4.2026.") % {"text": text[:_SHOWN]})

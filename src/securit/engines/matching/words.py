"""What a word is: the same for every rule and checker, so that a score can be recomputed from the texts.

Letters are folded (case and accents gone), a plural *s* is dropped, English words that carry nothing are left out. On
the labelled data the stemmers of Snowball were no better than that, so there is none. Scripts written without spaces
are not cut into words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_WORD = re.compile(r"[^\W_]+")
_WITHOUT_MEANING = """
about above after again against all also am an and any are as at be because been before being below between both but
by can could did do does doing down during each few for from further had has have having he her here hers him his
how if in into is it its itself just me more most my no nor not of off on once only or other our ours out over own
same she should so some such than that the their theirs them then there these they this those through to too under
until up very was we were what when where which while who whom why will with would you your yours
"""
_EMPTY = frozenset(_WITHOUT_MEANING.split())


def words_of(text: str) -> list[str]:
    """The words of a text in their folded form, in order and with repetitions."""
    return [word for word, _ in _read(text)]


def spelling_of(text: str) -> dict[str, str]:
    """Each folded word of the text, in order of appearance, and how it is first spelled there."""
    found: dict[str, str] = {}
    for word, spelled in _read(text):
        found.setdefault(word, spelled)
    return found


def folded(text: str) -> str:
    """The text without case and accents."""
    plain = text.casefold()
    if plain.isascii():
        return plain
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def _read(text: str) -> Iterator[tuple[str, str]]:
    for spelled in _WORD.findall(unicodedata.normalize("NFC", text)):
        word = folded(spelled)
        if len(word) > 1 and word not in _EMPTY:
            yield _singular(word), spelled


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word

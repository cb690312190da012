"""Is a text in English? The shipped model reads nothing else, so a page that compares says when it is not.

English is told by the small words that every sentence of it holds. Titles and telegram style hold few: below
:data:`LEAST_WORDS` words nothing is said. How often it is right is measured (``python -m benchmarks.record matching``).
"""

from __future__ import annotations

import re

LEAST_WORDS = 8
#: The part of small words from which a text counts as English, and below which it does not; between them nobody knows.
ENGLISH_FROM, FOREIGN_BELOW = 0.14, 0.09
_WORD = re.compile(r"[^\W\d_]+")
_LISTED = """
a about after against all also among and any are as at be been before between but by can could do does during each every
for from had has have how if in into is it its may more most must no not of on only or other our out over people shall
should so some such than that the their them then there these they this those through to too under until up was we were
what when where which while who whose will with within without would you your
"""
_SMALL = frozenset(_LISTED.split())


def is_english(text: str) -> bool | None:
    """Whether the text is in English; ``None`` where it is too short or too unclear to tell."""
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) < LEAST_WORDS:
        return None
    share = sum(word in _SMALL for word in words) / len(words)
    if share >= ENGLISH_FROM:
        return True
    return False if share < FOREIGN_BELOW else None

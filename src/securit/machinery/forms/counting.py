r"""Count words and characters exactly as the browser's module counts them.

A **word** is a longest run of characters that are not white space, where white space is what ECMAScript's
``\s`` matches, so ``(text.match(/[^\s]+/g) || []).length`` gives the same number; “state-of-the-art” is one
word, “ – ” another. A **character** is a Unicode code point after normalising line ends to ``\n`` and the text
to NFC: ``[...text.replace(/\r\n?/g, "\n").normalize("NFC")].length``. Both count the answer as it will be stored,
without the white space around it (:func:`securit.machinery.forms.cleaning.clean_text`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile("[^\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")


@lru_cache(maxsize=512)
def count_words(text: str) -> int:
    """The number of words, by the rule above; a page of a form asks for the same texts again and again."""
    return len(_WORD.findall(text))


def count_characters(text: str) -> int:
    """The number of characters, by the rule above."""
    return len(unicodedata.normalize("NFC", re.sub(r"\r\n?", "\n", text)))

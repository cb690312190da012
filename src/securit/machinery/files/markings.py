"""Find marks of classified information in a text: such material has no place here, and is refused before it is stored.

A list of marks proves nothing about a text without one; it catches the careless paste.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

#: Found whatever the case.
_PHRASES = (
    r"r ue eu r", r"restreint ue", r"eu restricted", r"confidentiel ue", r"confidential ue", r"eu confidential",
    r"secret ue", r"eu secret", r"tres secret ue", r"eu top secret",
    r"nato (?:restricted|confidential|secret|diffusion restreinte)", r"cosmic top secret", r"atomal", r"otan secret",
    r"esa (?:restricted|confidential|secret|top secret)", r"top secret",
    r"vs nfd", r"vs nur fur den dienstgebrauch", r"vs vertraulich", r"nur fur den dienstgebrauch",
    r"streng geheim", r"diffusion restreinte", r"confidentiel defense", r"secret defense", r"tres secret",
    r"beperkte verspreiding", r"departementaal vertrouwelijk", r"stg (?:confidentieel|geheim|zeer geheim)",
    r"zeer geheim", r"til tjenestebrug", r"yderst hemmeligt", r"hemlig top secret", r"kvalificerat hemlig",
    r"riboto naudojimo", r"visiskai slaptai", r"scisle tajne", r"prisne tajne", r"strogo zaupno", r"vrlo tajno",
    r"riservatissimo", r"segretissimo", r"difusion limitada", r"muito secreto",
    r"erittain salainen", r"taysin salainen",
    r"official sensitive", r"avaraton", r"kayttorajoitettu", r"korlatozott terjesztesu", r"szigoruan titkos",
)  # fmt: skip
#: Found in capitals only: in small letters they are everyday words.
_CAPITALS = (
    "GEHEIM", "VERTRAULICH", "POUFNE", "TAJNE", "ZASTRZEZONE", "VYHRAZENE", "DUVERNE", "HEMMELIGT", "FORTROLIGT",
    "SEGRETO", "RISERVATO", "RESERVADO", "SECRETO", "SLAPTAI", "KONFIDENCIALIAI", "SALAINEN", "LUOTTAMUKSELLINEN",
    "BIZALMAS", "TITKOS", "ZAUPNO", "TAJNO", "STRENGT FORTROLIGT", "SECRET DE SERVICIU",
)  # fmt: skip
#: Found where they stand alone on a line, as a stamp does.
_STAMPS = ("SECRET", "CONFIDENTIAL", "RESTRICTED", "CONFIDENTIEL", "CLASSIFIED", "CONFIDENCIAL", "GEHEIM")

LONGEST_STAMP = 60
MOST_LINES = 5_000
"""So many different short lines of a text are looked at."""

_ANY_CASE = re.compile(r"(?<!\w)(?:" + "|".join(_PHRASES) + r")(?!\w)", re.IGNORECASE)
_IN_CAPITALS = re.compile(r"(?<!\w)(?:" + "|".join(_CAPITALS) + r")(?!\w)")
_AS_STAMP = re.compile(r"^\W*(?:" + "|".join(_STAMPS) + r")\W*$", re.MULTILINE)
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_BETWEEN = re.compile(r"[ \t_/\\\-–—.·:|]+")
_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ı": "i"})


def marking_in(text: str) -> str:
    """The first mark of classified information in ``text`` as it was found, or an empty string."""
    plain = _folded(text)
    for pattern in (_ANY_CASE, _IN_CAPITALS, _AS_STAMP):
        found = pattern.search(plain)
        if found:
            return " ".join(found.group().split()).upper()
    return ""


def stamp_in(text: str) -> str:
    """The first mark that stands alone on a line, as in a header or on a cover: a document *about* classified
    information is none itself."""
    lines = dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if len(line) <= 2 * LONGEST_STAMP)
    for line in islice((line for line in lines if 0 < len(line) <= LONGEST_STAMP), MOST_LINES):
        if (mark := marking_in(line)) and not re.search(r"\w", _without_marks(_folded(line))):
            return mark
    return ""


def _without_marks(line: str) -> str:
    """A stamp often says the same in two languages."""
    for pattern in (_ANY_CASE, _IN_CAPITALS, _AS_STAMP):
        line = pattern.sub(" ", line)
    return line


def _folded(text: str) -> str:
    """Without accents, hidden signs and the signs that join words; lines stay lines."""
    if text.isascii():
        return _BETWEEN.sub(" ", text)
    seen = _INVISIBLE.sub("", unicodedata.normalize("NFKD", text.translate(_LETTERS)))
    bare = "".join(sign for sign in seen if not unicodedata.combining(sign))
    return _BETWEEN.sub(" ", bare)

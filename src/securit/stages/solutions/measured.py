"""How well the shipped matching does on labelled texts, as the pages say it.

The figures are those of ``docs/reference/benchmarks.json`` (``python -m benchmarks.record matching``); a test holds
them together.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """nDCG@10 on one labelled set: plain BM25, words alone, words and meaning; and how many queries were asked."""

    bm25: str
    words: str
    both: str
    queries: int


#: English sets, by what they ask.
IN_ENGLISH = {
    "needs2projects": Measured("0.719", "0.719", "0.745", 199),
    "paraphrase2project": Measured("0.613", "0.613", "0.699", 109),
    "similar_projects": Measured("0.476", "0.490", "0.513", 293),
    "fp7_title2brief": Measured("0.617", "0.617", "0.751", 400),
}
#: Titles in another language → their English text, by ISO 639-1; plain BM25 is not told apart there.
ACROSS = {
    "bg": Measured("", "0.171", "0.200", 109),
    "de": Measured("", "0.622", "0.707", 14),
    "es": Measured("", "0.310", "0.441", 571),
    "fr": Measured("", "0.659", "0.833", 37),
    "hu": Measured("", "0.271", "0.302", 41),
    "nl": Measured("", "0.643", "0.758", 37),
    "pt": Measured("", "1.000", "0.993", 51),
    "ro": Measured("", "0.514", "0.638", 119),
    "sv": Measured("", "0.415", "0.582", 55),
}

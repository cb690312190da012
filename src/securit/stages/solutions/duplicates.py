"""Solutions that may be the same: proposed with the reasons, for a person to decide."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from securit.kernel.db.word_index import folded
from securit.programmes.public import Programme
from securit.stages.solutions.models import KeptApart, Solution

MOST_PAIRS = 50
LARGEST_GROUP = 40
#: Beyond so many records pairs are looked for on their own page only, so that no other page waits for it.
MOST_COUNTED_UNASKED = 1_000
_LEGAL_FORMS = {
    "a", "ab", "ag", "aps", "as", "asa", "bv", "bvba", "co", "company", "corp", "d", "doo", "e", "ead", "eirl",
    "eood", "eurl", "gmbh", "hf", "ike", "inc", "kft", "kg", "lda", "limited", "llc", "llp", "ltd", "mb", "mbh",
    "nv", "o", "oo", "ou", "oy", "oyj", "plc", "pte", "pvt", "r", "rl", "s", "sa", "sarl", "sas", "sasu", "sc",
    "scop", "se", "sia", "sl", "slu", "sp", "spa", "sprl", "spzoo", "srl", "srls", "sro", "u", "uab", "ug", "v",
    "z", "zoo", "zrt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """Two solutions, how alike they are (0 to 100), and why."""

    first: Solution
    second: Solution
    score: int
    reasons: tuple[str, ...]


def company(name: str) -> str:
    """The name of a company without its legal form, accents and case: ``Acme Sp. z o.o.`` is ``acme``."""
    words = folded(re.sub(r"\.", "", name)).split()
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return " ".join(words)


def proposed_pairs(programme: Programme) -> list[Pair]:
    """Pairs of solutions that are not archived, the most alike first, at most :data:`MOST_PAIRS`.

    Only solutions of the same provider are compared: by VAT or register number, or name and country. Pairs that
    somebody kept apart are left out.
    """
    rows = Solution.objects.in_programme(programme).exclude(state="archived")
    light = list(
        rows.order_by("id").only(
            "id", "ref", "title", "state", "provider_name", "country", "vat_number", "register_number", "website",
            "words", "synthetic", "programme_id", "version",
        )
    )  # fmt: skip
    apart = set(KeptApart.objects.in_programme(programme).order_by("id").values_list("first_id", "second_id"))
    found: dict[tuple[int, int], Pair] = {}
    for group in _groups(light):
        for first, second in combinations(group, 2):
            key = (first.pk, second.pk)
            if key not in found and key not in apart and (pair := _pair(first, second)) is not None:
                found[key] = pair
    ranked = sorted(found.values(), key=lambda pair: (-pair.score, pair.first.pk, pair.second.pk))
    return ranked[:MOST_PAIRS]


def pairs_waiting(programme: Programme) -> int:
    """How many pairs are proposed; none is counted in a catalogue beyond :data:`MOST_COUNTED_UNASKED` records."""
    rows = Solution.objects.in_programme(programme).exclude(state="archived")
    return len(proposed_pairs(programme)) if rows.count() <= MOST_COUNTED_UNASKED else 0


def _groups(rows: Iterable[Solution]) -> Iterator[list[Solution]]:
    """Solutions of one provider, by each sign of it; a sign shared by very many is no sign."""
    by_sign: defaultdict[tuple[str, str], list[Solution]] = defaultdict(list)
    for row in rows:
        for sign in _signs(row):
            by_sign[sign].append(row)
    for sign in sorted(by_sign):
        if 1 < len(by_sign[sign]) <= LARGEST_GROUP:
            yield by_sign[sign]


def _signs(row: Solution) -> Iterator[tuple[str, str]]:
    if row.vat_number:
        yield "vat", row.vat_number
    if row.register_number:
        yield "register", f"{row.country} {folded(row.register_number)}"
    yield "name", f"{row.country} {company(row.provider_name)}"
    if host := (urlsplit(row.website).hostname or "").removeprefix("www."):
        yield "host", host


def _pair(first: Solution, second: Solution) -> Pair | None:
    title = _alike(folded(first.title), folded(second.title))
    text = _alike(first.words, second.words)
    same = set(_signs(first)) & set(_signs(second))
    if max(title, text) < 50:
        return None
    words = _reasons()
    score = min(100, (title + text) // 2 + 5 * len(same))
    said = [words[kind] for kind, _value in sorted(same)]
    said.append(_("%(share)d %% of the words of the titles are the same") % {"share": title})
    said.append(_("%(share)d %% of the words of the texts are the same") % {"share": text})
    return Pair(first, second, score, tuple(said))


def _alike(one: str, other: str) -> int:
    """How many of a hundred different words they share."""
    left, right = set(one.split()), set(other.split())
    return 100 * len(left & right) // len(left | right) if left | right else 0


def _reasons() -> dict[str, str]:
    return {
        "vat": _("same VAT number"),
        "register": _("same register number and country"),
        "name": _("same name (legal form left aside) and country"),
        "host": _("same web site"),
    }

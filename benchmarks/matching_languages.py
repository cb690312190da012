"""How well matching crosses languages, whether a text is in English at all, and from when on two texts speak.

Titles and goals in nine languages stand beside their English translation: words alone, the shipped model alone, and
both together, for each language apart. The translations were made by machine, so the test is an easy one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

import numpy as np

from benchmarks import matching
from benchmarks.record import Figure, Row, published
from securit.engines.matching import search
from securit.machinery.search.language import is_english

SET = "crosslingual_isf_clean"
LANGUAGES = {
    "AT": "de", "BG": "bg", "ES": "es", "FR": "fr", "HU": "hu", "LU": "fr", "NL": "nl", "PT": "pt", "RO": "ro",
    "SE": "sv",
}  # fmt: skip
"""By the country in a query's id."""
TOLD_BY = (0.40, 0.45, 0.50, 0.55, 0.60)


def rows() -> Iterator[Row]:
    """Languages apart and together; the reading of languages; from when on two texts speak to each other."""
    vectors = matching.vectors_of()
    yield from crossed(vectors)
    yield from recognised()
    yield from speaking(vectors)


def crossed(vectors: matching.Vectors | None) -> Iterator[Row]:
    """Each rule for each language, and for all nine."""
    problem, relevant = matching.labelled(SET, SET, vectors)
    language = {query.id: LANGUAGES[query.id[:2]] for query in problem.queries}
    for who, found, seconds in ranked(problem, vectors):
        for code in (*sorted(set(language.values())), ""):
            some = {query: best for query, best in found.items() if code in ("", language[query])}
            yield Row(
                f"{code or 'nine languages'} → English",
                who,
                (*matching.ranked_well(some, relevant), Figure("ms a query", f"{1000 * seconds / len(found):.1f}")),
                round(seconds, 3) if not code else None,
                note=f"{len(some)} queries, {len(problem.documents)} documents",
            )
    yield published("nine languages → English", matching.REFERENCE, Figure("nDCG@10", "0.341"), note="BM25")
    yield published("nine languages → English", matching.REFERENCE, Figure("nDCG@10", "0.505"), note="MiniLM alone")
    yield published(
        "nine languages → English", matching.REFERENCE, Figure("nDCG@10", "0.979"), note="multilingual-e5-small, 4 bits"
    )


def ranked(
    problem: search.Problem, vectors: matching.Vectors | None
) -> Iterator[tuple[str, Mapping[str, list[str]], float]]:
    """The ten best of each query by words, by vectors and by both, with the seconds it took."""
    for rule in (search.lexical, *((search.hybrid,) if vectors else ())):
        begun = time.perf_counter()
        findings = rule(problem).decision.findings
        yield (
            f"search.{rule.name}",
            {one.query: [hit.document for hit in one.hits] for one in findings},
            time.perf_counter() - begun,
        )
    if vectors:
        begun = time.perf_counter()
        table = np.stack([np.frombuffer(document.passages[0].vector, "<f4") for document in problem.documents])
        asked = np.stack([np.frombuffer(query.vector, "<f4") for query in problem.queries])
        best = np.argsort(-(asked @ table.T), axis=1, kind="stable")[:, :10]
        found = {
            query.id: [problem.documents[place].id for place in places]
            for query, places in zip(problem.queries, best.tolist(), strict=True)
        }
        yield "vectors alone", found, time.perf_counter() - begun


def recognised() -> Iterator[Row]:
    """Is the language read right? Texts of the labelled sets that are long enough to be judged."""
    problem, _relevant = matching.labelled(SET, SET, None)
    english = [text for document in problem.documents for text in (document.passages[0].text,)]
    projects, _topic = matching.retrieval("needs2projects", None)
    for told, right, texts in (
        ("in English: translated titles", True, english),
        ("in English: objectives of projects", True, [one.passages[0].text for one in projects.documents]),
        *(
            (f"in {code}: titles", False, [q.text for q in problem.queries if LANGUAGES[q.id[:2]] == code])
            for code in sorted(set(LANGUAGES.values()))
        ),
    ):
        said = [is_english(text) for text in texts]
        sure = [one for one in said if one is not None]
        share = fmean(one == right for one in sure) if sure else 0.0
        yield Row(
            f"is it English? {told}",
            "machinery.search.language",
            (Figure("right", f"{share:.3f}"), Figure("judged", f"{len(sure)} of {len(texts)}")),
        )


def speaking(vectors: matching.Vectors | None) -> Iterator[Row]:
    """Pairs of need and project that belong together: how many are told by three words, or by a cosine as well."""
    problem, relevant = matching.retrieval("needs2projects", vectors)
    index = search.Index(problem.documents)
    three = [index.shared_words(query.text) >= 3 for query in problem.queries]
    near = [index.cosines(query.vector) for query in problem.queries]
    right = [np.isin(index.ids, sorted(relevant[query.id])) for query in problem.queries]
    yield _told("three words", three, right)
    for least in TOLD_BY if vectors else ():
        close = [one >= least for one in near if one is not None]
        either = [one | other for one, other in zip(three, close, strict=True)]
        both = [one & other for one, other in zip(three, close, strict=True)]
        yield _told(f"cosine from {least:.2f}", close, right)
        yield _told(f"three words or cosine from {least:.2f}", either, right)
        yield _told(f"three words and cosine from {least:.2f}", both, right)


def _told(who: str, told: Sequence[np.ndarray], right: Sequence[np.ndarray]) -> Row:
    both = sum(int((one & other).sum()) for one, other in zip(told, right, strict=True))
    said, there = sum(int(one.sum()) for one in told), sum(int(one.sum()) for one in right)
    empty = sum(not one.any() for one in told)
    return Row(
        "which pairs speak: need and project",
        who,
        (
            Figure("precision", f"{both / max(1, said):.3f}"),
            Figure("recall", f"{both / there:.3f}"),
            Figure("pairs a need", f"{said / len(told):.1f}"),
            Figure("needs without", str(empty)),
        ),
        note=f"{len(told)} needs",
    )

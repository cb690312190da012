"""The matching engine: search, affinity and likeness on labelled texts, beside what was measured at its design.

Parameters were fixed on the queries whose id has an even SHA-256 (the *seen* half); the figures of the other half are
reported as they come. Vectors are those of the shipped model, kept between runs below the temporary directory; without
the model only words count, and the rows say so.
"""

from __future__ import annotations

import csv
import json
import math
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.record import Figure, NoData, Row, data, published
from securit.engines.matching import affinity, likeness, search

FOLDER = Path(tempfile.gettempdir()) / "securit-benchmark-vectors"
DISTRACTORS = 800
SEEN_BY_MODEL = 700
"""Characters: about the 128 pieces of words that the model reads."""
SEARCHES = {
    "needs2projects": ("need → project", "0.744", "0.822"),
    "paraphrase2project": ("press text → project", "0.688", "0.844"),
    "similar_projects": ("project → same topic", "0.491", "0.592"),
}
"""What each set asks, and nDCG@10 and R@10 of the hybrid at its design, on all of the same queries."""

OWN_CORPUS = {"fp7_title2brief": "title → its brief", "judged": "judgements of this installation"}
"""Sets with a corpus of their own; ``judged`` is what the platform exports, and may be missing."""

BM25 = search.Weights(Fraction(1), Fraction(0), Fraction(0))
ASKED_OF_OWN = 400
"""Queries asked of a set with a corpus of its own: those whose id has the smallest SHA-256."""

REFERENCE = "design measurement"
HALVES, BOTH = ("seen half", "other half"), "all"
Vectors = Callable[[Sequence[str]], list[bytes]]


def rows() -> Iterator[Row]:
    """Search, affinity, likeness, cost; then the completion of teams where it is there."""
    data("matching", "corpus.jsonl")
    vectors = vectors_of()
    for name in SEARCHES:
        yield from searched(name, vectors)
    for name in OWN_CORPUS:
        yield from known_items(name, vectors)
    yield from affinities(vectors)
    yield from themes(vectors)
    yield from near_duplicates(vectors)
    yield from costs()
    for more in ("benchmarks.matching_names", "benchmarks.matching_languages", "benchmarks.matching_teams"):
        yield from import_module(more).rows()


def vectors_of() -> Vectors | None:
    """What turns texts into packed vectors; ``None`` without the model."""
    if find_spec("securit.machinery.search") is None:
        return None
    from securit.machinery.search import embedder, remember

    model = embedder()
    if model is None:
        return None
    FOLDER.mkdir(exist_ok=True)
    return lambda texts: [search.packed(row) for row in remember(texts, model, FOLDER)]


def half_of(name: str) -> str:
    """Which half a query belongs to."""
    return HALVES[int(sha256(name.encode()).hexdigest(), 16) % 2]


def searched(name: str, vectors: Vectors | None) -> Iterator[Row]:
    """Plain BM25 and both rules on one set of queries, each half apart; the same text is never its own answer."""
    told, ndcg, recall = SEARCHES[name]
    problem, relevant = retrieval(name, vectors)
    for half, row in _by_rule(problem, relevant, bool(vectors)):
        yield replace(row, instance=f"{told}, {half}")
    yield published(f"{told}, {BOTH}", REFERENCE, Figure("nDCG@10", ndcg), Figure("R@10", recall))


def known_items(name: str, vectors: Vectors | None) -> Iterator[Row]:
    """The same on a set with a corpus of its own, where it is there."""
    try:
        problem, relevant = labelled(name, name, vectors)
    except NoData:
        return
    for half, row in _by_rule(problem, relevant, bool(vectors)):
        yield replace(row, instance=f"{OWN_CORPUS[name]}, {half}")


def _by_rule(
    problem: search.Problem, relevant: Mapping[str, set[str]], with_vectors: bool
) -> Iterator[tuple[str, Row]]:
    plain = replace(problem, settings=replace(problem.settings, short=BM25, long=BM25))
    rules = [("BM25 alone", search.lexical, plain), ("search.lexical", search.lexical, problem)]
    rules += [("search.hybrid", search.hybrid, problem)] if with_vectors else []
    for who, rule, asked in rules:
        begun = time.perf_counter()
        findings = rule(asked).decision.findings
        seconds = time.perf_counter() - begun
        found = {one.query: [hit.document for hit in one.hits] for one in findings}
        for half in (*HALVES, BOTH):
            some = {query: ranked for query, ranked in found.items() if half in (half_of(query), BOTH)}
            if not some:
                continue
            figures = (*ranked_well(some, relevant), Figure("ms a query", f"{1000 * seconds / len(found):.1f}"))
            note = f"{len(some)} of {len(found)} queries, {len(problem.documents)} documents"
            yield half, Row("", who, figures, round(seconds, 3), note=note + ("" if with_vectors else "; no vectors"))


def labelled(name: str, corpus: str, vectors: Vectors | None) -> tuple[search.Problem, Mapping[str, set[str]]]:
    """A set with its own corpus, and what fits; of a large one some queries, their answers and some others."""
    relevant: dict[str, set[str]] = defaultdict(set)
    for line in data("matching", name, "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, fits = line.split("\t")
        if fits != "0":
            relevant[query].add(document)
    listed = _lines(corpus, "corpus.jsonl")
    queries = [one for one in _lines(name, "queries.jsonl") if one["_id"] in relevant]
    if name in OWN_CORPUS:
        queries = sorted(queries, key=lambda one: sha256(one["_id"].encode()).hexdigest())[:ASKED_OF_OWN]
        answers = set().union(*(relevant[one["_id"]] for one in queries))
        others = [one for one in listed if one["_id"] not in answers]
        listed = [one for one in listed if one["_id"] in answers] + others[:DISTRACTORS]
    texts = [f"{one['title']}. {one['text']}" if one.get("title") else one["text"] for one in listed]
    of_documents = _made([text[:SEEN_BY_MODEL] for text in texts], vectors)
    of_queries = _made([one["text"][:SEEN_BY_MODEL] for one in queries], vectors)
    return search.Problem(
        tuple(search.Query(one["_id"], one["text"], v) for one, v in zip(queries, of_queries, strict=True)),
        tuple(
            search.Document(
                f"{one['_id']}", (search.Passage(one["text"] or one["title"], v),), title=one.get("title", "")
            )
            for one, v in zip(listed, of_documents, strict=True)
        ),
    ), relevant


def retrieval(name: str, vectors: Vectors | None) -> tuple[search.Problem, Mapping[str, set[str]]]:
    """The security projects and the first 800 of the others, the queries, and what is relevant."""
    ours = json.loads(data("matching", "security_projects.json").read_text(encoding="utf-8"))
    everything = _lines("corpus.jsonl")
    rest = [one for one in everything if one["_id"] not in ours][:DISTRACTORS]
    listed = [one for one in everything if one["_id"] in ours] + rest
    known = {one["_id"] for one in listed}
    relevant: dict[str, set[str]] = defaultdict(set)
    for line in data("matching", name, "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, _ = line.split("\t")
        if document in known:
            relevant[query].add(document)
    queries = [one for one in _lines(name, "queries.jsonl") if one["_id"] in relevant]
    of_documents = _made([f"{one['title']}. {one['text']}"[:SEEN_BY_MODEL] for one in listed], vectors)
    of_queries = _made([one["text"][:SEEN_BY_MODEL] for one in queries], vectors)
    own = name == "similar_projects"
    return search.Problem(
        tuple(search.Query(one["_id"], one["text"], vector) for one, vector in zip(queries, of_queries, strict=True)),
        tuple(
            search.Document(one["_id"], (search.Passage(one["text"], vector),), title=one["title"])
            for one, vector in zip(listed, of_documents, strict=True)
        ),
        tuple(search.Bar(one["_id"], one["_id"][1:], "the project itself") for one in queries) if own else (),
    ), relevant


def _made(texts: Sequence[str], vectors: Vectors | None) -> list[bytes]:
    return vectors(texts) if vectors else [b""] * len(texts)


def ranked_well(found: Mapping[str, Sequence[str]], relevant: Mapping[str, set[str]]) -> tuple[Figure, ...]:
    """Normalised discounted cumulative gain and recall at ten, means over the queries."""
    gains, recalls = [], []
    for query, ranked in found.items():
        right = relevant[query]
        gain = sum(1 / math.log2(place + 2) for place, one in enumerate(ranked[:10]) if one in right)
        gains.append(gain / sum(1 / math.log2(place + 2) for place in range(min(10, len(right)))))
        recalls.append(len(set(ranked[:10]) & right) / len(right))
    return Figure("nDCG@10", f"{fmean(gains):.3f}"), Figure("R@10", f"{fmean(recalls):.3f}")


def affinities(vectors: Vectors | None) -> Iterator[Row]:
    """The gold standard of Stelmakh et al.: how often two papers stand in the wrong order for an expert."""
    papers = json.loads(data("matching", "expert_affinity", "submissions.json").read_text(encoding="utf-8"))
    archives = sorted(data("matching", "expert_affinity", "archives").iterdir())
    written = {path.stem.lstrip("~"): [json.loads(line) for line in path.open(encoding="utf-8")] for path in archives}
    problem = affinity.Problem(
        tuple(
            affinity.Evaluator(f"E{name}", tuple(_passages([_of_paper(one) for one in texts], vectors)))
            for name, texts in written.items()
        ),
        tuple(
            affinity.Application(name, (passage,))
            for name, passage in zip(
                papers, _passages([_of_paper(one) for one in papers.values()], vectors), strict=True
            )
        ),
    )
    ratings = _ratings()
    for rule in (affinity.lexical, *((affinity.hybrid,) if vectors else ())):
        begun = time.perf_counter()
        decision = rule(problem).decision
        seconds = round(time.perf_counter() - begun, 3)
        note = f"{len(ratings)} experts, {sum(map(len, ratings.values()))} ratings, whole archives"
        yield Row("expert affinity", f"affinity.{rule.name}", _disorder(decision, ratings), seconds, note=note)
    for who, *values in (("TPMS", ".281", ".800", ".622"), ("SPECTER+MFR", ".238", ".879", ".600")):
        yield published("expert affinity", who, *map(Figure, ("loss", "easy", "hard"), (f"0{v}" for v in values)))
    yield published(
        "expert affinity",
        REFERENCE,
        *map(Figure, ("loss", "easy", "hard"), ("0.208", "0.890", "0.643")),
        note="58 experts",
    )


def _of_paper(paper: Mapping[str, Any]) -> str:
    content = paper["content"]
    return f"{content.get('title') or ''}. {content.get('abstract') or ''}"


def _passages(texts: Sequence[str], vectors: Vectors | None) -> list[search.Passage]:
    return [search.Passage(text, vector) for text, vector in zip(texts, _made(texts, vectors), strict=True)]


def _ratings() -> dict[str, dict[str, float]]:
    """Of each expert: the papers they rated, with their own expertise from 1 to 5."""
    found = {}
    with data("matching", "expert_affinity", "ratings.tsv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            own = [(row[f"Paper{n}"], row[f"Expertise{n}"]) for n in range(1, 11)]
            found[f"E{row['ParticipantID']}"] = {paper: float(value) for paper, value in own if paper and value}
    return found


def _disorder(decision: affinity.Affinities, ratings: Mapping[str, Mapping[str, float]]) -> tuple[Figure, ...]:
    """Weighted part of pairs in the wrong order; part in the right order of the easy and of the hard pairs."""
    wrong = weight = 0.0
    right: dict[str, list[float]] = {"easy": [], "hard": []}
    for expert, rated in ratings.items():
        score = {paper: decision.score(paper, expert) for paper in rated}
        for one, other in ((a, b) for a in rated for b in rated if rated[a] > rated[b]):
            gap = rated[one] - rated[other]
            lost = 0.5 if score[one] == score[other] else float(score[one] < score[other])
            wrong, weight = wrong + gap * lost, weight + gap
            if rated[one] >= 4 and rated[other] <= 2:
                right["easy"].append(1 - lost)
            if rated[other] >= 4:
                right["hard"].append(1 - lost)
    easy, hard = (f"{fmean(right[kind]):.3f}" for kind in ("easy", "hard"))
    return Figure("loss", f"{wrong / weight:.3f}"), Figure("easy", easy), Figure("hard", hard)


def themes(vectors: Vectors | None) -> Iterator[Row]:
    """Projects of topics with two or more, clustered: B³ against the topics, each half apart by its topic."""
    projects, topic = _projects_with_topics()
    whole = [f"{one['title']}. {one['text']}" for one in projects.values()]
    made = _made([text[:SEEN_BY_MODEL] for text in whole], vectors)
    items = [likeness.Item(name, text, vector) for name, text, vector in zip(projects, whole, made, strict=True)]
    for rule in (likeness.lexical, *((likeness.hybrid,) if vectors else ())):
        for half in HALVES:
            some = tuple(item for item in items if half_of(topic[item.id]) == half)
            begun = time.perf_counter()
            decision = rule(likeness.Problem(some)).decision
            seconds = round(time.perf_counter() - begun, 3)
            figures = Figure("B³", f"{_b_cubed(decision, topic):.3f}"), Figure("themes", str(len(decision.themes)))
            note = f"{len(some)} projects of {len({topic[i.id] for i in some})} topics"
            yield Row(f"themes, {half}", f"likeness.{rule.name}", figures, seconds, note=note)
    yield published(
        "themes", REFERENCE, Figure("B³", "0.638"), note="419 projects at once; cut chosen on the same data"
    )


def _projects_with_topics() -> tuple[dict[str, Any], dict[str, str]]:
    """The projects whose topic has 2 to 50 of them (one “topic” is a whole programme line)."""
    every = json.loads(data("matching", "security_projects.json").read_text(encoding="utf-8"))
    size = Counter(one["topic"] for one in every.values())
    projects = {name: one for name, one in every.items() if 2 <= size[one["topic"]] <= 50}
    return projects, {name: one["topic"] for name, one in projects.items()}


def _b_cubed(decision: likeness.Likenesses, topic: Mapping[str, str]) -> float:
    """The harmonic mean of how pure the themes and how whole the topics are, each as one item sees it."""
    of = {name: theme.items for theme in decision.themes for name in theme.items}
    whole = Counter(topic[name] for name in of)
    alike = {name: sum(topic[one] == topic[name] for one in of[name]) for name in of}
    pure = fmean(alike[name] / len(of[name]) for name in of)
    kept = fmean(alike[name] / whole[topic[name]] for name in of)
    return 2 * pure * kept / (pure + kept)


def near_duplicates(vectors: Vectors | None) -> Iterator[Row]:
    """Press texts against all projects: is the project that is told again among the five most alike?"""
    problem, relevant = retrieval("paraphrase2project", vectors)
    items = tuple(likeness.Item(q.id, q.text, q.vector) for q in problem.queries)
    others = tuple(
        likeness.Item(d.id, f"{d.title}. {d.passages[0].text}", d.passages[0].vector) for d in problem.documents
    )
    for rule in (likeness.lexical, *((likeness.hybrid,) if vectors else ())):
        begun = time.perf_counter()
        decision = rule(likeness.Problem(items, others)).decision
        seconds = round(time.perf_counter() - begun, 3)
        ranked = {look.id: [one.id for one in look.candidates] for look in decision.looks}
        top = [fmean(bool(relevant[name] & set(found[:n])) for name, found in ranked.items()) for n in (1, 5)]
        figures = Figure("top-1", f"{top[0]:.3f}"), Figure("top-5", f"{top[1]:.3f}")
        note = f"{len(items)} × {len(others)}"
        yield Row("double funding, press texts", f"likeness.{rule.name}", figures, seconds, note=note)
    yield published(
        "double funding, press texts", REFERENCE, Figure("top-1", "0.503"), Figure("top-5", "0.797"), note="153 texts"
    )


def costs() -> Iterator[Row]:
    """What a query and a comparison cost as collections grow; texts are those of the corpus, vectors drawn."""
    import numpy as np

    texts = [f"{one['title']}. {one['text']}" for one in _lines("corpus.jsonl")]
    dice = np.random.default_rng(1)
    for size in (1_000, 2_000, 5_000, 10_000, 20_000):
        vectors = dice.standard_normal((size, 384))
        documents = [
            search.Document(f"D{n:05}", (search.Passage(f"{texts[n % len(texts)]} {n}", search.packed(vectors[n])),))
            for n in range(size)
        ]
        begun = time.perf_counter()
        index = search.Index(documents)
        built = time.perf_counter() - begun
        queries = [search.Query(f"Q{n}", texts[n][:60], search.packed(vectors[n])) for n in range(20)]
        taken = []
        for query in queries:
            begun = time.perf_counter()
            index.find(query, search.Settings())
            taken.append(time.perf_counter() - begun)
        figures = Figure("build s", f"{built:.2f}"), Figure("median ms", f"{1000 * sorted(taken)[10]:.1f}")
        worst = Figure("slowest ms", f"{1000 * max(taken):.1f}")
        yield Row(
            f"one query, {size} documents", "search.Index", (*figures, worst), round(sum(taken), 3), note="20 queries"
        )
    vectors = dice.standard_normal((1_000, 384))
    items = [likeness.Item(f"I{n:04}", f"{texts[n]}", search.packed(vectors[n])) for n in range(1_000)]
    for name, problem in (
        ("500 among themselves", likeness.Problem(tuple(items[:500]))),
        ("500 × 500", likeness.Problem(tuple(items[:500]), tuple(items[500:]))),
    ):
        begun = time.perf_counter()
        outcome = likeness.hybrid(replace(problem, cut=Fraction(1, 4)))
        seconds = round(time.perf_counter() - begun, 3)
        value = outcome.objective or Fraction(0)
        yield Row(f"near-duplicates, {name}", "likeness.hybrid", (Figure("mean", f"{float(value):.3f}"),), seconds)


def _lines(*parts: str) -> list[Any]:
    with data("matching", *parts).open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]

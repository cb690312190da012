"""The rules of search by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import partial

from securit.engines._shared.outcome import Answer, Limits, Note, Objective, Status
from securit.engines._shared.rule import Law, Rule, registry
from securit.engines.matching.search.decision import Finding, Findings, Hit, named
from securit.engines.matching.search.problem import Problem

ENGINE = "matching.search"


def answer(with_vectors: bool, problem: Problem, seed: int, limits: Limits) -> Answer[Findings]:
    """The answer of a rule of search; it needs no limits."""
    from securit.engines.matching.search.index import Index

    index = Index(problem.documents) if problem.documents else None
    bars: dict[str, dict[str, str]] = {}
    for bar in problem.bars:
        bars.setdefault(bar.query, {}).setdefault(bar.document, bar.reason)
    findings = []
    for number, query in enumerate(problem.queries, 1):
        if index is None:
            findings.append(Finding(query.id, "no documents", (), (), ()))
            continue
        limits.watch.told(f"query {number} of {len(problem.queries)}")
        own = bars.get(query.id, {})
        findings.append(index.find(query, problem.settings, bars=own, seed=seed, with_vectors=with_vectors))
    decision = Findings(tuple(findings))
    return Answer(
        decision=decision,
        status=Status.BY_RULE,
        objectives=(Objective("mean_score", mean_score(decision), None, Status.BY_RULE),),
        headline="mean_score",
        trace=(*_notes(problem, decision, index.without_vectors if index and with_vectors else ()),),
    )


def mean_score(decision: Findings) -> Fraction:
    """The mean score of all documents shown; 0 where none is."""
    scores = [hit.score for finding in decision.findings for hit in finding.hits]
    return sum(scores, Fraction(0)) / max(1, len(scores))


def _notes(problem: Problem, decision: Findings, without_vectors: tuple[str, ...]) -> Iterator[Note]:
    if without_vectors:
        some = f"{', '.join(without_vectors[:3])}{' and others' if len(without_vectors) > 3 else ''}"
        yield Note(without_vectors, "no_vector", f"Words alone count, since no vector is given for {some}.")
    left = {document.id for document in problem.documents}
    for finding in decision.findings:
        missing = f"; nothing shown speaks of {', '.join(finding.missing)}" if finding.missing else ""
        found = f"{len(finding.hits)} documents by {finding.ranked_by}{missing}"
        yield Note((finding.query,), "query", f"{finding.query}: {found}.")
        for rank, hit in enumerate(finding.hits, 1):
            yield Note((finding.query, hit.document), "hit", f"{hit.document} is number {rank}: {_said(hit)}.")
            left.discard(hit.document)
        for exclusion in finding.excluded:
            about = (finding.query, *exclusion.documents)
            yield Note(about, "excluded", f"{finding.query} may not be shown {_listed(about[1:])}: {exclusion.reason}.")
            left.difference_update(exclusion.documents)
    if left:
        yield Note(tuple(sorted(left)), "not_shown", "No query shows these: others answer each of them better.")


def _said(hit: Hit) -> str:
    parts = ", ".join(f"{name} {float(part):.3f}" for name, part in named(hit.parts).items() if part is not None)
    lines = (
        ("shares", hit.words),
        ("lacks", hit.lacks),
        ("meets", hit.met),
        ("misses", hit.missed),
    )
    more = "".join(f"; {verb} {', '.join(words)}" for verb, words in lines if words)
    return f"score {float(hit.score):.3f} ({parts}){more}"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} others" if len(names) > 3 else "")


def _rule(name: str, with_vectors: bool, explanation: str, weakness: str) -> Rule[Problem, Findings]:
    return Rule(
        engine=ENGINE,
        name=name,
        version="1",
        explanation=explanation,
        weakness=weakness,
        laws=frozenset({Law.VALUE_DOES_NOT_DEPEND_ON_SEED}),
        is_exact=False,
        answer=partial(answer, with_vectors),
        solver=("scipy.sparse",),
    )


hybrid = _rule(
    "hybrid",
    True,
    "Adds what words (BM25, for long queries also TF-IDF) and vectors say, each stretched over 0 to 1.",
    "A score orders the documents of one query and says little by itself; the best of a poor lot has a high one.",
)
lexical = _rule(
    "lexical",
    False,
    "Ranks by shared words alone, the rarer the word the more it counts.",
    "Who says the same in other words, or in another language, is not found.",
)

RULES: Mapping[str, Rule[Problem, Findings]] = registry(hybrid, lexical)

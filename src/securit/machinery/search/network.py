"""BERT's encoder in numpy: the numbers of one text to one vector.

Source: Vaswani et al., Attention is all you need (2017); Devlin et al., BERT (2019); mean pooling and unit length as in
Reimers and Gurevych, Sentence-BERT (2019). One text at a time: no padding, no mask, and the vector of a text depends on
nothing but the text. T tokens cost about 2 · 10.6 million · T multiplications, and T² · 384 · 6 for the attention.

Weights are eight-bit integers with one scale for each row of a matrix; they are multiplied out to 32 bits once, the
table of words only where it is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

HEADS = 12
TINY = np.float32(1e-12)
#: erf(x) = 1 - (a1 t + … + a5 t⁵) exp(-x²), t = 1 / (1 + p x), to 1.5e-7: Abramowitz and Stegun, 7.1.26.
ERF_P = np.float32(0.3275911)
ERF_A = tuple(np.float32(a) for a in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592))
HALF, ONE, ROOT_HALF = np.float32(0.5), np.float32(1), np.float32(0.5**0.5)


@dataclass(frozen=True)
class Dense:
    """A matrix (inputs × outputs) and what is added."""

    weight: Array
    bias: Array

    def __call__(self, x: Array) -> Array:
        """(T × inputs) to (T × outputs)."""
        y: Array = x @ self.weight
        y += self.bias
        return y


@dataclass(frozen=True)
class Norm:
    """Each row to mean 0 and variance 1, then scaled and shifted."""

    weight: Array
    bias: Array

    def __call__(self, x: Array) -> Array:
        """(T × width) to the same."""
        y: Array = x - x.mean(axis=-1, keepdims=True, dtype=np.float32)
        variance = np.einsum("ti,ti->t", y, y) / np.float32(x.shape[-1])
        y /= np.sqrt(variance + TINY)[:, None]
        y *= self.weight
        y += self.bias
        return y


@dataclass(frozen=True)
class Layer:
    """Attention among the tokens, then two dense steps for each."""

    mixed: Dense  # query, key and value side by side; the query divided by the root of a head's width
    attended: Dense
    after_attention: Norm
    wide: Dense
    narrow: Dense
    after_dense: Norm

    def __call__(self, x: Array) -> Array:
        """(T × width) to the same."""
        tokens, width = x.shape
        heads: Array = self.mixed(x).reshape(tokens, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
        query, key, value = heads
        share: Array = query @ key.swapaxes(-1, -2)
        share -= share.max(axis=-1, keepdims=True)
        np.exp(share, out=share)
        share /= share.sum(axis=-1, keepdims=True)
        mixed: Array = (share @ value).transpose(1, 0, 2).reshape(tokens, width)
        x = self.after_attention(self.attended(mixed) + x)
        return self.after_dense(self.narrow(gelu(self.wide(x))) + x)


class Network:
    """The encoder, from arrays (:mod:`~securit.machinery.search.tensors`) as ``tools/embedder.py`` names them."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        self._words, self._scales = arrays["words"].copy(), _scale(arrays, "words")
        self._places = arrays["places"].copy()
        self._first = Norm(arrays["first.weight"].copy(), arrays["first.bias"].copy())
        layers = sum(name.endswith(".mixed.weight") for name in arrays)
        self._layers = [_layer(arrays, f"layer.{number}") for number in range(layers)]

    def vector(self, numbers: Sequence[int]) -> Array:
        """The mean of the tokens' last states, of length 1."""
        chosen = np.asarray(numbers)
        words = self._words[chosen] * self._scales[chosen]
        x = self._first(words + self._places[: len(chosen)])
        for layer in self._layers:
            x = layer(x)
        mean: Array = x.mean(axis=0, dtype=np.float32)
        mean /= np.sqrt(mean @ mean)
        return mean


def gelu(x: Array) -> Array:
    """x times the chance that a normal draw is below x; the array given is overwritten."""
    z = np.abs(x)
    z *= ROOT_HALF
    t = z * ERF_P
    t += ONE
    np.divide(ONE, t, out=t)
    tail = t * ERF_A[0]
    for a in ERF_A[1:]:
        tail += a
        tail *= t
    z *= z
    np.negative(z, out=z)
    np.exp(z, out=z)
    tail *= z
    np.subtract(ONE, tail, out=tail)
    np.copysign(tail, x, out=tail)
    tail += ONE
    tail *= HALF
    x *= tail
    return x


def _layer(arrays: Mapping[str, npt.NDArray[Any]], name: str) -> Layer:
    return Layer(
        _dense(arrays, f"{name}.mixed"),
        _dense(arrays, f"{name}.attended"),
        Norm(arrays[f"{name}.after_attention.weight"].copy(), arrays[f"{name}.after_attention.bias"].copy()),
        _dense(arrays, f"{name}.wide"),
        _dense(arrays, f"{name}.narrow"),
        Norm(arrays[f"{name}.after_dense.weight"].copy(), arrays[f"{name}.after_dense.bias"].copy()),
    )


def _dense(arrays: Mapping[str, npt.NDArray[Any]], name: str) -> Dense:
    weight = arrays[f"{name}.weight"] * _scale(arrays, f"{name}.weight")
    return Dense(np.ascontiguousarray(weight.T, dtype=np.float32), arrays[f"{name}.bias"].copy())


def _scale(arrays: Mapping[str, npt.NDArray[Any]], name: str) -> Array:
    """One scale for each row, as a column; 1 where the rows are not integers."""
    if arrays[name].dtype == np.int8:
        return arrays[f"{name}.scale"].reshape(-1, 1).astype(np.float32)
    return np.ones((len(arrays[name]), 1), np.float32)

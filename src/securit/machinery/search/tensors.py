"""Named arrays in one file, in the open safetensors format: the length of a JSON head, the head, the bytes of each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

KINDS: dict[str, np.dtype[Any]] = {"F32": np.dtype("<f4"), "I8": np.dtype("i1"), "I64": np.dtype("<i8")}
NAMES = {kind: name for name, kind in KINDS.items()}


def read(raw: bytes) -> dict[str, npt.NDArray[Any]]:
    """The arrays of a file, as views of its bytes; ``ValueError`` when it is not one."""
    size = int.from_bytes(raw[:8], "little")
    head, body = json.loads(raw[8 : 8 + size]), memoryview(raw)[8 + size :]
    found = {}
    for name, entry in head.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            kind: np.dtype[Any] = KINDS[entry["dtype"]]
            found[name] = np.frombuffer(body[begin:end], kind).reshape(entry["shape"])
    return found


def written(arrays: Mapping[str, npt.NDArray[Any]], about: Mapping[str, str]) -> bytes:
    """The bytes of such a file: same arrays and same words about them, same bytes."""
    head: dict[str, object] = {"__metadata__": dict(sorted(about.items()))}
    begin, parts = 0, []
    for name, array in sorted(arrays.items(), key=lambda item: (-item[1].itemsize, item[0])):
        part = np.ascontiguousarray(array).tobytes()
        head[name] = {
            "dtype": NAMES[array.dtype], "shape": list(array.shape), "data_offsets": [begin, begin + len(part)],
        }  # fmt: skip
        begin += len(part)
        parts.append(part)
    words = json.dumps(head, separators=(",", ":")).encode()
    words += b" " * (-len(words) % 8)
    return len(words).to_bytes(8, "little") + words + b"".join(parts)

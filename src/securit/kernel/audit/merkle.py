"""Merkle trees as in RFC 9162 §2.1: leaves hashed with 0x00, nodes with 0x01. Pure functions on bytes and hex."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf(data: str) -> str:
    """The hash of one leaf."""
    return hashlib.sha256(b"\x00" + data.encode()).hexdigest()


def root(leaves: Sequence[str]) -> str:
    """The root over leaf hashes; the empty tree has the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").hexdigest()
    if len(leaves) == 1:
        return leaves[0]
    middle = _split(len(leaves))
    return _node(root(leaves[:middle]), root(leaves[middle:]))


def inclusion(leaves: Sequence[str], index: int) -> list[str]:
    """The audit path that proves the leaf at ``index``."""
    if len(leaves) <= 1:
        return []
    middle = _split(len(leaves))
    if index < middle:
        return [*inclusion(leaves[:middle], index), root(leaves[middle:])]
    return [*inclusion(leaves[middle:], index - middle), root(leaves[:middle])]


def root_from(leaf_hash: str, index: int, size: int, path: Sequence[str]) -> str:
    """The root that the path leads to, or ``''`` when path and size do not fit. The verifier's half."""
    if not 0 <= index < size:
        return ""
    inner, last, found = index, size - 1, leaf_hash
    for step in path:
        if last == 0:
            return ""
        if inner % 2 or inner == last:
            found = _node(step, found)
            while inner % 2 == 0 and inner:
                inner, last = inner >> 1, last >> 1
        else:
            found = _node(found, step)
        inner, last = inner >> 1, last >> 1
    return found if last == 0 else ""


def _split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1


def _node(left: str, right: str) -> str:
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()

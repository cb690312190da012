"""Merkle trees as in RFC 9162: proofs lead to the root, and nothing else does."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from securit.kernel.audit import merkle

LEAVES = st.lists(st.text(max_size=8), min_size=1, max_size=70).map(lambda texts: [merkle.leaf(t) for t in texts])


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert merkle.root([]) == hashlib.sha256(b"").hexdigest()


def test_a_leaf_and_a_node_are_told_apart_by_their_first_byte() -> None:
    left, right = merkle.leaf("a"), merkle.leaf("b")
    assert left == hashlib.sha256(b"\x00a").hexdigest()
    assert merkle.root([left, right]) == hashlib.sha256(b"\x01" + bytes.fromhex(left + right)).hexdigest()


def test_the_tree_of_seven_is_split_at_the_largest_power_of_two() -> None:
    leaves = [merkle.leaf(str(n)) for n in range(7)]
    assert merkle.root(leaves) == merkle.root([merkle.root(leaves[:4]), merkle.root(leaves[4:])])
    assert merkle.inclusion(leaves, 5) == [leaves[4], leaves[6], merkle.root(leaves[:4])]


@given(LEAVES, st.data())
def test_every_inclusion_proof_leads_to_the_root(leaves: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = merkle.inclusion(leaves, index)
    assert len(path) <= (len(leaves) - 1).bit_length()
    assert merkle.root_from(leaves[index], index, len(leaves), path) == merkle.root(leaves)


@given(LEAVES, st.data())
def test_a_proof_of_one_leaf_proves_no_other(leaves: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = merkle.inclusion(leaves, index)
    other = merkle.leaf("another leaf, longer than all of them")
    assert merkle.root_from(other, index, len(leaves), path) != merkle.root(leaves)


@given(LEAVES, st.data())
def test_a_shortened_or_lengthened_proof_leads_nowhere(leaves: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = merkle.inclusion(leaves, index)
    assert merkle.root_from(leaves[index], index, len(leaves), [*path, leaves[0]]) == ""
    assume(path)
    assert merkle.root_from(leaves[index], index, len(leaves), path[:-1]) == ""


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_an_index_outside_the_tree_proves_nothing(index: int, size: int) -> None:
    assert merkle.root_from(merkle.leaf("a"), index, size, []) == ""

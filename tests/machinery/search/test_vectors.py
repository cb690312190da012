"""The nearest vectors are those that looking at each one finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from threadpoolctl import threadpool_info

from securit.machinery.search import nearest
from securit.machinery.search.threads import one_thread_of_algebra

VECTORS = np.array([[1, 0], [0, 1], [0.6, 0.8], [1, 0]], np.float32)
QUERY = np.array([1, 0], np.float32)


def test_the_nearest_come_first_and_equal_ones_in_their_order() -> None:
    rows, near = nearest(VECTORS, QUERY, 3)
    assert (rows.tolist(), near.tolist()) == ([0, 3, 2], pytest.approx([1, 1, 0.6]))


def test_a_tie_at_the_end_is_cut_in_row_order() -> None:
    assert nearest(VECTORS, QUERY, 1)[0].tolist() == [0]


def test_what_the_mask_leaves_out_is_not_found() -> None:
    assert nearest(VECTORS, QUERY, 2, np.array([False, True, True, True]))[0].tolist() == [3, 2]


@pytest.mark.parametrize(
    ("k", "mask"),
    [(0, None), (-1, None), (5, np.zeros(4, np.bool_))],
)
def test_nothing_asked_or_nothing_left_finds_nothing(k: int, mask: np.ndarray | None) -> None:
    rows, near = nearest(VECTORS, QUERY, k, mask)
    assert (rows.tolist(), near.tolist()) == ([], [])


def test_there_are_no_vectors() -> None:
    assert nearest(np.empty((0, 2), np.float32), QUERY, 3)[0].tolist() == []


@given(
    st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=1, max_size=30),
    st.integers(0, 40),
    st.data(),
)
def test_it_finds_what_sorting_everything_finds(rows: list[tuple[int, int]], k: int, data: st.DataObject) -> None:
    mask = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    vectors, query = np.array(rows, np.float32), np.array([2, -1], np.float32)
    expected = sorted((-(2 * x - y), row) for row, (x, y) in enumerate(rows) if mask[row])[:k]
    found, near = nearest(vectors, query, k, np.array(mask))
    assert [(-score, row) for row, score in zip(found.tolist(), near.tolist(), strict=True)] == expected


def test_linear_algebra_takes_one_thread_meanwhile_and_what_it_had_afterwards() -> None:
    def threads() -> set[int]:
        return {pool["num_threads"] for pool in threadpool_info() if "numpy" in pool["filepath"]}

    before = threads()
    with one_thread_of_algebra(), one_thread_of_algebra():
        assert threads() == {1}
    assert threads() == before

"""The nearest vectors, found exactly: every one is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securit.machinery.search.threads import one_thread_of_algebra

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


def nearest(
    vectors: npt.NDArray[np.float32],
    query: npt.NDArray[np.float32],
    k: int,
    mask: npt.NDArray[np.bool_] | None = None,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """Rows of ``vectors`` (n × d) with the greatest products with ``query`` (d), and these; equal ones in row order.

    At most ``k``, fewer where ``mask`` (n) lets fewer through. For vectors of length 1 the product is the cosine.
    n · d multiplications whatever the mask: 14 ms of one core for 100,000 vectors of 384.
    """
    import numpy as np

    rows = np.arange(len(vectors)) if mask is None else np.flatnonzero(mask)
    with one_thread_of_algebra():
        near = (vectors @ query)[rows]
    k = min(k, len(rows))
    if k <= 0:
        return np.empty(0, np.int64), np.empty(0, np.float32)
    least = np.partition(near, -k)[-k]
    chosen = np.flatnonzero(near >= least)
    chosen = chosen[np.argsort(-near[chosen], kind="stable")][:k]
    return rows[chosen], near[chosen]

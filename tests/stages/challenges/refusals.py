"""A refusal with its code."""

from __future__ import annotations

from typing import Any

import pytest

from securit.kernel.refusals import Refusal


def a_refusal(kind: type[Refusal], code: str) -> Any:
    """The block is refused with this code."""

    class Watch:
        def __enter__(self) -> None:
            self.inner = pytest.raises(kind)
            self.caught = self.inner.__enter__()

        def __exit__(self, *left: Any) -> bool:
            done = bool(self.inner.__exit__(*left))
            assert self.caught.value.code == code
            return done

    return Watch()

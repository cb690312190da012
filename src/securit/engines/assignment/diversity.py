"""What the evaluators of one application must bring together: values of one trait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from securit.engines._shared.errors import refuse_if_any
from securit.engines._shared.plain_data import Plain, text_in, texts_in, whole_in


@dataclass(frozen=True, slots=True, order=True)
class Diversity:
    """A demand on the evaluators of every application, about one trait (``country``, ``institution`` or another).

    ``kinds`` is how many different values there must be at least, ``each_most`` how many evaluators may share one
    value (0: any number), ``present`` lists values of which there must be one evaluator each. An evaluator whose
    value is not known (empty) adds no kind and shares with nobody. Pairs fixed beforehand count.
    """

    trait: str
    kinds: int = 0
    each_most: int = 0
    present: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "present", tuple(sorted(set(self.present))))
        refuse_if_any(
            f"The diversity of {self.trait} cannot ask for {count} {what}."
            for what, count in (("kinds", self.kinds), ("of each at most", self.each_most))
            if count < 0
        )

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        return {
            "trait": self.trait,
            "kinds": self.kinds,
            "each_most": self.each_most,
            "present": list(self.present),
        }

    @classmethod
    def from_data(cls, data: Plain) -> Diversity:
        """The demand that was stored; raises ``Unusable`` for another shape."""
        return cls(
            text_in(data, "trait"),
            whole_in(data, "kinds", 0),
            whole_in(data, "each_most", 0),
            texts_in(data, "present"),
        )

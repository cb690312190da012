"""What leaves this stage, and what its pure parts are fed with: frozen, and free of tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Evaluated:
    """An application whose reports are in. ``scores`` are exact, before any published rounding.

    ``how`` says where they come from: ``mean``, ``median`` or ``nearest_two`` of the reports, or their ``consensus``.
    """

    application_ref: str
    number: str
    content: Mapping[str, Any]
    scores: Mapping[str, Fraction]
    reports: int
    content_sha256: str
    arrived_at: datetime
    how: str = "mean"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the evaluation of a call is, in numbers. ``evaluated`` applications have enough submitted reports."""

    applications: int
    reports_each: int
    proposed: int
    confirmed: int
    declarations_missing: int
    declarations_to_decide: int
    reports_begun: int
    reports_submitted: int
    reports_returned: int
    evaluated: int

    @property
    def reports_needed(self) -> int:
        """As many as the call asks for, over all applications."""
        return self.applications * self.reports_each

    @property
    def is_complete(self) -> bool:
        """Every application has enough reports, and none is back for completion."""
        return self.applications > 0 and self.evaluated == self.applications and self.reports_returned == 0


@dataclass(frozen=True, slots=True)
class Stated:
    """A tie that an evaluator states of themselves: a code of ``reasons.TIES``, the organisation, and its website."""

    kind: str
    name: str
    website: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """An evaluator as assignment sees them. ``organisation_refs``: those the person belongs to."""

    ref: str
    user_id: int
    email: str
    institution: str
    country: str
    expertise: tuple[str, ...]
    languages: tuple[str, ...]
    max_load: int
    organisation_refs: frozenset[str] = field(default_factory=frozenset)
    name: str = ""
    stated: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A conflict that the platform sees: the code of its reason, and words that follow the person's name."""

    code: str
    says: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """What may be a conflict (a code of ``reasons.POTENTIAL``): with whom, and the record that says so."""

    code: str
    applicant: str
    record: str = ""


@dataclass(frozen=True, slots=True)
class Former:
    """An application of another call: who wrote it, and the organisations that applied together."""

    number: str
    editor_ids: frozenset[int]
    organisation_refs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tie:
    """What is known of an evaluator and an applicant and may be a conflict of interest; a person decides (R-39).

    ``by`` is the evaluator's organisation, empty where the evaluator was there in person.
    """

    applicant: str
    on: date
    event: str = ""
    by: str = ""
    held: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """An application as assignment sees it: the version that counts, and who wrote it."""

    number: str
    content: Mapping[str, Any]
    editor_ids: frozenset[int]
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What an ethics or security expert found of one application; never part of its score.

    ``outcome``: ``none``, ``requirements`` or ``not_fundable`` (then ``rule`` names by which), empty while it is open.
    """

    number: str
    area: str
    outcome: str
    rule: str
    requirements: tuple[str, ...]

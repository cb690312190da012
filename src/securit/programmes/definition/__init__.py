"""The programme as a file: one readable YAML that holds partners, rules, challenges, calls and their forms.

Leaf package: no ORM, no Django, no clock. Begin at :class:`ProgrammeDefinition`.
"""

from __future__ import annotations

from securit.programmes.definition.calls import (
    CallDefinition,
    CallDocument,
    CallText,
    Envelope,
    Instrument,
    Tranche,
)
from securit.programmes.definition.criteria import (
    Anchor,
    CriteriaScheme,
    Criterion,
    Discrepancy,
    PreScoring,
    Quota,
    RulePoints,
    TieBreak,
)
from securit.programmes.definition.file import check, cli_check, dump, parse
from securit.programmes.definition.profile import RuleProfile
from securit.programmes.definition.programme import (
    Ambassador,
    CalendarEntry,
    Ceiling,
    ChallengeDefinition,
    Domain,
    EthicsAnswer,
    IndicatorDefinition,
    MeasurementDefinition,
    Partner,
    ProgrammeDefinition,
    ShowcaseEntry,
)
from securit.programmes.definition.reading import Document, FileProblem, MalformedFile, load

__all__ = [
    "Ambassador",
    "Anchor",
    "CalendarEntry",
    "CallDefinition",
    "CallDocument",
    "CallText",
    "Ceiling",
    "ChallengeDefinition",
    "CriteriaScheme",
    "Criterion",
    "Discrepancy",
    "Document",
    "Domain",
    "Envelope",
    "EthicsAnswer",
    "FileProblem",
    "IndicatorDefinition",
    "Instrument",
    "MalformedFile",
    "MeasurementDefinition",
    "Partner",
    "PreScoring",
    "ProgrammeDefinition",
    "Quota",
    "RulePoints",
    "RuleProfile",
    "ShowcaseEntry",
    "TieBreak",
    "Tranche",
    "check",
    "cli_check",
    "dump",
    "load",
    "parse",
]

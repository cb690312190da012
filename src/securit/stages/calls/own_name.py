"""Words by which a call would seem to be the EU's own: it is run in the consortium's name. Leaf: text in, words out."""

from __future__ import annotations

import re

from securit.programmes.definition import CallDefinition

_EU = r"(?:EU|European Union|(?:European )?Commission)"
_GIVES = r"(?:awards?|decides?|funds?|gives?|grants?|pays?|selects?|supports?)"
_TO = r"(?:(?:the|each|every|your) )?(?:applicants?|members?|recipients?|SMEs?|teams?|third parties|you)"
_GIVEN_BY_THE_EU = re.compile(
    rf"\b{_EU}\s+(?:will\s+)?{_GIVES}\s+{_TO}\b"
    rf"|\b(?:EU|Commission)[- ]call\b"
    rf"|\b(?:awarded|granted|selected) by the {_EU}\b"
)


def given_by_the_eu(call: CallDefinition) -> str:
    """The first words of the call in which the EU itself gives; empty when there are none.

    “The European Commission supports SMEs”, “an EU call”, “selected by the Commission”. That the EU funds the
    programme, and checks and audits, are another matter.
    """
    text = call.text
    words = (
        call.title, call.summary, text.objectives, *text.activities, text.who_can_apply, text.amounts, text.procedure,
        text.obligations, text.european_dimension,
    )  # fmt: skip
    found = _GIVEN_BY_THE_EU.search(" ".join(words))
    return found.group() if found else ""

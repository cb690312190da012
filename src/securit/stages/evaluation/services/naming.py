"""Names in place of refs, in sentences for the office's eyes."""

from __future__ import annotations

import re

from securit.stages.calls.public import Call
from securit.stages.evaluation.models import Evaluator

_REF = re.compile(r"\b[0-9A-Z]{10}\b")


def named(sentence: str, call: Call) -> str:
    """An engine's sentence with the names of evaluators in place of their refs."""
    told = set(_REF.findall(sentence))
    people = Evaluator.objects.filter(programme=call.programme_id, ref__in=told).select_related("user")
    names = {evaluator.ref: str(evaluator.user) for evaluator in people} if told else {}
    return _REF.sub(lambda found: names.get(found[0], found[0]), sentence)

"""Begin a call that nobody has designed yet: from a few answers, or from an earlier call."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.machinery.shape import Reader
from securit.programmes.definition import CallDefinition
from securit.programmes.definition.schema import Context
from securit.programmes.public import Programme
from securit.stages.calls.design.beginnings import Answers, begun, copied
from securit.stages.calls.design.entries import Item
from securit.stages.calls.models import Call
from securit.stages.calls.selectors import rules_around
from securit.stages.calls.services.draft_call import draft_call
from securit.stages.calls.services.redesign_call import CannotRedesignCall


def begin_call(*, programme: Programme, answers: Answers, actor: Actor, at: datetime, intent: str = "") -> Call:
    """A drafted call whose every part has something in it; what the platform proposed is marked as a proposal.

    Raises :class:`CannotRedesignCall` for answers that make no call, and ``CannotDraftCall`` naming the field.
    """
    data = begun(answers, rules_around(programme))
    return _drafted(programme, data, actor, at, intent)


def copy_call(
    *,
    call: Call,
    code: str,
    title: str,
    opens_at: datetime,
    deadline_at: datetime,
    budget_cents: int,
    actor: Actor,
    at: datetime,
    intent: str = "",
) -> Call:
    """A drafted call like ``call``, with dates and money of its own. Raises as :func:`begin_call`."""
    data = copied(
        call.definition, code=code, title=title, opens_at=opens_at, deadline_at=deadline_at, budget_cents=budget_cents
    )
    return _drafted(call.programme, data, actor, at, intent)


def _drafted(programme: Programme, data: Item, actor: Actor, at: datetime, intent: str) -> Call:
    reader = Reader.of(data)
    definition = CallDefinition.from_reader(reader, Context(programme.terms.lists))
    if reader.problems:
        raise CannotRedesignCall(reader.problems)
    return draft_call(programme=programme, definition=definition, actor=actor, at=at, intent=intent)

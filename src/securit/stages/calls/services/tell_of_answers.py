"""Mail what was answered to those who follow the call and those who asked."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.stages.calls.letters import asker_address, mail_answers
from securit.stages.calls.models import Call
from securit.stages.calls.selectors import followers_of, told_between
from securit.stages.calls.services.answer_question import forget_asker


def tell_of_answers(*, call: Call, begin: datetime, end: datetime, actor: Actor, at: datetime) -> None:
    """One mail to each address with all that was answered in ``[begin, end)``; askers are forgotten afterwards."""
    told = told_between(call, begin, end)
    if not told:
        return
    follows = {follow.email: follow for follow in followers_of(call)}
    askers = {address for question in told if (address := asker_address(question))}
    for address in [*follows, *sorted(askers - set(follows))]:
        mail_answers(address, call, told, begin.isoformat(), at, follows.get(address))
    for question in told:
        if asker_address(question):
            forget_asker(question=question, actor=actor, at=at)

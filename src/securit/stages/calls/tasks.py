"""What the worker does for calls: open and close them in time, and tell followers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from securit.kernel.actor import SYSTEM
from securit.kernel.outbox import queue, registry
from securit.stages.calls.letters import mail_news
from securit.stages.calls.models import Call, Question
from securit.stages.calls.selectors import calls_closing_within, followers_of
from securit.stages.calls.services.close_due_calls import close_due_calls
from securit.stages.calls.services.open_due_calls import open_due_calls
from securit.stages.calls.services.tell_of_answers import tell_of_answers

CLOSING_SOON = timedelta(days=7)


@registry.tick("calls.open_due", every=timedelta(seconds=15))
def open_due(at: datetime) -> None:
    """Calls whose opening has come."""
    open_due_calls(at)


@registry.tick("calls.close_due", every=timedelta(seconds=15))
def close_due(at: datetime) -> None:
    """Calls whose deadline has come."""
    close_due_calls(at)


@registry.tick("calls.closing_soon", every=timedelta(hours=1))
def closing_soon(at: datetime) -> None:
    """Followers hear once per deadline that it comes within a week."""
    for call in calls_closing_within(CLOSING_SOON, at):
        queue.enqueue(
            "calls.tell_closing_soon", {"ref": call.ref}, key=f"{call.ref}:{call.deadline_at.isoformat()}", at=at
        )


@registry.job("calls.tell_closing_soon")
def tell_closing_soon(payload: Mapping[str, Any], at: datetime) -> None:
    """Not when the call has closed meanwhile."""
    call = _call(payload)
    if call.state == "open":
        _tell(call, "closing_soon", at)


def _telling(event: str) -> registry.Handler:
    def handler(payload: Mapping[str, Any], at: datetime) -> None:
        _tell(_call(payload), event, at)

    return handler


for _event in ("announced", "published", "opened", "cancelled", "results_published"):
    registry.hears(f"calls.call.{_event}", name=f"calls.tell_{_event}")(_telling(_event))


@registry.hears("calls.call.corrected", name="calls.tell_corrected")
def tell_corrected(payload: Mapping[str, Any], at: datetime) -> None:
    """The corrigendum that was published at the moment of the event."""
    call = _call(payload)
    moment = datetime.fromisoformat(payload["at"])
    corrigendum = call.corrigenda.filter(published_at__lte=moment).order_by("number").last()
    for follow in followers_of(call):
        mail_news(follow, call, "corrected", at, corrigendum=corrigendum)


@registry.hears("calls.question.answered", name="calls.gather_answered")
@registry.hears("calls.question.amended", name="calls.gather_amended")
def gather_answers(payload: Mapping[str, Any], at: datetime) -> None:
    """What is answered within one hour goes into one mail, so that a morning's work is not thirty mails."""
    question = Question.objects.select_related("call").get(ref=payload["ref"])
    begin = datetime.fromisoformat(payload["at"]).replace(minute=0, second=0, microsecond=0)
    end = begin + timedelta(hours=1)
    details = {"ref": question.call.ref, "begin": begin.isoformat(), "end": end.isoformat()}
    queue.enqueue("calls.tell_answers", details, key=f"{question.call.ref}:{begin.isoformat()}", at=end)


@registry.job("calls.tell_answers")
def tell_answers(payload: Mapping[str, Any], at: datetime) -> None:
    """Followers and askers, each address once; then nobody knows any more who asked."""
    begin, end = (datetime.fromisoformat(payload[name]) for name in ("begin", "end"))
    tell_of_answers(call=_call(payload), begin=begin, end=end, actor=SYSTEM, at=at)


def _call(payload: Mapping[str, Any]) -> Call:
    return Call.objects.select_related("programme").get(ref=payload["ref"])


def _tell(call: Call, event: str, at: datetime) -> None:
    for follow in followers_of(call):
        mail_news(follow, call, event, at)

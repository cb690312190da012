"""Calls of the small programme in the situations that these tests begin with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from securit.integrations.programme_file import import_programme
from securit.kernel import clock
from securit.kernel.actor import ANONYMOUS, SYSTEM
from securit.kernel.models import AuditEntry
from securit.kernel.perform import create, perform
from securit.machinery.files.uploads import store_generated
from securit.programmes.definition import ProgrammeDefinition
from securit.programmes.public import Programme, start_programme
from securit.stages.calls.models import Call, ChecklistException, Question
from securit.stages.calls.public import call_by_code, open_due_calls, publish_call, record_notice
from securit.stages.calls.services.answer_question import Answer, answer_question
from tests.worlds import BEFORE, WHILE_OPEN, a_definition, somebody

STRICT = {"portal_notice_required": True, "own_site_notice_required": True}


def a_definition_with(profile: dict[str, Any], slug: str = "alpha", **changes: Any) -> ProgrammeDefinition:
    """The small programme with other values in its rule profile."""
    definition = a_definition(slug, **changes)
    return replace(definition, profile=replace(definition.profile, **profile))


def an_installed_programme(
    slug: str = "alpha", *, profile: dict[str, Any] | None = None, call: dict[str, Any] | None = None, **changes: Any
) -> Programme:
    """The small programme, running, with its challenges and its call in preparation; ``call`` changes the call."""
    definition = a_definition_with(profile or {}, slug, **changes)
    definition = replace(definition, calls=tuple(replace(each, **(call or {})) for each in definition.calls))
    programme = import_programme(definition, actor=SYSTEM, at=BEFORE)
    return start_programme(programme=programme, actor=SYSTEM, at=BEFORE)


def a_drafted_call(slug: str = "alpha", **changes: Any) -> Call:
    """A call in preparation, for which all is ready."""
    return call_by_code(an_installed_programme(slug, **changes), "OC1")


def a_published_call(slug: str = "alpha", **changes: Any) -> Call:
    """A call that is published and opens soon."""
    call = a_drafted_call(slug, **changes)
    publish_call(call=call, actor=SYSTEM, at=BEFORE)
    return call_by_code(call.programme, "OC1")


def an_open_call(slug: str = "alpha", **changes: Any) -> Call:
    """A call that is open."""
    call = a_published_call(slug, **changes)
    open_due_calls(WHILE_OPEN)
    return call_by_code(call.programme, "OC1")


def noticed(call: Call, place: str, seen_at: datetime) -> Call:
    """The call with a notice seen at that moment."""
    return record_notice(
        call=call, place=place, url=f"https://{place.replace('_', '-')}.example/call", seen_at=seen_at, actor=SYSTEM,
        at=max(seen_at, BEFORE),
    )  # fmt: skip


def a_question(call: Call, *, answered: bool = False) -> Question:
    """A question that waits for an answer, or that has one for all to read; asked whenever the call now stands."""
    asked = Question(programme=call.programme, call=call, asked="May we?", asked_at=BEFORE, email="ada@firm.example")
    question = perform(create(asked, actor=ANONYMOUS, at=BEFORE), "confirm", actor=SYSTEM, at=BEFORE)
    if not answered:
        return question
    words = Answer("May a team?", "It may.", "explains")
    return answer_question(question=question, words=words, actor=SYSTEM, at=BEFORE)


def an_exception(call: Call) -> ChecklistException:
    """An exception from the notice on the Portal that waits for a second person, whatever the state of the call."""
    actor = somebody(call.programme, "call_manager")
    file = store_generated(
        programme=call.programme, content=b"%PDF-1.4", name="agreement.pdf", media_type="application/pdf",
        uploaded_by=None, at=BEFORE,
    )  # fmt: skip
    proposed = ChecklistException(
        programme=call.programme, call=call, line="portal_notice", article="Article 15.1", reason="None is needed.",
        file=file, proposed_by_id=actor.user_id, proposed_at=BEFORE,
    )  # fmt: skip
    return create(proposed, actor=actor, at=BEFORE)


def acts_on(call: Call) -> list[str]:
    """What the trail of the call says was done, in order."""
    return list(AuditEntry.objects.filter(stream=f"call:{call.ref}").order_by("seq").values_list("act", flat=True))


def stand_at(settings: Any, moment: datetime) -> None:
    """Let the installation's time be that moment, as in the demonstration."""
    settings.DEMO = True
    clock.set_now(moment)


def brussels(text: str) -> datetime:
    """A moment written with its offset, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)

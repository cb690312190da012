"""Put a call on paper."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, create
from securit.kernel.refusals import Refusal
from securit.programmes.definition import CallDefinition
from securit.programmes.public import Programme
from securit.stages.calls.models import Call, CallChallenge
from securit.stages.challenges.public import Challenge


class CannotDraftCall(Refusal):
    """The code is taken, a challenge is unknown, or the dates are in the wrong order."""


def draft_call(
    *, programme: Programme, definition: CallDefinition, actor: Actor, at: datetime, intent: str = ""
) -> Call:
    """A new call in preparation; what is still missing is for the checklist. Raises :class:`CannotDraftCall`."""
    data = definition.to_data()
    sha256 = digest(data)
    call = Call(
        programme=programme,
        code=definition.code,
        title=definition.title,
        definition=data,
        definition_sha256=sha256,
        opens_at=definition.opens_at,
        deadline_at=definition.deadline_at,
        budget_cents=definition.budget_cents,
    )
    challenges = _challenges(programme, definition)

    def link(stored: Call) -> None:
        CallChallenge.objects.bulk_create(
            CallChallenge(programme=programme, call=stored, challenge=challenge) for challenge in challenges
        )

    note = Note(details={"code": definition.code, "definition": sha256})

    def can_be_stored(_call: Call) -> None:
        _refuse_what_cannot_be_stored(programme, definition)

    return create(call, actor=actor, at=at, note=note, intent=intent, guards=[can_be_stored], after=link)


def _refuse_what_cannot_be_stored(programme: Programme, definition: CallDefinition) -> None:
    if Call.objects.in_programme(programme).filter(code=definition.code).exists():
        raise CannotDraftCall(
            _("There is already a call %(code)s.") % {"code": definition.code}, code="code_taken", field="code"
        )
    if definition.deadline_at <= definition.opens_at:
        raise CannotDraftCall(
            _("The deadline is not after the opening."), code="deadline_before_opening", field="deadline_at"
        )


def _challenges(programme: Programme, definition: CallDefinition) -> list[Challenge]:
    known = {
        challenge.number: challenge
        for challenge in Challenge.objects.in_programme(programme).filter(number__in=definition.challenges)
    }
    for number in definition.challenges:
        if number not in known:
            raise CannotDraftCall(
                _("There is no challenge %(number)s in this programme.") % {"number": number},
                code="unknown_challenge",
                field="challenges",
            )
    return [known[number] for number in definition.challenges]

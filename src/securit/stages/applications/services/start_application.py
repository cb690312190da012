"""Begin an application to a call."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create
from securit.kernel.refs import new_number
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.people.public import Organisation, User
from securit.stages.applications.admission import require_selected
from securit.stages.applications.models import Application, Editor
from securit.stages.applications.services.add_member import add_member
from securit.stages.applications.window import require_open
from securit.stages.calls.public import Call

#: So that nobody fills the place with drafts.
MOST_DRAFTS_PER_PERSON = 20
_DRAWS = 20


class CannotStartApplication(Refusal):
    """The call does not take applications now, or not of this lead; it is not yours to speak for; too many drafts."""


def start_application(
    *,
    call: Call,
    actor: Actor,
    at: datetime,
    intent: str = "",
    lead: Organisation | None = None,
    synthetic: bool = False,
) -> Application:
    """A new draft of which the actor is the first editor; ``lead`` becomes the lead of its team.

    With an ``intent`` that was carried out before, the first draft is returned, marked ``repeated``. Raises
    :class:`CannotStartApplication` and ``NotAllowed``.
    """
    with transaction.atomic():
        application = Application(
            programme=call.programme,
            call=call,
            number=_free_number(call),
            instrument=call.terms.instruments[0].code if len(call.terms.instruments) == 1 else "",
            created_by_id=actor.user_id,
            created_at=at,
            saved_at=at,
            synthetic=synthetic or _is_invented(actor) or (lead is not None and lead.synthetic),
        )

        def guard(_new: Application) -> None:
            require_open(call, at, CannotStartApplication)
            _require_room(call, actor)
            _require_own(lead, actor)
            require_selected(call, lead, CannotStartApplication)

        def with_editor(started: Application) -> None:
            if actor.user_id is not None:
                Editor.objects.create(programme=call.programme, application=started, user_id=actor.user_id)

        note = Note(details={"call": call.ref, "number": application.number})
        started = create(application, actor=actor, at=at, note=note, intent=intent, guards=[guard], after=with_editor)
        if lead is not None and not started.repeated:
            add_member(application=started, organisation=lead, role="lead", actor=actor, at=at)
        return started


def _is_invented(actor: Actor) -> bool:
    """Whether one of the demonstration's invented people acts: what they make is synthetic too."""
    return actor.user_id is not None and User.objects.filter(pk=actor.user_id, synthetic=True).exists()


def _free_number(call: Call) -> str:
    """A number nobody has yet; longer ones once the short ones grow scarce."""
    taken = Application.objects.filter(programme=call.programme)
    for _draw in range(_DRAWS):
        number = new_number(call.code)
        if not taken.filter(number=number).exists():
            return number
    return f"{call.code}-{secrets.randbelow(9_000_000) + 1_000_000}"


def drafts_left(call: Call, actor: Actor) -> int:
    """How many more drafts the person may begin in this call."""
    drafts = Application.objects.filter(call=call, created_by_id=actor.user_id or 0, state="drafted").count()
    return max(0, MOST_DRAFTS_PER_PERSON - drafts)


def _require_room(call: Call, actor: Actor) -> None:
    if actor.user_id is not None and drafts_left(call, actor) == 0:
        raise CannotStartApplication(
            _("You have begun %(count)d applications to this call that were never submitted.")
            % {"count": MOST_DRAFTS_PER_PERSON},
            code="too_many_drafts",
            remedy=_("Go on with one of them, or discard one that you do not need."),
        )


@keeps("R-52")
def _require_own(lead: Organisation | None, actor: Actor) -> None:
    """Whoever begins an application speaks for its lead."""
    if lead is None or actor.user_id is None or actor.user_id in lead.facts().representative_ids:
        return
    raise CannotStartApplication(
        _("You do not represent %(name)s.") % {"name": lead.legal_name},
        code="lead_not_represented",
        remedy=_("Choose an organisation you represent, or register yours."),
        field="lead",
    )

"""Begin a challenge from the needs that it comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.programmes.definition import ChallengeDefinition
from securit.programmes.public import Programme
from securit.stages.challenges.models import Challenge
from securit.stages.challenges.services.draft_challenge import CannotDraftChallenge, draft_challenge
from securit.stages.challenges.services.edit_challenge import MOST_CHARACTERS
from securit.stages.challenges.services.trace_challenge import trace_challenge
from securit.stages.needs.public import Need

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a challenge begins with; its other words come later."""

    number: str
    domain: str
    title: str
    scope: str = ""


def begin_challenge(
    *,
    programme: Programme,
    beginning: Beginning,
    needs: Sequence[Need] = (),
    actor: Actor,
    at: datetime,
    intent: str = "",
) -> Challenge:
    """A challenge in elaboration, the last of the list, that comes from these needs.

    Raises :class:`CannotDraftChallenge` at the field, and ``CannotTraceChallenge`` for a need that nobody accepted.
    """
    _check(beginning)
    last = Challenge.objects.in_programme(programme).aggregate(last=Max("position"))["last"]
    definition = ChallengeDefinition(
        number=beginning.number.strip(),
        domain=beginning.domain,
        title=beginning.title.strip(),
        scope=beginning.scope.replace("\r\n", "\n").strip(),
    )
    position = 0 if last is None else last + 1
    with transaction.atomic():
        drafted = draft_challenge(
            programme=programme, definition=definition, position=position, actor=actor, at=at, intent=intent
        )
        if drafted.repeated or not needs:
            return drafted
        return trace_challenge(challenge=drafted, needs=needs, actor=actor, at=at)


def _check(beginning: Beginning) -> None:
    if not _NUMBER.fullmatch(beginning.number.strip()):
        raise CannotDraftChallenge(
            _("A number is made of letters, digits, points and dashes, like 1.10."), code="no_number", field="number"
        )
    if not beginning.title.strip():
        raise CannotDraftChallenge(_("A challenge needs a title."), code="title_missing", field="title")
    for name in ("title", "scope"):
        most = MOST_CHARACTERS[name]
        if len(getattr(beginning, name)) > most:
            raise CannotDraftChallenge(
                _("At most %(most)d characters are kept.") % {"most": most}, code="too_long", field=name
            )

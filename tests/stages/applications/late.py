"""Situations around the deadline: a case for more time, an adviser who reads a draft."""

from __future__ import annotations

from datetime import datetime

from securit.people.public import User
from securit.programmes.public import Partner
from securit.stages.applications.models import Adviser, Application, Extension
from securit.stages.applications.public import propose_extension
from securit.stages.applications.services.advise import accept_advising, invite_adviser
from securit.stages.applications.services.mails import advise_link
from tests import worlds
from tests.worlds import WHILE_OPEN, acting


def a_case(application: Application, *, by: User | None = None, at: datetime = WHILE_OPEN) -> Extension:
    """An hour more, proposed by a call manager."""
    by = by or worlds.a_person(roles={application.programme: ["call_manager"]})
    said = "The power of their town was out."
    call, number = application.call, application.number
    return propose_extension(call=call, number=number, minutes=60, happened=said, actor=acting(by), at=at)


def an_invited_adviser(
    application: Application, *, at: datetime = WHILE_OPEN, code: str = "HUB"
) -> tuple[Adviser, User]:
    """Somebody of a partner who has the link in the mail."""
    partner = Partner.objects.select_related("organisation").get(programme=application.programme, code=code)
    user = worlds.a_person("Ada Adviser", {application.programme: ["partner_staff"]}, represents=partner.organisation)
    writer = worlds.writer(application)
    adviser = invite_adviser(
        application=application, partner=partner, name="Ada Adviser", email=user.email, actor=writer, at=at
    )
    return adviser, user


def an_adviser(application: Application, *, at: datetime = WHILE_OPEN) -> tuple[Adviser, User]:
    """The same, who said yes."""
    adviser, user = an_invited_adviser(application, at=at)
    token = advise_link(adviser)
    return accept_advising(adviser=adviser, token=token, user=user, actor=acting(user), at=at), user

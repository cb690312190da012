"""What can be followed: ``programme``, ``call:REF``, ``domain:CODE``, ``challenge:NUMBER``."""

from __future__ import annotations

from django.utils.translation import gettext as _

from securit.kernel.actor import ANONYMOUS
from securit.programmes.public import Domain, Programme
from securit.stages.calls.models import Call
from securit.stages.challenges.public import visible_challenges


def title_of(programme: Programme, topic: str) -> str:
    """The topic in words; empty when there is none of that name that the public may see."""
    kind, _colon, name = topic.partition(":")
    if topic == "programme":
        return _("all calls of %(programme)s") % {"programme": programme.acronym}
    if kind == "call":
        call = Call.objects.in_programme(programme).visible_to(ANONYMOUS).filter(ref=name).first()
        return call.title if call else ""
    if kind == "domain":
        domain = Domain.objects.filter(programme=programme, code=name).first()
        return domain.title if domain else ""
    if kind == "challenge":
        challenge = visible_challenges(programme, ANONYMOUS).filter(number=name).first()
        return f"{challenge.number} {challenge.title}" if challenge else ""
    return ""

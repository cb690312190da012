"""From an address to the subject; a foreign or unknown one is not found."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.programmes.public import Programme
from securit.stages.calls.public import Call, visible_calls
from securit.stages.screening.models import Screening
from securit.stages.screening.selectors import screening_by_ref


def load_call(programme: Programme, actor: Actor, code: str) -> Call:
    """The call of that code, if the actor may know of it. Raises ``Http404``."""
    found = visible_calls(programme, actor).filter(code=code).first()
    if found is None:
        raise Http404(_("There is no such call here."))
    return found


def load_screening(programme: Programme, actor: Actor, ref: str) -> Screening:
    """The check of that ref. Raises ``Http404``."""
    try:
        return screening_by_ref(programme, ref)
    except Screening.DoesNotExist:
        raise Http404(_("There is no such check here.")) from None

"""From an address to the subject; a foreign or unknown one is not found."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.programmes.public import Programme
from securit.stages.calls.public import Call, visible_calls
from securit.stages.selection.decision_models import AwardDecision
from securit.stages.selection.models import Ranking
from securit.stages.selection.selectors import current_ranking, decision_on


def load_call(programme: Programme, actor: Actor, code: str) -> Call:
    """The call of that code, if the actor may know of it. Raises ``Http404``."""
    found = visible_calls(programme, actor).filter(code=code).first()
    if found is None:
        raise Http404(_("There is no such call here."))
    return found


def load_ranking(programme: Programme, actor: Actor, code: str) -> Ranking:
    """The current ranking of a call. Raises ``Http404`` when there is none."""
    found = current_ranking(load_call(programme, actor, code))
    if found is None:
        raise Http404(_("No ranking was computed yet."))
    return found


def load_decision(programme: Programme, actor: Actor, code: str) -> AwardDecision:
    """The decision on the current ranking of a call, signed or not. Raises ``Http404`` when there is none."""
    found = decision_on(load_ranking(programme, actor, code))
    if found is None:
        raise Http404(_("No award decision was taken yet."))
    return found

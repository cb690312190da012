"""What teams show on the page of a call: could you apply, and who looks for partners."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from securit.kernel.actor import Actor
from securit.kit.panels import Panel
from securit.stages.calls.public import Call
from securit.stages.matchmaking.team_models import Vacancy
from securit.stages.matchmaking.team_selectors import OFFERED_STATES


def ways_in(call: Call, actor: Actor) -> dict[str, Any] | None:
    """The check, the vacancies of teams that weigh this call, and the way to form one; nothing once it has closed."""
    if call.state not in OFFERED_STATES:
        return None
    rows = Vacancy.objects.in_programme(call.programme).visible_to(actor)
    open_ones = rows.filter(state="open", team__state="formed", team__options__call=call).distinct().count()
    form = reverse("teams:form", args=[call.programme.slug])
    way = form if actor.user_id is not None else f"{reverse('account_login')}?{urlencode({'next': form})}"
    return {"call": call, "programme": call.programme, "vacancies": open_ones, "form_url": way}


WAYS_IN = Panel("call", "public", 10, "call.view", ways_in, "teams/panel_call.html")

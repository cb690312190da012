"""Who may apply to a call that follows another: a later step of a funnel takes only those selected in the one before.

``selection`` registers whom it selected when Django loads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.people.public import Organisation
from securit.stages.applications.readiness import TEAM, Gap
from securit.stages.calls.public import Call

#: From a call whose results are published to the refs of the organisations that lead a funded application.
Leads = Callable[[Call], frozenset[str]]

_selected: list[Leads] = []


def register_selected(leads: Leads) -> None:
    """A later stage says who was selected, without this stage knowing it."""
    _selected.append(leads)


def selected_before(call: Call) -> frozenset[str]:
    """Refs of the organisations that may lead here; nobody before the results of the earlier call are published."""
    steps = Q(code=call.terms.follows) | Q(batch_of__code=call.terms.follows)
    rows = Call.objects.in_programme(call.programme).filter(steps, results_published_at__isnull=False)
    return frozenset().union(*(leads(before) for before in rows.order_by("id") for leads in _selected))


def require_selected(call: Call, lead: Organisation | None, refusal: type[Refusal]) -> None:
    """Nothing unless the call follows another in which ``lead`` was not selected. Raises ``refusal``."""
    gap = None if lead is None else not_selected(call, lead.ref, lead.legal_name)
    if gap is not None:
        raise refusal(
            gap.sentence,
            code=gap.code,
            remedy=_("The organisation that led the selected application leads here too."),
            field="lead",
        )


def admission_gaps(content: Mapping[str, Any], call: Call) -> tuple[Gap, ...]:
    """What keeps the team from submitting here, in a call that follows another."""
    leads = (member for member in content["members"] if member["role"] == "lead")
    found = (not_selected(call, lead["organisation"]["ref"], lead["legal_name"]) for lead in leads)
    return tuple(gap for gap in found if gap is not None)


@keeps("R-02", "R-27")
def not_selected(call: Call, lead_ref: str, name: str) -> Gap | None:
    """The objection to a lead that was not selected in the call before."""
    if not call.terms.follows or lead_ref in selected_before(call):
        return None
    values = {"name": name, "call": call.terms.follows}
    return Gap(
        "not_selected", _("%(name)s was not selected in the call %(call)s, which this one follows.") % values, TEAM
    )

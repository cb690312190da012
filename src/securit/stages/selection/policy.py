"""Who may do what in selection. The panel recommends; the coordinator decides, in its own name."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from securit.kernel.policy import SYSTEM_ONLY, Action, Policy, related, role


@dataclass(frozen=True, slots=True)
class SelectionFacts:
    """A ranking or an award: its call, its state, whose application, whether results are out."""

    programme_id: int | None
    call_ref: str
    state: str
    editor_ids: frozenset[int] = frozenset()
    results_are_published: bool = False


DECIDER = role("programme_manager")
PANEL = role("call_manager", "panel_chair")
READERS = role("programme_manager", "call_manager", "panel_chair", "auditor")
TEAM_ONCE_PUBLISHED = related(
    "team",
    _("the applicant's team, once results are published"),
    lambda a, f: f.results_are_published and a.user_id in f.editor_ids,
)

POLICY = Policy(
    "selection",
    [
        Action("ranking.create", _("Compute the ranking"), (PANEL, SYSTEM_ONLY)),
        Action("ranking.view", _("See the ranking"), (READERS,)),
        Action("ranking.list", _("List the rankings of a call"), (READERS,)),
        Action("ranking.supersede", _("Compute again"), (PANEL, SYSTEM_ONLY)),
        Action("ranking.adopt", _("Take the award decision"), (DECIDER,)),
        Action("award.create", _("Propose an award"), (PANEL, DECIDER, SYSTEM_ONLY)),
        Action("award.view", _("See the award"), (READERS, TEAM_ONCE_PUBLISHED, role("finance_officer"))),
        Action("award.fund", _("Fund"), (DECIDER,)),
        Action("award.reserve", _("Put on the reserve list"), (DECIDER,)),
        Action("award.decline", _("Do not fund"), (DECIDER,)),
        Action("award.withdraw", _("Withdraw the award"), (DECIDER,)),
    ],
)

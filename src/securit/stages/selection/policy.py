"""Who may do what in selection. The panel recommends; the coordinator decides in its own name, and two people sign."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from securit.kernel.policy import SYSTEM_ONLY, Action, Condition, Policy, related, role


@dataclass(frozen=True, slots=True)
class SelectionFacts:
    """A ranking or an award: its call, its state, whose application, whether results are out."""

    programme_id: int | None
    call_ref: str
    state: str
    editor_ids: frozenset[int] = frozenset()
    results_are_published: bool = False
    decided_by_id: int | None = None


@dataclass(frozen=True, slots=True)
class RedressFacts:
    """A request to review: its call, state, whose it is, and who had a hand in the result."""

    programme_id: int | None
    call_ref: str
    state: str
    editor_ids: frozenset[int] = frozenset()
    involved_ids: frozenset[int] = frozenset()


DECIDER = role("programme_manager")
PANEL = role("call_manager", "panel_chair")
READERS = role("programme_manager", "call_manager", "panel_chair", "auditor")
SIGNERS = role("programme_manager", "finance_officer")
ANOTHER_PERSON = Condition(
    "another_person",
    lambda actor, facts: facts.decided_by_id is not None and facts.decided_by_id != actor.user_id,
    _("You took this decision; another person signs it."),
    _("Ask another programme manager, or a finance officer."),
)
TEAM_ONCE_PUBLISHED = related(
    "team",
    _("the applicant's team, once results are published"),
    lambda a, f: f.results_are_published and a.user_id in f.editor_ids,
)

REDRESS_READERS = role("programme_manager", "call_manager", "case_handler", "auditor", "observer")
HANDLERS = role("case_handler", "programme_manager")
OWN_TEAM = related("team", _("the applicant's team"), lambda a, f: a.user_id in f.editor_ids)
NOT_INVOLVED = Condition(
    "not_involved",
    lambda actor, facts: actor.user_id not in facts.involved_ids | facts.editor_ids,
    _("You decided, signed or read this application as an expert; a review is done by somebody who was not involved."),
    _("Ask another case handler."),
)

POLICY = Policy(
    "selection",
    [
        Action("ranking.create", _("Compute the ranking"), (PANEL, SYSTEM_ONLY)),
        Action("ranking.view", _("See the ranking"), (READERS,)),
        Action("ranking.list", _("List the rankings of a call"), (READERS,)),
        Action("ranking.supersede", _("Compute again"), (PANEL, SYSTEM_ONLY)),
        Action("ranking.adopt", _("Adopt the ranking, once another person has signed"), (DECIDER,)),
        Action("award_decision.create", _("Take the award decision, for another person to sign"), (DECIDER,)),
        Action("award_decision.view", _("Read the award decision"), (READERS, role("finance_officer"))),
        Action("award_decision.sign", _("Sign the award decision"), (SIGNERS,), (ANOTHER_PERSON,)),
        Action("award_decision.withdraw", _("Withdraw the award decision before it is signed"), (DECIDER,)),
        Action("award.create", _("Propose an award"), (SYSTEM_ONLY,)),
        Action("award.view", _("See the award"), (READERS, TEAM_ONCE_PUBLISHED, role("finance_officer"))),
        Action("award.fund", _("Fund, once another person has signed"), (DECIDER,)),
        Action("award.reserve", _("Put on the reserve list, once another person has signed"), (DECIDER,)),
        Action("award.decline", _("Do not fund, once another person has signed"), (DECIDER,)),
        Action("award.advance", _("Fund from the reserve list"), (DECIDER,)),
        Action("award.withdraw", _("Withdraw the award"), (DECIDER,)),
        Action("award.reopen", _("Put back on the list, as a consequence of an upheld review"), (SYSTEM_ONLY,)),
        Action("redress.create", _("Ask to review the procedure"), (OWN_TEAM,)),
        Action("redress.view", _("Read the request to review"), (REDRESS_READERS, OWN_TEAM)),
        Action("redress.list", _("List the requests to review"), (REDRESS_READERS,)),
        Action("redress.refuse", _("Declare the request inadmissible"), (HANDLERS,), (NOT_INVOLVED,)),
        Action("redress.dismiss", _("Dismiss the request"), (HANDLERS,), (NOT_INVOLVED,)),
        Action("redress.uphold", _("Uphold the request"), (HANDLERS,), (NOT_INVOLVED,)),
    ],
)

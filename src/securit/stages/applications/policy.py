"""Who may do what with applications. Sealed until the deadline: before it only the team reads content."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from securit.kernel.actor import Actor
from securit.kernel.policy import SIGNED_IN, SYSTEM_ONLY, Action, Condition, Policy, link, related, role


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """What the policy looks at.

    ``call_is_sealed``: the call has not yet been closed (state, not clock: fails closed when a tick is late).
    ``reader_ids``: evaluators with a confirmed assignment and a clean declaration; ``barred_ids``: people with a
    conflict. Both are filled by the later stages through :func:`securit.stages.applications.readers.register`.
    """

    programme_id: int | None
    call_ref: str
    ref: str
    state: str
    editor_ids: frozenset[int]
    call_is_sealed: bool
    reader_ids: Container[int] = frozenset()
    barred_ids: Container[int] = frozenset()


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """A member of the team: who writes the application, who represents the organisation."""

    programme_id: int | None
    ref: str
    editor_ids: frozenset[int]
    representative_ids: frozenset[int]


OFFICE = role("call_manager", "case_handler", "panel_chair", "auditor")
TEAM = related("team", _("the applicant's team"), lambda a, f: a.user_id in f.editor_ids)
ASSIGNED = related("assigned", _("evaluators assigned to it"), lambda a, f: a.user_id in f.reader_ids)
REPRESENTATIVE = related(
    "representative", _("a person entitled to sign for the member"), lambda a, f: a.user_id in f.representative_ids
)
BY_LINK = link("sign_off", _("the holder of the sign-off link"))
INVITED = link("share", _("a colleague whom the team invited by e-mail"))


def _unsealed(actor: Actor, facts: Any) -> bool:
    return not facts.call_is_sealed or actor.user_id in facts.editor_ids


def _not_barred(actor: Actor, facts: Any) -> bool:
    return actor.user_id not in facts.barred_ids


def _counts(actor: Actor, facts: Any) -> bool:
    return facts.state == "submitted" or actor.user_id in facts.editor_ids


COUNTS = Condition(
    "not_submitted",
    _counts,
    _("Only a submitted application can be read."),
    _("A draft, or an application that was withdrawn, belongs to its team alone."),
)
UNSEALED = Condition(
    "sealed",
    _unsealed,
    _("The application is sealed until the call has closed."),
    _("It can be read after the deadline."),
)
NOT_BARRED = Condition(
    "conflict_of_interest",
    _not_barred,
    _("You have a conflict of interest with this application."),
    _("Somebody else handles it."),
)

POLICY = Policy(
    "applications",
    [
        Action("application.create", _("Start an application"), (SIGNED_IN, SYSTEM_ONLY)),
        Action(
            "application.view",
            _("Read the application"),
            (TEAM, OFFICE, ASSIGNED, SYSTEM_ONLY),
            (UNSEALED, COUNTS, NOT_BARRED),
        ),
        Action("application.view_draft", _("Read the draft"), (TEAM,)),
        Action("application.edit", _("Edit the application"), (TEAM, SYSTEM_ONLY)),
        Action("application.attach", _("Attach or remove a file"), (TEAM, SYSTEM_ONLY)),
        Action("application.share", _("Let a colleague write"), (TEAM, INVITED, SYSTEM_ONLY)),
        Action("application.stop_writing", _("Stop writing the application"), (TEAM,)),
        Action("application.discard", _("Discard the draft"), (TEAM,)),
        Action("application.submit", _("Submit the application"), (TEAM, SYSTEM_ONLY)),
        Action("application.withdraw", _("Withdraw the application"), (TEAM, SYSTEM_ONLY)),
        Action("application.list", _("List the call's applications"), (OFFICE,)),
        Action("member.create", _("Add a member"), (TEAM, SYSTEM_ONLY)),
        Action("member.edit", _("Change role or budget"), (TEAM, SYSTEM_ONLY)),
        Action("member.state_size", _("State figures and owners"), (TEAM, SYSTEM_ONLY)),
        Action("member.ask", _("Ask for the sign-off by e-mail"), (TEAM, SYSTEM_ONLY)),
        Action("member.lapse", _("Ask for the sign-off again"), (TEAM, SYSTEM_ONLY)),
        Action("member.remove", _("Remove the member"), (TEAM, SYSTEM_ONLY)),
        Action("member.sign_off", _("Sign off for the organisation"), (REPRESENTATIVE, BY_LINK, SYSTEM_ONLY)),
    ],
)

"""Who may do what with applications. Sealed until the deadline: before it only the team reads content."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from securit.kernel.actor import Actor
from securit.kernel.policy import SIGNED_IN, SYSTEM_ONLY, Action, Condition, Policy, link, related, role
from securit.kernel.rules_kept import keeps


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


@dataclass(frozen=True, slots=True)
class ExtensionFacts:
    """A case for more time: who proposed it (nobody, while it is made), who has a conflict with the application."""

    programme_id: int | None
    call_ref: str
    proposed_by_id: int | None = None
    barred_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class AdviserFacts:
    """An adviser: who writes the application, whose account reads it (nobody's until it is accepted)."""

    programme_id: int | None
    ref: str
    editor_ids: frozenset[int]
    adviser_id: int | None = None


EXTENDERS = role("programme_manager", "call_manager")
EXTENSION_READERS = role("programme_manager", "call_manager", "case_handler", "panel_chair", "auditor", "observer")
OFFICE = role("call_manager", "case_handler", "panel_chair", "auditor")
TEAM = related("team", _("the applicant's team"), lambda a, f: a.user_id in f.editor_ids)
ASSIGNED = related("assigned", _("evaluators assigned to it"), lambda a, f: a.user_id in f.reader_ids)
REPRESENTATIVE = related(
    "representative", _("a person entitled to sign for the member"), lambda a, f: a.user_id in f.representative_ids
)
BY_LINK = link("sign_off", _("the holder of the sign-off link"))
INVITED = link("share", _("a colleague whom the team invited by e-mail"))


ADVISER = related(
    "adviser",
    _("the adviser whom the team lets read"),
    lambda a, f: a.user_id is not None and a.user_id == f.adviser_id,
)
TO_ADVISE = link("advise", _("the adviser whom the team invited by e-mail"))


@keeps("R-24")
def _is_sealed(actor: Actor, facts: Any) -> bool | None:
    """Before the call has closed nobody reads content but the team that writes it."""
    return facts.call_is_sealed and actor.user_id not in facts.editor_ids


@keeps("R-36", "R-42")
def _is_barred(actor: Actor, facts: Any) -> bool | None:
    """Somebody with a conflict of interest reads nothing, whatever roles they hold; a call names no application yet."""
    return actor.user_id in getattr(facts, "barred_ids", ())


def _unsealed(actor: Actor, facts: Any) -> bool:
    return not _is_sealed(actor, facts)


def _not_barred(actor: Actor, facts: Any) -> bool:
    return not _is_barred(actor, facts)


def _counts(actor: Actor, facts: Any) -> bool:
    return facts.state == "submitted" or actor.user_id in facts.editor_ids


@keeps("R-25")
def proposed_it(actor: Actor, facts: ExtensionFacts) -> bool:
    """Whether the actor proposed the case, and so must not decide it."""
    return actor.user_id is None or actor.user_id == facts.proposed_by_id


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
ANOTHER_PERSON = Condition(
    "four_eyes",
    lambda actor, facts: not proposed_it(actor, facts),
    _("You proposed this; another person confirms it."),
    _("Ask another programme manager or call manager."),
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
        Action("application.gather", _("Gather at the cut-off"), (SYSTEM_ONLY,)),
        Action("application.extend", _("Give the team more time"), (EXTENDERS, SYSTEM_ONLY), (NOT_BARRED,)),
        Action("application.end_extension", _("End the time that was given"), (SYSTEM_ONLY,)),
        Action("extension.create", _("Propose more time"), (EXTENDERS, role("case_handler")), (NOT_BARRED,)),
        Action("extension.view", _("Read a case for more time"), (EXTENSION_READERS, SYSTEM_ONLY), (NOT_BARRED,)),
        Action("extension.list", _("See who has more time"), (EXTENSION_READERS,)),
        Action("extension.confirm", _("Give more time"), (EXTENDERS,), (NOT_BARRED, ANOTHER_PERSON)),
        Action("extension.refuse", _("Give no more time"), (EXTENDERS,), (NOT_BARRED,)),
        Action("extension.end", _("End the time that was given"), (SYSTEM_ONLY,)),
        Action("application.list", _("List the call's applications"), (OFFICE,)),
        Action("adviser.create", _("Let an adviser read the draft"), (TEAM, SYSTEM_ONLY)),
        Action("adviser.accept", _("Read the draft as an adviser"), (TO_ADVISE,)),
        Action("adviser.read", _("Read the draft"), (ADVISER,)),
        Action("adviser.revoke", _("End the reading"), (TEAM, SYSTEM_ONLY)),
        Action("member.create", _("Add a member"), (TEAM, SYSTEM_ONLY)),
        Action("member.edit", _("Change role or budget"), (TEAM, SYSTEM_ONLY)),
        Action("member.state_size", _("State figures and owners"), (TEAM, SYSTEM_ONLY)),
        Action("member.ask", _("Ask for the sign-off by e-mail"), (TEAM, SYSTEM_ONLY)),
        Action("member.lapse", _("Ask for the sign-off again"), (TEAM, SYSTEM_ONLY)),
        Action("member.remove", _("Remove the member"), (TEAM, SYSTEM_ONLY)),
        Action("member.sign_off", _("Sign off for the organisation"), (REPRESENTATIVE, BY_LINK, SYSTEM_ONLY)),
    ],
)

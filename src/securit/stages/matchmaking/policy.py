"""Who may do what with profiles, introductions and reports of abuse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from securit.kernel.actor import Actor
from securit.kernel.policy import SIGNED_IN, SYSTEM_ONLY, Action, Condition, Policy, link, related, role

#: Roles that help organisations to find each other, and to which a report of abuse goes.
MATCHMAKING_ROLES = ("programme_manager", "call_manager", "partner_staff")


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """Its programme and state, who speaks for it, and the organisations that are members, or shut out."""

    programme_id: int | None
    state: str
    is_public: bool
    representative_ids: frozenset[int]
    member_organisation_ids: frozenset[int]
    barred_organisation_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class IntroductionFacts:
    """Its programme and state, who speaks for each side, who has said yes, and whether a report on it is open."""

    programme_id: int | None
    state: str
    asker_ids: frozenset[int]
    asked_ids: frozenset[int]
    asker_agreed: bool
    asked_agreed: bool
    reported: bool


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Its programme, who reported, and who speaks for the organisation that it is about."""

    programme_id: int | None
    state: str
    user_id: int
    concerned_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """Its programme, and whose mails it is about."""

    programme_id: int | None
    ref: str
    user_id: int


def is_member(actor: Actor, facts: Any) -> bool:
    """Whether an organisation of the actor's has a listed profile, and none is shut out of this one."""
    mine = actor.organisation_ids
    return bool(mine & facts.member_organisation_ids) and not mine & facts.barred_organisation_ids


def _may_answer(actor: Actor, facts: Any) -> bool:
    asked = actor.user_id in facts.asked_ids and not facts.asked_agreed
    return asked or (actor.user_id in facts.asker_ids and not facts.asker_agreed)


MATCHMAKERS = role(*MATCHMAKING_ROLES)
REPRESENTATIVE = related(
    "representative",
    _("people who represent the organisation"),
    lambda actor, facts: actor.user_id in facts.representative_ids,
)
PUBLIC = related(
    "public",
    _("anyone, what is public of a listed profile"),
    lambda actor, facts: facts.state == "listed" and facts.is_public,
)
MEMBERS = related(
    "members",
    _("organisations with a listed profile"),
    lambda actor, facts: facts.state == "listed" and is_member(actor, facts),
)
ASKER = related("asker", _("people of the side that asked"), lambda actor, facts: actor.user_id in facts.asker_ids)
SIDES = related(
    "sides",
    _("people of the two sides"),
    lambda actor, facts: actor.user_id in facts.asker_ids | facts.asked_ids,
)
ANSWERING = related("answering", _("people of a side that has not answered yet"), _may_answer)
REPORTER = related("reporter", _("the person who reported"), lambda actor, facts: actor.user_id == facts.user_id)
ONESELF = related("oneself", _("the person whose mails they are"), lambda actor, facts: actor.user_id == facts.user_id)
BY_LINK = link("notices", _("the holder of the link in a mail"))

ONCE_REPORTED = Condition(
    "reported_or_own",
    lambda actor, facts: facts.reported or actor.user_id in facts.asker_ids | facts.asked_ids,
    _("Conversations are read by their two sides only."),
    _("When one side reports it, the people who run the programme may read it too."),
)
NOT_CONCERNED = Condition(
    "not_concerned",
    lambda actor, facts: actor.user_id != facts.user_id and actor.user_id not in facts.concerned_ids,
    _("Nobody answers a report that they made, or that is about their own organisation."),
    _("Ask a colleague."),
)

POLICY = Policy(
    "matchmaking",
    [
        Action("profile.create", _("Begin a profile for partner search"), (SIGNED_IN, SYSTEM_ONLY)),
        Action("profile.view", _("Read the profile"), (PUBLIC, MEMBERS, REPRESENTATIVE, MATCHMAKERS, SYSTEM_ONLY)),
        Action("profile.ask", _("Ask to be introduced"), (MEMBERS,)),
        Action("profile.match", _("See whom the platform suggests"), (REPRESENTATIVE, MATCHMAKERS)),
        Action("profile.edit", _("Edit the profile"), (REPRESENTATIVE,)),
        Action("profile.publish", _("List the profile"), (REPRESENTATIVE,)),
        Action("profile.withdraw", _("Withdraw the profile"), (REPRESENTATIVE,)),
        Action("profile.shut_out", _("Shut an organisation out"), (REPRESENTATIVE,)),
        Action("profile.let_in", _("Let an organisation in again"), (REPRESENTATIVE,)),
        Action("profile.suspend", _("Suspend the profile"), (MATCHMAKERS,)),
        Action("profile.reinstate", _("List it again"), (MATCHMAKERS,)),
        Action("introduction.create", _("Express interest, or introduce two"), (ASKER, MATCHMAKERS)),
        Action("introduction.arrange", _("Help organisations to find partners"), (MATCHMAKERS,)),
        Action("introduction.view", _("Read the conversation"), (SIDES, MATCHMAKERS), (ONCE_REPORTED,)),
        Action("introduction.agree", _("Say yes; the other side is asked as well"), (ANSWERING,)),
        Action("introduction.accept", _("Accept"), (ANSWERING,)),
        Action("introduction.decline", _("Decline"), (ANSWERING,)),
        Action("introduction.withdraw", _("Withdraw"), (ASKER,)),
        Action("introduction.write", _("Write"), (SIDES,)),
        Action("introduction.share", _("Share contact details"), (SIDES,)),
        Action("introduction.unshare", _("Take contact details back"), (SIDES,)),
        Action("introduction.end", _("End the conversation"), (SIDES,)),
        Action("abuse_report.create", _("Report abuse"), (SIGNED_IN,)),
        Action("abuse_report.list", _("Read reports of abuse"), (MATCHMAKERS,)),
        Action("abuse_report.view", _("Read the report"), (REPORTER, MATCHMAKERS)),
        Action("abuse_report.resolve", _("Answer the report"), (MATCHMAKERS,), (NOT_CONCERNED,)),
        Action("notice_stop.create", _("Stop mails about introductions"), (ONESELF, BY_LINK)),
        Action("notice_stop.stop", _("Stop the mails"), (ONESELF, BY_LINK)),
        Action("notice_stop.resume", _("Get the mails again"), (ONESELF, BY_LINK)),
    ],
)

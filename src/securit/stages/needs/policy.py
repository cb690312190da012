"""Who may do what with needs and themes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.policy import ANYONE, SYSTEM_ONLY, Action, Condition, Policy, Who, link, related, role
from securit.machinery.tabular.incoming.policy import actions_on_tables
from securit.stages.needs.contracts import Reader

#: Roles that take needs in; at the partner that took one in they read all of it.
STAFF = ("programme_manager", "call_manager", "partner_staff")
#: Roles that read what the consortium may read.
READING = (*STAFF, "auditor")
#: States of which the office knows nothing yet: the owner has not confirmed.
PRIVATE_STATES = ("drafted",)


@dataclass(frozen=True, slots=True)
class NeedFacts:
    """Its programme, state and label, and which organisation took it in. ``unconfirmed``: its owner's alone so far."""

    programme_id: int | None
    ref: str
    state: str
    tlp: str
    host_organisation_id: int
    unconfirmed: bool = False
    host_coordinates: bool = False


@dataclass(frozen=True, slots=True)
class NeedImportFacts(NeedFacts):
    """Of a table on its way in: as of a need that only its host may read, and who uploaded it."""

    uploader_id: int | None = None


@dataclass(frozen=True, slots=True)
class ThemeFacts:
    """Its programme and state."""

    programme_id: int | None
    state: str


def is_host(actor: Actor, facts: Any) -> bool:
    """Whether the actor works with needs for the partner that took this one in (asked without the second factor).

    The programme manager works for the coordinator, whatever organisation is on record.
    """
    if facts.unconfirmed:
        return False
    if facts.host_coordinates and actor.has_role(facts.programme_id, "programme_manager"):
        return True
    return facts.host_organisation_id in actor.organisation_ids and actor.has_role(facts.programme_id, *STAFF)


def is_consortium(actor: Actor, facts: Any) -> bool:
    """Whether the actor reads what the consortium may read of this need."""
    return facts.tlp != "red" and facts.state not in PRIVATE_STATES and actor.has_role(facts.programme_id, *READING)


def reader_of(actor: Actor, facts: Any) -> Reader:
    """As whom the actor reads the need; staff roles count with a second factor only."""
    if actor.kind is ActorKind.SYSTEM or (actor.strong and is_host(actor, facts)):
        return Reader.HOST
    if f"need:{facts.ref}" in actor.may:
        return Reader.OWNER
    return Reader.CONSORTIUM if actor.strong and is_consortium(actor, facts) else Reader.PUBLIC


def _uploaded(actor: Actor, facts: Any) -> bool:
    """Whether the actor brought the table, and still works with needs."""
    own = actor.user_id is not None and actor.user_id == facts.uploader_id
    return own and actor.has_role(facts.programme_id, *STAFF)


def _host_or_not_red(actor: Actor, facts: Any) -> bool:
    return bool(facts.tlp != "red" or is_host(actor, facts) or actor.kind is ActorKind.SYSTEM)


HOST = Who("host", _("staff of the partner that took it in"), is_host, strong=True)
TAKES_IN = Who(
    "host+uploader",
    _("staff of the partner that takes the needs in, and whoever uploaded the table"),
    lambda actor, facts: is_host(actor, facts) or _uploaded(actor, facts),
    strong=True,
)
CONSORTIUM = Who("consortium", _("staff and auditors of the programme"), is_consortium, strong=True)
OWNER = link("need", _("its owner, by the private link"))
FOLLOWER = link("follow_need", _("the owner of a need merged into it, by the private link"))
OWNER_WHILE_OPEN = related(
    "link:need_open",
    _("its owner, by the private link, until it is accepted"),
    lambda actor, facts: f"need:{facts.ref}" in actor.may and facts.state in ("drafted", "submitted"),
)
WRITTEN_BY_STAFF = Who(
    "written_down",
    _("staff, for what it wrote down"),
    lambda actor, facts: not facts.unconfirmed and actor.has_role(facts.programme_id, *STAFF),
    strong=True,
)
DECIDERS = role("programme_manager", "call_manager")
WRITERS = role(*STAFF)
READERS = role(*READING)
EVERYONE_ONCE_PUBLIC = related(
    "public", _("anyone, once it is public"), lambda actor, facts: facts.state == "published"
)
RED_ONLY_HOST = Condition(
    "red_only_host",
    _host_or_not_red,
    _("This need is labelled TLP:RED: only the partner that took it in handles it."),
    _("Ask that partner, or ask the owner to choose another label."),
)


CONFIRMED = Condition(
    "confirmed",
    lambda actor, facts: not facts.unconfirmed,
    _("Its owner has not confirmed this need yet."),
    _("Wait for the confirmation."),
)


def _decided(name: str, label: Any) -> Action:
    return Action(name, label, (HOST, DECIDERS, SYSTEM_ONLY), (CONFIRMED, RED_ONLY_HOST))


POLICY = Policy(
    "needs",
    [
        Action("need.create", _("Tell a need"), (ANYONE,)),
        Action("need.record", _("Write a need down for somebody"), (WRITERS, SYSTEM_ONLY)),
        Action("need.list", _("See the needs"), (READERS,)),
        Action("need.view", _("Read the need"), (HOST, CONSORTIUM, OWNER, SYSTEM_ONLY)),
        Action("need.follow", _("Follow what becomes of the need"), (OWNER, FOLLOWER, SYSTEM_ONLY)),
        Action("need.edit", _("Edit the need"), (HOST, OWNER_WHILE_OPEN, SYSTEM_ONLY)),
        Action("need.choose_audience", _("Choose who sees what"), (HOST, OWNER, SYSTEM_ONLY)),
        Action("need.withdraw", _("Withdraw the need"), (HOST, OWNER, SYSTEM_ONLY)),
        Action("need.erase_contact", _("Erase the contact of the need"), (HOST, OWNER, SYSTEM_ONLY)),
        Action("need.erase_words", _("Erase the words of the need"), (HOST, OWNER, SYSTEM_ONLY)),
        Action("need.submit", _("Hand in the need"), (HOST, OWNER, WRITTEN_BY_STAFF, SYSTEM_ONLY)),
        _decided("need.accept", _("Accept the need")),
        _decided("need.decline", _("Decline the need")),
        _decided("need.reconsider", _("Review the need again")),
        _decided("need.merge", _("Merge the need into another")),
        _decided("need.keep_apart", _("Say that two needs are not the same")),
        _decided("need.separate", _("Undo the merge")),
        _decided("need.restore", _("Undo the merge")),
        _decided("need.group", _("Put the need into a theme")),
        _decided("need.ungroup", _("Take the need out of its theme")),
        *actions_on_tables("need_import", _("Upload a table of needs"), TAKES_IN),
        Action("theme.create", _("Name a theme"), (WRITERS, SYSTEM_ONLY)),
        Action("theme.view", _("Read the theme"), (EVERYONE_ONCE_PUBLIC, READERS, SYSTEM_ONLY)),
        Action("theme.edit", _("Edit the theme"), (WRITERS, SYSTEM_ONLY)),
        Action("theme.publish", _("Show the theme to the public"), (DECIDERS, SYSTEM_ONLY)),
        Action("theme.withdraw", _("Hide the theme from the public"), (DECIDERS, SYSTEM_ONLY)),
    ],
)

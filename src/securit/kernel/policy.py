"""One policy door: every permission is a row of a table, and :func:`decide` alone reads it.

A stage's ``policy.py`` declares a :class:`Policy`: actions, who may take them (any of), and the conditions that
must hold (all of), each with its reason and remedy. Predicates see frozen facts only, so they need no database.
Asked by the page (to show a button, or grey it with the reason) and again by the service. Deny is the default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.refusals import Sentence

#: Roles that count only in a session with a second factor.
STAFF_ROLES: dict[str, str] = {
    "programme_manager": "programme manager",
    "call_manager": "call manager",
    "case_handler": "case handler",
    "finance_officer": "finance officer",
    "panel_chair": "panel chair",
    "partner_staff": "partner staff",
    "observer": "observer",
    "auditor": "auditor",
}
#: Every role that may be given in a programme.
ROLES: dict[str, str] = {**STAFF_ROLES, "evaluator": "evaluator"}


class Facts(Protocol):
    """The least that facts of a subject say: its programme."""

    @property
    def programme_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """Facts of something of which only the programme (and perhaps the call) matters."""

    programme_id: int | None
    call_ref: str = ""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Yes; ``by`` is the code of the row that allowed it."""

    by: str

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Denied:
    """No, why, and what would change it."""

    reason: Sentence
    remedy: Sentence = ""
    code: str = "denied"

    def __bool__(self) -> bool:
        return False


Verdict = Allowed | Denied


@dataclass(frozen=True, slots=True)
class Who:
    """A way to be entitled. ``strong``: counts only with a second factor."""

    code: str
    label: Sentence
    test: Callable[[Actor, Any], bool]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must hold besides; its reason is shown when it does not."""

    code: str
    test: Callable[[Actor, Any], bool]
    reason: Sentence
    remedy: Sentence = ""


@dataclass(frozen=True, slots=True)
class Action:
    """``subject.verb``: who (any of), when (all of)."""

    name: str
    label: Sentence
    who: tuple[Who, ...]
    when: tuple[Condition, ...] = ()


class Policy:
    """The actions of one stage. Registered once, when Django loads the stage."""

    def __init__(self, stage: str, actions: Iterable[Action]) -> None:
        self.stage = stage
        self.actions = tuple(actions)


_actions: dict[str, Action] = {}


def register(policy: Policy) -> None:
    """Make a stage's actions known. An action declared twice is a mistake of ours."""
    for action in policy.actions:
        known = _actions.get(action.name)
        if known is not None and known is not action:
            raise ValueError(f"The action {action.name} is declared twice.")
        _actions[action.name] = action


def actions() -> dict[str, Action]:
    """Every known action by name, sorted (for the law and the generated reference)."""
    return dict(sorted(_actions.items()))


def decide(actor: Actor, action: str, facts: Any) -> Verdict:
    """The answer, with its reason. An unknown action is denied.

    Of several ways to be entitled the first that counts in this session is taken, so a staff role without its second
    factor never takes away what the same person may do as an author.
    """
    declared = _actions.get(action)
    if declared is None:
        return Denied(_("This action is not known to the policy."), code="unknown_action")
    ways = [who for who in declared.who if who.test(actor, facts)]
    if not ways:
        return Denied(_only(declared), _remedy_for(actor), code="not_entitled")
    entitled = next((who for who in ways if actor.strong or not who.strong), None)
    if entitled is None:
        return Denied(
            _("This role counts only after you have signed in with a second factor."),
            _("Set up a passkey or an authenticator under “My account”, then sign in again."),
            code="second_factor",
        )
    for condition in declared.when:
        if not condition.test(actor, facts):
            return Denied(condition.reason, condition.remedy, code=condition.code)
    return Allowed(entitled.code)


def lacks_second_factor(actor: Actor) -> bool:
    """Whether the person holds a role that would count only with a second factor, and has not used one."""
    return not actor.strong and any(held.role in STAFF_ROLES for held in actor.roles)


def _only(action: Action) -> str:
    return _("“%(action)s” is for: %(who)s.") % {
        "action": action.label,
        "who": ", ".join(dict.fromkeys(part for who in action.who for part in str(who.label).split(", "))),
    }


def _remedy_for(actor: Actor) -> str:
    if actor.kind is ActorKind.ANONYMOUS:
        return _("Sign in first.")
    return _("Ask the programme manager if you need this.")


# -- the ways to be entitled that every stage uses ---------------------------------------------------------------


ANYONE = Who("anyone", "anyone", lambda actor, facts: True)
SIGNED_IN = Who("signed_in", "anyone signed in", lambda actor, facts: actor.kind is ActorKind.PERSON)
SYSTEM_ONLY = Who("system", "the platform itself", lambda actor, facts: actor.kind is ActorKind.SYSTEM)


def role(*names: str) -> Who:
    """Holders of one of the roles in the subject's programme (and call, when the role is narrowed to one).

    Raises ``ValueError`` for an unknown role, and for a mixture of roles that need a second factor and roles that
    do not: write them as two ways.
    """
    unknown = [name for name in names if name not in ROLES]
    if unknown:
        raise ValueError(f"Unknown roles: {unknown}")
    if len({name in STAFF_ROLES for name in names}) != 1:
        raise ValueError(f"Some of {names} need a second factor and some do not.")

    def test(actor: Actor, facts: Any) -> bool:
        return actor.has_role(facts.programme_id, *names, call_ref=getattr(facts, "call_ref", ""))

    return Who("+".join(names), ", ".join(ROLES[n] for n in names), test, strong=names[0] in STAFF_ROLES)


def related(code: str, label: Sentence, test: Callable[[Actor, Any], bool]) -> Who:
    """Entitled by a relation to the subject (author, member of the team, assigned evaluator …)."""
    return Who(code, label, test)


def link(capability: str, label: Sentence) -> Who:
    """The holder of a private link to this very subject (``facts.ref``)."""
    return Who(f"link:{capability}", label, lambda actor, facts: f"{capability}:{facts.ref}" in actor.may)

"""One door: deny is the default, and every answer has its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from securit.kernel import policy
from securit.kernel.actor import ANONYMOUS, SYSTEM, Actor, ActorKind, RoleHeld, link_holder
from securit.kernel.policy import (
    ANYONE,
    SIGNED_IN,
    SYSTEM_ONLY,
    Action,
    Allowed,
    Condition,
    Denied,
    Policy,
    Who,
    decide,
    link,
    related,
    role,
)


@dataclass(frozen=True)
class LetterFacts:
    """A letter: its programme, its author, whether it is sealed or torn."""

    programme_id: int | None = 1
    call_ref: str = ""
    ref: str = "AAAAAAAAAA"
    author_id: int = 7
    sealed: bool = False
    torn: bool = False


AUTHOR = related("author", "the author", lambda a, f: a.user_id == f.author_id)
NOT_SEALED = Condition("sealed", lambda a, f: not f.sealed, "It is sealed.", "Wait.")
NOT_TORN = Condition("torn", lambda a, f: not f.torn, "It is torn.")

Declare = Callable[..., None]


@pytest.fixture(autouse=True)
def declare(monkeypatch: pytest.MonkeyPatch) -> Declare:
    """Declare actions for this test alone."""
    monkeypatch.setattr(policy, "_actions", {})

    def letter(verb: str, *who: Who, when: tuple[Condition, ...] = ()) -> None:
        policy.register(Policy("letters", [Action(f"letter.{verb}", verb, who, when)]))

    return letter


def holder(*roles: str, programme: int = 1, call_ref: str = "", strong: bool = True, user_id: int = 3) -> Actor:
    """A person with roles."""
    held = frozenset(RoleHeld(programme, name, call_ref) for name in roles)
    return Actor(ActorKind.PERSON, "PPPPPPPPPP", user_id=user_id, roles=held, strong=strong)


def code(actor: Actor, action: str, facts: object = None) -> str:
    """The code of the answer, whichever it is."""
    verdict = decide(actor, action, facts or LetterFacts())
    return verdict.by if isinstance(verdict, Allowed) else verdict.code


def test_an_unknown_action_is_denied_to_everybody() -> None:
    assert code(SYSTEM, "letter.burn") == "unknown_action"


def test_an_action_without_anybody_is_denied_to_everybody(declare: Declare) -> None:
    declare("burn")
    assert [code(a, "letter.burn") for a in (SYSTEM, ANONYMOUS, holder("call_manager"))] == ["not_entitled"] * 3


def test_an_action_declared_twice_is_a_mistake(declare: Declare) -> None:
    declare("read", ANYONE)
    with pytest.raises(ValueError, match=r"The action letter\.read is declared twice\."):
        declare("read", SYSTEM_ONLY)


def test_denied_is_false_and_allowed_is_true() -> None:
    assert bool(Denied("No.")) is False
    assert bool(Allowed("anyone")) is True


def test_a_denial_says_for_whom_the_action_is_and_what_would_change_it(declare: Declare) -> None:
    declare("read", AUTHOR, role("call_manager", "auditor"))
    assert decide(ANONYMOUS, "letter.read", LetterFacts()) == Denied(
        "“read” is for: the author, call manager, auditor.", "Sign in first.", "not_entitled"
    )
    assert decide(holder(), "letter.read", LetterFacts()) == Denied(
        "“read” is for: the author, call manager, auditor.",
        "Ask the programme manager if you need this.",
        "not_entitled",
    )


def test_a_role_counts_in_its_own_programme_only(declare: Declare) -> None:
    declare("read", role("auditor"))
    assert code(holder("auditor"), "letter.read") == "auditor"
    assert code(holder("auditor", programme=2), "letter.read") == "not_entitled"
    assert code(holder("auditor"), "letter.read", LetterFacts(programme_id=None)) == "not_entitled"


def test_a_role_for_one_call_counts_for_that_call_only(declare: Declare) -> None:
    declare("read", role("case_handler"))
    narrowed = holder("case_handler", call_ref="CALL1")
    assert code(narrowed, "letter.read", LetterFacts(call_ref="CALL1")) == "case_handler"
    assert code(narrowed, "letter.read", LetterFacts(call_ref="CALL2")) == "not_entitled"
    assert code(narrowed, "letter.read", LetterFacts(call_ref="")) == "not_entitled"


def test_a_staff_role_counts_only_with_a_second_factor(declare: Declare) -> None:
    declare("read", role("auditor"))
    verdict = decide(holder("auditor", strong=False), "letter.read", LetterFacts())
    assert isinstance(verdict, Denied)
    assert verdict.code == "second_factor"
    assert verdict.remedy != ""


def test_an_evaluator_needs_no_second_factor(declare: Declare) -> None:
    declare("read", role("evaluator"))
    assert code(holder("evaluator", strong=False), "letter.read") == "evaluator"


@pytest.mark.parametrize("order", [0, 1])
def test_a_weak_staff_role_takes_nothing_away_from_an_author(declare: Declare, order: int) -> None:
    ways = [role("auditor"), AUTHOR]
    declare("read", *(ways if order else reversed(ways)))
    assert code(holder("auditor", strong=False, user_id=7), "letter.read") == "author"


def test_roles_that_need_a_second_factor_do_not_mix_with_roles_that_do_not() -> None:
    with pytest.raises(ValueError, match=r"Some of .* need a second factor and some do not"):
        role("evaluator", "auditor")


def test_an_unknown_role_is_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"Unknown roles: \[.boss.\]"):
        role("boss")


def test_conditions_are_asked_in_order_after_entitlement(declare: Declare) -> None:
    declare("read", AUTHOR, when=(NOT_SEALED, NOT_TORN))
    author = holder(user_id=7)
    both = LetterFacts(sealed=True, torn=True)
    assert code(holder(user_id=8), "letter.read", both) == "not_entitled"
    assert decide(author, "letter.read", both) == Denied("It is sealed.", "Wait.", "sealed")
    assert decide(author, "letter.read", replace(both, sealed=False)) == Denied("It is torn.", "", "torn")
    assert code(author, "letter.read") == "author"


def test_a_condition_holds_for_the_platform_too(declare: Declare) -> None:
    declare("read", SYSTEM_ONLY, when=(NOT_TORN,))
    assert code(SYSTEM, "letter.read", LetterFacts(torn=True)) == "torn"


def test_signed_in_means_a_person(declare: Declare) -> None:
    declare("write", SIGNED_IN)
    assert [code(a, "letter.write") for a in (holder(), ANONYMOUS, SYSTEM, link_holder("x", "write:y"))] == [
        "signed_in",
        "not_entitled",
        "not_entitled",
        "not_entitled",
    ]


def test_a_private_link_opens_its_own_subject_only(declare: Declare) -> None:
    declare("sign", link("sign", "the holder of the link"))
    assert code(link_holder("L", "sign:AAAAAAAAAA"), "letter.sign") == "link:sign"
    assert code(link_holder("L", "sign:BBBBBBBBBB"), "letter.sign") == "not_entitled"
    assert code(link_holder("L", "read:AAAAAAAAAA"), "letter.sign") == "not_entitled"


def test_actions_are_listed_by_name(declare: Declare) -> None:
    declare("write", ANYONE)
    declare("burn", ANYONE)
    assert list(policy.actions()) == ["letter.burn", "letter.write"]

"""Frozen facts about who acts."""

from __future__ import annotations

import dataclasses

import pytest

from securit.kernel.actor import ANONYMOUS, SYSTEM, Actor, ActorKind, RoleHeld, link_holder

ACTOR = Actor(
    ActorKind.PERSON,
    "PPPPPPPPPP",
    roles=frozenset({RoleHeld(1, "auditor"), RoleHeld(2, "case_handler", "CALL1"), RoleHeld(3, "evaluator")}),
)


def test_programmes_with_a_role_are_those_where_it_is_held() -> None:
    assert ACTOR.programmes_with_role("auditor", "evaluator") == frozenset({1, 3})


def test_programmes_with_any_role_are_all_of_them() -> None:
    assert ACTOR.programmes_with_role() == frozenset({1, 2, 3})


def test_nobody_and_the_platform_hold_no_role() -> None:
    assert (ANONYMOUS.roles, SYSTEM.roles) == (frozenset(), frozenset())


def test_a_link_names_itself_and_never_its_secret() -> None:
    assert link_holder("M1", "sign_off:M1").ref == "link:M1"


def test_facts_about_an_actor_do_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        ACTOR.strong = True  # type: ignore[misc]

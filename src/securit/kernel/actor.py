"""Who acts: frozen facts that the policy may look at."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum


class ActorKind(StrEnum):
    """What stands behind an act."""

    PERSON = "person"
    SYSTEM = "system"
    LINK = "link"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role in one programme; ``call_ref`` narrows it to one call when it is not empty."""

    programme_id: int
    role: str
    call_ref: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with their roles, the system, or the holder of a private link.

    ``ref`` is what the audit trail stores. ``strong`` says that a second factor (passkey, authenticator)
    was used in this session; staff roles count only then. ``may`` holds capabilities of a private link,
    such as ``sign_off:ABCDEFGHJK``.
    """

    kind: ActorKind
    ref: str
    user_id: int | None = None
    name: str = ""
    roles: frozenset[RoleHeld] = frozenset()
    organisation_ids: AbstractSet[int] = frozenset()
    strong: bool = False
    may: frozenset[str] = field(default_factory=frozenset)

    def has_role(self, programme_id: int | None, *roles: str, call_ref: str = "") -> bool:
        """Whether one of the roles is held in the programme (for this call, where the role is narrowed)."""
        return any(
            held.programme_id == programme_id and held.role in roles and held.call_ref in ("", call_ref)
            for held in self.roles
        )

    def programmes_with_role(self, *roles: str) -> frozenset[int]:
        """Ids of the programmes in which one of the roles is held (all roles when none is named)."""
        return frozenset(held.programme_id for held in self.roles if not roles or held.role in roles)


SYSTEM = Actor(kind=ActorKind.SYSTEM, ref="system", name="SecurIT", strong=True)
ANONYMOUS = Actor(kind=ActorKind.ANONYMOUS, ref="anonymous")


def link_holder(ref: str, *capabilities: str) -> Actor:
    """The holder of a private link; ``ref`` names the link in the trail, never the secret itself."""
    return Actor(kind=ActorKind.LINK, ref=f"link:{ref}", may=frozenset(capabilities))

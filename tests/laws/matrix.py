"""The policy as a table: every action against everybody who may ask, in two situations.

``python -m tests.laws.matrix`` writes ``policy_matrix.txt`` anew; the law compares. Read the difference before you
commit it: each changed cell is a permission given or taken.

A cell says what the policy answers when the subject is closed to the public (in preparation, sealed, not released) and
when it is open (published, submitted and unsealed, released): ``yes`` in both, ``open`` in the second only, ``shut`` in
the first only, ``.`` never.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from securit.kernel import policy
from securit.kernel.actor import ANONYMOUS, SYSTEM, Actor, ActorKind, RoleHeld, link_holder
from securit.kernel.policy import ROLES

FILE = Path(__file__).parent / "policy_matrix.txt"
PROGRAMME, CALL, REF = 1, "CALL1", "SUBJECT001"
WRITER, REPRESENTATIVE, EVALUATOR, READER, SOMEBODY = 11, 12, 13, 14, 99
TEAM_LEAD, TEAMMATE = 15, 16
HOST = 21
#: What private links are for.
LINKS = (
    *("sign_off", "follow", "question", "share", "room", "need", "follow_need", "notices", "registration"),
    "team_invitation",
    "advise",
)
OPEN = {
    "challenge": "published",
    "solution": "listed",
    "evidence_file": "attached",
    "workshop": "open",
    "vote": "open",
    "call": "open",
    "calibration": "decided",
    "question": "answered",
    "application": "submitted",
    "summary": "released",
    "consensus": "closed",
    "expert_check": "delivered",
    "observer_report": "delivered",
    "review": "submitted",
    "need": "accepted",
    "theme": "published",
    "event": "announced",
    "event_registration": "registered",
    "brokerage": "published",
    "meeting_request": "accepted",
    "meeting": "planned",
    "profile": "listed",
    "introduction": "accepted",
    "registration": "asked",
    "material": "shown",
    "vacancy": "open",
}
#: Verbs that change nothing.
LOOKING = {"audit", "compare", "count", "export", "list", "manage", "oversee", "read_reports"}
LOOKING |= {
    "read_evidence",
    "read_files",
    "view",
    "view_counts",
    "view_draft",
    "view_letter",
    "view_results",
    "view_severity",
    "work",
}
SHUT = {
    "challenge": "drafted",
    "solution": "drafted",
    "workshop": "planned",
    "vote": "prepared",
    "need": "submitted",
    "theme": "drafted",
    "registration": "asked",
    "material": "shown",
    "call": "drafted",
    "calibration": "closed",
    "question": "asked",
    "application": "drafted",
    "summary": "prepared",
    "consensus": "drafted",
    "expert_check": "asked",
    "observer_report": "drafted",
    "review": "drafted",
    "event": "planned",
    "event_registration": "asked",
    "brokerage": "arranged",
    "meeting_request": "asked",
    "meeting": "dropped",
    "profile": "drafted",
    "introduction": "asked",
    "vacancy": "closed",
}


@dataclass(frozen=True)
class AnyFacts:
    """Facts that fit every subject. A predicate that asks for more fails loudly: say here what it is."""

    state: str
    call_is_sealed: bool
    results_are_published: bool
    declared_clear: bool
    all_are_in: bool
    programme_id: int | None = PROGRAMME
    call_ref: str = CALL
    ref: str = REF
    editor_ids: frozenset[int] = frozenset({WRITER})
    representative_ids: frozenset[int] = frozenset({REPRESENTATIVE})
    reader_ids: frozenset[int] = frozenset({READER})
    barred_ids: frozenset[int] = frozenset()
    evaluator_user_id: int = EVALUATOR
    user_id: int = EVALUATOR
    holder_id: int | None = EVALUATOR
    is_public: bool = False
    is_published: bool = False
    proposed_by_id: int | None = SOMEBODY
    decided_by_id: int | None = SOMEBODY
    involved_ids: frozenset[int] = frozenset({READER})
    adviser_id: int | None = EVALUATOR
    role: str = "evaluator"
    tlp: str = "clear"
    host_organisation_id: int = HOST
    unconfirmed: bool = False
    host_coordinates: bool = False
    asked_id: int = READER
    workshop_state: str = "announced"
    is_for_all: bool = True
    audience: str = "public"
    person_ids: frozenset[int] = frozenset({TEAMMATE, TEAM_LEAD})
    lead_ids: frozenset[int] = frozenset({TEAM_LEAD})
    own_ids: frozenset[int] = frozenset({TEAMMATE})
    bound_ids: frozenset[int] = frozenset({TEAMMATE})
    asker_id: int | None = EVALUATOR
    is_lead: bool = False
    represents: bool = False
    partner_in: frozenset[int] = frozenset({PROGRAMME})
    uploader_id: int | None = EVALUATOR
    member_organisation_ids: frozenset[int] = frozenset({HOST})
    barred_organisation_ids: frozenset[int] = frozenset()
    asker_ids: frozenset[int] = frozenset({WRITER})
    asked_ids: frozenset[int] = frozenset({READER})
    asker_agreed: bool = True
    asked_agreed: bool = False
    reported: bool = False
    concerned_ids: frozenset[int] = frozenset({READER})
    member_ids: frozenset[int] = frozenset({EVALUATOR, READER})
    rapporteur_id: int | None = READER
    author_id: int | None = READER
    is_bound: bool = True


def facts(kind: str, *, opened: bool, **changes: object) -> AnyFacts:
    """The facts of a subject of this kind in one of the two situations, with some of them changed."""
    state = (OPEN if opened else SHUT).get(kind, "")
    found = AnyFacts(state, not opened, results_are_published=opened, declared_clear=opened, all_are_in=opened)
    if kind in ("registration", "material"):
        found = replace(found, workshop_state="announced" if opened else "planned")
    found = replace(found, is_public=opened, is_published=opened, reported=opened)
    return replace(found, **changes)  # type: ignore[arg-type]


def person(user_id: int, *roles: str, strong: bool = True, programme: int = PROGRAMME, call: str = "") -> Actor:
    """Somebody signed in, with roles."""
    held = frozenset(RoleHeld(programme, name, call) for name in roles)
    return Actor(ActorKind.PERSON, "PERSON0001", user_id=user_id, roles=held, strong=strong)


def everybody() -> dict[str, Actor]:
    """Who stands in a column: nobody, anybody, each role alone, each relation to the subject alone."""
    return {
        "visitor": ANONYMOUS,
        "person": person(SOMEBODY + 1),
        **{role: person(SOMEBODY + 2, role) for role in ROLES},
        "team": person(WRITER),
        "represents": person(REPRESENTATIVE),
        "own": person(EVALUATOR),
        "assigned": person(READER),
        "lead": person(TEAM_LEAD),
        "mate": person(TEAMMATE),
        "host": replace(person(SOMEBODY + 3, "partner_staff"), organisation_ids=frozenset({HOST})),
        "link": link_holder("L", *(f"{what}:{REF}" for what in LINKS)),
        "platform": SYSTEM,
    }


def cell(actor: Actor, action: str) -> str:
    """The answer in both situations."""
    kind = action.partition(".")[0]
    shut, opened = (bool(policy.decide(actor, action, facts(kind, opened=o))) for o in (False, True))
    return {(True, True): "yes", (False, True): "open", (True, False): "shut", (False, False): "."}[shut, opened]


def text() -> str:
    """The whole table, one line per action."""
    columns = everybody()
    short = [name.replace("programme_", "p_").replace("_officer", "").replace("_staff", "") for name in columns]
    widths = [max(4, len(name)) for name in short]
    first = max(len(action) for action in policy.actions())
    lines = [" ".join(["action".ljust(first), *(n.ljust(w) for n, w in zip(short, widths, strict=True))]).rstrip()]
    for action in policy.actions():
        cells = (cell(actor, action).ljust(w) for actor, w in zip(columns.values(), widths, strict=True))
        lines.append(" ".join([action.ljust(first), *cells]).rstrip())
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    FILE.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

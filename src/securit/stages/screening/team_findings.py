"""What the team says of itself: its declaration on honour, its ties to partners, who controls it, whether it is one
group. Only what the call's form asks is tested; the codes of these questions stand in :data:`ASKED`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from securit.kernel.rules_kept import keeps
from securit.machinery.rules import Finding, Result, Severity
from securit.money import euros
from securit.stages.screening.contracts import Surroundings, marks_of

TIES, DECLARATION, CONTROL, INDEPENDENCE = (
    "platform:ties",
    "platform:declaration",
    "platform:control",
    "platform:independence",
)
#: Questions of the form that a test reads: a prefix for the points of the declaration, codes for the others.
HONOUR, PERSONS, TIES_ASKED, CONTROLLED_FROM = "honour_", "honour_persons", "partner_ties", "controlled_from"
MOST_NAMED = 8


def _answer(content: Mapping[str, Any], code: str, member: Mapping[str, Any]) -> Any:
    """The answer to a question: the member's own where each member is asked, else the team's."""
    given = content.get("answers", {}).get(code)
    return given.get(member["ref"]) if isinstance(given, Mapping) and "sha256" not in given else given


@keeps("R-44")
def declaration(content: Mapping[str, Any], beside: Surroundings) -> Finding | None:
    """Every point of the declaration on honour is confirmed for every member, and who controls it is named."""
    points = {c: label for c, label in beside.asked.items() if c.startswith(HONOUR) and c != PERSONS}
    if not points:
        return None
    waived = content["grant_cents"] <= beside.waived_cents
    missing = list(_undeclared(content, points, PERSONS in beside.asked))
    refused = [
        label for code, label in points.items() for m in content["members"] if _answer(content, code, m) is False
    ]
    result = Result.NOT_MET if refused else Result.UNRESOLVED if missing and not waived else Result.MET
    if refused:
        reason = _("The team does not confirm: %(points)s.") % {"points": "; ".join(dict.fromkeys(refused))}
    elif missing and waived:
        reason = _("Not complete, and not needed up to %(most)s.") % {"most": euros(beside.waived_cents)}
    elif missing:
        reason = _("Not declared: %(points)s.") % {"points": "; ".join(missing[:MOST_NAMED])}
    else:
        reason = _("Every point is confirmed for every member.")
    return Finding(
        DECLARATION,
        result,
        reason,
        "" if result is Result.MET else _("Ask the team for the declaration, and hear it before anything follows."),
        {"statement": content.get("form_version", ""), "points": list(points.values()), "missing": missing},
        _("No ground for exclusion: the team declares it on its honour, for every member and who controls it."),
        Severity.BLOCKING,
    )


def _undeclared(content: Mapping[str, Any], points: Mapping[str, str], persons: bool) -> Iterator[str]:
    for member in content["members"]:
        for code, label in points.items():
            if _answer(content, code, member) is None:
                yield _("%(name)s: %(point)s") % {"name": member["legal_name"], "point": label}
        if persons and not str(_answer(content, PERSONS, member) or "").strip():
            yield _("%(name)s: who controls it") % {"name": member["legal_name"]}


@keeps("R-40")
def ties(content: Mapping[str, Any], beside: Surroundings) -> Finding | None:
    """What the team declares about ties to partners of the programme; a declared one is looked at by a person."""
    if TIES_ASKED not in beside.asked:
        return None
    given = content.get("answers", {}).get(TIES_ASKED)
    answers = list(given.values()) if isinstance(given, Mapping) else [given]
    told = " ".join(_texts(content, f"{TIES_ASKED}_details"))
    declared = any(answer not in (False, None, "", "no") for answer in answers)
    silent = not answers or any(answer in (None, "") for answer in answers)
    if declared:
        reason = _("The team declares a tie to a partner.") + (f" “{told}”" if told else "")
    elif silent:
        reason = _("Whether there is a tie to a partner is not answered.")
    else:
        reason = _("The team declares that it has no tie to a partner.")
    return Finding(
        TIES,
        Result.UNRESOLVED if declared or silent else Result.MET,
        reason,
        _("Let somebody of another partner look at it, and settle it with what was found.")
        if declared
        else _("Ask the team.")
        if silent
        else "",
        {"declared": told} if told else {},
        _("No member, nor who works for it on this, may be tied to a partner of the programme."),
        Severity.BLOCKING,
    )


def _texts(content: Mapping[str, Any], code: str) -> Iterator[str]:
    given = content.get("answers", {}).get(code)
    for text in given.values() if isinstance(given, Mapping) else [given]:
        if isinstance(text, str) and text.strip():
            yield " ".join(text.split())


@keeps("R-47")
def control(content: Mapping[str, Any], beside: Surroundings) -> Finding | None:
    """Each member is controlled from a country of the programme's list ``control``, or of ``eligible`` without one."""
    if CONTROLLED_FROM not in beside.asked:
        return None
    seen = {m["legal_name"]: str(_answer(content, CONTROLLED_FROM, m) or "") for m in content["members"]}
    outside = {name: country for name, country in seen.items() if country and country not in beside.may_control}
    silent = [name for name, country in seen.items() if not country]
    unknown = bool(silent) or not beside.may_control
    if outside and beside.may_control:
        reason = _("Controlled from elsewhere: %(seen)s.") % {
            "seen": "; ".join(f"{n}: {c}" for n, c in outside.items())
        }
    elif silent:
        reason = _("Not stated by %(names)s.") % {"names": ", ".join(silent)}
    elif unknown:
        reason = _("The programme lists no countries from which a member may be controlled.")
    else:
        reason = _("Every member is controlled from a country of the list.")
    result = Result.NOT_MET if outside and beside.may_control else Result.UNRESOLVED if unknown else Result.MET
    return Finding(
        CONTROL,
        result,
        reason,
        ""
        if result is Result.MET
        else _("Ask who owns it in the end; the granting authority may agree to an exception."),
        {"controlled_from": seen},
        _("No member may be controlled from a country outside the list of the call."),
        Severity.BLOCKING,
    )


@keeps("R-40")
def independence(content: Mapping[str, Any], beside: Surroundings) -> Finding | None:
    """Members that look like one group; what they share is named, and a person settles it."""
    members = content["members"]
    if beside.elsewhere is None or len(members) < 2:
        return None
    group = [said for one, other in combinations(members, 2) for said in _one_group(one, other)]
    hints = [said for one, other in combinations(members, 2) for said in _shared(one, other)]
    seen = [*group, *hints]
    return Finding(
        INDEPENDENCE,
        Result.UNRESOLVED if seen else Result.MET,
        " ".join(seen[:MOST_NAMED]) if seen else _("No two members share a number, an owner, a page or a signatory."),
        _("Find out whether they decide independently of each other.") if seen else "",
        {"shared": seen},
        _("The members are independent of each other."),
        Severity.BLOCKING if group else Severity.ADVISORY,
    )


def _marks(member: Mapping[str, Any]) -> set[str]:
    number = (member.get("organisation") or {}).get("register_number") or ""
    return set(marks_of(member["legal_name"], member["country"], number))


def _owners(member: Mapping[str, Any]) -> dict[str, str]:
    """Those it names as tied to it, by the mark of the name."""
    rows = (member.get("size") or {}).get("related", [])
    named = (row["name"] for row in rows if row.get("kind") != "person")
    return {mark: name for name in named for mark in marks_of(name, "", "")}


def _one_group(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    names = {"one": one["legal_name"], "other": other["legal_name"]}
    mine, theirs = _owners(one), _owners(other)
    if _marks(one) & _marks(other):
        yield _("%(one)s and %(other)s have the same name or register number.") % names
    if set(mine) & _marks(other):
        yield _("%(one)s names %(other)s as tied to it.") % names
    if set(theirs) & _marks(one):
        yield _("%(other)s names %(one)s as tied to it.") % names
    for mark in sorted(set(mine) & set(theirs)):
        yield _("%(one)s and %(other)s both name %(owner)s.") % {**names, "owner": mine[mark]}


def _shared(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    names = {"one": one["legal_name"], "other": other["legal_name"]}
    if (host := _host(one)) and host == _host(other):
        yield _("%(one)s and %(other)s have the same page, %(host)s.") % {**names, "host": host}
    signer = " ".join(str(one.get("signed_off_by") or "").casefold().split())
    if signer and signer == " ".join(str(other.get("signed_off_by") or "").casefold().split()):
        yield _("%(one)s and %(other)s were signed off under the same name.") % names


def _host(member: Mapping[str, Any]) -> str:
    website = str((member.get("organisation") or {}).get("website") or "")
    return (urlsplit(website).hostname or "").removeprefix("www.")

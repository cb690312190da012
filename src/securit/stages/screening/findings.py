"""The tests of one version: the call's published rules, and those that every call has.

Pure: frozen facts in, findings out. What cannot be told is *unresolved*; a person settles it, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.rules_kept import keeps
from securit.machinery.rules import Finding, Result, Rule, Severity, evaluate
from securit.money import euros
from securit.stages.calls.public import points_finding
from securit.stages.screening.contracts import Surroundings, marks_of
from securit.stages.screening.double_funding import alike_texts, double_funding
from securit.stages.screening.sanctions import sanctions
from securit.stages.screening.size_finding import sizes
from securit.stages.screening.team_findings import control, declaration, independence, ties

INSIDER, SEVERAL, CEILING = "platform:insider", "platform:several", "platform:ceiling"


def findings(content: Mapping[str, Any], rules: tuple[Rule, ...], beside: Surroundings) -> tuple[Finding, ...]:
    """One finding per published rule, in their order, then one per built-in test that applies to the call."""
    facts = {**content, "history": history(content, beside)}
    published = evaluate(rules, facts, beside.words)
    points = points_finding(beside.terms, published) if beside.terms else None
    built_in = (points, *(test(content, beside) for test in _TESTS))
    return (*published, *(finding for finding in built_in if finding is not None))


def history(content: Mapping[str, Any], beside: Surroundings) -> dict[str, Any]:
    """What rules may ask about the members' past: applications in this call, money already awarded, and both sums."""
    members = []
    for member in content["members"]:
        ref = member["organisation"]["ref"]
        used = beside.used_cents.get(ref, 0)
        members.append(
            {
                "ref": member["ref"],
                "legal_name": member["legal_name"],
                "applications_in_call": len(beside.applications.get(ref, ())),
                "applications_in_programme": beside.in_programme.get(ref, 0),
                "awarded_cents": used,
                "total_cents": used + member["grant_cents"],
            }
        )
    return {"members": members}


@keeps("R-09", "R-40")
def insiders(content: Mapping[str, Any], beside: Surroundings) -> Finding | None:
    """A member that looks like a partner of the programme; likeness is not proof, so a person settles it."""
    if beside.insiders_may_apply:
        return None
    found = {member["legal_name"]: partner for member, partner in _insiders(content, beside)}
    seen = "; ".join(_("%(member)s looks like %(partner)s") % {"member": m, "partner": p} for m, p in found.items())
    return Finding(
        INSIDER,
        Result.UNRESOLVED if found else Result.MET,
        _("%(seen)s, a partner of the programme, by register number or name.") % {"seen": seen}
        if found
        else _("No member has the register number or the name of a partner of the programme."),
        _("Find out whether it is the same legal entity; partners do not apply to their own programme.")
        if found
        else "",
        {"members": found},
        _("A partner of the programme may not be a member."),
        Severity.BLOCKING,
    )


def _insiders(content: Mapping[str, Any], beside: Surroundings) -> Iterator[tuple[Mapping[str, Any], str]]:
    for member in content["members"]:
        stated = member["organisation"]
        for mark in marks_of(member["legal_name"], member["country"], stated["register_number"] or ""):
            if mark in beside.insiders:
                yield member, beside.insiders[mark]
                break


@keeps("R-25")
def several_applications(content: Mapping[str, Any], beside: Surroundings) -> Finding | None:
    """An organisation that takes part in more applications of the call than the call allows."""
    most = beside.most_applications
    if most is None:
        return None
    over = {
        member["legal_name"]: list(numbers)
        for member in content["members"]
        if len(numbers := beside.applications.get(member["organisation"]["ref"], ())) > most
    }
    seen = "; ".join(f"{name}: {', '.join(numbers)}" for name, numbers in over.items())
    return Finding(
        SEVERAL,
        Result.NOT_MET if over else Result.MET,
        _("In more than %(most)d applications of this call – %(seen)s.") % {"most": most, "seen": seen}
        if over
        else _("No member takes part in more than %(most)d applications of this call.") % {"most": most},
        _("The organisation says which of its applications counts; the others are withdrawn or rejected.")
        if over
        else "",
        {"applications": over, "at_most": most},
        _("An organisation may take part in at most %(most)d applications.") % {"most": most},
        Severity.BLOCKING,
    )


@keeps("R-04", "R-05")
def cumulative_ceiling(content: Mapping[str, Any], beside: Surroundings) -> Finding | None:
    """A member that would receive more than the programme's ceiling, counting what it was already awarded."""
    over = []
    totals: dict[str, int] = {}
    for name, (grant, used) in _by_entity(content, beside).items():
        totals[name] = used + grant
        if used + grant > beside.ceiling_cents:
            over.append(
                _("%(name)s asks %(asked)s and already has %(used)s")
                % {"name": name, "asked": euros(grant), "used": euros(used)}
            )
    ceiling = euros(beside.ceiling_cents)
    return Finding(
        CEILING,
        Result.NOT_MET if over else Result.MET,
        _("%(seen)s; the ceiling is %(ceiling)s.") % {"seen": "; ".join(over), "ceiling": ceiling}
        if over
        else _("Every member stays within %(ceiling)s, earlier awards included.") % {"ceiling": ceiling},
        _("The member may receive only what is left under the ceiling.") if over else "",
        {"total_cents": totals, "ceiling_cents": beside.ceiling_cents},
        _("No member may receive more than the programme's ceiling of %(ceiling)s.") % {"ceiling": ceiling},
        Severity.BLOCKING,
    )


def _by_entity(content: Mapping[str, Any], beside: Surroundings) -> dict[str, tuple[int, int]]:
    """What each legal entity asks and already has, by its name: members with one register number are one."""
    sums: dict[str, tuple[str, int, int]] = {}
    for member in content["members"]:
        ref, number = member["organisation"]["ref"], member["organisation"]["register_number"] or ""
        key = marks_of("", member["country"], number)[0] if marks_of("", "", number) else ref
        name, grant, used = sums.get(key, (member["legal_name"], 0, 0))
        more = beside.used_cents.get(ref, 0) if beside.ceiling_is_cumulative else 0
        sums[key] = (name, grant + member["grant_cents"], max(used, more))
    return {name: (grant, used) for name, grant, used in sums.values()}


_TESTS = (
    insiders,
    ties,
    several_applications,
    cumulative_ceiling,
    sizes,
    control,
    independence,
    declaration,
    double_funding,
    alike_texts,
    sanctions,
)

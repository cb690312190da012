"""Do the parts of a programme agree with each other? Each contradiction is a sentence at its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from securit.kernel.rules_kept import keeps
from securit.machinery.forms.countries import COUNTRY_CODES
from securit.machinery.shape import Path, Problem
from securit.money import euros
from securit.programmes.definition.call_checks import call_contradictions
from securit.programmes.definition.findings import Findings
from securit.programmes.definition.programme import ProgrammeDefinition


class _Sourced(Protocol):
    """Any part of the programme that names its source."""

    @property
    def source(self) -> str: ...


def contradictions(programme: ProgrammeDefinition) -> list[Problem]:
    """Every contradiction between sound parts, in the order of the schema."""
    found = Findings()
    if not _zone_exists(programme.time_zone):
        found.note(("time_zone",), f"“{programme.time_zone}” is not a known time zone; write it like Europe/Brussels.")
        return found.problems
    _dates(programme, found)
    _codes(programme, found)
    _countries(programme, found)
    _references(programme, found)
    _ethics(programme, found)
    _facts(programme, found)
    _money(programme, found)
    _insiders(programme, found)
    for index, call in enumerate(programme.calls):
        call_contradictions(programme, call, ("calls", index), found)
    return found.problems


def _zone_exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _dates(programme: ProgrammeDefinition, found: Findings) -> None:
    if programme.ends_on <= programme.starts_on:
        found.note(
            ("ends_on",), f"The programme ends on {programme.ends_on}, not after its start {programme.starts_on}."
        )
    for index, entry in enumerate(programme.calendar):
        path: Path = ("calendar", index)
        for key, value in (("on", entry.on), ("until", entry.until)):
            found.day_or_month((*path, key), value)
        if entry.until and entry.until[: len(entry.on)] < entry.on[: len(entry.until)]:
            found.note((*path, "until"), f"It ends ({entry.until}) before it begins ({entry.on}).")


def _codes(programme: ProgrammeDefinition, found: Findings) -> None:
    found.unique("partners", "code", [partner.code for partner in programme.partners])
    found.unique("ambassadors", "code", [ambassador.code for ambassador in programme.ambassadors])
    found.unique("domains", "code", [domain.code for domain in programme.domains])
    found.unique("challenges", "number", [challenge.number for challenge in programme.challenges])
    found.unique("indicators", "code", [indicator.code for indicator in programme.indicators])
    found.unique("showcase", "acronym", [entry.acronym for entry in programme.showcase])
    found.unique("calls", "code", [call.code for call in programme.calls])
    coordinators = [partner.code for partner in programme.partners if partner.role == "coordinator"]
    if len(coordinators) != 1:
        named = f" ({', '.join(coordinators)})" if coordinators else ""
        found.note(("partners",), f"Exactly one partner is the coordinator; here are {len(coordinators)}{named}.")


def _countries(programme: ProgrammeDefinition, found: Findings) -> None:
    def known(path: Path, country: str) -> None:
        if country not in COUNTRY_CODES:
            found.note(path, f"“{country}” is not a country code of ISO 3166-1 (Greece is GR, the United Kingdom GB).")

    for index, partner in enumerate(programme.partners):
        known(("partners", index, "country"), partner.country)
    for index, ambassador in enumerate(programme.ambassadors):
        known(("ambassadors", index, "country"), ambassador.country)
    for name, codes in programme.lists.items():
        seen: set[str] = set()
        for index, code in enumerate(codes):
            known(("lists", name, index), code)
            if code in seen:
                found.note(("lists", name, index), f"“{code}” stands in the list “{name}” a second time.")
            seen.add(code)


def _references(programme: ProgrammeDefinition, found: Findings) -> None:
    domains = {domain.code for domain in programme.domains}
    challenges = {challenge.number for challenge in programme.challenges}
    calls = {call.code for call in programme.calls}
    for index, challenge in enumerate(programme.challenges):
        found.known(("challenges", index, "domain"), challenge.domain, domains, "domain")
    for index, line in enumerate(programme.calendar):
        found.known(("calendar", index, "call"), line.call, calls, "call")
    for index, shown in enumerate(programme.showcase):
        path: Path = ("showcase", index)
        found.known((*path, "domain"), shown.domain, domains, "domain")
        for place, domain in enumerate(shown.secondary_domains):
            found.known((*path, "secondary_domains", place), domain, domains, "domain")
        found.known((*path, "challenge"), shown.challenge, challenges, "challenge")
        found.known((*path, "call"), shown.call, calls, "call")


def _ethics(programme: ProgrammeDefinition, found: Findings) -> None:
    for index, challenge in enumerate(programme.challenges):
        path: Path = ("challenges", index)
        found.unique("ethics", "question", [each.question for each in challenge.ethics], path)
        for place, each in enumerate(challenge.ethics):
            if each.answer == "yes" and not each.words.strip():
                sentence = "A yes needs words: what this means here, and what is done about it."
                found.note((*path, "ethics", place, "words"), sentence)


def _facts(programme: ProgrammeDefinition, found: Findings) -> None:
    """Sources exist; and a file that names sources names one for each fact."""
    for path, source, standing in _sourced(programme):
        found.known((*path, "source"), source, programme.sources, "source")
        if programme.sources and not source and standing in ("fact", "plan", "published"):
            found.note(path, f"This is marked “{standing}” and names no source; name one, or mark it illustrative.")


def _sourced(programme: ProgrammeDefinition) -> Iterable[tuple[Path, str, str]]:
    """Every part that may name a source: its path, the source, its standing (empty where it has none)."""
    yield ("ceiling",), programme.ceiling.source, programme.ceiling.standing
    yield ("profile",), programme.profile.source, ""
    groups: tuple[tuple[str, Sequence[_Sourced]], ...] = (
        ("partners", programme.partners),
        ("ambassadors", programme.ambassadors),
        ("domains", programme.domains),
        ("challenges", programme.challenges),
        ("calendar", programme.calendar),
        ("showcase", programme.showcase),
        ("calls", programme.calls),
    )
    for name, group in groups:
        for index, item in enumerate(group):
            yield (name, index), item.source, str(getattr(item, "standing", ""))
    for index, indicator in enumerate(programme.indicators):
        for place, measurement in enumerate(indicator.measurements):
            yield ("indicators", index, "measurements", place), measurement.source, measurement.standing


def _money(programme: ProgrammeDefinition, found: Findings) -> None:
    if programme.ceiling.amount_cents == 0:
        found.note(("ceiling", "amount"), "The ceiling is zero; nobody could receive anything.")
    elif programme.ceiling.amount_cents > programme.budget_cents:
        found.note(
            ("ceiling", "amount"),
            f"The ceiling {euros(programme.ceiling.amount_cents)} is above the whole budget "
            f"{euros(programme.budget_cents)}.",
        )
    planned = sum(call.budget_cents for call in programme.calls)
    if planned > programme.budget_cents:
        found.note(
            ("budget",),
            f"The calls together have {euros(planned)}; the budget is {euros(programme.budget_cents)}, "
            f"{euros(planned - programme.budget_cents)} too little.",
        )


@keeps("R-09")
def _insiders(programme: ProgrammeDefinition, found: Findings) -> None:
    """Partners and their affiliates may apply only where the profile names what allows it."""
    if programme.profile.insiders_may_apply and not programme.profile.source:
        found.note(
            ("profile", "source"),
            "The rule profile lets partners apply to their own programme; name the source that allows it.",
        )

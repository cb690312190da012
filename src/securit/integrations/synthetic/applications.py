"""The two open calls of the synthetic world, with the totals that the programme published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Literal

from securit import money
from securit.integrations.synthetic.answers import member_task, write_answers
from securit.integrations.synthetic.budgets import cost_for, shares, total_asked
from securit.integrations.synthetic.companies import Company, Pool, pool
from securit.integrations.synthetic.material import Material, draw
from securit.integrations.synthetic.prose import Library, Subject, fill, find_site
from securit.integrations.synthetic.teams import Team, deal, is_national

Fate = Literal["submitted", "withdrawn", "left_in_draft"]


@dataclass(frozen=True)
class SyntheticMember:
    """One organisation of a team; ``declared_kind`` is what the application says, not always the truth."""

    company: Company
    role: Literal["lead", "member"]
    cost_cents: int
    rate: Decimal
    grant_cents: int
    signed_off: bool
    task: str
    declared_kind: str = "sme"


@dataclass(frozen=True)
class SyntheticApplication:
    """One application; ``intended_fault`` names what screening should find (empty: nothing).

    ``submitted_at`` is missing for a draft, ``withdrawn_at`` for all that were not withdrawn; both lie before the
    deadline of the call. ``answers`` uses the field codes of the demonstration programme's form.
    """

    key: str
    call: str
    acronym: str
    title: str
    summary: str
    domain: str
    challenge: str
    secondary_domain: str
    instrument: str
    duration_months: int
    grant_cents: int
    members: tuple[SyntheticMember, ...]
    answers: Mapping[str, str | int]
    end_user: str
    started_at: datetime
    submitted_at: datetime | None
    withdrawn_at: datetime | None
    fate: Fate
    intended_fault: str
    synthetic: bool = True


@dataclass(frozen=True)
class _Plan:
    """What is settled about an application before its text is written."""

    team: Team
    challenge: str
    fate: Fate
    fault: str


def open_call(material: Material, number: int, *, seed: int) -> tuple[SyntheticApplication, ...]:
    """All applications of call ``number`` (1 or 2): the submitted ones in published numbers, then the others.

    Open Call 2 names 37 countries: 25 of the EU and twelve others. Which two EU states are missing is not published.
    Cyprus and Latvia are taken, by elimination: neither is among the countries charted in the first call nor in the
    “others” of the second.
    """
    frame, world = material.calls[number], pool(material, seed=seed)
    library = Library(material)
    if number == 2:  # nothing of the first call is repeated
        for earlier in open_call(material, 1, seed=seed):
            library.remember(earlier.acronym, earlier.title, earlier.summary)
    themes = {theme["challenge"]: theme for theme in material.themes}
    used: Counter[str] = Counter()
    return tuple(
        _write(library, frame, themes[plan.challenge], plan, used, draw(seed, "application", number, index))
        for index, plan in enumerate(_plans(material, number, world, seed))
    )


def to_data(value: Any) -> Any:
    """Any record of this package as plain data: money as whole cents, decimals and instants as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: to_data(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_data(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_data(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return str(value) if isinstance(value, (Decimal, float)) else value


def _plans(material: Material, number: int, world: Pool, seed: int) -> list[_Plan]:
    frame, chance = material.calls[number], draw(seed, "plans", number)
    teams = deal(world.of_call[number], frame["team_sizes"], national=frame["national_teams"], chance=chance)
    challenges = [theme["challenge"] for theme in material.themes for _ in range(theme["applications"][number - 1])]
    chance.shuffle(challenges)
    dealt, faults = _with_faults(list(teams), frame["faults"], chance)
    _improve_fit(dealt, challenges, {theme["challenge"]: frozenset(theme["tags"]) for theme in material.themes}, chance)
    plans = [
        _Plan(team, challenge, "submitted", fault)
        for team, challenge, fault in zip(dealt, challenges, faults, strict=True)
    ]
    spare = list(world.spare[number])
    chance.shuffle(spare)
    for fate, count in frame["unsubmitted"].items():
        plans += [_Plan((spare.pop(), spare.pop()), chance.choice(challenges), fate, "") for _ in range(count)]
    last = plans[-1]
    plans[-1] = replace(last, team=(last.team[0], world.outside), fault="outside_territory")
    return plans


def _improve_fit(teams: list[Team], challenges: list[str], tags: Mapping[str, frozenset[str]], chance: Random) -> None:
    """Exchange challenges between teams while that brings the work closer to what the companies can do."""

    def fit(team: Team, challenge: str) -> int:
        return sum(bool(tags[challenge] & set(member.expertise)) * 2 for member in team) + bool(
            tags[challenge] & set(team[0].expertise)
        )

    for _ in range(40 * len(teams)):
        a, b = chance.sample(range(len(teams)), 2)
        now = fit(teams[a], challenges[a]) + fit(teams[b], challenges[b])
        if fit(teams[a], challenges[b]) + fit(teams[b], challenges[a]) > now:
            challenges[a], challenges[b] = challenges[b], challenges[a]


def _with_faults(teams: list[Team], wanted: Mapping[str, int], chance: Random) -> tuple[list[Team], list[str]]:
    """Give some teams a fault: those that follow from the team itself first, the others to teams without one."""
    faults = [_natural_fault(team) for team in teams]
    if faults.count("single_sme") != wanted["single_sme"]:
        raise ValueError("The teams of one do not agree with the faults that the call should contain.")
    free = [index for index, fault in enumerate(faults) if not fault and len(teams[index]) == 2]
    chance.shuffle(free)
    for fault, count in wanted.items():
        if fault in ("single_sme", "sme_in_too_many_applications"):
            continue
        for _ in range(count):
            faults[free.pop()] = fault
    _repeat_one_company(teams, faults, free, wanted["sme_in_too_many_applications"])
    return teams, faults


def _natural_fault(team: Team) -> str:
    if len(team) == 1:
        return "single_sme"
    if not all(member.is_sme for member in team):
        return "member_not_an_sme"
    return "single_country" if is_national(team) else ""


def _repeat_one_company(teams: list[Team], faults: list[str], free: list[int], times: int) -> None:
    """Let one company stand in ``times`` teams, in the place of a compatriot, so that country totals stay."""
    for first in free:
        company = teams[first][0]
        others = [index for index in free if index != first and teams[index][1].country == company.country]
        if len(others) >= times - 1:
            for index in (first, *others[: times - 1]):
                faults[index] = "sme_in_too_many_applications"
            for index in others[: times - 1]:
                teams[index] = (teams[index][0], company)
            return
    raise ValueError("No company has enough compatriots to stand in several applications.")


def _write(
    library: Library,
    frame: Mapping[str, Any],
    theme: Mapping[str, Any],
    plan: _Plan,
    used: Counter[str],
    chance: Random,
) -> SyntheticApplication:
    idea = min(theme["ideas"], key=lambda each: (used[each["name"]], chance.random()))
    used[idea["name"]] += 1
    kinds = frame["instruments"]
    instrument = chance.choices(kinds, weights=[kind["in_hundred"] for kind in kinds])[0]
    deadline = _instant(frame["deadline_at"])
    trl_in, trl_out = (4, 6) if plan.fault == "readiness_too_low" else chance.choice(instrument["trl"])
    months = chance.choice(instrument["months"])
    acronym = library.acronym(idea, chance)
    subject = Subject(
        acronym, theme, idea, plan.team, trl_in, trl_out, months, year=deadline.year - chance.randint(1, 2)
    )
    target, site = find_site(library.material, theme, idea, plan.team, chance)
    effect = fill(idea["effect"], {}, chance)
    members = _members(library, frame, instrument, plan, subject, site, chance)
    started, submitted, withdrawn = _instants(_instant(frame["opens_at"]), deadline, plan.fate, chance)
    domain = theme["challenge"].partition(".")[0]
    return SyntheticApplication(
        key=f"{frame['code']}-{acronym}".lower(),
        call=frame["code"],
        acronym=acronym,
        title=library.title(subject, target, chance),
        summary=library.summary(subject, site, effect, chance),
        domain=domain,
        challenge=theme["challenge"],
        secondary_domain=chance.choice([d for d in "123" if d != domain]) if chance.random() < 0.18 else "",
        instrument=instrument["code"],
        duration_months=months,
        grant_cents=sum(member.grant_cents for member in members),
        members=members,
        answers=write_answers(library, subject, site, effect, chance),
        end_user=site[:1].upper() + site[1:],
        started_at=started,
        submitted_at=submitted,
        withdrawn_at=withdrawn,
        fate=plan.fate,
        intended_fault=plan.fault,
    )


def _members(
    library: Library,
    frame: Mapping[str, Any],
    instrument: Mapping[str, Any],
    plan: _Plan,
    subject: Subject,
    site: str,
    chance: Random,
) -> tuple[SyntheticMember, ...]:
    ceiling, most = money.cents(frame["ceiling_per_member"]), money.cents(instrument["most"])
    rate, size = Decimal(frame["rate"]), len(plan.team)
    total = total_asked(most, size, ceiling, chance)
    grants = shares(total, size, ceiling, chance)
    if plan.fault == "member_over_ceiling":
        grants = [ceiling + 1_000_00, max(0, total - ceiling - 1_000_00), *([0] * (size - 2))]
    return tuple(
        SyntheticMember(
            company=company,
            role="member" if place else "lead",
            cost_cents=cost_for(grant, rate),
            rate=rate,
            grant_cents=grant,
            signed_off=plan.fate == "submitted" and not (plan.fault == "member_not_signed_off" and place == size - 1),
            task=member_task(library, subject, company, site, chance),
        )
        for place, (company, grant) in enumerate(zip(plan.team, grants, strict=True))
    )


def _instants(
    opens: datetime, deadline: datetime, fate: Fate, chance: Random
) -> tuple[datetime, datetime | None, datetime | None]:
    """When it was begun, submitted and withdrawn: most arrive in the last two days, many in the last hours."""
    wave = chance.random()
    if wave < 0.32:
        before = 25 + int(3 * 3_600 * chance.random() ** 2)
    elif wave < 0.74:
        before = 3 * 3_600 + int(45 * 3_600 * chance.random())
    else:
        before = 2 * 86_400 + int(26 * 86_400 * chance.random() ** 2)
    submitted = deadline - timedelta(seconds=before)
    room = int((submitted - opens).total_seconds())
    started = opens + timedelta(seconds=int(room * chance.random() ** 0.7 * 0.97))
    if fate == "left_in_draft":
        return started, None, None
    if fate == "withdrawn":
        return started, submitted, submitted + timedelta(seconds=max(1, int(before * 0.6)))
    return started, submitted, None


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)

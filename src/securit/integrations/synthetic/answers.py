"""Answers to the application form of the demonstration programme, by its field codes."""

from __future__ import annotations

from random import Random
from typing import Any

from securit.integrations.synthetic.companies import Company
from securit.integrations.synthetic.prose import Library, Subject, fill, skill_of, some

WATCHING = frozenset({"1.2", "3.1", "3.2", "3.3"})


def write_answers(library: Library, subject: Subject, site: str, effect: str, chance: Random) -> dict[str, str | int]:
    """Every required field of the form; yes and no are ``yes`` and ``no``, dates ISO text."""
    prose, theme, idea = library.material.prose, subject.theme, subject.idea
    slots = library.slots(subject, site, effect)
    lead = subject.members[0]
    found: dict[str, str | int] = {
        "problem": f"{some(theme['problems'], 3, slots, chance)} {some(theme['gaps'], 2, slots, chance)}",
        "end_user": site[:1].upper() + site[1:],
        "end_user_role": " ".join(
            some(prose[kind], n, slots, chance) for kind, n in (("end_user", 1), ("end_user_role", 3))
        ),
        "solution": _solution(library, subject, site, effect, chance),
        "innovation": f"{some(idea['new'], 2, slots, chance)} {some(prose['comparison'], 2, slots, chance)}",
        "trl_in": subject.trl_in,
        "trl_out": subject.trl_out,
        "intellectual_property": chance.choices(("members", "licensed", "open", "unclear"), weights=(70, 14, 12, 4))[0],
        "market": some(prose["market"], 4, slots, chance),
        "impact": some(prose["impact"], 4, slots, chance),
        "first_sale_on": f"{subject.year + 3}-{chance.randint(1, 12):02d}-01",
        "website": lead.website,
        "work_plan": _work_plan(library, subject, slots, chance),
        "duration_months": subject.months,
        "team": _team(library, subject, chance),
        "other_eu_funding": "no",
        "contact_email": lead.email,
        "dual_use": "yes" if chance.random() < 0.12 else "no",
    }
    found.update(_responsibility(library, subject, slots, chance))
    if chance.random() < 0.07:
        found["other_eu_funding"] = "yes"
        found["other_eu_funding_details"] = (
            f"{lead.short_name} received a regional innovation voucher of €{chance.randint(8, 20)},000 "
            f"for a market study in {subject.year}. It covered none of the work described here."
        )
    return found


def member_task(library: Library, subject: Subject, member: Company, site: str, chance: Random) -> str:
    """What one member does, from its own field of work."""
    skill = skill_of(library.material, member, subject.theme, chance)
    duty = chance.choice(
        (
            "leads the work, keeps the schedule and answers for the reports",
            "coordinates the team and is responsible for the complete system",
        )
        if member is subject.members[0]
        else (
            f"prepares and runs the trial at {site}",
            "delivers its component, tests it in the laboratory and supports the installation",
            "designs the user interface with the end user and trains the staff",
            "carries out the measurements and writes the evaluation",
        )
    )
    return f"{member.short_name} contributes {skill}. It {duty}."


def _solution(library: Library, subject: Subject, site: str, effect: str, chance: Random) -> str:
    prose, slots = library.material.prose, library.slots(subject, site, effect)
    parts = [
        fill(chance.choice(prose["introductions"]), slots, chance),
        some(subject.idea["how"], 2, slots, chance),
        some(prose["choices"], 3, slots, chance),
        some(prose["maturity"], 1, slots, chance),
        some(prose["pilots"], 1, slots, chance),
    ]
    return " ".join(parts)


def _work_plan(library: Library, subject: Subject, slots: dict[str, object], chance: Random) -> str:
    """Four steps in order: one of each pair of fragments, then two risks."""
    steps = library.material.prose["work_plan"]
    lines = [fill(steps[index + chance.randint(0, 1)], slots, chance) for index in range(0, len(steps), 2)]
    return "\n".join([*lines, "Risks: " + some(library.material.prose["risks"], 2, slots, chance)])


def _team(library: Library, subject: Subject, chance: Random) -> str:
    prose, members = library.material.prose, subject.members
    lead = members[0]
    slots: dict[str, Any] = {
        "lead": lead.short_name,
        "lead_city": lead.city,
        "lead_skill": skill_of(library.material, lead, subject.theme, chance),
    }
    if len(members) == 1:
        sentences = ("team_lead", "team_alone", "team_single_close")
    else:
        second = members[1]
        slots |= {
            "second": second.short_name,
            "second_city": second.city,
            "second_skill": skill_of(library.material, second, subject.theme, chance),
            "others": _listed([f"{other.short_name} ({other.city})" for other in members[2:]]),
        }
        sentences = ("team_lead", "team_second", *(("team_others",) if len(members) > 2 else ()), "team_close")
    return " ".join(fill(chance.choice(prose[kind]), slots, chance) for kind in sentences)


def _responsibility(
    library: Library, subject: Subject, slots: dict[str, object], chance: Random
) -> dict[str, str | int]:
    ethics = library.material.prose["ethics"]
    watches = subject.theme["challenge"] in WATCHING
    personal = watches or chance.random() < 0.4
    found: dict[str, str | int] = {
        "personal_data": "yes" if personal else "no",
        "surveillance": "yes" if watches else "no",
    }
    if personal:
        found["personal_data_safeguards"] = some(ethics[1:], 2, slots, chance)
    if watches:
        found["surveillance_safeguards"] = some(ethics[1:], 3, slots, chance)
    return found


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""

"""A call to begin with: from eight answers, or from an earlier call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from securit.money import euros, plain
from securit.programmes.definition import ProgrammeDefinition
from securit.stages.calls.design import rule_kinds, starters
from securit.stages.calls.design.codes import code_of
from securit.stages.calls.design.entries import Item
from securit.stages.calls.design.generated import reports, sentences

#: What the platform wrote by itself, to be read by a person before it is meant.
PROPOSED = ("payment_plan", "form", "evaluation", "tie_breaks", "text")


@dataclass(frozen=True)
class Support:
    """A kind of support, as far as it is asked at the beginning."""

    title: str
    max_grant_cents: int
    months: int


@dataclass(frozen=True)
class Answers:
    """What is asked before a call is designed. ``members_most`` of 0 is no limit; ``kinds`` empty is any kind."""

    code: str
    title: str
    challenges: tuple[str, ...]
    supports: tuple[Support, ...]
    rate: str
    activities: tuple[str, ...]
    budget_cents: int
    member_cents: int | None
    opens_at: datetime
    deadline_at: datetime
    planned_decision_on: str
    members_least: int
    members_most: int
    countries_least: int
    kinds: tuple[str, ...]
    country_list: str
    criteria: str
    evaluators: int
    languages: tuple[str, ...]


def begun(answers: Answers, programme: ProgrammeDefinition) -> Item:
    """A whole definition, as plain data; what was not asked is a proposal, and is marked as one."""
    scheme = starters.criteria(answers.criteria)
    heaviest = max(scheme["criteria"], key=lambda each: Decimal(each.get("weight", "1")))
    data: Item = {
        "code": answers.code,
        "title": answers.title,
        "opens_at": answers.opens_at.isoformat(),
        "deadline_at": answers.deadline_at.isoformat(),
        "planned_decision_on": answers.planned_decision_on,
        "languages": list(answers.languages),
        "budget": plain(answers.budget_cents),
        "grant_per_member": "" if answers.member_cents is None else plain(answers.member_cents),
        "challenges": list(answers.challenges),
        "instruments": _instruments(answers),
        "form": starters.form(answers.title),
        "criteria": scheme,
        "evaluators_per_application": str(answers.evaluators),
        "tie_breaks": [
            {
                "key": f"criterion:{heaviest['code']}",
                "title": _("The higher score for %(name)s") % {"name": heaviest["title"]},
            },
            {"key": "submitted_first", "title": _("The earlier submission")},
        ],
        "illustrative": list(PROPOSED),
    }
    data["eligibility"] = _rules(answers, data, programme)
    return {**data, "summary": _summary(answers), "text": _text(answers, data, programme)}


def _instruments(answers: Answers) -> list[Item]:
    found: list[Item] = []
    for support in answers.supports:
        code = code_of(support.title, [each["code"] for each in found], otherwise="support")
        found.append(
            {
                "code": code,
                "title": support.title,
                "max_grant": plain(support.max_grant_cents),
                "rate": answers.rate,
                "duration_months": str(support.months),
                "payment_plan": starters.payment_plan(),
            }
        )
    return found


def _rules(answers: Answers, data: Item, programme: ProgrammeDefinition) -> list[Item]:
    wanted: list[tuple[str, Mapping[str, Any]]] = []
    if answers.members_least > 1:
        wanted.append(("members_at_least", {"at_least": str(answers.members_least)}))
    if answers.members_most:
        wanted.append(("members_at_most", {"at_most": str(answers.members_most)}))
    if answers.countries_least > 1:
        wanted.append(("countries_at_least", {"at_least": str(answers.countries_least)}))
    if answers.kinds:
        wanted.append(("every_kind", {"one_of": list(answers.kinds)}))
    if answers.country_list:
        wanted.append(("every_country", {"in_list": answers.country_list}))
    if answers.member_cents is not None:
        wanted.append(("member_grant", {"at_most": plain(answers.member_cents)}))
    wanted += [
        ("team_grant_of", {"instrument": each["code"], "at_most": each["max_grant"]}) for each in data["instruments"]
    ]
    if answers.challenges:
        wanted.append(("challenges", {"challenges": list(answers.challenges)}))
    wanted.append(("signed_off", {}))
    rules: list[Item] = []
    for name, values in wanted:
        kind = rule_kinds.BY_CODE[name]
        entries = rule_kinds.entries_of(kind, data, programme)
        code = code_of(name, [rule["code"] for rule in rules], otherwise="rule")
        says, test = kind.sentence(values, entries), kind.test_with(values)
        rules.append({"code": code, "says": says, "remedy": str(kind.remedy), "test": test})
    return rules


def _summary(answers: Answers) -> str:
    offers = "; ".join(
        _("%(name)s: up to %(most)s") % {"name": each.title, "most": euros(each.max_grant_cents)}
        for each in answers.supports
    )
    return _("%(title)s. %(offers)s.") % {"title": answers.title, "offers": offers}


def _text(answers: Answers, data: Item, programme: ProgrammeDefinition) -> Item:
    return {
        "objectives": _objectives(answers, programme),
        "activities": list(answers.activities),
        "who_can_apply": "\n".join(f"- {rule['says']}" for rule in data["eligibility"]),
        "amounts": _amounts(data),
        "procedure": _procedure(answers),
        "obligations": starters.obligations(),
        "european_dimension": _european_dimension(answers),
    }


def _objectives(answers: Answers, programme: ProgrammeDefinition) -> str:
    titles = [f"- {each.number} {each.title}" for each in programme.challenges if each.number in answers.challenges]
    if not titles:
        return _("The call supports projects in the field of %(programme)s.") % {"programme": programme.title}
    return "\n".join([_("The call looks for answers to these challenges:"), "", *titles])


def _amounts(data: Item) -> str:
    opening, *lines = sentences(data)["amounts"].values()
    return "\n".join([opening, "", *(f"- {line}" for line in lines)])


def _procedure(answers: Answers) -> str:
    steps = (
        _("You apply on this platform before the deadline. Nobody can read your application before it."),
        _("We check admissibility and eligibility, and ask you when something is unclear."),
        reports(answers.evaluators),
        _("Applications that reach the thresholds are ranked. Equal totals are ordered by the published keys."),
        _("The coordinator decides on the award, in the name of the consortium. Everybody is told the result."),
        _("Funded teams sign the agreement and begin."),
    )
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))


def _european_dimension(answers: Answers) -> str:
    """What the answers say about it; nothing where they say nothing: that has to be written by a person."""
    if answers.countries_least < 2:
        return ""
    return _("Each team joins members from at least %(count)d countries, so that results cross borders.") % {
        "count": answers.countries_least
    }


def copied(data: Item, *, code: str, title: str, opens_at: datetime, deadline_at: datetime, budget_cents: int) -> Item:
    """An earlier call as a new one: its dates, its source and its announcement are not taken over.

    Rules, form, criteria and text come word by word; the text is marked to be read again, since it may name dates.
    """
    marks = [name for name in data.get("illustrative", ()) if name not in ("dates", "text")]
    closing = deadline_at.isoformat()
    return {
        **data,
        "code": code,
        "title": title,
        "opens_at": opens_at.isoformat(),
        "deadline_at": closing,
        "cut_offs": [closing] if data.get("mode") == "cut_offs" else [],
        "announced_month": "",
        "questions_close_at": "",
        "planned_decision_on": "",
        "budget": plain(budget_cents),
        "source": "",
        "illustrative": [*marks, "text"],
    }

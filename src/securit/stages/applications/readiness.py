"""What still keeps an application from being submitted, each with the place where it is mended. No database.

Some gaps are matters of eligibility (a ceiling): a person is held to them before submitting; an application that the
platform itself imports comes as it is, and the eligibility check finds them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from securit import money
from securit.machinery.forms import FormSpec
from securit.programmes.definition import CallDefinition
from securit.programmes.definition.calls import Instrument

#: Pages of the application besides the sections of the form (a section's code never holds a hyphen).
BASICS = "the-project"
TEAM = "the-team"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing or wrong. ``section`` is where it is mended: BASICS, TEAM or a section of the form.

    ``blocks`` is false for advice: it can be submitted, but should not be. ``eligibility``: see the module.
    """

    code: str
    sentence: str
    section: str
    field: str = ""
    member: str = ""
    blocks: bool = True
    eligibility: bool = False


def gaps(
    content: Mapping[str, Any], terms: CallDefinition, *, ceiling_cents: int, has_domains: bool
) -> tuple[Gap, ...]:
    """Everything that is missing in this content, in the order of the pages.

    ``ceiling_cents`` is the most that one member may receive; ``has_domains``: the programme has domains to choose.
    """
    form = terms.form
    return (
        *_basics(content, terms, has_domains),
        *(_answers(content, form) if form else ()),
        *_team(content, terms, ceiling_cents),
    )


def _basics(content: Mapping[str, Any], terms: CallDefinition, has_domains: bool) -> Iterator[Gap]:
    if not content["title"]:
        yield Gap("title", _("The title is missing."), BASICS, "title")
    if content["instrument"] not in {instrument.code for instrument in terms.instruments}:
        yield Gap("instrument", _("Choose the kind of support you apply for."), BASICS, "instrument")
    if terms.challenges and content["challenge"] not in terms.challenges:
        yield Gap("challenge", _("Choose the challenge that you answer."), BASICS, "challenge")
    elif has_domains and not content["domain"]:
        yield Gap("domain", _("Choose the domain of your project."), BASICS, "domain")


def _answers(content: Mapping[str, Any], form: FormSpec) -> Iterator[Gap]:
    names = {member["ref"]: member["legal_name"] for member in content["members"]}
    sections = {field.code: section.code for section in form.sections for field in section.fields}
    for problem in form.validate(content["answers"], complete=True, members=tuple(names)):
        sentence = f"{names[problem.member]}: {problem.sentence}" if problem.member in names else problem.sentence
        yield Gap("answer", sentence, sections[problem.field], problem.field, problem.member)


def _team(content: Mapping[str, Any], terms: CallDefinition, ceiling_cents: int) -> Iterator[Gap]:
    members = content["members"]
    chosen = next((i for i in terms.instruments if i.code == content["instrument"]), None)
    if not any(member["role"] == "lead" for member in members):
        yield Gap("lead", _("The team has no lead."), TEAM)
    for member in members:
        yield from _member(member, chosen, ceiling_cents)
    if members and chosen is not None:
        yield from _sum(content["grant_cents"], chosen)
    if members and content["grant_cents"] == 0:
        yield Gap("no_grant", _("The team asks for no money yet."), TEAM, "grant")


def _member(member: Mapping[str, Any], chosen: Instrument | None, ceiling_cents: int) -> Iterator[Gap]:
    name, grant, cost = member["legal_name"], member["grant_cents"], member["cost_cents"]
    if grant > ceiling_cents:
        yield Gap("over_ceiling", over_ceiling(name, grant, ceiling_cents), TEAM, "grant", member["ref"], True, True)
    if chosen is not None and grant > (most := money.at_rate(cost, chosen.rate)):
        sentence = _("%(name)s: the grant of %(grant)s is more than %(rate)s of the cost, which is %(most)s.")
        values = {"name": name, "grant": money.euros(grant), "rate": _percent(chosen), "most": money.euros(most)}
        yield Gap("over_rate", sentence % values, TEAM, "grant", member["ref"], True, True)
    if not member["signed_off"]:
        sentence = _("%(name)s has not signed off yet.") % {"name": name}
        yield Gap("sign_off", sentence, TEAM, "", member["ref"], blocks=member["role"] == "lead")


def _sum(grant_cents: int, chosen: Instrument) -> Iterator[Gap]:
    values = {
        "grant": money.euros(grant_cents),
        "title": chosen.title,
        "most": money.euros(chosen.max_grant_cents),
        "least": money.euros(chosen.min_grant_cents),
    }
    if grant_cents > chosen.max_grant_cents:
        sentence = _("The team asks for %(grant)s; “%(title)s” gives at most %(most)s.") % values
        yield Gap("over_maximum", sentence, TEAM, "grant", eligibility=True)
    if grant_cents < chosen.min_grant_cents:
        sentence = _("The team asks for %(grant)s; “%(title)s” begins at %(least)s.") % values
        yield Gap("under_minimum", sentence, TEAM, "grant", eligibility=True)


def over_ceiling(name: str, grant_cents: int, ceiling_cents: int) -> str:
    """The sentence for a grant above what one member may receive."""
    return _("%(name)s asks for %(grant)s; one member may receive at most %(ceiling)s.") % {
        "name": name,
        "grant": money.euros(grant_cents),
        "ceiling": money.euros(ceiling_cents),
    }


def over_cost(grant_cents: int, cost_cents: int) -> str:
    """The sentence for a grant above the cost."""
    return _("The grant of %(grant)s is more than the cost of %(cost)s.") % {
        "grant": money.euros(grant_cents),
        "cost": money.euros(cost_cents),
    }


def _percent(instrument: Instrument) -> str:
    return f"{(instrument.rate * 100).normalize():f} %"

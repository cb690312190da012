"""Invented applications to a call, by its own form: what its rules are tried on. Leaf; the same seed, the same ones.

They have the shape of an application's canonical content, with a small history of each member. Most are as a careful
team would send them; some have what real ones have: a large company, a country far away, a grant above the limit, a
member that has not signed off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from random import Random
from typing import Any

from securit.machinery.forms import FieldType, FormSpec
from securit.machinery.forms.countries import COUNTRY_CODES
from securit.machinery.forms.fields import Field
from securit.money import at_rate, plain, split
from securit.programmes.definition import CallDefinition, Instrument, ProgrammeDefinition

KINDS = (*["sme"] * 16, "large", "research", "person", "infrastructure")
TEAM_SIZES = (1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6)
FAR_AWAY = 0.08
TOO_MUCH = 0.10
UNSIGNED = 0.06
LEFT_EMPTY = 0.3
_TODAY = date(2024, 1, 1)
_WORDS = ("a", "team", "of", "small", "firms", "shows", "in", "three", "steps", "how", "the", "solution", "works")

Content = dict[str, Any]


def specimens(call: CallDefinition, programme: ProgrammeDefinition, *, seed: int, count: int) -> Iterator[Content]:
    """That many applications, each drawn by itself, so that the first ones stay when more are asked for."""
    for number in range(count):
        yield _specimen(call, programme, Random(f"{seed}/{number}"), number)  # noqa: S311 - invented data


def _specimen(call: CallDefinition, programme: ProgrammeDefinition, chance: Random, number: int) -> Content:
    instrument = chance.choice(call.instruments)
    members = [_member(programme, chance, place) for place in range(chance.choice(TEAM_SIZES))]
    _share(members, instrument, _ceiling(call, programme), chance)
    answers = _answers(call.form, [member["ref"] for member in members], chance) if call.form else {}
    challenges = {each.number: each.domain for each in programme.challenges}
    challenge = chance.choice(call.challenges) if call.challenges else ""
    return {
        "call": call.code,
        "number": f"{call.code}-{number + 1}",
        "acronym": f"TRY{number + 1}",
        "title": "An invented application",
        "instrument": instrument.code,
        "domain": challenges.get(challenge, ""),
        "challenge": challenge,
        "answers": answers,
        "members": members,
        "cost_cents": sum(member["cost_cents"] for member in members),
        "grant_cents": sum(member["grant_cents"] for member in members),
        "files": [],
        "history": {"members": [_history(member, chance) for member in members]},
    }


def _ceiling(call: CallDefinition, programme: ProgrammeDefinition) -> int:
    own, ceiling = call.grant_per_member_cents, programme.ceiling.amount_cents
    return ceiling if own is None else min(own, ceiling)


def _member(programme: ProgrammeDefinition, chance: Random, place: int) -> Content:
    kind, country = chance.choice(KINDS), _country(programme, chance)
    name = f"Invented Company {place + 1}"
    headcount = chance.randint(1, 249) if kind == "sme" else chance.randint(250, 4_000)
    turnover = headcount * chance.randint(50_000, 150_000) * 100
    return {
        "ref": f"member{place + 1}",
        "role": "member" if place else "lead",
        "kind": kind,
        "country": country,
        "legal_name": name,
        "organisation": {
            "ref": f"org{place + 1}", "legal_name": name, "kind": kind, "country": country, "city": "Anywhere",
            "register_number": f"R{chance.randint(1, 99_999)}", "website": "https://company.example",
            "headcount": headcount, "turnover_cents": turnover, "balance_cents": turnover * 7 // 10,
        },
        "cost_cents": 0,
        "grant_cents": 0,
        "signed_off": chance.random() >= UNSIGNED,
    }  # fmt: skip


def _country(programme: ProgrammeDefinition, chance: Random) -> str:
    """Mostly one of the countries that the programme names in any of its lists."""
    listed: list[str] = sorted(
        {code for values in programme.lists.values() for code in values if code in COUNTRY_CODES}
    )
    codes: list[str] = listed if listed and chance.random() >= FAR_AWAY else sorted(COUNTRY_CODES)
    return chance.choice(codes)


def _share(members: list[Content], instrument: Instrument, ceiling: int, chance: Random) -> None:
    """What the team asks for: close to the most, sometimes above it, shared as teams do."""
    most = instrument.max_grant_cents
    reachable = min(most, ceiling * len(members))
    total = most * 12 // 10 if chance.random() < TOO_MUCH else reachable * chance.randint(60, 100) // 100
    parts = split(total, [chance.randint(7, 17) for _ in members])
    if total <= ceiling * len(members):
        parts = _under(parts, ceiling)
    for member, grant in zip(members, parts, strict=True):
        member["grant_cents"], member["cost_cents"] = grant, _cost(grant, instrument.rate)


def _under(parts: list[int], ceiling: int) -> list[int]:
    """The same sum with nobody above the ceiling; the last ones take what the first ones may not."""
    spare, found = 0, []
    for part in parts:
        found.append(min(ceiling, part + spare))
        spare += part - found[-1]
    for place, part in enumerate(found):
        more = min(spare, ceiling - part)
        found[place], spare = part + more, spare - more
    return found


def _cost(grant: int, rate: Decimal) -> int:
    cost = int((Decimal(grant) / rate).to_integral_value(ROUND_CEILING)) if rate else grant
    return cost if at_rate(cost, rate) >= grant else cost + 1


def _history(member: Content, chance: Random) -> Content:
    awarded = chance.choice((0, 0, 0, 0, 20_000_00))
    return {
        "ref": member["ref"], "legal_name": member["legal_name"], "awarded_cents": awarded,
        "applications_in_call": chance.choice((1, 1, 1, 1, 1, 1, 2)),
        "applications_in_programme": chance.choice((1, 1, 2)),
        "total_cents": awarded + member["grant_cents"],
    }  # fmt: skip


def _answers(form: FormSpec, members: list[str], chance: Random) -> Content:
    answers: Content = {}
    for field in form.fields:
        make = _MAKERS.get(str(field.type))
        if make is None or (not field.required and chance.random() < LEFT_EMPTY):
            continue
        answers[field.code] = {ref: make(field, chance) for ref in members} if field.per_member else make(field, chance)
        if field.type is FieldType.WORK_PLAN:
            answers[field.code] = [{**row, "member": chance.choice(members)} for row in answers[field.code]]
    return form.without_hidden(answers)


def _text(field: Field, chance: Random) -> str:
    most = field.limits.max_words or 40
    said = " ".join(chance.choice(_WORDS) for _ in range(min(most, chance.randint(3, 40))))
    return said[: field.limits.max_characters].strip() if field.limits.max_characters else said


def _number(field: Field, chance: Random) -> int:
    least = field.limits.least if field.limits.least is not None else 0
    return chance.randint(least, field.limits.most if field.limits.most is not None else least + 100)


def _amount(field: Field, chance: Random) -> str:
    least = field.limits.least or 0
    return plain(chance.randint(least, field.limits.most if field.limits.most is not None else least + 90_000_00))


def _day(field: Field, chance: Random) -> str:
    first = field.limits.not_before or _TODAY
    last = field.limits.not_after or first + timedelta(days=1_095)
    return (first + timedelta(days=chance.randint(0, max(0, (last - first).days)))).isoformat()


def _several(field: Field, chance: Random) -> list[str]:
    codes = list(field.option_codes)
    fewest, most = max(1, field.limits.least or 1), min(len(codes), field.limits.most or len(codes))
    chosen = set(chance.sample(codes, chance.randint(min(fewest, most), most)))
    return [code for code in codes if code in chosen]


def _land(field: Field, chance: Random) -> str:
    codes: Sequence[str] = field.limits.one_of or sorted(COUNTRY_CODES)
    return chance.choice(codes)


def _paper(field: Field, chance: Random) -> Content:
    kind = field.limits.kinds[0] if field.limits.kinds else "pdf"
    return {"name": f"paper.{kind}", "sha256": "0" * 64, "size": 1_000, "kind": kind}


def _rows(field: Field, chance: Random) -> list[Content]:
    least = field.limits.least or 1
    count = chance.randint(least, max(least, min(field.limits.most or least, least + 3)))
    return [{each.code: _MAKERS[each.type](each, chance) for each in field.row_columns} for _row in range(count)]


def _plan(field: Field, chance: Random) -> list[Content]:
    """Who is responsible is chosen where the members are known."""
    months = field.limits.months or 1
    found = []
    for row in _rows(field, chance):
        start = chance.randint(1, months)
        found.append({**row, "start": start, "end": chance.randint(start, months)})
    return found


_MAKERS: dict[str, Callable[[Field, Random], Any]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _text,
    FieldType.CHOICE: lambda field, chance: chance.choice(field.option_codes),
    FieldType.CHOICES: _several,
    FieldType.YES_NO: lambda field, chance: chance.random() < 0.5,
    FieldType.WHOLE_NUMBER: _number,
    FieldType.MONEY: _amount,
    FieldType.DATE: _day,
    FieldType.COUNTRY: _land,
    FieldType.URL: lambda field, chance: "https://company.example",
    FieldType.EMAIL: lambda field, chance: "office@company.example",
    FieldType.FILE: _paper,
    FieldType.TABLE: _rows,
    FieldType.WORK_PLAN: _plan,
}
"""How each type of field is answered; a type that is not here stays empty."""

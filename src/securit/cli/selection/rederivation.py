"""Who is ranked where and who is funded, from the exported record alone, in exact fractions.

It shares no code with the stage that ranked: ``standings`` re-derives scores, totals, thresholds and order with the
published tie-breaks, ``funding`` goes down the list through budget, envelopes, ceilings and quotas. Where a quota asks
for a least number, the set is found by the shipped engine, which says no more than what its own checker proves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from hashlib import sha256
from statistics import median
from typing import Any

Record = Mapping[str, Any]
Scores = dict[str, Fraction]


@dataclass(frozen=True, slots=True)
class Standings:
    """Combined scores of every application, totals of those above the thresholds, the order, and the rank of each."""

    scores: Mapping[str, Scores]
    totals: Mapping[str, Fraction]
    order: tuple[str, ...]
    ranks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Funding:
    """Numbers from the best down: funded, on the reserve list, barred by a ceiling whatever money returns."""

    funded: tuple[str, ...]
    reserve: tuple[str, ...]
    barred: tuple[str, ...]


def half_up(value: Fraction, decimals: int) -> Fraction:
    """Rounded to so many decimals, a half upwards."""
    return Fraction((value * 10**decimals * 2 + 1) // 2, 10**decimals)


def total(scheme: Record, scores: Mapping[str, Fraction], basis: str) -> Fraction:
    """The total on ``raw_sum``, ``weighted_sum`` or ``weighted_mean``, rounded as published."""
    if basis == "raw_sum":
        return sum(scores.values(), Fraction(0))
    weights = {c["code"]: Fraction(c["weight"]) for c in scheme["criteria"]}
    weighted = sum((weights[code] * score for code, score in scores.items()), Fraction(0))
    if basis == "weighted_mean":
        weighted /= sum(weights.values())
    return half_up(weighted, scheme["rounding_decimals"])


def combined(scheme: Record, app: Record) -> Scores:
    """The score on each criterion, rounded half up: mean or median of the reports, or what the experts agreed on."""
    found = {}
    if scheme["combining"] not in ("mean", "median"):
        raise ValueError(f"reports are combined by {scheme['combining']!r}, which is not known")
    for criterion in scheme["criteria"]:
        code, reports = criterion["code"], app["reports"]
        given = [Fraction(app["agreed"][code])] if "agreed" in app else [Fraction(one[code]) for one in reports]
        middle = sum(given, Fraction(0)) / len(given) if scheme["combining"] == "mean" else Fraction(median(given))
        found[code] = half_up(middle, scheme["rounding_decimals"])
    return found


def passes(scheme: Record, scores: Mapping[str, Fraction]) -> bool:
    """Whether every threshold is reached."""
    overall = Fraction(scheme.get("overall_threshold") or 0)
    return total(scheme, scores, scheme["overall_threshold_on"]) >= overall and all(
        scores[c["code"]] >= Fraction(c.get("threshold") or 0) for c in scheme["criteria"]
    )


def seed_of(record: Record) -> int:
    """The seed of draws: from the call and the sealed contents."""
    digests = sorted(one["content_sha256"] for one in record["applications"])
    return int(sha256("\n".join([record["call_ref"], *digests]).encode()).hexdigest()[:15], 16)


def drawn(seed: int, number: str) -> int:
    """What the seed draws for one application; the smaller goes first."""
    return int(sha256(f"{seed}\n{number}\n".encode()).hexdigest()[:16], 16)


def standings(record: Record) -> Standings:
    """The order that the published rules give."""
    scheme = record["call"]["criteria"]
    chain = [key["key"] for key in record["call"].get("tie_breaks", [])]
    apps = {one["number"]: one for one in record["applications"]}
    scores = {number: combined(scheme, one) for number, one in apps.items()}
    totals = {n: total(scheme, s, scheme["ranked_by"]) for n, s in scores.items() if passes(scheme, s)}
    seed = seed_of(record)
    keys = {n: (-totals[n], *(_tie(record, apps[n], name, scores[n], totals, seed) for name in chain)) for n in totals}
    order = sorted(totals, key=lambda n: (keys[n], drawn(seed, n), n))
    ranks: dict[str, int] = {}
    for place, number in enumerate(order, 1):
        before = order[place - 2] if place > 1 else ""
        ranks[number] = ranks[before] if before and keys[before] == keys[number] else place
    return Standings(scores, totals, tuple(order), ranks)


def _tie(
    record: Record, app: Record, name: str, scores: Scores, totals: Mapping[str, Fraction], seed: int
) -> Fraction | datetime:
    """The value of one tie-break key, turned so that the lower goes first."""
    kind, _, what = name.partition(":")
    members, number = app["members"], app["number"]
    if kind == "criterion":
        return -scores[what]
    if kind == "applicants_in_list":
        return Fraction(-sum(m["country"] in record["lists"][what] for m in members))
    if kind == "countries":
        return Fraction(-len({m["country"] for m in members}))
    if kind == "sme_share":
        asked = sum(m["grant_cents"] for m in members)
        return -Fraction(sum(m["grant_cents"] for m in members if m["kind"] == "sme"), asked or 1)
    if kind == "uncovered_challenge":
        above = [a["challenge"] for a in record["applications"] if totals.get(a["number"], -1) > totals[number]]
        return Fraction(int(app["challenge"] in above or not app["challenge"]))
    if kind == "submitted_first":
        return datetime.fromisoformat(app["arrived_at"])
    if kind == "draw":
        return Fraction(drawn(seed, number))
    raise ValueError(f"the tie-break {name} is not known")


# -- the money ---------------------------------------------------------------------------------------------------


def funding(record: Record, found: Standings) -> Funding:
    """Down the ranking, as the call published it."""
    if any(quota.get("at_least") for quota in record["call"].get("quotas", [])):
        from securit.cli.selection.quotas import funding_with_least

        return funding_with_least(record, found)
    apps = {one["number"]: one for one in record["applications"]}
    pots = {number: pots_of(record, apps[number]) for number in found.order}
    spent: Counter[str] = Counter()
    counted: Counter[tuple[str, str]] = Counter()
    ended: set[str] = set()
    funded = []
    for number in found.order:
        most = quotas_of(record, apps[number])
        lacking = _short(pots[number], spent)
        if ended & set(pots[number]):
            continue
        if lacking:
            stops = record["call"]["marginal"] == "stop" and not any(p.startswith("ceiling") for p in lacking)
            ended |= lacking if stops else set()
        elif all(counted[key] < allowed for key, allowed in most.items()):
            funded.append(number)
            spent.update({pot: takes for pot, (_holds, takes) in pots[number].items()})
            counted.update(list(most))
    rest = [number for number in found.order if number not in funded]
    barred = [n for n in rest if any(pot.startswith("ceiling") for pot in _short(pots[n], spent))]
    return Funding(tuple(funded), tuple(n for n in rest if n not in barred), tuple(barred))


def _short(pots: Mapping[str, tuple[int, int]], spent: Mapping[str, int]) -> set[str]:
    return {pot for pot, (holds, takes) in pots.items() if takes > max(0, holds - spent[pot])}


def asked_by(app: Record) -> int:
    """What the team asks, in cents."""
    return sum(int(member["grant_cents"]) for member in app["members"])


def cents(text: str) -> int:
    """An amount written in euros, in cents."""
    return int(Fraction(text) * 100)


def pots_of(record: Record, app: Record) -> dict[str, tuple[int, int]]:
    """Every pot that pays for an application: name → (what it holds, what the application takes)."""
    call, room, asked = record["call"], record["room"], asked_by(app)
    envelopes = call.get("envelopes", [])
    apart = sum(cents(e["amount"]) for e in envelopes if not (e.get("domain") or e.get("instrument")))
    found = {"budget": (max(0, room["budget_cents"] - apart), asked)}
    for envelope in envelopes:
        wanted = {field: envelope[field] for field in ("domain", "instrument") if envelope.get(field)}
        if wanted and all(app[field] == value for field, value in wanted.items()):
            found[f"envelope {envelope['code']}"] = (cents(envelope["amount"]), asked)
    own = call.get("grant_per_member")
    for member in app["members"]:
        used = room["used_cents"].get(member["organisation"], 0) if room["ceiling_is_cumulative"] else 0
        each = "" if room["ceiling_is_cumulative"] or own else f" {app['number']}"
        holds = min([room["ceiling_cents"] - used, *([cents(own)] if own else [])])
        pot = f"ceiling {member['organisation']}{each}"
        found[pot] = (holds, found.get(pot, (0, 0))[1] + member["grant_cents"])
    return found


def quotas_of(record: Record, app: Record) -> dict[tuple[str, str], int]:
    """The quotas with a most under which an application counts: (code, value) → the most."""
    found = {}
    for quota in record["call"].get("quotas", []):
        by_country = quota["field"] == "country"
        values = sorted({m["country"] for m in app["members"]}) if by_country else [app[quota["field"]]]
        for value in values:
            if quota["value"] in ("*", value) and quota.get("at_most") is not None:
                found[quota["code"], value] = quota["at_most"]
    return found

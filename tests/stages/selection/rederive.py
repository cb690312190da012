"""Who is funded, from the exported record alone: plain fractions, nothing of the platform.

``order`` re-derives the ranking (thresholds, weights, rounding, the tie-break chain), ``fund`` goes down the list
through budget, envelopes, ceilings and quotas. ``python rederive.py record.json`` prints both.
"""

import json
import sys
from collections import Counter
from datetime import datetime
from fractions import Fraction
from hashlib import sha256
from statistics import mean, median


def half_up(x, decimals):
    return Fraction((x * 10**decimals * 2 + 1) // 2, 10**decimals)


def total(scheme, scores, basis):
    weight = {c["code"]: Fraction(c["weight"]) for c in scheme["criteria"]}
    if basis == "raw_sum":
        return sum(scores.values(), Fraction(0))
    weighted = sum((weight[code] * score for code, score in scores.items()), Fraction(0))
    return half_up(
        weighted / sum(weight.values()) if basis == "weighted_mean" else weighted, scheme["rounding_decimals"]
    )


def combined(scheme, reports):
    how = {"mean": mean, "median": median}[scheme["combining"]]
    codes = [c["code"] for c in scheme["criteria"]]
    return {c: half_up(how([Fraction(report[c]) for report in reports]), scheme["rounding_decimals"]) for c in codes}


def passes(scheme, scores):
    overall = Fraction(scheme.get("overall_threshold") or 0)
    return total(scheme, scores, scheme["overall_threshold_on"]) >= overall and all(
        scores[c["code"]] >= Fraction(c.get("threshold") or 0) for c in scheme["criteria"]
    )


def draw(record, number):
    digests = sorted(a["content_sha256"] for a in record["applications"])
    seed = int(sha256("\n".join([record["call_ref"], *digests]).encode()).hexdigest()[:15], 16)
    return int(sha256(f"{seed}\n{number}\n".encode()).hexdigest()[:16], 16)


def tie(record, app, name, score, top):
    """The value of one tie-break key, turned so that the lower goes first."""
    kind, _, what = name.partition(":")
    members, number = app["members"], app["number"]
    asked = sum(m["grant_cents"] for m in members)
    rivals = [a for a in record["applications"] if top.get(a["number"], -1) > top[number]]
    return {
        "criterion": lambda: -score[number][what],
        "applicants_in_list": lambda: -sum(m["country"] in record["lists"][what] for m in members),
        "countries": lambda: -len({m["country"] for m in members}),
        "sme_share": lambda: -Fraction(sum(m["grant_cents"] for m in members if m["kind"] == "sme"), asked or 1),
        "uncovered_challenge": lambda: app["challenge"] in [a["challenge"] for a in rivals],
        "submitted_first": lambda: datetime.fromisoformat(app["arrived_at"]),
        "draw": lambda: draw(record, number),
    }[kind]()


def order(record):
    """``ranked``: (number, rank) from the best down, equals in the order of the draw; ``below``: the others."""
    scheme, chain = record["call"]["criteria"], [k["key"] for k in record["call"].get("tie_breaks", [])]
    apps = {a["number"]: a for a in record["applications"]}
    score = {n: combined(scheme, a["reports"]) for n, a in apps.items()}
    top = {n: total(scheme, s, scheme["ranked_by"]) for n, s in score.items() if passes(scheme, s)}
    keys = {n: (-top[n], *(tie(record, apps[n], name, score, top) for name in chain)) for n in top}
    ranked = sorted(top, key=lambda n: (keys[n], draw(record, n), n))
    places = [[n, next(i for i, other in enumerate(ranked, 1) if keys[other] == keys[n])] for n in ranked]
    return {"ranked": places, "below": sorted(set(apps) - set(top))}


# -- the money ---------------------------------------------------------------------------------------------------


def cents(text):
    return int(Fraction(text) * 100)


def pots(record, app):
    """Every pot that pays for an application: name → (what it holds, what the application takes)."""
    call, room = record["call"], record["room"]
    asked = sum(m["grant_cents"] for m in app["members"])
    kept = {e["code"]: {f: e[f] for f in ("domain", "instrument") if e.get(f)} for e in call.get("envelopes", [])}
    amounts = {e["code"]: cents(e["amount"]) for e in call.get("envelopes", [])}
    found = {"budget": (max(0, room["budget_cents"] - sum(amounts[c] for c in kept if not kept[c])), asked)}
    for code, wanted in kept.items():
        if wanted and all(app[field] == value for field, value in wanted.items()):
            found[f"envelope {code}"] = (amounts[code], asked)
    own = call.get("grant_per_member")
    for member in app["members"]:
        used = room["used_cents"].get(member["organisation"], 0) if room["ceiling_is_cumulative"] else 0
        apart = "" if room["ceiling_is_cumulative"] or own else f" {app['number']}"
        holds = min([room["ceiling_cents"] - used, *([cents(own)] if own else [])])
        found[f"ceiling {member['organisation']}{apart}"] = (holds, member["grant_cents"])
    return found


def quotas(record, app):
    """The quotas under which an application counts: (code, value) → the most."""
    found = {}
    for quota in record["call"].get("quotas", []):
        by_country = quota["field"] == "country"
        for value in {m["country"] for m in app["members"]} if by_country else {app[quota["field"]]}:
            if quota["value"] in ("*", value) and "at_most" in quota:
                found[quota["code"], value] = quota["at_most"]
    return found


def fund(record):
    """Down the ranking: ``funded``, ``reserve`` and ``barred`` (by a ceiling, whatever money returns)."""
    apps = {a["number"]: a for a in record["applications"]}
    ranked = [number for number, _rank in order(record)["ranked"]]
    spent, counted, ended, funded = Counter(), Counter(), set(), []

    def short(number):
        return {p for p, (holds, takes) in pots(record, apps[number]).items() if takes > max(0, holds - spent[p])}

    for number in ranked:
        full = [key for key, most in quotas(record, apps[number]).items() if counted[key] >= most]
        lacking = short(number)
        if ended & set(pots(record, apps[number])):
            continue
        if lacking:
            stops = record["call"]["marginal"] == "stop" and not any(p.startswith("ceiling") for p in lacking)
            ended |= lacking if stops else set()
        elif not full:
            funded.append(number)
            spent.update({p: takes for p, (_holds, takes) in pots(record, apps[number]).items()})
            counted.update(list(quotas(record, apps[number])))
    rest = [n for n in ranked if n not in funded]
    barred = [n for n in rest if any(p.startswith("ceiling") for p in short(n))]
    return {"funded": funded, "reserve": [n for n in rest if n not in barred], "barred": barred}


def rederive(record):
    return {**order(record), **fund(record)}


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:  # noqa: PTH123 - a script that stands alone
        sys.stdout.write(json.dumps(rederive(json.load(file)), indent=2) + "\n")

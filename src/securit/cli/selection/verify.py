"""``securit selection verify``: re-derive ranking and decision from their record, on any machine, without a database.

Three layers: the signature of the installation over the whole file, the digests that pin inputs, ranking and decision
to each other, and the re-derivation itself, which asks nobody.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from securit.cli.receipt import is_signed, key_from
from securit.cli.selection.rederivation import Funding, Standings, asked_by, funding, passes, seed_of, standings, total
from securit.kernel.canonical import canonical, digest

SCHEMA = "securit.selection-record/2"
#: What the ranking was computed from; its digest stands in the ranking.
INPUTS = ("call", "call_ref", "lists", "applications")
OUTCOMES = {"funded": "funded", "reserve": "reserve_listed", "not_funded": "not_funded"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words that the command takes."""
    parser.add_argument("file", type=Path, help="The record, as downloaded from the ranking (JSON).")
    parser.add_argument(
        "--key", default="", help="The public key you trust: hex, or a PEM file. Without it the one in the record."
    )


def verify(options: argparse.Namespace) -> int:
    """Print what follows from the record and whether it stands; 0 when it does, 1 when not, 2 when unreadable."""
    try:
        record = json.loads(options.file.read_text(encoding="utf-8"))
        found = list(faults(record, key_from(options.key)))
        lines = _said(record)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, ZeroDivisionError) as error:
        print(f"{options.file}: this record cannot be followed ({type(error).__name__}: {error}).")
        return 2
    print("\n".join([*lines, ""]))
    for sentence in found:
        print(f"NOT IN ORDER: {sentence}")
    if not found:
        print("In order: scores, thresholds, order, ties, money and decision follow from the reports.")
    if not options.key:
        print("Signed by the key inside the record; to show who signed, give --key the key that you have elsewhere.")
    return 1 if found else 0


def faults(record: Mapping[str, Any], key: str = "") -> Iterator[str]:
    """What does not follow. Raises ``KeyError`` and its like where it is no such record."""
    if record["schema"] != SCHEMA:
        raise ValueError(f"its schema is {record['schema']!r}, not {SCHEMA!r}")
    yield from _unsigned(record, key)
    yield from _unpinned(record)
    yield from underived(record)


def _unsigned(record: Mapping[str, Any], key: str) -> Iterator[str]:
    whole = {name: value for name, value in record.items() if name not in ("signature", "key")}
    if not is_signed(canonical(whole), record["signature"], key or record["key"]):
        yield "The record is not signed by this key, or was altered."


def _unpinned(record: Mapping[str, Any]) -> Iterator[str]:
    ranking, decision = record["ranking"], record["decision"]
    if digest({name: record[name] for name in INPUTS}) != ranking["inputs_sha256"]:
        yield "Rules, applications or reports are not those that were ranked."
    if digest(ranking) != record["ranking_sha256"]:
        yield "The ranking was altered."
    if decision is not None and digest(decision["content"]) != decision["content_sha256"]:
        yield "The decision was altered."
    if decision is not None and decision["content"]["ranking_sha256"] != record["ranking_sha256"]:
        yield "The decision was taken on another ranking."


def underived(record: Mapping[str, Any]) -> Iterator[str]:
    """What the arithmetic does not bear out, whatever digests and signature say."""
    found = standings(record)
    money = funding(record, found)
    yield from _rules(record)
    yield from _places(record, found)
    yield from _money(record, found, money)
    if record["decision"] is not None:
        yield from _decision(record)


def _rules(record: Mapping[str, Any]) -> Iterator[str]:
    """The ranking states the rules, the room and the seed that it was computed with."""
    scheme, ranking = record["call"]["criteria"], record["ranking"]
    said = {(c["code"], Fraction(c["weight"]), _number(c["threshold"])) for c in ranking["criteria"]}
    if said != {(c["code"], Fraction(c["weight"]), _number(c.get("threshold"))) for c in scheme["criteria"]}:
        yield "Weights and thresholds of the ranking are not those of the call."
    if [key["key"] for key in ranking["tie_breaks"]] != [k["key"] for k in record["call"].get("tie_breaks", [])]:
        yield "The tie-breaks of the ranking are not those of the call."
    for name in ("ranked_by", "rounding_decimals", "overall_threshold_on"):
        if ranking[name] != scheme[name]:
            yield f"The ranking follows another {name} than the call."
    if _number(ranking["overall_threshold"]) != _number(scheme.get("overall_threshold")):
        yield "The overall threshold of the ranking is not that of the call."
    if ranking["marginal"] != record["call"]["marginal"]:
        yield "What happens where the money ends is not as the call published it."
    if ranking["room"] != record["room"]:
        yield "The money of the ranking is not the money of the record."
    if ranking["seed"] != str(seed_of(record)):
        yield "The seed of the draws does not follow from the sealed contents."


def _places(record: Mapping[str, Any], found: Standings) -> Iterator[str]:
    scheme, lines = record["call"]["criteria"], record["ranking"]["lines"]
    apps = {one["number"]: one for one in record["applications"]}
    below = sorted(set(apps) - set(found.order))
    if [line["number"] for line in lines] != [*found.order, *below]:
        yield "The applications do not stand in the order that the rules give."
    for line in lines:
        number = line["number"]
        if number not in apps:
            yield f"{number} is ranked without having been judged."
            continue
        app, scores = apps[number], found.scores[number]
        expected = {
            "its scores": ({code: Fraction(text) for code, text in line["scores"].items()}, scores),
            "its sum of scores": (Fraction(line["raw"]), total(scheme, scores, "raw_sum")),
            "its total": (Fraction(line["weighted"]), total(scheme, scores, scheme["ranked_by"])),
            "its rank": (line["rank"], found.ranks.get(number)),
            "the threshold": (line["above_threshold"], passes(scheme, scores)),
            "its amount": (line["amount_cents"], asked_by(app)),
            "its number of reports": (line["reports"], len(app["reports"])),
            "its sealed content": (line["content_sha256"], app["content_sha256"]),
            "its countries": (line["countries"], sorted({m["country"] for m in app["members"]})),
            **{f"its {name}": (line[name], app[name]) for name in ("domain", "instrument", "challenge")},
        }
        yield from (f"{number}: {what} does not follow." for what, (said, true) in expected.items() if said != true)


def _money(record: Mapping[str, Any], found: Standings, money: Funding) -> Iterator[str]:
    ranking = record["ranking"]
    apps = {one["number"]: one for one in record["applications"]}
    for line in ranking["lines"]:
        number = line["number"]
        proposed = "funded" if number in money.funded else "reserve" if number in money.reserve else "not_funded"
        place = money.reserve.index(number) + 1 if number in money.reserve else None
        if line["proposed"] != proposed:
            yield f"{number} is proposed as {line['proposed']}; the rules give {proposed}."
        if line["reserve_position"] != place:
            yield f"{number}: its place on the reserve list does not follow."
    if ranking["funded_cents"] != sum(asked_by(apps[number]) for number in money.funded):
        yield "The sum proposed does not follow."


def _decision(record: Mapping[str, Any]) -> Iterator[str]:
    """Every line decided once, departures with their reason, nothing below a threshold, nothing over the budget."""
    decision, ranking = record["decision"], record["ranking"]
    lines = {line["application"]: line for line in ranking["lines"]}
    outcomes = decision["content"]["outcomes"]
    if [one["application"] for one in outcomes] != list(lines):
        yield "The decision does not name each ranked application once, in the order of the ranking."
        return
    for one in outcomes:
        yield from _outcome(one, lines[one["application"]])
    if record["ranking_binds"]:
        yield from _over_heads(outcomes, lines)
    awarded = sum(one["amount_cents"] for one in outcomes if one["outcome"] == "funded")
    if awarded > record["room"]["budget_cents"]:
        yield "More was awarded than the budget held."
    if decision["content"]["awarded_cents"] != awarded:
        yield "The sum awarded does not follow."
    if not decision["decided_by"] or decision["decided_by"] == decision["signed_by"]:
        yield "The decision does not bear the names of two different people."


def _outcome(one: Mapping[str, Any], line: Mapping[str, Any]) -> Iterator[str]:
    expected = {
        "number, rank or amount of the decision is not that of the ranking": all(
            one[name] == line[name] for name in ("number", "rank", "amount_cents")
        ),
        "the outcome is not known": one["outcome"] in OUTCOMES.values(),
        "whether it departs from the ranking is not told truly": one["departs"]
        == (one["outcome"] != OUTCOMES[line["proposed"]]),
        "the reason is missing, or is not that of the ranking": bool(one["reason"])
        and (one["departs"] or one["reason"] == line["because"]),
        "the departure has no code": bool(one["code"]) == one["departs"],
        "it is below a threshold and was not declined": one["outcome"] == "not_funded" or line["above_threshold"],
    }
    yield from (f"{one['number']}: {what}." for what, is_so in expected.items() if not is_so)


def _over_heads(outcomes: list[dict[str, Any]], lines: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Where the ranking binds, nothing is funded before what stands above it and was not itself decided otherwise."""
    passed: list[str] = []
    for one in outcomes:
        if one["departs"] and one["outcome"] == "funded" and passed:
            yield f"{one['number']} was funded over the head of {passed[0]}."
        if one["outcome"] != "funded" and not one["departs"] and lines[one["application"]]["proposed"] == "reserve":
            passed.append(one["number"])


def _number(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _said(record: Mapping[str, Any]) -> list[str]:
    ranking, decision = record["ranking"], record["decision"]
    lines = [
        f"Selection of call {ranking['call']}: {len(record['applications'])} applications",
        f"  agreed    {sum('agreed' in one for one in record['applications'])} with scores that the experts agreed on",
        f"  ranking   {record['ranking_sha256']}",
    ]
    if decision is None:
        return [*lines, "  decision  none yet"]
    names = f"{decision['decided_by']} and {decision['signed_by'] or 'nobody yet'}"
    return [*lines, f"  decision  {decision['content_sha256']}", f"  signed    {names}"]

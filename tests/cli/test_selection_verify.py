"""``securit selection verify``: what is altered in a record is noticed, also when sealed anew."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from securit.cli import main
from securit.cli.selection.verify import INPUTS, faults, underived
from securit.kernel.canonical import canonical, digest

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
CRITERIA = [
    {"code": "excellence", "title": "Excellence", "weight": "1", "threshold": "3"},
    {"code": "impact", "title": "Impact", "weight": "1.5", "threshold": None},
]
REPORTS = {
    "X-1": (("4.5", "5"), ("4.5", "4")),
    "X-2": (("4", "4"), ("4", "4")),
    "X-3": (("4", "4"), ("4", "4")),
    "X-4": (("3.5", "3"), ("3.5", "3")),
    "X-5": (("2", "5"), ("2.5", "5")),
}
CENTS = {"X-1": 3_000, "X-2": 2_000, "X-3": 2_500, "X-4": 2_000, "X-5": 1_000}
#: number, rank, total, raw, scores, proposed, place on the reserve list
PLACES: list[tuple[str, int | None, str, str, dict[str, str], str, int | None]] = [
    ("X-1", 1, "11.25", "9", {"excellence": "4.5", "impact": "4.5"}, "funded", None),
    ("X-2", 2, "10", "8", {"excellence": "4", "impact": "4"}, "funded", None),
    ("X-3", 3, "10", "8", {"excellence": "4", "impact": "4"}, "reserve", 1),
    ("X-4", 4, "8", "6.5", {"excellence": "3.5", "impact": "3"}, "reserve", 2),
    ("X-5", None, "9.75", "7.25", {"excellence": "2.25", "impact": "5"}, "not_funded", None),
]
SEED = str(int(sha256("\n".join(["CALLREF000", *(n * 16 for n in REPORTS)]).encode()).hexdigest()[:15], 16))


def an_application(number: str) -> dict[str, Any]:
    first, second = REPORTS[number]
    codes = [c["code"] for c in CRITERIA]
    return {
        "number": number,
        "content_sha256": number * 16,
        "arrived_at": f"2022-03-01T12:00:0{number[-1]}+00:00",
        "domain": "D1",
        "instrument": "small",
        "challenge": "1.1",
        "members": [{"organisation": f"ORG{number}", "country": "FR", "kind": "sme", "grant_cents": CENTS[number]}],
        "reports": [dict(zip(codes, first, strict=True)), dict(zip(codes, second, strict=True))],
    }


def a_line(place: tuple[str, int | None, str, str, dict[str, str], str, int | None]) -> dict[str, Any]:
    number, rank, weighted, raw, scores, proposed, reserve = place
    app = an_application(number)
    return {
        **{name: app[name] for name in ("number", "domain", "instrument", "challenge", "content_sha256")},
        "application": f"REF{number}",
        "countries": ["FR"],
        "reports": 2,
        "rank": rank,
        "raw": raw,
        "weighted": weighted,
        "scores": scores,
        "above_threshold": rank is not None,
        "proposed": proposed,
        "reserve_position": reserve,
        "amount_cents": CENTS[number],
        "because": f"because of {number}",
    }


def a_record() -> dict[str, Any]:
    """Five applications for €55: two equals that only the hour of arrival tells apart, one below a threshold."""
    scheme = {
        "criteria": [{k: v for k, v in c.items() if v is not None} for c in CRITERIA],
        "combining": "mean",
        "rounding_decimals": 2,
        "ranked_by": "weighted_sum",
        "overall_threshold": "6",
        "overall_threshold_on": "raw_sum",
    }
    room = {"budget_cents": 5_500, "ceiling_cents": 6_000, "ceiling_is_cumulative": True, "used_cents": {}}
    call = {"criteria": scheme, "tie_breaks": [{"key": "submitted_first"}], "marginal": "skip"}
    lines = [a_line(place) for place in PLACES]
    outcomes = [
        {
            "application": line["application"],
            "number": line["number"],
            "rank": line["rank"],
            "outcome": {"funded": "funded", "reserve": "reserve_listed"}.get(line["proposed"], "not_funded"),
            "amount_cents": line["amount_cents"],
            "departs": False,
            "code": "",
            "reason": line["because"],
        }
        for line in lines
    ]
    outcomes[3] |= {"outcome": "not_funded", "departs": True, "code": "not_eligible", "reason": "Insolvent."}
    ranking = {
        "call": "OC1",
        "seed": SEED,
        "room": room,
        "funded_cents": 5_000,
        "criteria": CRITERIA,
        "ranked_by": "weighted_sum",
        "rounding_decimals": 2,
        "overall_threshold": "6",
        "overall_threshold_on": "raw_sum",
        "tie_breaks": [{"key": "submitted_first", "title": "First come"}],
        "marginal": "skip",
        "lines": lines,
    }
    record = {
        "schema": "securit.selection-record/2",
        "call": call,
        "call_ref": "CALLREF000",
        "lists": {},
        "applications": [an_application(number) for number in REPORTS],
        "room": copy.deepcopy(room),
        "ranking": ranking,
        "ranking_binds": True,
        "decision": {
            "content": {"outcomes": outcomes, "awarded_cents": 5_000},
            "decided_by": "Ada (REF1)",
            "signed_by": "Ben (REF2)",
        },
    }
    return sealed(json.loads(json.dumps(record)))


def sealed(record: dict[str, Any]) -> dict[str, Any]:
    """The record with every digest and the signature computed anew, as a forger who holds the key could."""
    record["ranking"]["inputs_sha256"] = digest({name: record[name] for name in INPUTS})
    record["ranking_sha256"] = record["decision"]["content"]["ranking_sha256"] = digest(record["ranking"])
    record["decision"]["content_sha256"] = digest(record["decision"]["content"])
    whole = {name: value for name, value in record.items() if name not in ("signature", "key")}
    return {
        **whole,
        "signature": KEY.sign(canonical(whole).encode()).hex(),
        "key": KEY.public_key().public_bytes_raw().hex(),
    }


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every single value."""
    if isinstance(value, dict | list):
        for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, name))
    else:
        yield path


def altered(record: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """A copy in which this one value differs a little."""
    made = copy.deepcopy(record)
    *way, last = path
    inside: Any = made
    for name in way:
        inside = inside[name]
    inside[last] = another(inside[last])
    return made


def another(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value is None:
        return 7
    try:
        return str(float(value) + 0.5)
    except ValueError:
        return f"{value}x"


def objections(record: dict[str, Any]) -> list[str]:
    """What is found; a record that can no longer be followed is an objection too."""
    try:
        return list(faults(record))
    except (ValueError, KeyError, TypeError) as error:
        return [f"cannot be followed: {error}"]


def test_an_honest_record_stands() -> None:
    assert list(faults(a_record())) == []


def test_every_single_value_is_under_the_signature() -> None:
    record = a_record()
    assert [path for path in leaves(record) if not objections(altered(record, path))] == []


#: What decides nothing: names, words, and what only could matter (a share that no ceiling meets here).
NOT_DECISIVE = {
    "applications.arrived_at",  # of those that tie with nobody, or stay before or behind
    "applications.members.kind",
    "applications.members.organisation",
    "call.criteria.criteria.title",
    "decision.content.outcomes.code",  # another word for a departure
    "decision.content.outcomes.reason",
    "decision.decided_by",
    "decision.signed_by",
    "ranking.call",
    "ranking.criteria.title",
    "ranking.lines.because",
    "ranking.tie_breaks.title",
    "ranking_binds",
}


def test_one_who_seals_it_anew_changes_no_score_order_tie_break_or_amount_unseen() -> None:
    record = a_record()
    unseen = {
        ".".join(part for part in path if not isinstance(part, int))
        for path in leaves(record)
        if path[-1] not in ("signature", "key")
        and "sha256" not in str(path[-1])
        and not objections(sealed(altered(record, path)))
    }
    assert unseen == NOT_DECISIVE


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("decision", "signed_by"), "Ada (REF1)", "The decision does not bear the names of two different people."),
        (("decision", "content", "outcomes", 3, "code"), "", "X-4: the departure has no code."),
        (("decision", "content", "outcomes", 4, "outcome"), "funded",
         "X-5: it is below a threshold and was not declined."),
        (("applications", 2, "arrived_at"), "2022-03-01T11:00:00+00:00",
         "The applications do not stand in the order that the rules give."),
        (("room", "budget_cents"), 9_999, "The money of the ranking is not the money of the record."),
    ],
)  # fmt: skip
def test_what_does_not_follow_is_said(path: tuple[Any, ...], value: Any, sentence: str) -> None:
    record = a_record()
    *way, last = path
    inside: Any = record
    for name in way:
        inside = inside[name]
    inside[last] = value
    assert sentence in list(underived(sealed(record)))


def test_the_command_needs_no_platform_and_tells_by_its_exit_code(tmp_path: Path, capsys: Any) -> None:
    good, bad, other = tmp_path / "good.json", tmp_path / "bad.json", tmp_path / "other.json"
    good.write_text(json.dumps(a_record()))
    bad.write_text(json.dumps(altered(a_record(), ("applications", 0, "reports", 0, "excellence"))))
    other.write_text("[]")
    assert [main(["selection", "verify", str(path)]) for path in (good, bad, other)] == [0, 1, 2]
    assert "X-1: its scores does not follow." in capsys.readouterr().out
    seen = "import sys; from securit.cli import main; main(sys.argv[1:]); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", seen, "selection", "verify", str(good)], check=False).returncode == 0

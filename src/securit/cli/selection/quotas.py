"""The funded set where a quota asks for a least number: by the shipped engine, from the record alone."""

from __future__ import annotations

from collections import Counter

from securit.cli.selection.rederivation import Funding, Record, Standings, asked_by, cents, pots_of, seed_of
from securit.engines import portfolio


def funding_with_least(record: Record, found: Standings) -> Funding:
    """The answer of ``ranked_list_with_quotas``, held against its checker. Raises ``ValueError`` where it objects."""
    apps = {one["number"]: one for one in record["applications"]}
    problem = _problem(record, found, {number: apps[number] for number in found.order})
    outcome = portfolio.RULES["ranked_list_with_quotas"](problem, seed=seed_of(record))
    faults = portfolio.check(problem, outcome)
    if faults:
        raise ValueError(f"the checker of the engine objects: {faults[0]}")
    chosen = outcome.decision
    in_order = [number for number in found.order if number in set(chosen.funded)]
    rest = [number for number in found.order if number not in set(chosen.funded)]
    barred = tuple(number for number in rest if number in set(chosen.barred))
    return Funding(tuple(in_order), tuple(number for number in rest if number not in barred), barred)


def _problem(record: Record, found: Standings, apps: dict[str, Record]) -> portfolio.Problem:
    call = record["call"]
    recipients: dict[str, portfolio.Recipient] = {}
    candidates, pots = [], {number: pots_of(record, app) for number, app in apps.items()}
    for number, app in apps.items():
        shares = {}
        for pot, (holds, takes) in pots[number].items():
            if pot.startswith("ceiling "):
                name = pot.removeprefix("ceiling ").replace(" ", "@")
                recipients[name] = portfolio.Recipient(name, max(0, holds))
                shares[name] = takes
        groups = (f"challenge:{app['challenge']}", *(f"country:{c}" for c in sorted(_countries(app))))
        candidates.append(
            portfolio.Candidate(
                id=number, score=found.totals[number], rank=found.ranks[number], amount_cents=asked_by(app),
                domain=app["domain"], instrument=app["instrument"], shares=tuple(shares.items()), groups=groups,
            )
        )  # fmt: skip
    budget = next((pots[number]["budget"][0] for number in apps), record["room"]["budget_cents"])
    return portfolio.Problem(
        candidates=tuple(candidates),
        budget_cents=budget,
        envelopes=tuple(
            portfolio.Envelope(e["code"], cents(e["amount"]), e.get("domain", ""), e.get("instrument", ""))
            for e in call.get("envelopes", [])
            if e.get("domain") or e.get("instrument")
        ),
        recipients=tuple(recipients.values()),
        marginal=portfolio.Marginal.SKIP if call["marginal"] == "skip" else portfolio.Marginal.STOP,
        quotas=tuple(_quotas(record, apps)),
    )


def _countries(app: Record) -> set[str]:
    return {member["country"] for member in app["members"]}


def _quotas(record: Record, apps: dict[str, Record]) -> list[portfolio.Quota]:
    """Each quota once for each value; a least is asked only of as many as reached the thresholds."""
    found = []
    for quota in record["call"].get("quotas", []):
        field, counted = quota["field"], Counter[str]()
        for app in apps.values():
            values = _countries(app) if field == "country" else {app[field]}
            counted.update(value for value in values if quota["value"] in ("*", value))
        found += [
            portfolio.Quota(
                f"{quota['code']}:{value}",
                f"{field}:{value}",
                at_least=min(quota.get("at_least") or 0, reached),
                at_most=quota.get("at_most"),
            )
            for value, reached in sorted(counted.items())
        ]
    return found

"""Rows → problems → rules → checked outcome: the only place of this stage that calls the engines.

Thresholds and order come from ``aggregation.weighted_ranking``, the funded set from ``portfolio.ranked_list``, or from
``portfolio.ranked_list_with_quotas`` where a quota asks for a least. Each outcome passes the engine's own independent
checker, and the totals are added up a second time here; when anything disagrees nothing is stored.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from securit.engines import Infeasible, Outcome, aggregation, draw, portfolio
from securit.kernel.refusals import Refusal
from securit.programmes.definition import CallDefinition, Envelope, Quota
from securit.stages.selection import tie_breaks, totals
from securit.stages.selection.contracts import Computed, Contender, Room, Standing

ENGINE = "portfolio"
_QUOTA = re.compile(r"quota ([^ ]+)(?: \(asks 1, 0 left\))?")
_RECIPIENT = re.compile(r"recipient ([0-9A-Z]{10})(?:@[^ ]+)?")


class CannotRank(Refusal):
    """The rules cannot be carried out on these applications, or a checker disagrees with the outcome."""

    status = 409


def seed_of(call_ref: str, content_digests: Sequence[str]) -> int:
    """The seed that is published for draws: from the call and the sealed contents, so nobody could choose it."""
    text = "\n".join([call_ref, *sorted(content_digests)])
    return int(sha256(text.encode()).hexdigest()[:15], 16)


def rank_and_fund(
    terms: CallDefinition,
    contenders: Sequence[Contender],
    room: Room,
    *,
    lists: Mapping[str, Sequence[str]],
    seed: int,
) -> Computed:
    """The published rules applied to these applications. Raises :class:`CannotRank`.

    Applications with equal totals that no published key tells apart share a rank; where the money must choose between
    them, the draw from ``seed`` decides, and the ranking says so.
    """
    by_number = {contender.number: contender for contender in contenders}
    problem = _ranking_problem(terms, contenders, lists)
    ranked = aggregation.RULES["weighted_ranking"](problem, seed=seed)
    _agree(aggregation.check(problem, ranked))
    _agree(_second_opinion(terms, by_number, ranked))
    places = {place.id: place for place in ranked.decision.places}
    pairs = [(by_number[number], place) for number, place in places.items()]
    purse = _purse(terms, pairs, room)
    chosen = _funded(purse, rule_of(terms), seed)
    order = sorted(places, key=lambda number: (places[number].rank, draw(seed, number), number))
    names = {m.organisation: m.legal_name for contender in contenders for m in contender.members}
    verdicts = _verdicts(order, chosen, {quota.code: quota.title for quota in terms.quotas}, names)
    below = [number for number in sorted(by_number) if number not in places]
    facts = {scored.id: dict(scored.facts) for scored in problem.applications}
    return Computed(
        standings=tuple(
            _standing(
                terms,
                by_number[number],
                places[number].rank if number in places else None,
                _keys(terms, by_number[number], facts.get(number, {}), seed),
                verdicts.get(number, ("not_funded", None, "Below a threshold of the call.")),
            )
            for number in (*order, *below)
        ),
        seed=seed,
        problem={
            "schema": "securit.selection/1",
            "ranking": problem.to_data(),
            "portfolio": purse.to_data(),
        },
        outcome={"ranking": ranked.to_data(), "portfolio": chosen.to_data()},
    )


def again(rule: str, seed: int, problem: Mapping[str, Any]) -> dict[str, object]:
    """The outcomes of a stored problem, order and funded set, computed anew. Raises ``Refused``."""
    order = aggregation.Problem.from_data(problem["ranking"])
    purse = portfolio.Problem.from_data(problem["portfolio"])
    return {
        "ranking": aggregation.RULES["weighted_ranking"](order, seed=seed).to_data(),
        "portfolio": portfolio.RULES[rule](purse, seed=seed).to_data(),
    }


# -- the order ---------------------------------------------------------------------------------------------------


def _ranking_problem(
    terms: CallDefinition, contenders: Sequence[Contender], lists: Mapping[str, Sequence[str]]
) -> aggregation.Problem:
    """The order as a problem. An overall threshold on another total than the one that orders is applied before."""
    scheme = terms.criteria
    elsewhere = scheme.overall_threshold_on not in ("raw_sum", scheme.ranked_by)
    reached = {
        contender.number: (contender.challenge, totals.total(scheme, scores, scheme.ranked_by))
        for contender in contenders
        if not totals.shortfalls(scheme, scores := totals.combined(scheme, contender.scores))
    }
    rounding = aggregation.Rounding(scheme.rounding_decimals)
    return aggregation.Problem(
        criteria=tuple(
            aggregation.Criterion(c.code, Fraction(c.weight), None if c.threshold is None else Fraction(c.threshold))
            for c in scheme.criteria
        ),
        applications=tuple(
            aggregation.Scored(c.number, tuple(c.scores.items()), _facts(terms, c, lists, reached))
            for c in contenders
            if not elsewhere or c.number in reached
        ),
        total=aggregation.Total.SUM if scheme.ranked_by == "weighted_sum" else aggregation.Total.MEAN,
        overall_threshold=None if elsewhere or scheme.overall_threshold is None else Fraction(scheme.overall_threshold),
        threshold_basis=aggregation.Basis.RAW
        if scheme.overall_threshold_on == "raw_sum"
        else aggregation.Basis.WEIGHTED,
        tie_breaks=tuple(_tie_key(key.key) for key in terms.tie_breaks),
        rounding=rounding,
        score_rounding=rounding,
    )


def _facts(
    terms: CallDefinition,
    contender: Contender,
    lists: Mapping[str, Sequence[str]],
    reached: Mapping[str, tuple[str, Fraction]],
) -> tuple[tuple[str, Fraction], ...]:
    """What the tie-break keys ask of one application; below a threshold nothing is ranked, so anything will do."""
    found = []
    for key in terms.tie_breaks:
        if key.key == "uncovered_challenge":
            value = tie_breaks.uncovered(contender, reached) if contender.number in reached else Fraction(0)
            found.append((key.key, value))
        elif key.key != "draw" and not key.key.startswith("criterion:"):
            found.append((key.key, tie_breaks.fact(key.key, contender, lists)))
    return tuple(found)


def _tie_key(key: str) -> aggregation.TieKey:
    if key == "draw":
        return aggregation.TieKey(aggregation.Source.DRAW)
    name, _colon, criterion = key.partition(":")
    if name == "criterion":
        return aggregation.TieKey(aggregation.Source.CRITERION, criterion)
    lower = key in tie_breaks.LOWER_FIRST
    prefer = aggregation.Prefer.LOWER if lower else aggregation.Prefer.HIGHER
    return aggregation.TieKey(aggregation.Source.FACT, key, prefer)


def _keys(
    terms: CallDefinition, contender: Contender, facts: Mapping[str, Fraction], seed: int
) -> tuple[Fraction, ...]:
    """The values of the chain for one application, for the words of the explanation."""
    scores = totals.combined(terms.criteria, contender.scores)
    values = []
    for key in terms.tie_breaks:
        name, _colon, criterion = key.key.partition(":")
        if key.key == "draw":
            values.append(Fraction(draw(seed, contender.number)))
        else:
            values.append(scores[criterion] if name == "criterion" else facts.get(key.key, Fraction(0)))
    return tuple(values)


# -- the funded set ----------------------------------------------------------------------------------------------


def rule_of(terms: CallDefinition) -> str:
    """The rule that chooses the funded set: the plain list lifts nobody, so a least number asks for the other one."""
    return "ranked_list_with_quotas" if any(quota.at_least for quota in terms.quotas) else "ranked_list"


def _funded(problem: portfolio.Problem, rule: str, seed: int) -> Outcome[portfolio.Portfolio]:
    """Down the ranking while money, envelopes, ceilings and quotas allow."""
    try:
        chosen = portfolio.RULES[rule](problem, seed=seed)
    except Infeasible as refused:
        raise CannotRank(
            _("No set of applications keeps all that the call published: %(reason)s") % {"reason": refused.reasons[0]},
            code="quotas_clash",
            remedy=_("Publish a corrigendum that changes one of the bounds named."),
        ) from refused
    _agree(portfolio.check(problem, chosen))
    return chosen


def _purse(
    terms: CallDefinition, ranked: Sequence[tuple[Contender, aggregation.Place]], room: Room
) -> portfolio.Problem:
    apart = sum(e.amount_cents for e in terms.envelopes if not e.domain and not e.instrument)
    recipients: dict[str, portfolio.Recipient] = {}
    candidates = []
    for contender, place in ranked:
        shares: Counter[str] = Counter()
        for member in contender.members:
            recipient = _recipient(terms, contender.number, member.organisation, room)
            recipients[recipient.id] = recipient
            shares[recipient.id] += member.grant_cents
        candidates.append(
            portfolio.Candidate(
                id=contender.number,
                score=place.total,
                rank=place.rank,
                amount_cents=contender.amount_cents,
                domain=contender.domain,
                instrument=contender.instrument,
                shares=tuple(shares.items()),
                groups=(f"challenge:{contender.challenge}", *(f"country:{code}" for code in contender.countries)),
            )
        )
    return portfolio.Problem(
        candidates=tuple(candidates),
        budget_cents=max(0, room.budget_cents - apart),
        envelopes=tuple(
            portfolio.Envelope(e.code, e.amount_cents, e.domain, e.instrument)
            for e in terms.envelopes
            if e.domain or e.instrument
        ),
        recipients=tuple(recipients.values()),
        marginal=portfolio.Marginal.SKIP if terms.marginal == "skip" else portfolio.Marginal.STOP,
        quotas=tuple(_quotas(terms.quotas, [contender for contender, _place in ranked])),
    )


def _recipient(terms: CallDefinition, number: str, organisation: str, room: Room) -> portfolio.Recipient:
    """The tighter of what is left under the programme's ceiling and the call's own limit for one member."""
    own = terms.grant_per_member_cents
    used = room.used_cents.get(organisation, 0) if room.ceiling_is_cumulative else 0
    if own is not None and own < room.ceiling_cents - used:
        return portfolio.Recipient(organisation, own)
    if room.ceiling_is_cumulative or own is not None:
        return portfolio.Recipient(organisation, room.ceiling_cents, used)
    return portfolio.Recipient(f"{organisation}@{number}", room.ceiling_cents)


def _quotas(quotas: Sequence[Quota], ranked: Sequence[Contender]) -> Iterator[portfolio.Quota]:
    """Each quota, once for each value that it counts by; a least is asked only of as many as reached the thresholds."""
    for quota in quotas:
        counted = Counter(value for contender in ranked for value in _counted_by(quota, contender))
        for value, reached in sorted(counted.items()):
            yield portfolio.Quota(
                f"{quota.code}:{value}",
                f"{quota.field}:{value}",
                at_least=min(quota.at_least or 0, reached),
                at_most=quota.at_most,
            )


def _counted_by(quota: Quota, contender: Contender) -> tuple[str, ...]:
    """The values by which the quota counts this application; by country it counts once for each of its countries."""
    values: tuple[str, ...] = {
        "domain": (contender.domain,),
        "challenge": (contender.challenge,),
        "instrument": (contender.instrument,),
        "country": contender.countries,
    }[quota.field]
    return tuple(value for value in values if quota.value in ("*", value))


# -- checked, and in words ---------------------------------------------------------------------------------------


def _agree(faults: Sequence[str]) -> None:
    if faults:
        raise CannotRank(
            _("The independent checker does not agree with the outcome: %(fault)s") % {"fault": faults[0]},
            code="checker_disagrees",
            remedy=_("Nothing was stored. Report this to whoever runs the installation."),
            status=500,
        )


def _second_opinion(
    terms: CallDefinition, contenders: Mapping[str, Contender], ranked: Outcome[aggregation.Ranking]
) -> list[str]:
    """The totals and thresholds of the engine against the published arithmetic of this stage."""
    faults = []
    places = {place.id: place for place in ranked.decision.places}
    for number, contender in sorted(contenders.items()):
        scores = totals.combined(terms.criteria, contender.scores)
        place = places.get(number)
        if (place is None) != bool(totals.shortfalls(terms.criteria, scores)):
            faults.append(f"{number} stands on the wrong side of a threshold.")
        elif place is not None and place.total != totals.total(terms.criteria, scores, terms.criteria.ranked_by):
            faults.append(f"The total of {number} differs.")
    return faults


def _standing(
    terms: CallDefinition,
    contender: Contender,
    rank: int | None,
    keys: tuple[Fraction, ...],
    verdict: tuple[str, int | None, str],
) -> Standing:
    scores = totals.combined(terms.criteria, contender.scores)
    proposed, reserve_position, because = verdict
    return Standing(
        contender=contender,
        scores=scores,
        raw=totals.total(terms.criteria, scores, "raw_sum"),
        weighted=totals.total(terms.criteria, scores, terms.criteria.ranked_by),
        rank=rank,
        keys=keys,
        proposed=proposed,
        reserve_position=reserve_position,
        because=because,
    )


def _verdicts(
    order: Sequence[str],
    chosen: Outcome[portfolio.Portfolio],
    quotas: Mapping[str, str],
    names: Mapping[str, str],
) -> dict[str, tuple[str, int | None, str]]:
    """For each ranked number what is proposed, its place on the reserve list, and why, in words."""
    decision = chosen.decision
    sentences = {note.about[0]: note.sentence for note in chosen.trace if note.about and note.code != "departure"}
    moved = {note.about[0]: note.sentence.rpartition("; ")[2] for note in chosen.trace if note.code == "departure"}
    found: dict[str, tuple[str, int | None, str]] = {}
    reserve = 0
    for number in order:
        why = _named(sentences.get(number, "").partition(": ")[2], quotas, names)
        if number in decision.funded:
            lifted = f" Lifted: {_named(moved[number], quotas, names)}" if number in moved else ""
            found[number] = ("funded", None, _sentence(why) + lifted)
        elif number in decision.barred:
            found[number] = ("not_funded", None, _sentence(why))
        else:
            reserve += 1
            gives_way = " It gives way to applications that a quota asks for." if number in moved else ""
            how = f"Number {reserve} of the reserve list; {why.partition('; ')[2]}{gives_way}"
            found[number] = ("reserve", reserve, how)
    return found


def _named(sentence: str, quotas: Mapping[str, str], names: Mapping[str, str]) -> str:
    """The sentence with legal names in place of refs, and quotas in the words of the call."""
    told = _QUOTA.sub(lambda found: f"the quota “{quotas.get(found[1].partition(':')[0], found[1])}”", sentence)
    return _RECIPIENT.sub(lambda found: names.get(found[1], found[0]), told)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


# -- when money returns --------------------------------------------------------------------------------------------


def succession(
    terms: CallDefinition, waiting: Sequence[Contender], funded: Sequence[Contender], room: Room, *, seed: int
) -> Outcome[portfolio.Portfolio]:
    """Who of the reserve list enters, down its order, beside those who stay funded; ``room`` is what is free now."""
    count = len(waiting)
    places = [
        (one, aggregation.Place(one.number, i + 1, Fraction(count - i), Fraction(count - i)))
        for i, one in enumerate(waiting)
    ]
    left = tuple(
        replace(e, amount_cents=max(0, e.amount_cents - sum(one.amount_cents for one in funded if _pays(e, one))))
        for e in terms.envelopes
    )
    purse = _purse(replace(terms, envelopes=left, quotas=()), places, room)
    taken = Counter(
        f"{quota.code}:{value}" for one in funded for quota in terms.quotas for value in _counted_by(quota, one)
    )
    quotas = tuple(
        replace(q, at_least=0, at_most=max(0, q.at_most - taken[q.id]))
        for q in _quotas(terms.quotas, waiting)
        if q.at_most is not None
    )
    return _funded(replace(purse, quotas=quotas), "ranked_list", seed)


def _pays(envelope: Envelope, one: Contender) -> bool:
    return bool(envelope.domain or envelope.instrument) and (
        envelope.domain in ("", one.domain) and envelope.instrument in ("", one.instrument)
    )

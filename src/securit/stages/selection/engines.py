"""Rows → problems → rules → checked outcome: the only place of this stage that calls the engines.

Thresholds and order come from ``aggregation.weighted_ranking``, the funded set from ``portfolio.ranked_list``. Each
outcome passes the engine's own independent checker, and the totals are added up a second time here; when anything
disagrees nothing is stored.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from hashlib import sha256

from django.utils.translation import gettext as _

from securit.engines import Outcome, aggregation, draw, portfolio
from securit.kernel.refusals import Refusal
from securit.programmes.definition import CallDefinition, Quota
from securit.stages.selection import tie_breaks, totals
from securit.stages.selection.contracts import Computed, Contender, Room, Standing

ENGINE, RULE = "portfolio", "ranked_list"
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
    _refuse_least_quotas(terms.quotas)
    by_number = {contender.number: contender for contender in contenders}
    problem = _ranking_problem(terms, contenders, lists)
    ranked = aggregation.RULES["weighted_ranking"](problem, seed=seed)
    _agree(aggregation.check(problem, ranked))
    _agree(_second_opinion(terms, by_number, ranked))
    places = {place.id: place for place in ranked.decision.places}
    pairs = [(by_number[number], place) for number, place in places.items()]
    purse, chosen, left_out = _fund(terms, pairs, room, seed)
    order = sorted(places, key=lambda number: (places[number].rank, draw(seed, number), number))
    names = {m.organisation: m.legal_name for contender in contenders for m in contender.members}
    verdicts = _verdicts(order, chosen, left_out, names)
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
            "left_out_by_quota": dict(sorted(left_out.items())),
        },
        outcome={"ranking": ranked.to_data(), "portfolio": chosen.to_data()},
    )


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


def _refuse_least_quotas(quotas: Sequence[Quota]) -> None:
    for quota in quotas:
        if quota.at_least:
            raise CannotRank(
                _("“%(quota)s” asks for a least number; the ranked list cannot lift lower ranked applications.")
                % {"quota": quota.title},
                code="least_quota",
            )


def _fund(
    terms: CallDefinition, ranked: Sequence[tuple[Contender, aggregation.Place]], room: Room, seed: int
) -> tuple[portfolio.Problem, Outcome[portfolio.Portfolio], dict[str, str]]:
    """Down the ranking while money, envelopes, ceilings and quotas allow.

    A quota is no money, so the engine does not know it: the first application that would pass one is left out and the
    list begun again, which gives what one walk with the quotas in hand would give.
    """
    left_out: dict[str, str] = {}
    while True:
        problem = _purse(terms, [pair for pair in ranked if pair[0].number not in left_out], room)
        chosen = portfolio.RULES["ranked_list"](problem, seed=seed)
        _agree(portfolio.check(problem, chosen))
        funded = chosen.decision.funded
        contenders = {contender.number: contender for contender, _place in ranked}
        full = _first_over_quota(terms.quotas, [contenders[number] for number in funded])
        if full is None:
            return problem, chosen, left_out
        left_out[full[0]] = full[1]


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


def _first_over_quota(quotas: Sequence[Quota], funded: Sequence[Contender]) -> tuple[str, str] | None:
    """The best ranked application that passes a quota, with the quota's words."""
    taken: Counter[tuple[str, str]] = Counter()
    for contender in funded:
        for quota in quotas:
            for value in _counted_by(quota, contender):
                taken[quota.code, value] += 1
                if quota.at_most is not None and taken[quota.code, value] > quota.at_most:
                    return contender.number, quota.title
    return None


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
    left_out: Mapping[str, str],
    names: Mapping[str, str],
) -> dict[str, tuple[str, int | None, str]]:
    """For each ranked number what is proposed, its place on the reserve list, and why, in words."""
    decision = chosen.decision
    sentences = {note.about[0]: note.sentence for note in chosen.trace}
    found: dict[str, tuple[str, int | None, str]] = {}
    reserve = 0
    for number in order:
        why = _named(sentences.get(number, "").partition(": ")[2], names)
        if number in decision.funded:
            found[number] = ("funded", None, _sentence(why))
        elif number in decision.barred:
            found[number] = ("not_funded", None, _sentence(why))
        else:
            reserve += 1
            how = f"the quota is reached: {left_out[number]}." if number in left_out else why.partition("; ")[2]
            found[number] = ("reserve", reserve, f"Number {reserve} of the reserve list; {how}")
    return found


def _named(sentence: str, names: Mapping[str, str]) -> str:
    """The sentence with legal names in place of refs."""
    return _RECIPIENT.sub(lambda found: names.get(found[1], found[0]), sentence)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]

"""An independent look at a portfolio: is it within every bound, is its value right? Shares no code with the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from securit.engines._shared.outcome import Outcome, Status, unexplained
from securit.engines.portfolio.problem import Candidate, Envelope, Portfolio, Problem, Reserve


def check(problem: Problem, outcome: Outcome[Portfolio]) -> tuple[str, ...]:
    """Every fault found, one sentence each; empty when the outcome stands."""
    decision = outcome.decision
    strangers = tuple(_placement(problem, decision))
    if strangers:
        return strangers
    return (
        *_amounts(problem, decision),
        *_money(problem, decision),
        *_quotas(problem, decision),
        *_groups(problem, decision),
        *_successors(problem, decision),
        *_value(problem, outcome),
        *_prices(problem, outcome),
    )


def _placement(problem: Problem, decision: Portfolio) -> Iterator[str]:
    placed = Counter((*decision.funded, *decision.reserve, *decision.barred))
    known = {candidate.id for candidate in problem.candidates}
    for one in sorted(known | set(placed)):
        if one not in known:
            yield f"Candidate {one} is not in the problem."
        elif placed[one] != 1:
            yield f"Candidate {one} is placed {placed[one]} times, not once."


def _funded(problem: Problem, decision: Portfolio) -> list[Candidate]:
    return [candidate for candidate in problem.candidates if candidate.id in set(decision.funded)]


def _given(decision: Portfolio, candidate: Candidate) -> int:
    return dict(decision.reduced).get(candidate.id, candidate.amount_cents)


def _taken(candidate: Candidate, given_cents: int) -> dict[str, int]:
    """What falls to each recipient; a reduced amount in proportion, by the largest remainders."""
    if given_cents == candidate.amount_cents or not candidate.shares:
        return dict(candidate.shares)
    exact = {name: Fraction(given_cents * share, candidate.amount_cents) for name, share in candidate.shares}
    whole = {name: int(part) for name, part in exact.items()}
    order = sorted(exact, key=lambda name: whole[name] - exact[name])
    for name in order[: given_cents - sum(whole.values())]:
        whole[name] += 1
    return whole


def _amounts(problem: Problem, decision: Portfolio) -> Iterator[str]:
    known = {candidate.id: candidate for candidate in problem.candidates}
    for name, given_cents in decision.reduced:
        if name not in decision.funded:
            yield f"Candidate {name} has a reduced amount although it is not funded."
        elif given_cents not in {step.amount_cents for step in known[name].steps}:
            yield f"Candidate {name} is given {given_cents} cents, which is none of its steps."


def _quotas(problem: Problem, decision: Portfolio) -> Iterator[str]:
    funded = _funded(problem, decision)
    for quota in problem.quotas:
        inside = [c for c in funded if _counts(quota.group, c)]
        spent_cents = sum(_given(decision, c) for c in inside)
        if len(inside) < quota.at_least or (quota.at_most is not None and len(inside) > quota.at_most):
            yield f"Quota {quota.id} is not kept: {len(inside)} candidates."
        if spent_cents < quota.least_cents or (quota.most_cents is not None and spent_cents > quota.most_cents):
            yield f"Quota {quota.id} is not kept: {spent_cents} cents."
    names = {candidate.id for candidate in funded}
    for exclusion in problem.exclusions:
        if len(names & set(exclusion.candidates)) > 1:
            yield f"Exclusion {exclusion.id} is not kept: {', '.join(sorted(names & set(exclusion.candidates)))}."
    for link in problem.links:
        if 0 < len(names & set(link.candidates)) < len(link.candidates):
            yield f"Link {link.id} is not kept: only {', '.join(sorted(names & set(link.candidates)))}."


def _in(envelope: Envelope, candidate: Candidate) -> bool:
    if envelope.domain and envelope.domain != candidate.domain:
        return False
    return not envelope.instrument or envelope.instrument == candidate.instrument


def _money(problem: Problem, decision: Portfolio) -> Iterator[str]:
    funded = _funded(problem, decision)
    spent_cents = sum(_given(decision, candidate) for candidate in funded)
    if spent_cents > problem.budget_cents:
        yield f"The funded set costs {spent_cents} cents, more than the budget of {problem.budget_cents}."
    for envelope in problem.envelopes:
        spent_cents = sum(_given(decision, candidate) for candidate in funded if _in(envelope, candidate))
        if spent_cents > envelope.most_cents:
            yield f"Envelope {envelope.id} is overrun: {spent_cents} of {envelope.most_cents} cents."
    taken: Counter[str] = Counter()
    for candidate in funded:
        taken.update(_taken(candidate, _given(decision, candidate)))
    for recipient in problem.recipients:
        total_cents = recipient.committed_cents + taken[recipient.id]
        if taken[recipient.id] and total_cents > recipient.ceiling_cents:
            yield f"Recipient {recipient.id} would have {total_cents} of at most {recipient.ceiling_cents} cents."


def _groups(problem: Problem, decision: Portfolio) -> Iterator[str]:
    rank = {candidate.id: candidate.rank for candidate in problem.candidates}
    enters = Counter(one for name, entering in _withdrawals(problem, decision) for one in entering)
    for name, group in (("funded", decision.funded), ("reserve", decision.reserve), ("barred", decision.barred)):
        if name == "reserve" and problem.reserve is Reserve.BY_WITHDRAWALS:
            order = [(-enters[one], rank[one]) for one in group]
            if order != sorted(order):
                yield "The reserve list does not run from those whom most withdrawals let in down."
            continue
        ranks = [rank[one] for one in group]
        if ranks != sorted(ranks):
            yield f"The {name} list does not run from the best rank down."
    taken: Counter[str] = Counter()
    for candidate in _funded(problem, decision):
        taken.update(_taken(candidate, _given(decision, candidate)))
    room = {r.id: r.ceiling_cents - r.committed_cents - taken[r.id] for r in problem.recipients}
    asked = _asked_together(problem)
    funded = set(decision.funded)
    for candidate in problem.candidates:
        shares = asked[candidate.id]
        over = candidate.id not in funded and any(
            share > 0 and share > max(0, room.get(name, share)) for name, share in shares.items()
        )
        if over and candidate.id in decision.reserve:
            yield f"Candidate {candidate.id} is on the reserve list although a ceiling bars it."
        if not over and candidate.id in decision.barred:
            yield f"Candidate {candidate.id} is barred although no ceiling stands in its way."


def _linked_to(problem: Problem, name: str) -> set[str]:
    return next((set(link.candidates) for link in problem.links if name in link.candidates), {name})


def _withdrawals(problem: Problem, decision: Portfolio) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each withdrawal once: of those linked together only the first is looked at."""
    for name, entering in decision.successors:
        if name == min(_linked_to(problem, name)):
            yield name, entering


def _successors(problem: Problem, decision: Portfolio) -> Iterator[str]:
    """Whether those who would enter after each withdrawal fit in what it leaves."""
    asked = decision.funded if problem.reserve is Reserve.BY_WITHDRAWALS else ()
    if tuple(name for name, _ in decision.successors) != asked:
        yield "The withdrawals that are looked at are not those of the funded."
        return
    lighter = replace(problem, quotas=tuple(replace(q, at_least=0, least_cents=0) for q in problem.quotas))
    after = dict(decision.successors)
    for name, entering in decision.successors:
        gone = _linked_to(problem, name)
        if len(set(entering)) < len(entering) or not set(entering) <= {*decision.reserve, *decision.barred}:
            yield f"After {name} somebody would enter who is not waiting."
        if any(after.get(other) != entering for other in gone):
            yield f"After {name} others would enter than after one it is linked to."
        stay = tuple(one for one in decision.funded if one not in gone)
        then = Portfolio((*stay, *entering), (), (), tuple(pair for pair in decision.reduced if pair[0] not in gone))
        for fault in (*_money(lighter, then), *_quotas(lighter, then)):
            yield f"After {name}: {fault}"


def _asked_together(problem: Problem) -> dict[str, Counter[str]]:
    """What each candidate, with those it is linked to, would take of every recipient's ceiling."""
    own = {candidate.id: Counter(dict(candidate.shares)) for candidate in problem.candidates}
    found = dict(own)
    for link in problem.links:
        together: Counter[str] = Counter()
        for name in link.candidates:
            together.update(own[name])
        found.update(dict.fromkeys(link.candidates, together))
    return found


def _value(problem: Problem, outcome: Outcome[Portfolio]) -> Iterator[str]:
    total = sum((_score(outcome.decision, c) for c in _funded(problem, outcome.decision)), Fraction(0))
    if outcome.objective != total:
        yield f"The total score is {total}, not {outcome.objective}."
    if outcome.bound is None or outcome.bound < total:
        yield f"The bound {outcome.bound} is below the total {total}."
    if outcome.status is Status.OPTIMAL and outcome.bound != total:
        yield "The outcome calls itself optimal although its bound is not reached."
    if outcome.problem_digest != problem.digest:
        yield "The outcome answers another problem."
    for name in unexplained((candidate.id for candidate in problem.candidates), outcome.trace):
        yield f"The explanation does not name {name}."


def _score(decision: Portfolio, candidate: Candidate) -> Fraction:
    given_cents = _given(decision, candidate)
    return next((s.score for s in candidate.steps if s.amount_cents == given_cents), candidate.score)


def _prices(problem: Problem, outcome: Outcome[Portfolio]) -> Iterator[str]:
    """From the prices alone: what no set under the bounds can exceed. The stated bound may not be above it."""
    if not outcome.certificate or outcome.bound is None:
        return
    price = dict(outcome.certificate)
    reach = price.get("budget:", Fraction(0)) * problem.budget_cents
    reach += sum(price.get(f"envelope:{e.id}", Fraction(0)) * e.most_cents for e in problem.envelopes)
    reach += sum(price.get(f"exclusion:{x.id}", Fraction(0)) for x in problem.exclusions)
    reach += sum(price.get(f"choice:{c.id}", Fraction(0)) for c in problem.candidates)
    for r in problem.recipients:
        reach += price.get(f"ceiling:{r.id}", Fraction(0)) * max(0, r.ceiling_cents - r.committed_cents)
    for q in problem.quotas:
        inside = [c for c in problem.candidates if _counts(q.group, c)]
        number, cents = price.get(f"quota:{q.id}:number", Fraction(0)), price.get(f"quota:{q.id}:cents", Fraction(0))
        most = len(inside) if q.at_most is None else q.at_most
        everything = sum(max([c.amount_cents, *(s.amount_cents for s in c.steps)]) * (1 + len(c.steps)) for c in inside)
        most_cents = everything if q.most_cents is None else q.most_cents
        reach += number * (most * (1 + max((len(c.steps) for c in inside), default=0)) if number > 0 else q.at_least)
        reach += cents * (most_cents if cents > 0 else q.least_cents)
    known = {c.id: c for c in problem.candidates}
    linked = {name for link in problem.links for name in link.candidates}
    units = [[c] for c in problem.candidates if c.id not in linked]
    for unit in units + [[known[name] for name in link.candidates] for link in problem.links]:
        reach += max(Fraction(0), sum((_rest(problem, price, c, c.amount_cents) for c in unit), Fraction(0)))
        for step in unit[0].steps:
            reach += max(Fraction(0), _rest(problem, price, unit[0], step.amount_cents))
    if outcome.bound > reach:
        yield f"From the prices follows the bound {reach}, below the stated {outcome.bound}."


def _rest(problem: Problem, price: dict[str, Fraction], candidate: Candidate, cents: int) -> Fraction:
    """What a way to fund a candidate scores beyond the prices it pays."""
    score = next((s.score for s in candidate.steps if s.amount_cents == cents), candidate.score)
    paid = price.get("budget:", Fraction(0)) * cents + price.get(f"choice:{candidate.id}", Fraction(0))
    paid += sum(price.get(f"envelope:{e.id}", Fraction(0)) * cents for e in problem.envelopes if _in(e, candidate))
    for x in problem.exclusions:
        paid += price.get(f"exclusion:{x.id}", Fraction(0)) if candidate.id in x.candidates else 0
    for name, share in _taken(candidate, cents).items():
        paid += price.get(f"ceiling:{name}", Fraction(0)) * share
    for q in problem.quotas:
        if _counts(q.group, candidate):
            paid += price.get(f"quota:{q.id}:number", Fraction(0))
            paid += price.get(f"quota:{q.id}:cents", Fraction(0)) * cents
    return score - paid


def _counts(group: str, candidate: Candidate) -> bool:
    return group in {f"domain:{candidate.domain}", f"instrument:{candidate.instrument}", *candidate.groups}

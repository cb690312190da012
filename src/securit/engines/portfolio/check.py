"""An independent look at a portfolio: is it within every bound, is its value right? Shares no code with the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from securit.engines._shared.outcome import Outcome, Status, unexplained
from securit.engines.portfolio.problem import Candidate, Envelope, Portfolio, Problem


def check(problem: Problem, outcome: Outcome[Portfolio]) -> tuple[str, ...]:
    """Every fault found, one sentence each; empty when the outcome stands."""
    decision = outcome.decision
    strangers = tuple(_placement(problem, decision))
    if strangers:
        return strangers
    return (*_money(problem, decision), *_groups(problem, decision), *_value(problem, outcome))


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


def _in(envelope: Envelope, candidate: Candidate) -> bool:
    if envelope.domain and envelope.domain != candidate.domain:
        return False
    return not envelope.instrument or envelope.instrument == candidate.instrument


def _money(problem: Problem, decision: Portfolio) -> Iterator[str]:
    funded = _funded(problem, decision)
    spent_cents = sum(candidate.amount_cents for candidate in funded)
    if spent_cents > problem.budget_cents:
        yield f"The funded set costs {spent_cents} cents, more than the budget of {problem.budget_cents}."
    for envelope in problem.envelopes:
        spent_cents = sum(candidate.amount_cents for candidate in funded if _in(envelope, candidate))
        if spent_cents > envelope.most_cents:
            yield f"Envelope {envelope.id} is overrun: {spent_cents} of {envelope.most_cents} cents."
    taken: Counter[str] = Counter()
    for candidate in funded:
        taken.update(dict(candidate.shares))
    for recipient in problem.recipients:
        total_cents = recipient.committed_cents + taken[recipient.id]
        if taken[recipient.id] and total_cents > recipient.ceiling_cents:
            yield f"Recipient {recipient.id} would have {total_cents} of at most {recipient.ceiling_cents} cents."


def _groups(problem: Problem, decision: Portfolio) -> Iterator[str]:
    rank = {candidate.id: candidate.rank for candidate in problem.candidates}
    for name, group in (("funded", decision.funded), ("reserve", decision.reserve), ("barred", decision.barred)):
        ranks = [rank[one] for one in group]
        if ranks != sorted(ranks):
            yield f"The {name} list does not run from the best rank down."
    taken: Counter[str] = Counter()
    for candidate in _funded(problem, decision):
        taken.update(dict(candidate.shares))
    room = {r.id: r.ceiling_cents - r.committed_cents - taken[r.id] for r in problem.recipients}
    for candidate in problem.candidates:
        over = any(share > 0 and share > room.get(name, share) for name, share in candidate.shares)
        if over and candidate.id in decision.reserve:
            yield f"Candidate {candidate.id} is on the reserve list although a ceiling bars it."
        if not over and candidate.id in decision.barred:
            yield f"Candidate {candidate.id} is barred although no ceiling stands in its way."


def _value(problem: Problem, outcome: Outcome[Portfolio]) -> Iterator[str]:
    total = sum((candidate.score for candidate in _funded(problem, outcome.decision)), Fraction(0))
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

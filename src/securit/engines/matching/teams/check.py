"""An independent look at teams: does each meet every demand, are the figures right? Shares no code with the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from securit.engines._shared.outcome import Outcome, Status, unexplained
from securit.engines.matching.teams.problem import Challenge, Organisation, Problem, Team, Teams, Trait
from securit.engines.matching.teams.proof import MOST_CELLS, by_themselves, reach_of


def check(problem: Problem, outcome: Outcome[Teams]) -> tuple[str, ...]:
    """Every fault found, one sentence each; empty when the outcome stands.

    Up to 10,000 pairs of a challenge and an organisation the bound of the total is derived again from the prices.
    """
    strangers = tuple(_placement(problem, outcome.decision))
    if strangers:
        return strangers
    return (
        *(fault for team in outcome.decision.teams for fault in _faults_of(problem, team)),
        *_places(problem, outcome.decision),
        *_figures(problem, outcome),
        *_proof(problem, outcome),
        *_form(problem, outcome),
    )


def _placement(problem: Problem, decision: Teams) -> Iterator[str]:
    placed = Counter([*(team.challenge for team in decision.teams), *(name for name, _ in decision.unserved)])
    known = {challenge.id: challenge for challenge in problem.challenges}
    people = {one.id for one in problem.organisations}
    for name in sorted(set(known) | set(placed)):
        if name not in known:
            yield f"Challenge {name} is not in the problem."
        elif placed[name] != 1:
            yield f"Challenge {name} is placed {placed[name]} times, not once."
    for team in decision.teams:
        for name in sorted({*team.joining, *team.present} - people):
            yield f"Organisation {name} is not in the problem."
        if team.challenge in known and team.present != known[team.challenge].present:
            yield f"The members present in {team.challenge} are not those of the problem."
        for name, many in sorted(Counter(team.members).items()):
            if many > 1:
                yield f"Organisation {name} is {many} times in the team of {team.challenge}."


def _team(problem: Problem, team: Team) -> tuple[Challenge, list[Organisation]]:
    challenge = next(one for one in problem.challenges if one.id == team.challenge)
    inside = set(team.members)
    return challenge, [one for one in problem.organisations if one.id in inside]


def _has(one: Organisation, skill: str, level: Fraction) -> bool:
    return dict(one.skills).get(skill, Fraction(-1)) >= level


def _faults_of(problem: Problem, team: Team) -> Iterator[str]:
    challenge, members = _team(problem, team)
    name = challenge.id
    if not challenge.least <= len(members) <= challenge.most:
        yield f"The team of {name} has {len(members)} members, not {challenge.least} to {challenge.most}."
    yield from _lacking(challenge, members)
    yield from _barred(problem, challenge, team, members)


def _lacking(challenge: Challenge, members: Sequence[Organisation]) -> Iterator[str]:
    name = challenge.id
    for asked in challenge.skills:
        if asked.is_required and not any(_has(one, asked.skill, asked.level) for one in members):
            yield f"Nobody in the team of {name} has the skill {asked.skill}."
    for count in challenge.counts:
        traits = [one.roles if count.trait is Trait.ROLE else (one.kind,) for one in members]
        many = sum(count.name in trait for trait in traits)
        if many < count.at_least:
            yield f"The team of {name} has {many} members with {count.trait.value} {count.name}, not {count.at_least}."
    countries = {one.country for one in members}
    if challenge.eligible:
        countries &= set(challenge.eligible)
    if len(countries) < challenge.countries:
        yield f"The team of {name} comes from {len(countries)} countries, not {challenge.countries}."


def _barred(problem: Problem, challenge: Challenge, team: Team, members: Sequence[Organisation]) -> Iterator[str]:
    name = challenge.id
    excluded = {one.organisation for one in challenge.excluded}
    for one in members:
        if one.id in excluded:
            yield f"Organisation {one.id} is excluded from {name}."
        if one.id in team.joining and challenge.eligible and one.country not in challenge.eligible:
            yield f"Organisation {one.id} may not join {name}: {one.country} is not eligible."
    names = {one.id for one in members}
    for apart in problem.apart:
        if len(names & set(apart.organisations)) > 1:
            yield f"Apart {apart.id} is not kept in the team of {name}."
    for together in problem.together:
        if 0 < len(names & set(together.organisations)) < len(together.organisations):
            yield f"Together {together.id} is not kept in the team of {name}."


def _places(problem: Problem, decision: Teams) -> Iterator[str]:
    held = Counter(name for challenge in problem.challenges for name in challenge.present)
    held.update(name for team in decision.teams for name in team.joining)
    for one in problem.organisations:
        if held[one.id] > one.capacity:
            yield f"Organisation {one.id} is in {held[one.id]} teams, though it can be in {one.capacity}."


def fit_of(challenge: Challenge, members: Sequence[Organisation]) -> Fraction:
    """What the team is worth: fits, weights of the skills covered, less the toll of those who join."""
    fits = dict(challenge.fits)
    total = sum((fits.get(one.id, Fraction(0)) for one in members), Fraction(0))
    covered = [s for s in challenge.skills if any(_has(one, s.skill, s.level) for one in members)]
    total += sum((s.weight for s in covered), Fraction(0))
    return total - challenge.toll * sum(one.id not in challenge.present for one in members)


def _figures(problem: Problem, outcome: Outcome[Teams]) -> Iterator[str]:
    fits = [fit_of(*_team(problem, team)) for team in outcome.decision.teams]
    right = {
        "served": Fraction(len(fits)),
        "worst_off": min(fits, default=Fraction(0)),
        "total": sum(fits, Fraction(0)),
    }
    if [one.name for one in outcome.objectives] != list(right):
        yield f"The objectives are not {', '.join(right)}."
        return
    for one in outcome.objectives:
        if one.value != right[one.name]:
            yield f"The figure {one.name} is {right[one.name]}, not {one.value}."
        if one.bound is None or one.bound < right[one.name]:
            yield f"The bound {one.bound} of {one.name} is below its value {right[one.name]}."
        if (one.status is Status.OPTIMAL) != (one.bound == one.value):
            yield f"The figure {one.name} calls itself {one.status.value}, which its bound does not bear out."
    if outcome.objectives[0].bound is not None and outcome.objectives[0].bound > len(problem.challenges):
        yield "The bound of served is above the number of challenges."
    proven = all(one.status is Status.OPTIMAL for one in outcome.objectives)
    if (outcome.status is Status.OPTIMAL) != proven:
        yield f"The outcome calls itself {outcome.status.value}, which its figures do not bear out."


def _proof(problem: Problem, outcome: Outcome[Teams]) -> Iterator[str]:
    """A bound that is not reached must follow from the prices; none may be above what needs no prices."""
    if not outcome.certificate or len(problem.challenges) * len(problem.organisations) > MOST_CELLS:
        return
    price = dict(outcome.certificate)
    if any(value < 0 for name, value in price.items() if name.startswith("place:")):
        yield "A price in the certificate is negative."
        return
    worst = outcome.objective_named("worst_off")
    total = outcome.objective_named("total")
    if worst is None or total is None or total.bound is None:
        return
    count = len(outcome.decision.teams)
    reach = reach_of(problem, price, count, worst.value)
    slack = Fraction(1, 10_000) * max(Fraction(1), abs(reach))
    if total.status is not Status.OPTIMAL and total.bound < reach - slack:
        yield f"The bound {float(total.bound):.6g} is below {float(reach):.6g}, which is all that the prices prove."
    most = by_themselves(problem, count)
    if total.bound > most + slack:
        yield f"The bound {float(total.bound):.6g} is above {float(most):.6g}, the best of each challenge by itself."


def _form(problem: Problem, outcome: Outcome[Teams]) -> Iterator[str]:
    if outcome.problem_digest != problem.digest:
        yield "The outcome answers another problem."
    names = [one.id for one in problem.challenges] + [one.id for one in problem.organisations]
    for name in unexplained(names, outcome.trace):
        yield f"The explanation does not name {name}."
    for name, reason in outcome.decision.unserved:
        if not reason:
            yield f"Nothing says why challenge {name} has no team."

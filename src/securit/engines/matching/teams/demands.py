"""What a team must be, one line each, and which lines a team meets: for a composition check, and to explain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from securit.engines._shared.exact import plain
from securit.engines.matching.teams.problem import Challenge, Organisation, Problem, Trait


@dataclass(frozen=True, slots=True)
class Line:
    """One demand on a team: a code like ``skill:crypto``, how it reads, whether it is met, and who meets it."""

    code: str
    sentence: str
    is_met: bool
    by: tuple[str, ...] = ()
    is_required: bool = True


def composition(problem: Problem, challenge: Challenge, members: Sequence[str]) -> tuple[Line, ...]:
    """Every demand of the challenge held against a team with these members (present ones and others alike)."""
    known = {one.id: one for one in problem.organisations if one.id in set(members)}
    team = [known[name] for name in sorted(known)]
    return (*_skills(challenge, team), *_numbers(challenge, team), *_bars(problem, challenge, team))


def _skills(challenge: Challenge, team: Sequence[Organisation]) -> Iterator[Line]:
    for asked in challenge.skills:
        by = tuple(one.id for one in team if one.covers(asked))
        level = f" at level {plain(asked.level)}" if asked.level > 1 else ""
        wish = "" if asked.is_required else " (a wish)"
        yield Line(f"skill:{asked.skill}", f"skill {asked.skill}{level}{wish}", bool(by), by, asked.is_required)


def _numbers(challenge: Challenge, team: Sequence[Organisation]) -> Iterator[Line]:
    for count in challenge.counts:
        by = tuple(one.id for one in team if one.counts_for(count))
        what = f"in the role {count.name}" if count.trait is Trait.ROLE else f"of kind {count.name}"
        sentence = f"at least {count.at_least} {what}"
        yield Line(f"{count.trait.value}:{count.name}", sentence, len(by) >= count.at_least, by)
    counted = [one for one in team if not challenge.eligible or one.country in challenge.eligible]
    if challenge.countries > 1 or challenge.eligible:
        among = f" of {', '.join(challenge.eligible)}" if challenge.eligible else ""
        sentence = f"at least {challenge.countries} different countries{among}"
        is_met = len({one.country for one in counted}) >= challenge.countries
        yield Line("countries", sentence, is_met, tuple(one.id for one in counted))
    names = tuple(one.id for one in team)
    yield Line("least", f"at least {challenge.least} members", len(team) >= challenge.least, names)
    yield Line("most", f"at most {challenge.most} members", len(team) <= challenge.most, names)


def _bars(problem: Problem, challenge: Challenge, team: Sequence[Organisation]) -> Iterator[Line]:
    names = {one.id for one in team}
    for excluded in challenge.excluded:
        if excluded.organisation in names:
            sentence = f"{excluded.organisation} is excluded: {excluded.reason}"
            yield Line(f"excluded:{excluded.organisation}", sentence, False, (excluded.organisation,))
    for one in team:
        if one.id not in challenge.present and challenge.eligible and one.country not in challenge.eligible:
            yield Line(f"eligible:{one.id}", f"{one.id} is from {one.country}, which may not join", False, (one.id,))
    for apart in problem.apart:
        inside = tuple(name for name in apart.organisations if name in names)
        if len(inside) > 1:
            yield Line(f"apart:{apart.id}", f"{' and '.join(inside)} may not be in one team", False, inside)
    for together in problem.together:
        inside = tuple(name for name in together.organisations if name in names)
        if 0 < len(inside) < len(together.organisations):
            sentence = f"all of {', '.join(together.organisations)} come, or none"
            yield Line(f"together:{together.id}", sentence, False, inside)


def turned(problem: Problem, challenge: Challenge, team: Sequence[str], member: str) -> tuple[Line, ...]:
    """The demands that the team meets and would not meet without this member."""
    without = {line.code: line.is_met for line in composition(problem, challenge, [n for n in team if n != member])}
    return tuple(
        line for line in composition(problem, challenge, team) if line.is_met and not without.get(line.code, True)
    )


def greened(problem: Problem, challenge: Challenge, team: Sequence[str]) -> tuple[Line, ...]:
    """The demands that the team meets and its present members alone do not, each with who of the others helps."""
    before = {line.code for line in composition(problem, challenge, challenge.present) if line.is_met}
    lines = composition(problem, challenge, team)
    country = {one.id: one.country for one in problem.organisations if one.id in set(team)}
    there = {country[name] for name in challenge.present}

    def helps(line: Line, name: str) -> bool:
        return name not in challenge.present and (line.code != "countries" or country[name] not in there)

    return tuple(
        replace(line, by=tuple(name for name in line.by if helps(line, name)))
        for line in lines
        if line.is_met and line.code not in before
    )

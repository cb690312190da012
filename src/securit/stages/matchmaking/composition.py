"""Does this team satisfy the call's rules, what is missing, and who would complete it? No database.

The rules are the call's own, asked with the same engine as the eligibility check; what only the written application can
tell (a challenge, an answer, a sign-off) comes out *unresolved* here and is listed as decided later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from securit import money
from securit.machinery.rules import Finding, Result, Rule, Severity, evaluate
from securit.programmes.definition import CallDefinition
from securit.programmes.definition.calls import Instrument
from securit.programmes.public import rule_words
from securit.stages.matchmaking.team_terms import WHOLE, WITHOUT_GRANT

#: A kind of organisation in a country: what rules ask of somebody who is not there yet.
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Seat:
    """A member as the rules see it. ``share`` is in hundredths of a per cent; ``used_cents`` was awarded before."""

    ref: str
    name: str
    kind: str
    country: str
    role: str = "member"
    share: int = 0
    joined: bool = True
    used_cents: int = 0
    cost_cents: int | None = None
    grant_cents: int | None = None

    @property
    def applies(self) -> bool:
        """Whether it is a member of the application; end users and supporters take part without a grant."""
        return self.role not in WITHOUT_GRANT


@dataclass(frozen=True, slots=True)
class Plan:
    """What the team would apply for: the kind of support, the whole cost, the grant asked for (0: not said yet)."""

    instrument: Instrument | None = None
    cost_cents: int = 0
    grant_cents: int = 0


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most one member may receive in this call, and in the whole programme where earlier awards count too."""

    member_cents: int
    programme_cents: int
    is_cumulative: bool

    def left(self, used_cents: int) -> int:
        """What a member that already has ``used_cents`` may still receive."""
        programme = self.programme_cents - (used_cents if self.is_cumulative else 0)
        return max(0, min(self.member_cents, programme))


@dataclass(frozen=True, slots=True)
class Line:
    """One rule and where the team stands. ``completing``: who would turn it green, as kinds and countries."""

    code: str
    says: str
    result: Result
    reason: str
    remedy: str
    is_blocking: bool
    completing: tuple[Pair, ...] = ()

    @property
    def is_met(self) -> bool:
        """Whether the rule is satisfied."""
        return self.result is Result.MET


@dataclass(frozen=True, slots=True)
class Composition:
    """Where a team stands under one call and kind of support."""

    seats: tuple[Seat, ...]
    lines: tuple[Line, ...]
    later: tuple[Line, ...]

    @property
    def missing(self) -> tuple[Line, ...]:
        """What is not satisfied and must be."""
        return tuple(line for line in self.lines if not line.is_met and line.is_blocking)

    @property
    def advised(self) -> tuple[Line, ...]:
        """What is not satisfied and need not be, but helps."""
        return tuple(line for line in self.lines if not line.is_met and not line.is_blocking)

    @property
    def met(self) -> tuple[Line, ...]:
        """What is satisfied."""
        return tuple(line for line in self.lines if line.is_met)

    @property
    def is_satisfied(self) -> bool:
        """Whether nothing that must be is missing."""
        return not self.missing


def share_out(seats: Sequence[Seat], plan: Plan) -> tuple[Seat, ...]:
    """The seats with cost and grant divided by their shares, to the cent; without amounts while that cannot be done."""
    applying = [seat for seat in seats if seat.applies]
    if not plan.cost_cents or sum(seat.share for seat in applying) != WHOLE:
        return tuple(seats)
    weights = [seat.share for seat in applying]
    costs, grants = money.split(plan.cost_cents, weights), money.split(plan.grant_cents, weights)
    parts = {seat.ref: (c, g) for seat, c, g in zip(applying, costs, grants, strict=True)}
    return tuple(
        replace(seat, cost_cents=parts[seat.ref][0], grant_cents=parts[seat.ref][1]) if seat.ref in parts else seat
        for seat in seats
    )


def compose(
    terms: CallDefinition, seats: Sequence[Seat], plan: Plan, ceiling: Ceiling, offers: Iterable[Pair] = ()
) -> Composition:
    """Every rule of the call and every limit of money, with reason and remedy; ``offers`` are who could be found."""
    shared = share_out(seats, plan)
    facts = facts_of(shared, plan)
    found = evaluate(terms.eligibility, facts, rule_words(terms))
    pairs = sorted(set(offers))
    lines = [
        _line(finding, rule, terms.eligibility, facts, pairs)
        for finding, rule in zip(found, terms.eligibility, strict=True)
    ]
    told = [line for line in lines if line.result is not Result.UNRESOLVED]
    later = [line for line in lines if line.result is Result.UNRESOLVED]
    return Composition(shared, (*told, *_money_lines(shared, plan, ceiling)), tuple(later))


def facts_of(seats: Sequence[Seat], plan: Plan) -> dict[str, Any]:
    """What the rules are asked about: the content of an application, as far as a team already knows it."""
    applying = [seat for seat in seats if seat.applies]
    facts: dict[str, Any] = {"members": [_member(seat) for seat in applying]}
    if plan.instrument is not None:
        facts["instrument"] = plan.instrument.code
    if applying and all(seat.grant_cents is not None for seat in applying):
        facts |= {"cost_cents": plan.cost_cents, "grant_cents": plan.grant_cents}
        history = [
            {
                "ref": s.ref,
                "legal_name": s.name,
                "awarded_cents": s.used_cents,
                "total_cents": s.used_cents + (s.grant_cents or 0),
            }
            for s in applying
        ]
        facts["history"] = {"members": history}
    return facts


def would_complete(rule: Rule, rules: Sequence[Rule], facts: dict[str, Any], pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """Which kind of organisation in which country would satisfy the rule without breaking another one."""
    met = [r for r, finding in zip(rules, evaluate(rules, facts), strict=True) if finding.result is Result.MET]
    found = []
    for kind, country in pairs:
        newcomer = {"role": "member", "kind": kind, "country": country, "legal_name": "…"}
        judged = {f.code: f.result for f in evaluate((rule, *met), {**facts, "members": [*facts["members"], newcomer]})}
        if judged[rule.code] is Result.MET and Result.NOT_MET not in judged.values():
            found.append((kind, country))
    return tuple(found)


def _member(seat: Seat) -> dict[str, Any]:
    member: dict[str, Any] = {
        "ref": seat.ref,
        "role": "lead" if seat.role == "lead" else "member",
        "kind": seat.kind,
        "country": seat.country,
        "legal_name": seat.name,
    }
    if seat.grant_cents is not None:
        member |= {"cost_cents": seat.cost_cents, "grant_cents": seat.grant_cents}
    return member


def _line(finding: Finding, rule: Rule, rules: Sequence[Rule], facts: dict[str, Any], pairs: Sequence[Pair]) -> Line:
    completing = would_complete(rule, rules, facts, pairs) if finding.result is Result.NOT_MET and pairs else ()
    blocking = finding.severity is Severity.BLOCKING
    return Line(finding.code, finding.says, finding.result, finding.reason, finding.remedy, blocking, completing)


def _money_lines(seats: Sequence[Seat], plan: Plan, ceiling: Ceiling) -> Iterator[Line]:
    applying = [seat for seat in seats if seat.applies]
    if plan.cost_cents and len(applying) > 0:
        yield _shares(applying)
    if plan.grant_cents and plan.instrument is not None:
        yield _amount(plan.grant_cents, plan.instrument)
        if plan.cost_cents:
            yield _rate(plan, plan.instrument)
    if any(seat.grant_cents is not None for seat in applying):
        yield _ceilings(applying, ceiling)


def _shares(applying: Sequence[Seat]) -> Line:
    total = sum(seat.share for seat in applying)
    says = _("The shares of the members add up to 100 %.")
    if total == WHOLE:
        return _own("shares", says, _("They do; every cent has its member."), "")
    off = percent(abs(WHOLE - total))
    reason = (
        _("They add up to %(sum)s; %(off)s are missing.")
        if total < WHOLE
        else _("They add up to %(sum)s; that is %(off)s too much.")
    )
    remedy = _("Change the shares; until they add up, the money is not divided.")
    return _own("shares", says, reason % {"sum": percent(total), "off": off}, remedy)


def _amount(grant_cents: int, instrument: Instrument) -> Line:
    values = {
        "title": instrument.title,
        "least": money.euros(instrument.min_grant_cents),
        "most": money.euros(instrument.max_grant_cents),
        "grant": money.euros(grant_cents),
    }
    says = _("“%(title)s” gives %(least)s to %(most)s.") % values
    within = instrument.min_grant_cents <= grant_cents <= instrument.max_grant_cents
    remedy = "" if within else _("Ask for an amount within these limits, or choose another kind of support.")
    return _own("amount", says, _("The team asks for %(grant)s.") % values, remedy)


def _rate(plan: Plan, instrument: Instrument) -> Line:
    most = money.at_rate(plan.cost_cents, instrument.rate)
    values = {
        "rate": f"{(instrument.rate * 100).normalize():f} %",
        "most": money.euros(most),
        "cost": money.euros(plan.cost_cents),
    }
    says = _("The grant is at most %(rate)s of the cost.") % values
    reason = _("Of %(cost)s that is %(most)s.") % values
    return _own("rate", says, reason, "" if plan.grant_cents <= most else _("Ask for less, or state the whole cost."))


def _ceilings(applying: Sequence[Seat], ceiling: Ceiling) -> Line:
    says = _("No member receives more than it may: %(most)s in this call, earlier awards of the programme counted.")
    if not ceiling.is_cumulative:
        says = _("No member receives more than it may: %(most)s in this call.")
    over = [seat for seat in applying if (seat.grant_cents or 0) > ceiling.left(seat.used_cents)]
    told = "; ".join(
        _("%(name)s would receive %(grant)s and may still receive %(left)s")
        % {"name": s.name, "grant": money.euros(s.grant_cents or 0), "left": money.euros(ceiling.left(s.used_cents))}
        for s in over
    )
    reason = f"{told}." if over else _("Every member stays below its ceiling.")
    remedy = _("Give that member a smaller share.") if over else ""
    return _own("ceiling", says % {"most": money.euros(ceiling.member_cents)}, reason, remedy)


def _own(code: str, says: str, reason: str, remedy: str) -> Line:
    """A line of the platform's own: met unless there is something to mend."""
    return Line(code, says, Result.NOT_MET if remedy else Result.MET, reason, remedy, is_blocking=True)


def percent(share: int) -> str:
    """``3333`` hundredths → ``33.33 %``; whole numbers show no decimals."""
    whole, rest = divmod(share, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + " %" if rest else f"{whole} %"

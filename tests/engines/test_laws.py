"""The laws that every rule of every engine keeps."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securit.engines import Infeasible, Refused, aggregation, assignment, portfolio, scheduling
from securit.engines._shared.outcome import Limits, Status, outcome_from_data
from securit.engines.aggregation import ballots, scores
from securit.engines.matching import affinity, likeness, names, search, teams
from tests.engines import brute_force, worlds
from tests.engines.aggregation.opinions import elections, score_lists
from tests.engines.matching.shelves import archives, likely_twins, registers, searches
from tests.engines.matching.teams.markets import markets

pytestmark = pytest.mark.filterwarnings("error")
lawful = settings(max_examples=40, deadline=None, derandomize=True, database=None)


@dataclass(frozen=True)
class Engine:
    """What the battery needs to know about an engine."""

    rules: Any
    check: Callable[..., tuple[str, ...]]
    problems: st.SearchStrategy[Any]
    problem: Any
    decision: Any
    parts: tuple[str, ...]
    empty: Any
    items: Callable[[Any], set[str]]


ENGINES = {
    "assignment": Engine(
        assignment.RULES,
        assignment.check,
        worlds.assignments(drawn=True),
        assignment.Problem,
        assignment.Assignment,
        ("applications", "evaluators", "affinities", "conflicts", "pinned"),
        assignment.Problem((), ()),
        lambda p: {a.id for a in p.applications} | {e.id for e in p.evaluators},
    ),
    "portfolio": Engine(
        portfolio.RULES,
        portfolio.check,
        worlds.portfolios(),
        portfolio.Problem,
        portfolio.Portfolio,
        ("candidates", "envelopes", "recipients", "quotas", "exclusions", "links"),
        portfolio.Problem((), 0),
        lambda p: {c.id for c in p.candidates},
    ),
    "aggregation": Engine(
        aggregation.RULES,
        aggregation.check,
        worlds.rankings(),
        aggregation.Problem,
        aggregation.Ranking,
        ("applications",),
        aggregation.Problem(worlds.HORIZON, ()),
        lambda p: {a.id for a in p.applications},
    ),
    "aggregation.ballots": Engine(
        ballots.RULES,
        ballots.check,
        elections(),
        ballots.Problem,
        ballots.Choice,
        ("options", "ballots"),
        ballots.Problem((), ()),
        lambda p: {one.id for one in p.options},
    ),
    "aggregation.scores": Engine(
        scores.RULES,
        scores.check,
        score_lists(),
        scores.Problem,
        scores.Calibration,
        ("applications", "reports"),
        scores.Problem((), ()),
        lambda p: {one.id for one in p.applications} | set(p.evaluators),
    ),
    "scheduling": Engine(
        scheduling.RULES,
        scheduling.check,
        worlds.timetables(),
        scheduling.Problem,
        scheduling.Timetable,
        ("participants", "meetings", "slots", "tables", "precedences", "earlier"),
        scheduling.Problem((), (), ()),
        lambda p: {m.id for m in p.meetings} | {one.id for one in p.participants},
    ),
    "matching.search": Engine(
        search.RULES,
        search.check,
        searches(),
        search.Problem,
        search.Findings,
        ("queries", "documents", "bars"),
        search.Problem((), ()),
        lambda p: {q.id for q in p.queries} | {d.id for d in p.documents},
    ),
    "matching.affinity": Engine(
        affinity.RULES,
        affinity.check,
        archives(),
        affinity.Problem,
        affinity.Affinities,
        ("evaluators", "applications", "asked"),
        affinity.Problem((), ()),
        lambda p: {e.id for e in p.evaluators} | {a.id for a in p.applications},
    ),
    "matching.likeness": Engine(
        likeness.RULES,
        likeness.check,
        likely_twins(),
        likeness.Problem,
        likeness.Likenesses,
        ("items", "others"),
        likeness.Problem(()),
        lambda p: {one.id for one in (*p.items, *p.others)},
    ),
    "matching.names": Engine(
        names.RULES,
        names.check,
        registers(),
        names.Problem,
        names.Names,
        ("asked", "known"),
        names.Problem((), ()),
        lambda p: {one.id for one in (*p.asked, *p.known)},
    ),
    "matching.teams": Engine(
        teams.RULES,
        teams.check,
        markets(),
        teams.Problem,
        teams.Teams,
        ("challenges", "organisations", "apart", "together"),
        teams.Problem((), ()),
        lambda p: {one.id for one in (*p.challenges, *p.organisations)},
    ),
}
EVERY_RULE = [(engine, rule) for engine, described in ENGINES.items() for rule in described.rules]
every_rule = pytest.mark.parametrize(("engine", "rule"), EVERY_RULE)


def solved(engine: str, rule: str, problem: Any, seed: int = 0) -> Any:
    """The outcome, or ``None`` for a problem that the rule rightly refuses as infeasible."""
    try:
        return ENGINES[engine].rules[rule](problem, seed=seed)
    except Infeasible:
        return None


def holds_for_every_problem(engine: str, law: Callable[[Any, Any], None], rule: str) -> None:
    """Try the law on generated problems."""

    @lawful
    @given(problem=ENGINES[engine].problems, seed=st.integers(0, 3))
    def run(problem: Any, seed: int) -> None:
        outcome = solved(engine, rule, problem, seed)
        if outcome is not None:
            law(problem, outcome)

    run()


@every_rule
def test_the_checker_finds_no_fault(engine: str, rule: str) -> None:
    def law(problem: Any, outcome: Any) -> None:
        assert ENGINES[engine].check(problem, outcome) == ()

    holds_for_every_problem(engine, law, rule)


@every_rule
def test_the_value_never_beats_the_bound_and_optimal_means_no_gap(engine: str, rule: str) -> None:
    def law(problem: Any, outcome: Any) -> None:
        assert (outcome.headline == "") == (outcome.objectives == ()) == (outcome.objective is None)
        for objective in outcome.objectives:
            assert objective.gap is None or objective.gap >= 0
            assert objective.status is not Status.OPTIMAL or objective.gap == 0
        if outcome.objectives:
            proven = {objective.status for objective in outcome.objectives} == {Status.OPTIMAL}
            assert (outcome.status is Status.OPTIMAL) == proven

    holds_for_every_problem(engine, law, rule)


@every_rule
def test_the_explanation_names_every_item(engine: str, rule: str) -> None:
    def law(problem: Any, outcome: Any) -> None:
        named = {one for note in outcome.trace for one in note.about}
        assert named == ENGINES[engine].items(problem)

    holds_for_every_problem(engine, law, rule)


@every_rule
def test_a_repetition_from_stored_data_gives_the_same_bytes(engine: str, rule: str) -> None:
    described = ENGINES[engine]

    def law(problem: Any, outcome: Any) -> None:
        stored = json.loads(json.dumps(problem.to_data()))
        again = described.problem.from_data(stored)
        assert again == problem
        assert again.digest == outcome.problem_digest
        assert solved(engine, rule, again, outcome.seed).digest == outcome.digest
        read = outcome_from_data(json.loads(json.dumps(outcome.to_data())), described.decision.from_data)
        assert read == outcome

    holds_for_every_problem(engine, law, rule)


@every_rule
def test_the_order_in_which_the_problem_is_written_changes_nothing(engine: str, rule: str) -> None:
    described = ENGINES[engine]

    def law(problem: Any, outcome: Any) -> None:
        turned = replace(problem, **{part: getattr(problem, part)[::-1] for part in described.parts})
        assert turned == problem
        assert solved(engine, rule, turned, outcome.seed) == outcome

    holds_for_every_problem(engine, law, rule)


@every_rule
def test_the_input_is_left_as_it_was(engine: str, rule: str) -> None:
    @lawful
    @given(problem=ENGINES[engine].problems)
    def run(problem: Any) -> None:
        before = json.dumps(problem.to_data())
        solved(engine, rule, problem)
        assert json.dumps(problem.to_data()) == before

    run()


@every_rule
def test_an_empty_problem_has_an_empty_answer(engine: str, rule: str) -> None:
    outcome = ENGINES[engine].rules[rule](ENGINES[engine].empty)
    assert [rows for rows in outcome.decision.to_data().values() if rows] == []
    assert ENGINES[engine].check(ENGINES[engine].empty, outcome) == ()


@every_rule
def test_each_rule_says_what_it_is(engine: str, rule: str) -> None:
    described = ENGINES[engine].rules[rule]
    assert (described.engine, described.name) == (engine, rule)
    assert described.explanation.endswith(".")
    assert described.weakness.endswith(".")


@pytest.mark.parametrize("engine", ENGINES)
def test_data_of_another_form_are_refused_with_a_sentence(engine: str) -> None:
    described = ENGINES[engine]
    with pytest.raises(Refused, match="This is not a problem of the form securit"):
        described.problem.from_data({"schema": "something/else"})


@lawful
@given(problem=worlds.assignments())
def test_min_cost_flow_equals_brute_force_and_refuses_exactly_what_has_no_answer(problem: assignment.Problem) -> None:
    values = [brute_force.affinity(problem, pairs) for pairs in brute_force.every_assignment(problem)]
    assert (assignment.reasons_against(problem) == ()) == bool(values)
    if values:
        outcome = assignment.min_cost_flow(problem)
        assert (outcome.objective, outcome.status) == (max(values), Status.OPTIMAL)
    else:
        with pytest.raises(Infeasible):
            assignment.min_cost_flow(problem)


@lawful
@given(problem=worlds.portfolios())
def test_best_set_equals_brute_force_and_refuses_exactly_what_has_no_answer(problem: portfolio.Problem) -> None:
    totals = [brute_force.score(chosen) for chosen in brute_force.every_portfolio(problem)]
    assert (portfolio.clash_in(problem) == ()) == bool(totals)
    if totals:
        outcome = portfolio.best_set(problem)
        assert (outcome.objective, outcome.status) == (max(totals), Status.OPTIMAL)
    else:
        with pytest.raises(Infeasible):
            portfolio.best_set(problem)


@lawful
@given(problem=worlds.portfolios(portfolio.Marginal.SKIP))
def test_as_few_as_possible_of_the_list_give_way_to_quotas(problem: portfolio.Problem) -> None:
    try:
        outcome = portfolio.ranked_list_with_quotas(problem)
    except Infeasible:
        assert list(brute_force.every_portfolio(problem)) == []
        return
    least = replace(problem, quotas=tuple(replace(q, at_least=0, least_cents=0) for q in problem.quotas))
    listed = brute_force.in_full(problem, portfolio.ranked_list(least).decision)
    lost = [(len(listed - set(chosen)), -brute_force.score(chosen)) for chosen in brute_force.every_portfolio(problem)]
    displaced = outcome.objective_named("displaced")
    assert displaced is not None
    assert (displaced.value, -outcome.objective) == min(lost)


def test_an_assignment_stopped_early_is_feasible_with_an_honest_gap() -> None:
    problem = worlds.evaluation_of(20, 12)
    best = assignment.min_cost_flow(problem)
    stopped = assignment.min_cost_flow(problem, limits=Limits(steps=1))
    assert (stopped.status, stopped.stopped_by) == (Status.STOPPED, "steps")
    assert assignment.check(problem, stopped) == ()
    assert stopped.objective <= best.objective <= stopped.bound
    assert assignment.min_cost_flow(problem, limits=Limits(steps=1)).digest == stopped.digest


def test_a_portfolio_stopped_early_is_feasible_with_an_honest_gap() -> None:
    problem = hard_to_prove()
    stopped = portfolio.best_set(problem, limits=Limits(steps=1))
    assert (stopped.status, stopped.stopped_by) == (Status.STOPPED, "steps")
    assert portfolio.check(problem, stopped) == ()
    assert stopped.gap > 0
    assert portfolio.best_set(problem, limits=Limits(steps=1)).digest == stopped.digest


def hard_to_prove() -> portfolio.Problem:
    """Amounts and scores that nearly agree, so that a search has much to rule out."""
    amounts = [7919 + 37 * (n * n % 101) for n in range(60)]
    return portfolio.Problem(
        tuple(worlds.candidate(f"C{n:02}", n + 1, str(amount + 10), amount) for n, amount in enumerate(amounts)),
        sum(amounts) // 2 + 1,
    )


@pytest.mark.parametrize("make", [partial(Limits, seconds=0), partial(Limits, steps=0)])
def test_a_limit_below_one_is_refused(make: Callable[[], Limits]) -> None:
    with pytest.raises(ValueError, match=r"A limit must be at least 1\."):
        make()

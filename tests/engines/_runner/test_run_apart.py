"""Whatever a rule does in its process, the caller has an outcome or a refusal. With real processes."""

from __future__ import annotations

import pytest

from securit.engines import Infeasible, Limits, Status, TooLarge, portfolio
from securit.engines._runner import Ended, Progress, run_apart
from tests.engines._runner import rules_that_misbehave as rules
from tests.engines.worlds import candidate

PROBLEM = portfolio.Problem((candidate("A", 1, "5", 100), candidate("B", 2, "4", 50), candidate("C", 3, "4", 50)), 100)
LISTED = portfolio.ranked_list(PROBLEM)
WITHIN_MB = 1024


def test_a_sound_rule_gives_the_same_bytes_apart_as_here() -> None:
    run = run_apart(portfolio.best_set, PROBLEM, seed=3)
    assert run.outcome.digest == portfolio.best_set(PROBLEM, seed=3).digest
    assert (run.ended, run.trouble) == (Ended.ANSWERED, "")
    assert run.peak_mb > 0
    assert run.start_seconds > 0
    assert run.seconds > 0


def test_a_refusal_is_raised_with_all_its_reasons() -> None:
    with pytest.raises(Infeasible) as refused:
        run_apart(rules.refuse, PROBLEM, fallback=portfolio.ranked_list)
    assert refused.value.reasons == ("One clashes.", "So does another.")


@pytest.mark.parametrize(
    ("rule", "ended", "limits"),
    [
        (rules.crash, Ended.CRASH, None),
        (rules.breaks, Ended.CRASH, None),
        (rules.eat, Ended.MEMORY, None),
        (rules.sleep, Ended.SECONDS, Limits(seconds=1)),
    ],
)
def test_a_rule_that_fails_leaves_the_outcome_of_the_fallback(
    rule: object, ended: Ended, limits: Limits | None
) -> None:
    run = run_apart(
        rule, PROBLEM, fallback=portfolio.ranked_list, limits=limits, memory_mb=WITHIN_MB, grace_seconds=0.1
    )  # type: ignore[arg-type]
    assert run.ended is ended
    assert (run.outcome.rule, run.outcome.decision) == ("ranked_list", LISTED.decision)
    assert (run.outcome.status, run.outcome.stopped_by) == (Status.STOPPED, ended.value)
    assert run.outcome.bound == LISTED.bound
    assert portfolio.check(PROBLEM, run.outcome) == ()


def test_what_broke_is_kept_for_the_log() -> None:
    run = run_apart(rules.breaks, PROBLEM, fallback=portfolio.ranked_list)
    assert run.trouble == "RuntimeError: The solver ended in a way nobody foresaw."


def test_the_best_answer_shown_goes_before_the_fallback() -> None:
    run = run_apart(
        rules.show_then_sleep, PROBLEM, fallback=portfolio.ranked_list, limits=Limits(seconds=1), grace_seconds=0.1
    )
    assert (run.outcome.rule, run.outcome.decision.funded) == ("show_then_sleep", ())
    assert (run.outcome.status, run.outcome.stopped_by) == (Status.STOPPED, "seconds")
    assert portfolio.check(PROBLEM, run.outcome) == ()


def test_a_run_is_cancelled_while_it_goes_and_tells_how_it_goes() -> None:
    seen: list[Progress] = []
    run = run_apart(
        rules.show_then_sleep,
        PROBLEM,
        progress=seen.append,
        cancelled=lambda: bool(seen) and seen[-1].said == "nothing is funded yet",
    )
    assert (run.ended, run.outcome.stopped_by) == (Ended.CANCELLED, "cancelled")
    assert run.outcome.decision.funded == ()


def test_without_any_answer_the_refusal_says_why() -> None:
    with pytest.raises(TooLarge, match="The rule crash was ended before it had an answer, since it broke down"):
        run_apart(rules.crash, PROBLEM)


def test_linear_algebra_has_one_thread_unless_the_caller_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    with pytest.raises(Infeasible) as refused:
        run_apart(rules.tell_threads, PROBLEM)
    assert refused.value.reasons == ("OPENBLAS_NUM_THREADS is 1.", "OMP_NUM_THREADS is 2.")

"""Reads of solutions for those who work on the catalogue, and of claims."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from securit.kernel.actor import Actor
from securit.programmes.public import Programme
from securit.stages.challenges.public import Challenge, published_challenges
from securit.stages.solutions.models import (
    Claim,
    EvidenceFile,
    Judgement,
    Participation,
    Solution,
    SolutionImport,
    SolutionQuerySet,
)
from securit.stages.solutions.policy import PUBLIC_STATES

STALE_AFTER = timedelta(days=365)
MOST_COMPARED = 4
MOST_SHOWN = 200


def listed_solutions(programme: Programme) -> SolutionQuerySet:
    """Everything in the public catalogue, by title."""
    return Solution.objects.in_programme(programme).filter(state__in=PUBLIC_STATES).order_by("title", "id")


def visible_solutions(programme: Programme, actor: Actor) -> SolutionQuerySet:
    """What this person may read, by title, each with its programme."""
    found = Solution.objects.in_programme(programme).visible_to(actor)
    return found.select_related("programme", "verified_by", "merged_into").order_by("title", "id")


def compared(programme: Programme, refs: list[str]) -> list[Solution]:
    """Up to :data:`MOST_COMPARED` listed solutions, in the order asked for; what is not listed is left out."""
    wanted = list(dict.fromkeys(refs))[:MOST_COMPARED]
    found = {solution.ref: solution for solution in listed_solutions(programme).filter(ref__in=wanted)}
    return [found[ref] for ref in wanted if ref in found]


def judgements_on(challenge: Challenge) -> dict[int, tuple[int, int]]:
    """For each solution that somebody looked at: how many say it fits the challenge, and how many that it does not."""
    rows = Judgement.objects.in_programme(challenge.programme).filter(challenge=challenge)
    found: dict[int, tuple[int, int]] = {}
    for solution_id, fits in rows.order_by("id").values_list("solution_id", "fits"):
        yes, no = found.get(solution_id, (0, 0))
        found[solution_id] = (yes + fits, no + (not fits))
    return found


def verdicts_in(programme: Programme) -> dict[Challenge, dict[str, bool]]:
    """For each challenge with judgements, in order: the listed solutions of which more people say one thing, by ref."""
    rows = Judgement.objects.in_programme(programme).filter(solution__state__in=PUBLIC_STATES)
    votes: dict[tuple[int, str], int] = {}
    for challenge_id, ref, fits in rows.order_by("id").values_list("challenge_id", "solution__ref", "fits"):
        votes[challenge_id, ref] = votes.get((challenge_id, ref), 0) + (1 if fits else -1)
    judged = {challenge_id for challenge_id, _ref in votes}
    challenges = published_challenges(programme).filter(pk__in=judged)
    return {
        one: {ref: vote > 0 for (challenge_id, ref), vote in sorted(votes.items()) if challenge_id == one.pk and vote}
        for one in challenges
    }


def state_counts(programme: Programme) -> dict[str, int]:
    """How many solutions there are in each state."""
    rows = Solution.objects.in_programme(programme).order_by("state").values_list("state").annotate(Count("id"))
    return dict(rows)


def office_list(programme: Programme, show: str, at: datetime) -> SolutionQuerySet:
    """Solutions by what is to be done: ``drafted``, ``to_verify``, ``stale``, ``verified`` or ``archived``."""
    rows = Solution.objects.in_programme(programme)
    chosen = {
        "drafted": rows.filter(state="drafted").order_by("-id"),
        "to_verify": rows.filter(state="listed").order_by("listed_at", "id"),
        "stale": rows.filter(state__in=PUBLIC_STATES, current_at__lte=at - STALE_AFTER).order_by("current_at", "id"),
        "verified": rows.filter(state="verified").order_by("-verified_at", "id"),
        "archived": rows.filter(state="archived").order_by("-archived_at", "id"),
    }
    return chosen.get(show, chosen["to_verify"])


def stale_count(programme: Programme, at: datetime) -> int:
    """How many nobody has confirmed for a year."""
    return office_list(programme, "stale", at).count()


def claims_waiting(programme: Programme) -> list[Claim]:
    """Claims that wait for a decision, the oldest first, each with its solution and person."""
    rows = Claim.objects.in_programme(programme).filter(state="asked")
    return list(rows.select_related("solution__programme", "user").order_by("id"))


def last_claim(solution: Solution, actor: Actor) -> Claim | None:
    """What became of this person's claim on the solution; of several, the last."""
    if actor.user_id is None:
        return None
    rows = Claim.objects.in_programme(solution.programme).filter(solution=solution, user_id=actor.user_id)
    return rows.order_by("-id").first()


def own_solutions(programme: Programme, actor: Actor) -> list[Solution]:
    """The records that this person keeps as their provider, by title; at most ten."""
    if actor.user_id is None:
        return []
    rows = Solution.objects.in_programme(programme).filter(claimed_by_id=actor.user_id)
    return list(rows.exclude(state="archived").order_by("title", "id")[:10])


def own_solutions_to_confirm(programme: Programme, actor: Actor, at: datetime) -> list[Solution]:
    """Listed records that this person keeps as their provider and nobody has confirmed for a year; at most ten."""
    rows = office_list(programme, "stale", at).filter(claimed_by_id=actor.user_id or 0)
    return list(rows[:10])


def evidence_files(solution: Solution, actor: Actor) -> list[EvidenceFile]:
    """The files with a solution that this person may read, in the order in which they came."""
    rows = EvidenceFile.objects.in_programme(solution.programme).visible_to(actor)
    rows = rows.filter(solution=solution, state="attached").select_related("file")
    found = list(rows.order_by("id"))
    for row in found:
        row.solution = solution
    return found


def participations_found(programme: Programme, q: str, country: str, *, smes_only: bool) -> QuerySet[Participation]:
    """Participants of projects, by name; ``q`` in the name, the project's title, acronym or topics."""
    rows = Participation.objects.in_programme(programme).defer("objective")
    if smes_only:
        rows = rows.filter(sme=True)
    if country:
        rows = rows.filter(country=country)
    for word in q.split()[:6]:
        said = Q(name__icontains=word) | Q(title__icontains=word) | Q(acronym__iexact=word) | Q(topics__icontains=word)
        rows = rows.filter(said)
    return rows.order_by("name", "project_id", "id")


def unfinished_imports(programme: Programme) -> int:
    """How many tables were brought and neither imported nor discarded."""
    return SolutionImport.objects.in_programme(programme).filter(state__in=("uploaded", "mapped")).count()

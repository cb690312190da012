"""One row per application that counts: the only place from which the portal's figures are made.

Home, map, funnel and export sum up the same rows, so they agree. A submitted version never changes, so what is counted
of its content is kept by the content's digest, and only contents not seen before are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.db.models import Count, F
from django.db.models.fields.json import KT

from securit.programmes.public import Programme
from securit.stages.applications.public import FEWEST_SHOWN, ApplicationVersion
from securit.stages.calls.public import SEALED_STATES, Call
from securit.stages.evaluation.public import Review
from securit.stages.selection.public import Ranking

MOST_KEPT = 20_000


class Reach(IntEnum):
    """How far an application came; each step contains the later ones."""

    SUBMITTED = 0
    ELIGIBLE = 1
    EVALUATED = 2
    ABOVE_THRESHOLD = 3
    FUNDED = 4


@dataclass(frozen=True, slots=True)
class MemberCounted:
    """A member of a team, as figures see it."""

    country: str
    kind: str


@dataclass(frozen=True, slots=True)
class ContentCounted:
    """What figures need of a submitted version; ``is_hidden`` where only the number of applications may be told."""

    domain: str
    instrument: str
    members: tuple[MemberCounted, ...]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """One application that counts, in its newest submitted version."""

    call_id: int
    synthetic: bool
    content: ContentCounted
    reach: Reach
    awarded_cents: int


_HIDDEN = ContentCounted("", "", (), is_hidden=True)
_contents: dict[str, ContentCounted] = {}
_above: dict[str, frozenset[str]] = {}


def counted(programme: Programme, calls: Sequence[Call]) -> list[Counted]:
    """Every submitted application of these calls, as the office may count it. Four queries at most, six when cold.

    A sealed call with few submissions is counted, and no more is told of it.
    """
    by_id = {call.pk: call for call in calls}
    rows = list(_versions(programme, by_id))
    contents = _contents_of(programme, [row["content_sha256"] for row in rows])
    reports = _reports(programme, by_id)
    above = _above_threshold(programme, by_id)
    submitted = Counter(row["application__call_id"] for row in rows)
    few = {pk for pk, n in submitted.items() if by_id[pk].state in SEALED_STATES and n < FEWEST_SHOWN}
    return [
        Counted(
            row["application__call_id"],
            row["application__synthetic"],
            _HIDDEN if row["application__call_id"] in few else contents[row["content_sha256"]],
            _reach(row, by_id[row["application__call_id"]], reports, above),
            _awarded(row),
        )
        for row in rows
    ]


def counted_in_public(programme: Programme, calls: Sequence[Call]) -> list[Counted]:
    """The same as the public may count it: nothing before the deadline, outcomes once the results are published."""
    told = {call.pk for call in calls if call.results_published_at is not None}
    rows = counted(programme, [call for call in calls if call.state not in (*SEALED_STATES, "cancelled")])
    return [row if row.call_id in told else _as_submitted(row) for row in rows]


def _as_submitted(row: Counted) -> Counted:
    return Counted(row.call_id, row.synthetic, row.content, Reach.SUBMITTED, 0)


def _versions(programme: Programme, calls: Mapping[int, Call]) -> Iterable[Mapping[str, Any]]:
    return list[Mapping[str, Any]](
        ApplicationVersion.objects.filter(
            programme=programme,
            application__call__in=calls,
            application__state="submitted",
            number=F("application__submitted_number"),
        )
        .order_by("application_id")
        .values(
            "content_sha256",
            "application_id",
            "application__ref",
            "application__call_id",
            "application__synthetic",
            "application__screening__state",
            "application__award__state",
            "application__award__amount_cents",
        )
    )


def _contents_of(programme: Programme, digests: Sequence[str]) -> Mapping[str, ContentCounted]:
    missing = sorted({digest for digest in digests if digest not in _contents})
    if missing:
        if len(_contents) + len(missing) > MOST_KEPT:
            _contents.clear()
            missing = sorted(set(digests))
        found = ApplicationVersion.objects.filter(programme=programme, content_sha256__in=missing).order_by("id")
        parts = found.values_list(
            "content_sha256", KT("content__domain"), KT("content__instrument"), "content__members"
        )
        for digest, domain, instrument, members in parts:
            people = tuple(MemberCounted(str(m["country"]), str(m["kind"])) for m in members or ())
            _contents[digest] = ContentCounted(domain or "", instrument or "", people)
    return _contents


def _reports(programme: Programme, calls: Mapping[int, Call]) -> dict[int, int]:
    """How many submitted reports each application has."""
    submitted = Review.objects.in_programme(programme).filter(state="submitted", application__call__in=calls)
    return dict(submitted.order_by("application_id").values_list("application_id").annotate(Count("id")))


def _above_threshold(programme: Programme, calls: Mapping[int, Call]) -> dict[int, frozenset[str]]:
    """For each call the refs of the applications above the thresholds, by the adopted or else the computed ranking."""
    rankings = Ranking.objects.in_programme(programme).filter(call__in=calls, state__in=["computed", "adopted"])
    standing = dict(rankings.order_by("-state", "id").values_list("call_id", "content_sha256"))
    missing = [digest for digest in standing.values() if digest not in _above]
    if missing:
        if len(_above) > MOST_KEPT:
            _above.clear()
            missing = list(standing.values())
        read = rankings.filter(content_sha256__in=missing).order_by("id")
        for digest, lines in read.values_list("content_sha256", "content__lines"):
            _above[digest] = frozenset(line["application"] for line in lines or () if line["above_threshold"])
    return {call_id: _above[digest] for call_id, digest in standing.items()}


def _reach(
    row: Mapping[str, Any], call: Call, reports: Mapping[int, int], above: Mapping[int, frozenset[str]]
) -> Reach:
    if row["application__award__state"] == "funded":
        return Reach.FUNDED
    if row["application__ref"] in above.get(call.pk, ()):
        return Reach.ABOVE_THRESHOLD
    if row["application__screening__state"] != "cleared":
        return Reach.SUBMITTED
    enough = reports.get(row["application_id"], 0) >= call.terms.evaluators_per_application
    return Reach.EVALUATED if enough else Reach.ELIGIBLE


def _awarded(row: Mapping[str, Any]) -> int:
    return row["application__award__amount_cents"] if row["application__award__state"] == "funded" else 0

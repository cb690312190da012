"""The trail of a programme, entry by entry, for those who may audit it."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from securit.kernel.models import AuditEntry
from securit.people.public import User
from securit.programmes.public import Partner, Programme
from securit.stages.applications.public import SEALED, Application
from securit.stages.calls.public import Call
from securit.stages.challenges.public import Challenge
from securit.stages.evaluation.public import Evaluator

PER_PAGE = 50
_ROOTS = (Call, Challenge, Application, Evaluator)


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry as a person reads it; ``details`` is empty while an application is sealed."""

    entry: AuditEntry
    who: str
    details: str


@dataclass(frozen=True, slots=True)
class TrailPage:
    """One page of the trail, newest first."""

    lines: tuple[TrailLine, ...]
    number: int
    pages: int
    entries: int


def trail_page(programme: Programme, *, subject: str = "", number: int = 1) -> TrailPage:
    """The entries of the programme's own streams; ``subject`` narrows them to one ref, number or code.

    A page beyond the last is the last one.
    """
    entries = entries_of(programme)
    if subject:
        named = Q(subject_ref=subject) | Q(stream__endswith=f":{subject}")
        for kind, ref in _named(programme, subject):
            named |= Q(stream=f"{kind}:{ref}")
        entries = entries.filter(named)
    paginator = Paginator(entries.order_by("-id"), PER_PAGE)
    page = paginator.get_page(number)
    rows = list(page.object_list)
    people = _people(rows)
    sealed = _sealed_streams(programme)
    lines = tuple(_sealed(row) if row.stream in sealed else _open(row, people) for row in rows)
    return TrailPage(lines, page.number, paginator.num_pages, paginator.count)


def _named(programme: Programme, subject: str) -> list[tuple[str, str]]:
    """The streams of what people know by this name: an application's or a challenge's number, a call's code."""
    applications = Application.objects.in_programme(programme).filter(number__iexact=subject)
    challenges = Challenge.objects.in_programme(programme).filter(number__iexact=subject)
    calls = Call.objects.in_programme(programme).filter(code__iexact=subject)
    return [
        (model.kind, ref)
        for model, rows in ((Application, applications), (Challenge, challenges), (Call, calls))
        for ref in rows.order_by("id").values_list("ref", flat=True)
    ]


def entries_of(programme: Programme) -> QuerySet[AuditEntry]:
    """Every entry in a stream of the programme or of what belongs to it, and who joined or left its partners."""
    wanted = Q(stream=f"programme:{programme.ref}")
    for model in _ROOTS:
        streams = model._default_manager.filter(programme=programme).annotate(stream=_stream(model.kind))
        wanted |= Q(stream__in=streams.values("stream"))
    partners = Partner.objects.filter(programme=programme).annotate(stream=_stream("organisation", "organisation__ref"))
    wanted |= Q(subject_kind="membership", stream__in=partners.values("stream"))
    return AuditEntry.objects.filter(wanted)


def _stream(kind: str, ref: str = "ref") -> Concat:
    return Concat(Value(f"{kind}:"), ref, output_field=CharField())


def _sealed_streams(programme: Programme) -> set[str]:
    sealed = Application.objects.in_programme(programme).filter(SEALED)
    return {f"application:{ref}" for ref in sealed.values_list("ref", flat=True)}


def _people(rows: list[AuditEntry]) -> dict[str, str]:
    refs = {row.actor_ref for row in rows if row.actor_kind == "person"}
    return {user.ref: user.name for user in User.objects.filter(ref__in=refs) if user.name}


def _who(row: AuditEntry, people: dict[str, str]) -> str:
    if row.actor_kind == "system":
        return _("the platform")
    if row.actor_kind == "link":
        return _("by private link")
    return people.get(row.actor_ref, row.actor_ref)


def _open(row: AuditEntry, people: dict[str, str]) -> TrailLine:
    return TrailLine(
        row, _who(row, people), ", ".join(f"{name} {value}" for name, value in sorted(row.details.items()))
    )


def _sealed(row: AuditEntry) -> TrailLine:
    """Before the deadline the trail says that a team did something, not who they are nor what."""
    who = _("the platform") if row.actor_kind == "system" else _("the applicant’s team")
    return TrailLine(row, who, _("sealed until the deadline"))

"""Keep what CORDIS says about projects and their participants, so that scouts find out who was funded already."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create
from securit.kernel.refusals import Refusal
from securit.machinery.tabular.cells import country_code
from securit.programmes.public import Programme
from securit.stages.solutions.cordis import CordisProject, NotCordis, read_participations, read_projects
from securit.stages.solutions.models import CordisLoad, Participation

MOST_BYTES = 50 * 1024 * 1024
_AT_ONCE = 1_000


class CannotLoadCordis(Refusal):
    """A file is not what CORDIS publishes, or no participant belongs to a project of the other file."""


def load_cordis(
    *, programme: Programme, projects: Any, organisations: Any, actor: Actor, at: datetime, intent: str = ""
) -> CordisLoad:
    """Store every participation whose project is in the other file; an earlier load of the programme is replaced.

    Raises :class:`CannotLoadCordis` naming the field of the file.
    """
    known = {project.id: project for project in _read(projects, "projects", read_projects)}
    listed = _read(organisations, "organisations", read_participations)
    rows = [_row(programme, known[each.projectID], each) for each in listed if each.projectID in known]
    if not rows:
        raise CannotLoadCordis(
            _("No participant of the second file belongs to a project of the first."),
            code="nothing_fits",
            field="organisations",
        )
    load = CordisLoad(programme=programme, loaded_at=at, projects=len(known), participations=len(rows))

    def replace_rows(stored: CordisLoad) -> None:
        Participation.objects.in_programme(programme).delete()
        for row in rows:
            row.load = stored
        Participation.objects.bulk_create(rows, batch_size=_AT_ONCE)

    note = Note(details={"projects": len(known), "participations": len(rows)})
    return create(load, actor=actor, at=at, intent=intent, note=note, after=replace_rows)


def _read(upload: Any, field: str, reader: Any) -> Any:
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise CannotLoadCordis(_("This file has more than 50 MiB; cut it."), code="too_large", field=field, status=413)
    try:
        return reader(content)
    except NotCordis as problem:
        raise CannotLoadCordis(str(problem), code="not_cordis", field=field) from problem


def _row(programme: Programme, project: CordisProject, each: Any) -> Participation:
    return Participation(
        programme=programme,
        project_id=project.id[:20],
        acronym=project.acronym[:80],
        title=project.title[:500],
        objective=project.objective[:8_000],
        framework=project.frameworkProgramme[:40],
        topics=project.topics[:200],
        ends=project.endDate[:10],
        organisation_id=each.organisationID[:20],
        name=each.name[:300],
        sme=each.is_sme,
        activity=each.activityType[:10],
        vat_number=each.vatNumber[:20],
        country=country_code(each.country),
        city=each.city[:100],
        url=each.organizationURL[:300],
        role=each.role[:40],
    )

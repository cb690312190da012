"""Open the admissibility and eligibility check of a closed call: one per application that counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create
from securit.kernel.refusals import Refusal
from securit.stages.applications.public import ApplicationVersion, contents_for_check
from securit.stages.calls.public import Call
from securit.stages.screening.findings import findings
from securit.stages.screening.models import Screening
from securit.stages.screening.selectors import screenings_of, unscreened_versions
from securit.stages.screening.services.storing import store_findings
from securit.stages.screening.surroundings import surroundings_of


class CannotOpenScreening(Refusal):
    """The call has not closed, so its applications are sealed."""

    status = 409


def open_screening(*, call: Call, actor: Actor, at: datetime) -> list[Screening]:
    """The checks of the call, those that were missing made now with every test already run.

    Idempotent: what is open, cleared or rejected stays as it is. Raises :class:`CannotOpenScreening` before the call
    has closed.
    """
    if call.state != "closed":
        raise CannotOpenScreening(
            _("The check opens when the call has closed; it is “%(state)s”.") % {"state": call.state_label},
            code="call_not_closed",
        )
    with transaction.atomic():
        missing = list(unscreened_versions(call))
        if missing:
            _open_all(call, missing, actor, at)
        return list(screenings_of(call))


def _open_all(call: Call, versions: Sequence[ApplicationVersion], actor: Actor, at: datetime) -> None:
    beside, contents = surroundings_of(call), contents_for_check(call, versions)
    for version in versions:
        version.application.call = call
        found = findings(contents[version.pk], call.terms.eligibility, beside)
        screening = Screening(
            programme=call.programme, application=version.application, screened_version=version, opened_at=at
        )
        note = Note(details={"version": version.number, "results": {f.code: str(f.result) for f in found}})
        create(screening, actor=actor, at=at, note=note, after=partial(store_findings, found=found))

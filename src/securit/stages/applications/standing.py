"""Where an application stands, as its team is told: on its pages, in the list of mine, on the home page.

After the deadline it is called what its sealed version calls it; once results are published, later stages say the
outcome through :func:`register_outcomes` without this stage knowing them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from securit.stages.applications.models import Application, ApplicationVersion


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an application, in the applicant's words."""

    label: str
    tone: str


Outcomes = Callable[[Sequence[Application]], Mapping[int, Outcome]]

_outcomes: list[Outcomes] = []


def register_outcomes(outcomes: Outcomes) -> None:
    """A function from applications whose results are published to the outcomes it knows, by their ids; one query."""
    _outcomes.append(outcomes)


@dataclass(frozen=True, slots=True)
class Standing:
    """Name, title and status of an application."""

    number: str
    acronym: str
    title: str
    label: str
    tone: str

    @property
    def name(self) -> str:
        """What lists call it."""
        return self.acronym or self.title or self.number

    @property
    def subtitle(self) -> str:
        """The title, where the name is the acronym."""
        return self.title if self.acronym else ""


def standings(applications: Sequence[Application], now: datetime) -> dict[int, Standing]:
    """The standing of each, by its id. The number of queries does not grow with the applications."""
    over = [a for a in applications if now >= a.deadline_at]
    sealed = _sealed([a for a in over if a.state == "submitted"])
    told = _told([a for a in over if a.state == "submitted" and a.call.results_published_at is not None])
    late = {a.pk for a in over if a.state == "drafted"}
    found = {}
    for application in applications:
        acronym, title = sealed.get(application.pk, (application.acronym, application.title))
        outcome = told.get(application.pk) or Outcome(application.state_label_for_applicant, application.state_tone)
        if application.pk in late:
            outcome = Outcome(_("not submitted before the deadline"), "warning")
        found[application.pk] = Standing(application.number, acronym, title, outcome.label, outcome.tone)
    return found


def standing_of(application: Application, now: datetime) -> Standing:
    """The standing of one application."""
    return standings([application], now)[application.pk]


def _sealed(submitted: Sequence[Application]) -> dict[int, tuple[str, str]]:
    """Acronym and title of the versions that count."""
    if not submitted:
        return {}
    counting = ApplicationVersion.objects.filter(
        application__in=[a.pk for a in submitted], number=F("application__submitted_number")
    )
    rows = counting.order_by("id").values_list("application_id", "content__acronym", "content__title")
    return {pk: (acronym, title) for pk, acronym, title in rows}


def _told(published: Sequence[Application]) -> dict[int, Outcome]:
    if not published:
        return {}
    return {pk: outcome for outcomes in _outcomes for pk, outcome in outcomes(published).items()}

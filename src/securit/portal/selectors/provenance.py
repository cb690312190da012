"""Where a challenge comes from and what came of it: need → workshop → challenge → call → application → project.

Each step shows what its own stage lets the reader see. What is hidden is not counted either, so that nothing follows
from a difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from securit.kernel.actor import Actor
from securit.portal.addresses import address
from securit.programmes.public import Programme
from securit.stages.applications.public import Application
from securit.stages.calls.public import SEALED_STATES, Call, visible_calls
from securit.stages.challenges.public import Challenge, visible_workshops
from securit.stages.needs.public import Reader, public_card, reader_of, shown_to
from securit.stages.reporting.public import showcase
from securit.stages.selection.public import results

MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Thing:
    """One record of a step: its name, what is said of it, and where it stands (empty where it has no page)."""

    name: str
    says: str = ""
    url: str = ""
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the way. ``empty`` says why nothing stands here; ``more`` how many are not listed."""

    code: str
    title: str
    things: tuple[Thing, ...]
    empty: str
    more: int = 0


def provenance(challenge: Challenge, actor: Actor) -> tuple[Step, ...]:
    """The steps in their order, as far as this reader sees them."""
    calls = list(visible_calls(challenge.programme, actor).filter(addressed__challenge=challenge))
    return (
        _step("needs", _("Needs"), _needs(challenge, actor), _("No need is named as its origin.")),
        _step("workshops", _("Workshops"), _workshops(challenge, actor), _("No workshop has looked at it.")),
        _step("challenge", _("Challenge"), [_itself(challenge)], ""),
        _step("calls", _("Calls"), _calls(calls), _("No call has asked for it yet.")),
        _step("applications", _("Applications"), _applications(challenge, calls), _("None, or still sealed.")),
        _step("projects", _("Funded projects"), _projects(challenge, calls), _("No result is published yet.")),
    )


def _step(code: str, title: str, things: list[Thing], empty: str) -> Step:
    return Step(code, title, tuple(things[:MOST_SHOWN]), empty, max(0, len(things) - MOST_SHOWN))


def _needs(challenge: Challenge, actor: Actor) -> list[Thing]:
    """Staff see what each owner shows the consortium; the public sees the titles that are public, and no number."""
    slug, told, hidden = challenge.programme.slug, [], False
    links = challenge.origins.select_related("need__domain", "need__host", "need__contact", "need__programme")
    for need in (link.need for link in links.order_by("need__created_at", "id")):
        reader = reader_of(actor, need.facts())
        shown = public_card(need) if reader in (Reader.PUBLIC, Reader.OWNER) else shown_to(need, reader)
        if "title" in shown:
            is_staff = reader in (Reader.HOST, Reader.CONSORTIUM)
            url = address("needs:show", slug=slug, ref=need.ref) if is_staff else ""
            told.append(Thing(shown["title"], str(shown.get("owner_name", "")), url, need.synthetic))
        else:
            hidden = True
    return [
        *told,
        *([Thing(_("told in confidence"), _("Its owner keeps the words to the programme."))] if hidden else []),
    ]


def _workshops(challenge: Challenge, actor: Actor) -> list[Thing]:
    found = visible_workshops(challenge.programme, actor).filter(candidates__challenge=challenge)
    return [
        Thing(
            workshop.title,
            str(workshop.state_label),
            address("challenges:workshop", slug=challenge.programme.slug, ref=workshop.ref),
            workshop.synthetic,
        )
        for workshop in found
    ]


def _itself(challenge: Challenge) -> Thing:
    url = address("challenges:show", slug=challenge.programme.slug, number=challenge.number)
    return Thing(f"{challenge.number} {challenge.title}", str(challenge.state_label), url)


def _calls(calls: list[Call]) -> list[Thing]:
    return [
        Thing(call.title, str(call.state_label), address("calls:show", slug=call.programme.slug, code=call.code))
        for call in calls
    ]


def _applications(challenge: Challenge, calls: list[Call]) -> list[Thing]:
    """How many came in, call by call, once they are no longer sealed."""
    unsealed = {call.pk: call for call in calls if call.state not in (*SEALED_STATES, "cancelled")}
    counted = (
        Application.objects.in_programme(challenge.programme)
        .filter(call__in=unsealed, state="submitted", challenge=challenge.number)
        .values_list("call")
        .annotate(n=Count("id"), invented=Count("id", filter=Q(synthetic=True)))
        .order_by("call__opens_at", "call")
    )
    return [
        Thing(
            ngettext("%(n)d application", "%(n)d applications", n) % {"n": n},
            unsealed[pk].title,
            synthetic=invented > 0,
        )
        for pk, n, invented in counted
    ]


def _projects(challenge: Challenge, calls: list[Call]) -> list[Thing]:
    """What the published results name, and what is known from public sources."""
    return [*_published(challenge, calls), *_showcased(challenge.programme, challenge.number)]


def _published(challenge: Challenge, calls: list[Call]) -> Iterator[Thing]:
    for call in calls:
        notice = results(call)
        url = address("selection:results", slug=challenge.programme.slug, code=call.code)
        if notice is None:
            continue
        for project in notice.content["projects"]:
            if project["challenge"] == challenge.number:
                yield Thing(project["acronym"] or project["title"], call.title, url, notice.content["synthetic"])


def _showcased(programme: Programme, number: str) -> Iterator[Thing]:
    url = address("reporting:showcase", slug=programme.slug)
    for entry, _source in showcase(programme):
        if entry.challenge == number:
            yield Thing(entry.acronym, _("known from a public source"), url)

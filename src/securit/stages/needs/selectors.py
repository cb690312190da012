"""Reads of needs and themes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from securit.kernel.actor import Actor
from securit.machinery.decisions.models import Decision
from securit.programmes.public import Domain, Partner, Programme
from securit.stages.needs.contracts import Reader, Tlp
from securit.stages.needs.disclosure import PUBLIC_STATES, shown_to
from securit.stages.needs.models import LikePair, Need, NeedQuerySet, Theme, ThemeQuerySet
from securit.stages.needs.wording import title_in

#: States of needs that take part in the demand analysis, on their own or inside another one.
COUNTING_STATES = PUBLIC_STATES
ANSWER_WITHIN = timedelta(days=14)
"""So long an owner may wait for an answer before the office is reminded."""
_BOTH = tuple(f"{one}__{what}" for one in ("first", "second") for what in ("domain", "host", "contact"))


def visible_needs(programme: Programme, actor: Actor) -> NeedQuerySet:
    """The needs that this actor may read something of, newest first, with all that a page shows of them."""
    return Need.objects.in_programme(programme).visible_to(actor).with_all().order_by("-created_at", "-id")


def find_need(programme: Programme, ref: str) -> Need | None:
    """The need of that ref, whoever asks; who sees what of it is the caller's to ask."""
    return Need.objects.in_programme(programme).with_all().filter(ref=ref).first()


def public_needs(programme: Programme) -> NeedQuerySet:
    """Needs of which the public may see something: taken up, and labelled TLP:CLEAR."""
    rows = Need.objects.in_programme(programme).filter(state__in=PUBLIC_STATES, tlp=Tlp.CLEAR)
    return rows.with_all().order_by("domain__position", "created_at", "id")


def counting_needs(programme: Programme, domain: Domain) -> NeedQuerySet:
    """Needs of a domain that count in its demand analysis, first come first."""
    rows = Need.objects.in_programme(programme).in_domain(domain).filter(state__in=COUNTING_STATES)
    return rows.with_all().order_by("created_at", "id")


def themes_of(programme: Programme, actor: Actor) -> ThemeQuerySet:
    """The themes this actor may read, by domain and title."""
    rows = Theme.objects.in_programme(programme).visible_to(actor)
    return rows.select_related("domain", "programme").order_by("domain__position", "title", "id")


def merged_here(need: Need) -> NeedQuerySet:
    """The needs that were merged into this one, first come first."""
    return Need.objects.in_programme(need.programme).filter(merged_into=need).with_all().order_by("created_at", "id")


def merge_decision(need: Need) -> Decision | None:
    """What a person decided when the need was merged, with the recommendation they had before them."""
    rows = Decision.objects.filter(programme=need.programme_id, about=str(need), what="merge")
    rows = rows.select_related("recommendation", "decided_by")
    return rows.defer("recommendation__problem", "recommendation__outcome").order_by("-id").first()


def domains_of(programme: Programme) -> list[Domain]:
    """The domains of the programme, in its order."""
    return list(Domain.objects.filter(programme=programme).order_by("position"))


def partners_of(programme: Programme) -> list[Partner]:
    """The partners that may take a need in, coordinator first."""
    rows = Partner.objects.filter(programme=programme).exclude(role="ambassador").select_related("organisation")
    return sorted(rows.order_by("id"), key=lambda partner: (partner.role != "coordinator", partner.pk))


#: The texts by which a row of a table is compared with what is here.
COMPARED = ("title", "situation", "gap", "owner_name", "owner_country")


def comparable_needs(programme: Programme, actor: Actor) -> NeedQuerySet:
    """The needs that stand and that this actor may read something of, newest first, with their texts alone."""
    rows = Need.objects.in_programme(programme).visible_to(actor).exclude(state__in=("declined", "merged", "withdrawn"))
    light = (
        "ref",
        "state",
        "version",
        "tlp",
        "audience",
        "source",
        "programme_id",
        "host__organisation_id",
        "host__role",
    )
    return rows.select_related("host").only(*light, *COMPARED).order_by("-created_at", "-id")


def host_for(programme: Programme, actor: Actor) -> Partner | None:
    """The partner that takes in what the actor writes down: their own, else the coordinator."""
    rows = Partner.objects.filter(programme=programme).select_related("organisation").order_by("id")
    own = rows.filter(organisation_id__in=actor.organisation_ids).first()
    return own or rows.filter(role="coordinator").first()


def pairs_to_look_at(programme: Programme, actor: Actor) -> list[LikePair]:
    """Pairs of needs that are nearly the same and wait for a decision that is the actor's, alikest first."""
    seen = Need.objects.in_programme(programme).visible_to(actor).decided_by(actor)
    seen = seen.filter(state__in=("submitted", "accepted", "grouped"))
    rows = LikePair.objects.in_programme(programme).filter(kept_apart_at=None, first__in=seen, second__in=seen)
    rows = rows.exclude(first__state="grouped", second__state="grouped").order_by("-hundredths", "id")
    return list(rows.select_related(*_BOTH))


def owners_unanswered(programme: Programme, actor: Actor, at: datetime) -> int:
    """How many needs are the actor's to decide whose owners have waited for more than :data:`ANSWER_WITHIN`."""
    return _undecided(programme, actor).filter(submitted_at__lt=at - ANSWER_WITHIN).count()


def advised_titles(programme: Programme, abouts: Iterable[str]) -> dict[str, str]:
    """What recommendations are about, in words that the consortium may read, by ``need:REF`` and ``theme:REF``."""
    named = [about.partition(":")[::2] for about in abouts]
    refs = {kind: [ref for each, ref in named if each == kind] for kind in (Need.kind, Theme.kind)}
    needs = Need.objects.in_programme(programme).filter(ref__in=refs[Need.kind]).with_all().order_by("id")
    themes = Theme.objects.in_programme(programme).filter(ref__in=refs[Theme.kind]).order_by("id")
    shown = {str(need): title_in(shown_to(need, Reader.CONSORTIUM)) for need in needs}
    return shown | {str(theme): theme.title for theme in themes}


def waiting_for_review(programme: Programme, actor: Actor) -> int:
    """How many needs wait for a review that is the actor's to decide."""
    return _undecided(programme, actor).count()


def _undecided(programme: Programme, actor: Actor) -> NeedQuerySet:
    return Need.objects.in_programme(programme).visible_to(actor).decided_by(actor).filter(state="submitted")

"""Reads of needs and themes."""

from __future__ import annotations

from securit.kernel.actor import Actor
from securit.programmes.public import Domain, Partner, Programme
from securit.stages.needs.contracts import Tlp
from securit.stages.needs.disclosure import PUBLIC_STATES
from securit.stages.needs.models import Need, NeedQuerySet, Theme, ThemeQuerySet

#: States of needs that take part in the demand analysis, on their own or inside another one.
COUNTING_STATES = PUBLIC_STATES


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
    rows = Need.objects.in_programme(programme).filter(domain=domain, state__in=COUNTING_STATES)
    return rows.with_all().order_by("created_at", "id")


def themes_of(programme: Programme, actor: Actor) -> ThemeQuerySet:
    """The themes this actor may read, by domain and title."""
    rows = Theme.objects.in_programme(programme).visible_to(actor)
    return rows.select_related("domain", "programme").order_by("domain__position", "title", "id")


def merged_here(need: Need) -> NeedQuerySet:
    """The needs that were merged into this one, first come first."""
    return Need.objects.in_programme(need.programme).filter(merged_into=need).with_all().order_by("created_at", "id")


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
    rows = Need.objects.in_programme(programme).visible_to(actor).exclude(state__in=("declined", "merged"))
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


def waiting_for_review(programme: Programme, actor: Actor) -> int:
    """How many needs this actor sees that wait for a review."""
    return Need.objects.in_programme(programme).visible_to(actor).filter(state="submitted").count()

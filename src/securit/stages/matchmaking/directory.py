"""The directory of profiles: what is asked for, what each reader is shown, and the same as a table to take away.

A filter finds by what its reader may read, and by nothing else: a hidden part neither shows nor is found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from django.db.models import Q
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.db.word_index import words_of
from securit.machinery.tabular.columns import Column
from securit.people.public import Organisation
from securit.programmes.public import Programme
from securit.stages.matchmaking.disclosure import Reader, shown_parts
from securit.stages.matchmaking.profile_models import Bar, Profile, ProfileQuerySet, represented
from securit.stages.matchmaking.selectors import profiles_of
from securit.stages.matchmaking.terms import PART_LABELS, PARTS, Audience
from securit.stages.solutions.public import CAPABILITIES

PAGE_SIZE = 18
MOST_EXPORTED = 5_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters, as texts of the address; an unknown value is no filter."""

    q: str = ""
    offers: str = ""
    seeks: str = ""
    challenge: str = ""
    country: str = ""
    kind: str = ""
    role: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Wanted:
        """From the address."""
        typed = {field.name: query.get(field.name, "")[:200].strip() for field in fields(cls)}
        for name in ("offers", "seeks"):
            typed[name] = typed[name] if typed[name] in CAPABILITIES else ""
        typed["country"] = typed["country"].upper()[:2]
        return cls(**typed)

    def query(self) -> dict[str, str]:
        """The address that gives the same list."""
        pairs = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: text for name, text in pairs.items() if text}


@dataclass(frozen=True, slots=True)
class Reading:
    """As whom somebody reads the profiles of a programme; asked once per page, by at most three queries."""

    reads_all: bool
    is_member: bool
    own: frozenset[int]
    barred: frozenset[int]

    def reader_of(self, profile: Profile) -> Reader:
        """As whom this profile is read."""
        if self.reads_all or profile.organisation_id in self.own:
            return Reader.INSIDE
        return Reader.MEMBER if self.is_member and profile.pk not in self.barred else Reader.PUBLIC

    def finds(self, audience: str, condition: Q) -> Q:
        """``condition`` where the reader may read the column whose audience is in ``audience``."""
        if self.reads_all:
            return condition
        read = Q(**{audience: Audience.PUBLIC}) | Q(organisation_id__in=self.own)
        if self.is_member:
            read |= Q(**{audience: Audience.MEMBERS}) & ~Q(pk__in=self.barred)
        return condition & read


def reading_of(programme: Programme, actor: Actor) -> Reading:
    """As whom the actor reads here."""
    reads_all = bool(policy.decide(actor, "introduction.arrange", programme.facts()))
    mine = actor.organisation_ids
    if reads_all or not mine:
        return Reading(reads_all, False, frozenset(), frozenset())
    peers = Profile.objects.in_programme(programme).filter(organisation_id__in=mine, state="listed")
    barred = Bar.objects.in_programme(programme).filter(organisation_id__in=mine).order_by("id")
    return Reading(
        False, peers.exists(), frozenset(represented(actor)), frozenset(barred.values_list("profile_id", flat=True))
    )


def directory(programme: Programme, actor: Actor, reading: Reading, wanted: Wanted) -> ProfileQuerySet:
    """The listed profiles that the actor may see and that pass the filters, by name of the organisation."""
    found = profiles_of(programme).filter(state="listed").visible_to(actor)
    for word in words_of(wanted.q):
        public, member = Q(public_words__contains=f" {word}"), Q(member_words__contains=f" {word}")
        if reading.reads_all:
            found = found.filter(member)
        else:
            inside = member & (~Q(pk__in=reading.barred) if reading.is_member else Q(organisation_id__in=reading.own))
            found = found.filter(public | inside)
    asked = (
        ("offers_for", "offered__holds", wanted.offers),
        ("seeks_for", "sought__holds", wanted.seeks),
        ("challenges_for", "challenges__holds", wanted.challenge),
        ("role_wished_for", "role_wished", wanted.role),
    )
    for audience, lookup, value in asked:
        if value:
            found = found.filter(reading.finds(audience, Q(**{lookup: value})))
    if wanted.country:
        found = found.filter(organisation__country=wanted.country)
    if wanted.kind:
        found = found.filter(organisation__organisation_kind=wanted.kind)
    return found.none() if wanted.q and not words_of(wanted.q) else found


def countries_listed(programme: Programme, actor: Actor) -> list[str]:
    """Countries of organisations that the actor may see, by code."""
    seen = Profile.objects.in_programme(programme).filter(state="listed").visible_to(actor)
    codes = Organisation.objects.filter(pk__in=seen.order_by("id").values("organisation_id"))
    return list(codes.order_by("country").values_list("country", flat=True).distinct())


def columns() -> list[Column]:
    """The columns of the export: nothing by which somebody could be written to past the platform."""
    return [
        Column("ref", _("Reference")),
        Column("organisation", _("Organisation")),
        Column("kind", _("Kind")),
        Column("country", _("Country")),
        *(Column(part, str(label)) for part, label in PART_LABELS.items()),
        Column("records", _("Records")),
    ]


def export_row(profile: Profile, reader: Reader) -> dict[str, object]:
    """One profile as this reader may take it away; what they may not read is empty."""
    shown = shown_parts(profile.audiences, reader)
    row: dict[str, object] = {
        "ref": profile.ref,
        "organisation": profile.organisation.legal_name,
        "kind": profile.organisation.organisation_kind,
        "country": profile.organisation.country,
        "records": _("synthetic") if profile.synthetic else _("real"),
    }
    return row | {part: plain(profile, part) if part in shown else "" for part in PARTS}


def plain(profile: Profile, part: str) -> str:
    """A part in words."""
    if part == "role_wished":
        return str(profile.get_role_wished_display())
    if part == "availability":
        return str(profile.get_availability_display())
    values = [getattr(profile, column) for column in PARTS[part]]
    texts = [text if isinstance(text, str) else "; ".join(_labelled(text)) for text in values]
    return "\n".join(text for text in texts if text)


def _labelled(codes: tuple[str, ...]) -> list[str]:
    return [str(CAPABILITIES.get(code, code)) for code in codes]

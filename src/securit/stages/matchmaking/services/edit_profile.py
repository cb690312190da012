"""State what an organisation offers and seeks: begin a profile, change it, list it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.db.constraints import violates
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.people.public import Organisation
from securit.programmes.public import Partner, Programme
from securit.stages.matchmaking.checking import faults_of, lacking_to_list
from securit.stages.matchmaking.contracts import Statement
from securit.stages.matchmaking.disclosure import Reader
from securit.stages.matchmaking.models import Profile
from securit.stages.matchmaking.profile_models import represented
from securit.stages.matchmaking.selectors import known_in, names_competitors
from securit.stages.matchmaking.terms import PARTS, Audience


class CannotStateProfile(Refusal):
    """Something stated cannot be stored; ``problems`` says for every field what."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        field, sentence = next(iter(problems.items()))
        super().__init__(sentence, code="cannot_be_stored", field=field)
        self.problems = dict(problems)


class CannotBeginProfile(Refusal):
    """The organisation is not the actor's to speak for, or has a profile here already."""


def begin_profile(
    *,
    programme: Programme,
    organisation: Organisation,
    said: Statement,
    actor: Actor,
    at: datetime,
    invited_by: str = "",
    synthetic: bool = False,
    intent: str = "",
) -> Profile:
    """A profile in preparation; ``invited_by`` is the code of the partner whose link was followed.

    Raises :class:`CannotBeginProfile`, and :class:`CannotStateProfile` naming every field that is wrong.
    """
    if organisation.pk not in represented(actor):
        raise CannotBeginProfile(
            _("Only people who represent an organisation make its profile."),
            code="not_yours",
            remedy=_("Ask the person who represents it, or register your own organisation."),
            field="organisation",
        )
    profile = Profile(programme=programme, organisation=organisation, changed_at=at, synthetic=synthetic)
    profile.invited_by = Partner.objects.filter(programme=programme, code=invited_by).first() if invited_by else None
    _take(profile, said, at)
    try:
        return create(profile, actor=actor, at=at, intent=intent, note=Note(details={"organisation": organisation.ref}))
    except IntegrityError as error:
        if not violates(error, Profile, "profile_once"):
            raise
        raise CannotBeginProfile(
            _("This organisation has a profile here already."),
            code="known",
            remedy=_("Open it under “My partner search”."),
            field="organisation",
        ) from None


def edit_profile(
    *, profile: Profile, said: Statement, actor: Actor, at: datetime, intent: str = "", version: int | None = None
) -> Profile:
    """Change what is stated. A listed profile goes on saying enough. Raises :class:`CannotStateProfile`."""

    def write(row: Profile) -> None:
        _take(row, said, at)
        if row.state == "listed" and (lacking := lacking_to_list(said)):
            raise CannotStateProfile(dict([lacking]))

    return perform(profile, "edit", actor=actor, at=at, write=write, intent=intent, version=version)


def publish_profile(*, profile: Profile, actor: Actor, at: datetime, intent: str = "") -> Profile:
    """Show the profile to those whom its parts name. Raises :class:`CannotStateProfile` while it says too little."""

    def write(row: Profile) -> None:
        if lacking := lacking_to_list(statement_of(row)):
            raise CannotStateProfile(dict([lacking]))
        row.listed_at = row.changed_at = at

    return perform(profile, "publish", actor=actor, at=at, write=write, intent=intent)


def statement_of(profile: Profile) -> Statement:
    """What the profile states now."""
    values = {column: getattr(profile, column) for columns in PARTS.values() for column in columns}
    cluster = profile.cluster.code if profile.cluster else ""
    return Statement(**values, audiences=profile.audiences, cluster=cluster)


def make_findable(profile: Profile, *, hides: bool) -> None:
    """Set what search looks at, and whether anything is public: nothing is while a competitor is named."""
    profile.is_public = not hides and Audience.PUBLIC.value in profile.audiences.values()
    profile.public_words = profile.words_for(Reader.PUBLIC)
    profile.member_words = profile.words_for(Reader.MEMBER)


def _take(profile: Profile, said: Statement, at: datetime) -> None:
    if faults := faults_of(said, known_in(profile.programme)):
        raise CannotStateProfile(faults)
    for columns in PARTS.values():
        for column in columns:
            value = getattr(said, column)
            setattr(profile, column, value.strip() if isinstance(value, str) else value)
    for part, audience in said.audiences.items():
        setattr(profile, f"{part}_for", audience)
    profile.cluster = Partner.objects.filter(programme=profile.programme, code=said.cluster or "-").first()
    make_findable(profile, hides=bool(profile.pk) and names_competitors(profile))
    profile.changed_at = at

"""Name a theme."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.db.constraints import violates
from securit.kernel.perform import Note, create
from securit.kernel.refusals import Refusal
from securit.machinery.files.markings import marking_in
from securit.programmes.public import Domain, Programme
from securit.stages.needs.models import Theme

MOST_CHARACTERS = {"title": 160, "summary": 2_000}


class CannotNameTheme(Refusal):
    """The title is missing, taken or too long, or the domain does not exist."""


def draft_theme(
    *,
    programme: Programme,
    domain: str,
    title: str,
    actor: Actor,
    at: datetime,
    summary: str = "",
    synthetic: bool = False,
    intent: str = "",
) -> Theme:
    """A theme for the consortium; ``domain`` is a code. Raises :class:`CannotNameTheme` naming the field."""
    words = {"title": title.strip(), "summary": summary.strip()}
    check_words(words)
    found = Domain.objects.filter(programme=programme, code=domain).first()
    if found is None:
        raise CannotNameTheme(_("Choose one of the domains."), code="unknown_domain", field="domain")
    theme = Theme(programme=programme, domain=found, synthetic=synthetic, **words)
    try:
        with transaction.atomic():
            return create(theme, actor=actor, at=at, note=Note(details={"domain": domain}), intent=intent)
    except IntegrityError as error:
        if not violates(error, Theme, "theme_title_once"):
            raise
        raise title_taken() from None


def check_words(words: dict[str, str]) -> None:
    """Raise :class:`CannotNameTheme` for the first word that is not fit."""
    for name, text in words.items():
        if name == "title" and not text:
            raise CannotNameTheme(_("A theme needs a title."), code="title_missing", field="title")
        if len(text) > MOST_CHARACTERS[name]:
            raise CannotNameTheme(
                _("This has %(length)d characters; at most %(most)d are kept.")
                % {"length": len(text), "most": MOST_CHARACTERS[name]},
                code="too_long",
                field=name,
            )
        if marking := marking_in(text):
            raise CannotNameTheme(
                _("This contains the mark “%(marking)s” of classified information, which may not be handled here.")
                % {"marking": marking},
                code="classified",
                field=name,
            )


def title_taken() -> CannotNameTheme:
    """Another theme of the domain is called so."""
    return CannotNameTheme(
        _("There is already a theme of this title in the domain."),
        code="title_taken",
        remedy=_("Choose another title, or put the needs into that theme."),
        field="title",
    )

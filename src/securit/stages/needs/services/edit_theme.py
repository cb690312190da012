"""Change the words of a theme."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from securit.kernel.actor import Actor
from securit.kernel.db.constraints import violates
from securit.kernel.perform import perform
from securit.stages.needs.models import Theme
from securit.stages.needs.services.draft_theme import check_words, title_taken


def edit_theme(
    *,
    theme: Theme,
    title: str,
    summary: str,
    actor: Actor,
    at: datetime,
    intent: str = "",
    version: int | None = None,
) -> Theme:
    """Another title or summary. Raises :class:`CannotNameTheme`, ``Stale`` where somebody saved since ``version``."""
    words = {"title": title.strip(), "summary": summary.strip()}
    check_words(words)

    def write(row: Theme) -> None:
        row.title, row.summary = words["title"], words["summary"]

    try:
        with transaction.atomic():
            return perform(theme, "edit", actor=actor, at=at, write=write, intent=intent, version=version)
    except IntegrityError as error:
        if not violates(error, Theme, "theme_title_once"):
            raise
        raise title_taken() from None

"""Panels: how a later stage shows itself on the page of an earlier stage's subject, without being known to it.

A stage registers its panels when Django loads it; the subject's page renders them with ``{% panels %}``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from securit.kernel import policy
from securit.kernel.actor import Actor

Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of another subject's page.

    ``action`` is asked on the subject's facts with the reader as actor; a denied panel does not show. ``selector``
    takes ``(subject, actor)`` and returns the template's context, or ``None`` when there is nothing to show.
    """

    subject_kind: str
    place: str
    order: int
    action: str
    selector: Callable[[Any, Actor], Context | None]
    template: str


_panels: list[Panel] = []


def register(*panels: Panel) -> None:
    """Make panels known; called from a stage's ``AppConfig.ready``."""
    _panels.extend(panel for panel in panels if panel not in _panels)


def panels_for(subject: Any, place: str, actor: Actor) -> list[tuple[str, Context]]:
    """Templates with their contexts, in order, for one place of a subject's page."""
    shown = []
    for panel in sorted(_panels, key=lambda p: (p.order, p.template)):
        if panel.subject_kind != subject.kind or panel.place != place:
            continue
        if not policy.decide(actor, panel.action, subject.facts()):
            continue
        context = panel.selector(subject, actor)
        if context is not None:
            shown.append((panel.template, context))
    return shown

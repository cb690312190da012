"""What matchmaking keeps about a person, why, and for how long: for their own eyes, and to take away."""

from __future__ import annotations

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.programmes.public import Programme
from securit.stages.matchmaking.kept import Kept
from securit.stages.matchmaking.stored_events import kept_by_events
from securit.stages.matchmaking.stored_search import kept_by_search
from securit.stages.matchmaking.stored_teams import kept_by_teams


def stored_about(programme: Programme, actor: Actor) -> list[tuple[str, list[Kept]]]:
    """Everything of the person, part by part; of organisations what those who speak for them see."""
    return [
        (_("Partner search"), kept_by_search(programme, actor)),
        (_("Events and meetings"), kept_by_events(programme, actor)),
        (_("Teams"), kept_by_teams(programme, actor)),
    ]

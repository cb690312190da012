"""What the pages of the portal are made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for a person, and the page where it is done. ``tone`` is a tone of the kit's badges."""

    title: str
    text: str
    url: str
    action: str
    tone: str = "info"

"""What every page's frame shows: site, navigation, person, demo date."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The ``site`` mapping that the base templates read."""
    return {"site": {}}

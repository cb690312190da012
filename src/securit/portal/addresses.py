"""Addresses of pages of the stages. A stage without pages has no address, and what would lead there is left out."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse


def address(name: str, **kwargs: Any) -> str:
    """The address of a named page, or ``''`` where this installation has no such page."""
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""

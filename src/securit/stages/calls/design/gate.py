"""The gate before the evaluation, as its page leaves it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from securit.stages.calls.design.entries import Item


def settled(definition: Item) -> Item:
    """The definition with a gate that has a name and is in use where points are given, and none where nothing is."""
    gate = definition.get("pre_scoring") or {}
    if gate.get("points"):
        named = {"title": _("Points for facts"), **{key: value for key, value in gate.items() if value}}
        return {**definition, "pre_scoring": {**named, "enabled": "true"}}
    if gate.get("threshold") and gate.get("title"):
        return definition
    return {**definition, "pre_scoring": None}

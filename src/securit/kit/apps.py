"""The kit as a Django application: templates, tags and static files, no tables."""

from __future__ import annotations

from django.apps import AppConfig


class KitConfig(AppConfig):
    """The look: tokens, components, base templates, gallery."""

    name = "securit.kit"
    label = "kit"
    verbose_name = "Kit"
